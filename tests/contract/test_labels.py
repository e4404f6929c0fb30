"""What a record may be called before somebody who may not see it: by every way, the same."""

import io
from typing import Any

import pytest
from django.test import Client

from sekisho.domains.people.actors import actor_for
from sekisho.registers import references
from sekisho.registers.actor import service
from sekisho.registers.commands import write
from sekisho.registers.exchange.writing import WRITERS
from sekisho.registers.labels import HIDDEN, Reader
from sekisho.registers.plan import Line, plan
from sekisho.registers.references import resolve
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Scope
from sekisho.registers.schema import declared
from tests.contract.acting import NAMES, ON, an_act
from tests.given.every import a_record
from tests.given.people import a_person, an_account, an_appointment

pytestmark = pytest.mark.django_db
CALLED_BY_NUMBER = {"entitlement_assets": {"asset"}, "label_checks": {"asset"}}
"""Whose own labels give the number alone of what they refer to."""
SECRET = "買収計画の覚書"


@pytest.fixture
def world() -> tuple[Any, Any]:
    """A manager, and a spot check of their unit whose asset lies with another unit by now."""
    unit = a_record("units")
    account = an_account(person=a_person(name="桐山 修", unit=unit))
    an_appointment(person=account.person, unit=unit)
    elsewhere = a_record("units", name="経営企画室")
    asset = a_record("assets", name=SECRET, unit=elsewhere, classification=a_record("classes"))
    return account, a_record("label_checks", unit=unit, asset=asset, ver=0)


def sheet(register: Register[Any], reader: Reader, kind: str) -> str:
    out = io.BytesIO()
    WRITERS[kind](out, register, reader.visible(register), "Asia/Tokyo", reader)
    return out.getvalue().decode("utf-8-sig")


def test_a_hidden_record_is_not_called_by_name(world: tuple[Any, Any]) -> None:
    account, check = world
    register = registry["label_checks"]
    write(register, an_act(service("operator")), {"seed": "別のくじ"}, check)
    client = Client()
    client.force_login(account)
    here = f"/r/label_checks/{check.pk}"
    for path in (here, "/r/label_checks/", f"{here}/edit", f"/api/v1/label_checks/{check.pk}",
                 "/api/v1/label_checks", f"/api/v1/label_checks/{check.pk}/history"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert SECRET not in answer.content.decode(), path
    assert str(HIDDEN) in client.get(here).content.decode()
    item = client.get(f"/api/v1/label_checks/{check.pk}").json()
    assert "asset" not in item["_labels"]
    assert item["_labels"]["unit"] == str(check.unit)
    reader = Reader(actor_for(account, ON), ON)
    assert str(HIDDEN) in sheet(register, reader, ".csv")
    assert SECRET not in sheet(register, reader, ".csv")
    assert str(check.asset_id) in sheet(register, reader, ".json")


@pytest.mark.usefixtures("anybody")
def test_what_stands_for_a_hidden_record_leaves_it_as_it_is_and_no_guess_is_confirmed(
    world: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet that went out with the neutral word comes back; a name tried instead is refused."""
    account, check = world
    monkeypatch.setattr(references, "visible", lambda _actor, register, _on: register.rows().none())
    register, act = registry["label_checks"], an_act(actor_for(account, ON))
    for word, stands in ((str(HIDDEN), True), (str(check.asset_id), True), (SECRET, False)):
        (row,) = plan(register, act, [Line({"asset": word}, check)], guarded=False)
        assert bool(row.problems) is not stands, word
        assert row.changes == {}


def test_the_names_of_people_units_and_classes_are_open(world: tuple[Any, Any]) -> None:
    account, _check = world
    stranger = a_person(name="片桐 涼子")
    asset = a_record("assets", name="見積書", unit=account.person.unit, owner=stranger)
    client = Client()
    client.force_login(account)
    assert client.get(f"/r/people/{stranger.pk}").status_code == 404
    page = client.get(f"/r/assets/{asset.number}").content.decode()
    assert "片桐 涼子" in page
    assert str(stranger.pk) not in page, "no link to a page that is not there"
    item = client.get(f"/api/v1/assets/{asset.pk}").json()
    assert item["_labels"]["owner"] == "片桐 涼子"
    reader = Reader(actor_for(account, ON), ON)
    assert "片桐 涼子" in sheet(registry["assets"], reader, ".csv")


def covers(wide: Register[Any], narrow: Register[Any]) -> bool:
    """Whether every role that reads ``narrow`` reads as much of ``wide``; what is about oneself,
    one knows the subject of."""
    reads = wide.rights.of("read")
    return all(
        scope == Scope.OWN or reads.get(role, "none") in {"", scope}
        for role, scope in narrow.rights.of("read").items()
    )


@pytest.mark.parametrize("name", NAMES)
def test_labels_and_searches_speak_only_of_what_their_readers_may_know(name: str) -> None:
    register = registry[name]
    targets = {f.name: registry[f.target] for f in declared(register).references}
    paths = [path for path in register.search if "__" in path and not path.endswith("__number")]
    named = set(register.label_with) - CALLED_BY_NUMBER.get(name, set())
    for first in {path.partition("__")[0] for path in (*paths, *named)}:
        target = targets[first]
        assert target.open_labels or covers(target, register), f"{name}: {first}"


def test_a_version_and_a_clause_are_found_by_their_words() -> None:
    document = a_record("documents", title="情報管理マニュアル", code="ISM-01")
    version = a_record("versions", document=document, label="第2版")
    clause = a_record("clauses", version=version, number="3.1")
    reader = Reader(actor_for(an_account(), ON), ON)
    words = {"versions": ["情報管理マニュアル 第2版", "ism-01 第2版", "情報管理マニュアル 第9版"],
             "clauses": ["情報管理マニュアル 第2版 3.1"]}  # fmt: skip
    found = resolve(words, reader.actor, ON)
    assert found == {
        ("versions", "情報管理マニュアル 第2版"): version.pk,
        ("versions", "ism-01 第2版"): version.pk,
        ("clauses", "情報管理マニュアル 第2版 3.1"): clause.pk,
    }
    out = sheet(registry["clauses"], reader, ".csv")
    assert "情報管理マニュアル 第2版" in out
