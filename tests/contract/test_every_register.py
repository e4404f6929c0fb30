"""What is true of every register as it is declared: whole, in Japanese, about real fields."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import ForeignKey
from django.utils import translation

from sekisho.registers import listing
from sekisho.registers.actor import service
from sekisho.registers.listing import NONE, Wanted
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role, Scope
from sekisho.registers.schema import schema
from tests.contract.acting import AT, NAMES, ON, WORDS
from tests.given.every import BUILDERS, a_record

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("name", NAMES)
JAPANESE = re.compile("[぀-ヿ一-鿿々]")
LATIN = {
    "SHA-256",
    "Webhook",
    "IT",
    "PC",
    "Slack",
    "Microsoft Teams",
    "Chatwork",
    "LINE WORKS",
    "％",
    "CSAF 2.0",
    "CVSS",
    "CycloneDX",
    "EPSS",
    "ISAC",
    "OSV",
    "SPDX",
    "TLP:AMBER",
    "TLP:AMBER+STRICT",
    "TLP:CLEAR",
    "TLP:GREEN",
    "TLP:RED",
    "osquery",
    "IPA",
    "JPCERT/CC",
    "日本語",
    "English",
}
VERBS = ("read", "add", "change", "withdraw")
ROLES = {*Role.values, "engine", "intake", "supplier"}


def test_each_register_has_a_builder_and_each_builder_its_register() -> None:
    assert set(BUILDERS) == set(NAMES)


@EACH
def test_a_builder_makes_one_record_of_its_register(name: str) -> None:
    record = a_record(name)
    assert type(record) is registry[name].model
    assert registry[name].rows().filter(pk=record.pk).count() == 1


def words(register: Register[Any]) -> Iterator[tuple[str, Any]]:
    """Every text of a register that a person reads, with where it stands."""
    yield from (("title", register.title), ("about", register.about))
    yield "singular", register.singular
    for field in schema(register).fields:
        yield f"{field.name}", field.label
        if field.help:
            yield f"{field.name} help", field.help
        yield from ((f"{field.name}={code}", label) for code, label in field.choices)
    if register.life:
        yield from ((f"move {step.name}", step.label) for step in register.life.moves)
        yield from ((f"state {code}", label) for code, label in register.life.states.choices)
    yield from (("view", view.title) for view in register.views)


@EACH
def test_whatever_a_person_reads_is_there_in_japanese_and_in_english(name: str) -> None:
    for where, text in words(registry[name]):
        with translation.override("ja"):
            japanese = str(text)
        with translation.override("en"):
            english = str(text)
        assert JAPANESE.search(japanese) or japanese in LATIN, f"{where}: {japanese}"
        assert english
        assert not JAPANESE.search(english) or english in LATIN, f"{where}: {english}"


def column(register: Register[Any], path: str) -> Any:
    """The field a lookup ends at; FieldDoesNotExist when there is none."""
    model: Any = register.model
    *steps, last = path.removeprefix("-").split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


@EACH
def test_columns_filters_search_order_and_key_name_real_fields(name: str) -> None:
    register = registry[name]
    known = schema(register).all
    assert set(register.columns) <= known.keys()
    assert set(register.filters) <= known.keys()
    assert set(register.key) <= known.keys()
    assert {one for one in register.handles if isinstance(one, str)} <= known.keys()
    for path in (path for one in register.handles if not isinstance(one, str) for path in one):
        assert column(register, path).concrete
    assert set(register.headers) | set(register.values) <= known.keys()
    assert register.sealed | register.derived <= {f.name for f in register.model._meta.fields}
    for path in (*register.search, *register.order):
        assert column(register, path).concrete
    for path in filter(None, (register.unit_path, register.person_path)):
        assert column(register, path).name == "id" or isinstance(column(register, path), ForeignKey)
    for view in register.views:
        listing.wanted(register, {field: [value] for field, value in view.query.items()})


@EACH
def test_a_list_has_columns_and_an_order_without_ties(name: str) -> None:
    register = registry[name]
    assert register.columns
    assert len(set(register.columns)) == len(register.columns)
    for _ in range(3):
        if name != "companies" or not register.rows().exists():
            a_record(name) if name not in {"settings", "terms"} or not register.rows() else None
    page = listing.page(register, service("operator"), ON, Wanted())
    assert page.next == ""


@EACH
def test_rights_name_roles_scopes_and_verbs_that_exist(name: str) -> None:
    register = registry[name]
    moves = {step.name for step in register.life.moves} if register.life else set()
    assert set(register.rights.moves) == moves
    assert set(register.rights.never_own) <= {*VERBS, *moves}
    for verb in (*VERBS, *moves):
        for role, scope in register.rights.of(verb).items():
            assert role in ROLES, f"{verb}: {role}"
            assert scope in {"", *Scope.values}, f"{verb}: {scope}"
            assert scope != Scope.UNIT or register.unit_path, f"{verb} by unit, but no unit_path"
            own = register.person_path or type(register).own is not Register.own
            assert scope != Scope.OWN or own, f"{verb} of one's own, of nobody"


@EACH
def test_whoever_may_write_may_read(name: str) -> None:
    rights = registry[name].rights
    for verb in ("add", "change", "withdraw", *rights.moves):
        blind = (
            rights.of(verb).keys()
            - rights.of("read").keys()
            - {Role.OPERATOR, "engine", "intake", "supplier"}
        )
        assert blind == set(), f"{verb} without reading: {blind}"


def filtered(register: Register[Any], name: str, value: str) -> set[Any]:
    found = listing.wanted(register, {name: [value]})
    return set(listing.rows(register, service("operator"), ON, found))


def typed(field: Any, value: Any) -> str:
    """A stored value as an address would carry it."""
    if field.type == "set":
        return str(value[0])
    if field.type == "words":
        return str(value[0])
    if field.type == "boolean":
        return "true" if value else "false"
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


@EACH
@pytest.mark.usefixtures("anybody")
def test_each_field_of_a_list_finds_its_value_and_what_is_not_filled_in(name: str) -> None:
    register = registry[name]
    record = a_record(name)
    for field in listing.open_to_all(register).values():
        if field.type == "json":
            continue
        value = schema(register).value(record, field.name)
        empty = value in (None, "", ())
        assert (record in filtered(register, field.name, NONE)) is empty, field.name
        if not empty:
            assert record in filtered(register, field.name, typed(field, value)), field.name


@EACH
@pytest.mark.usefixtures("anybody")
def test_days_and_numbers_are_found_by_range_on_both_sides_of_its_ends(name: str) -> None:
    register = registry[name]
    record = a_record(name)
    for field in schema(register).fields:
        value = schema(register).value(record, field.name)
        if field.type not in {"date", "integer"} or value in (None, 0):
            continue
        step = type(AT - AT)(1) if field.type == "date" else 1
        found = {
            end: [
                record in filtered(register, f"{field.name}__{end}", typed(field, at))
                for at in (value - step, value, value + step)
            ]
            for end in ("from", "to")
        }
        assert found == {"from": [True, True, False], "to": [False, True, True]}, field.name


@EACH
@pytest.mark.usefixtures("anybody")
def test_each_search_field_finds_a_record_by_its_words(name: str) -> None:
    register = registry[name]
    record = a_record(name)
    for path in register.search:
        value = register.rows().filter(pk=record.pk).values_list(path, flat=True).get()
        if value:
            word = str(value).split()[0]
            assert record in set(
                listing.rows(register, service("operator"), ON, Wanted(words=word))
            ), path
    assert not set(listing.rows(register, service("operator"), ON, Wanted(words="無い言葉xyz")))


def test_every_kind_of_value_is_tried_by_some_register() -> None:
    kinds = {field.type for name in NAMES for field in schema(registry[name]).fields}
    assert kinds - {"choice", "set", "reference"} <= WORDS.keys()
