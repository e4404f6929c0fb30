"""What a policy text may say, and how it is refused."""

import pytest

from sekisho.checkpoint.cedar import entities
from sekisho.checkpoint.cedar.deciding import Asked, Policies
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.values import Uid


def asked(context: dict[str, object] | None = None) -> Asked:
    names = (Uid("User", "a"), Uid("Action", "read"), Uid("Doc", "d"))
    return Asked(*names, entities.record(context or {}))


def refused(text: str) -> str:
    with pytest.raises(Refused) as caught:
        Policies(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("permit(principal, action, resource)", "1:36", "“;” is expected"),
        ("permit(principal, action);", "1:25", "“,” is expected"),
        ("// ok\nallow(principal, action, resource);", "2:1", "“permit” or “forbid”"),
        ("permit(principal == ?principal, action, resource);", "1:21", "Templates"),
        ('permit(principal, action, resource) when { ip("10.0.0.1").isLoopback() };', "1:44", "network"),
        ("permit(principal, action, resource) when { principal.getTag(1) };", "1:54", "attribute"),
        ("permit(principal, action, resource) when { 4 / 2 == 2 };", "1:46", "Multiply"),
        ("permit(principal, action, resource) when { 1 < 2 < 3 };", "1:50", "do not chain"),
        ("permit(principal, action, resource) when { user.x };", "1:44", "means nothing"),
        ("permit(principal, action, resource) when { 9223372036854775808 == 1 };", "1:44", "2^63"),
        ('permit(principal, action, resource) when { "a\\q" == "" };', "1:44", "no escape"),
        ('permit(principal, action, resource) when { "a };', "1:44", "quotation mark"),
        ("permit(principal, action is Action, resource);", "1:26", "no type"),
        ("permit(principal, action, resource) when { {a: 1, a: 2} has a };", "1:51", "twice"),
        ("permit(principal, action, resource) when {" + "(" * 40 + "true" + ")" * 40 + "};", "1:", "nested"),
        ("permit(principal, action, resource) when { context" + ".a" * 500 + " };", "1:", "nested"),
        ("permit(principal, action, resource) when { 1" + "+1" * 500 + " == 1 };", "1:", "nested"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("english")
def test_what_is_not_understood_is_refused_with_its_place(
    text: str, place: str, words: str
) -> None:
    said = refused(text)
    assert said.startswith(place)
    assert words in said


def test_long_lists_of_conditions_are_no_nesting() -> None:
    many = " && ".join(['context.x == "y"'] * 400)
    text = f"permit(principal, action, resource) when {{ {many} }};"
    assert Policies(text).answer(asked({"x": "y"}), {}).allowed


def test_a_policy_text_cannot_become_code() -> None:
    text = 'permit(principal, action, resource) when { context["__class__"] == "\\"+str(1)+\\"" };'
    found = Policies(text).answer(asked(), {})
    assert not found.allowed
    assert found.errors


def test_a_forbid_that_errs_denies_what_we_serve() -> None:
    text = """
    permit(principal, action, resource);
    @id("no-secrets") forbid(principal, action, resource) when { resource.secret };
    """
    found = Policies(text).answer(asked(), {})
    assert found.allowed  # as in Cedar, where a policy that errs does not apply
    assert not found.safe
    assert [policy.id for policy, _why in found.errors] == ["no-secrets"]


def test_a_number_that_cedar_cannot_hold_neither_permits_nor_slips_past_a_forbid() -> None:
    text = """
    permit(principal, action, resource);
    forbid(principal, action, resource) when { context has risk && context.risk > 70 };
    """
    policies = Policies(text)
    assert policies.answer(asked({"risk": 10}), {}).safe
    assert not policies.answer(asked({"risk": 70.5}), {}).safe
    assert policies.answer(asked({"risk": None}), {}).safe  # null says nothing


def test_true_is_not_one() -> None:
    text = "permit(principal, action, resource) when { [1, 2].contains(context.x) };"
    assert Policies(text).answer(asked({"x": 1}), {}).allowed
    assert not Policies(text).answer(asked({"x": True}), {}).allowed


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ({}, "list of entities"),
        ([{"uid": {"type": "User"}}], "Entity #1"),
        ([{"uid": {"type": "U", "id": "a"}}] * 2, "twice"),
        ([{"uid": {"type": "U", "id": "a"}, "attrs": {"x": 0.5}}], "“x” holds 0.5"),
        ([{"uid": {"type": "U", "id": "a"}, "attrs": {"x": {"__extn": {}}}}], "__extn"),
        ([{"uid": {"type": "U", "id": "a"}, "tags": {"x": 1}}], "tags"),
        (
            [{"uid": {"type": "U", "id": "a"}, "parents": [{"type": "U", "id": "a"}]}],
            "above itself",
        ),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_store_that_cannot_be_read_is_refused(store: object, words: str) -> None:
    with pytest.raises(Refused) as caught:
        entities.read(store)
    assert words in str(caught.value)
