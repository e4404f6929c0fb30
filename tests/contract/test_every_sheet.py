"""What is true of every register's sheets: what goes out comes back in as the same."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange import table
from sekisho.registers.exchange.matching import headings
from sekisho.registers.exchange.run import Options, Outcome, run
from sekisho.registers.exchange.undo import undo
from sekisho.registers.exchange.writing import WRITERS
from sekisho.registers.labels import Reader
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from tests.contract.acting import NAMES, ON, OWN, added, an_act, somebody
from tests.given.every import a_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anybody"), pytest.mark.once]
IMPORTED = [n for n in NAMES if registry[n].rights.add and registry[n].listed]
EACH = pytest.mark.parametrize("name", IMPORTED)
KINDS = pytest.mark.parametrize("kind", [".csv", ".xlsx", ".json"])
ZONE = "Asia/Tokyo"
TRIES = 3 if settings().max_examples < 1000 else 150


def there_and_back(register: Register[Any], kind: str, record: Any) -> Outcome:
    """The register exported and imported again."""
    out = io.BytesIO()
    rows = guard.visible(an_act().actor, register, ON).filter(pk=record.pk)
    assert WRITERS[kind](out, register, rows, ZONE, Reader(somebody(), ON)) == 1
    sheet = table.read(out.getvalue(), f"sheet{kind}", list(headings(register)))
    act = an_act()
    if register.name in OWN:
        act = replace(act, actor=replace(act.actor, person=record.person_id))
    return run(register, act, sheet, Options(keep_rows=True))


@EACH
@KINDS
def test_an_export_comes_back_as_the_same(name: str, kind: str) -> None:
    register = registry[name]
    out = there_and_back(register, kind, a_record(name))
    assert [(e.field, str(e.message), e.value) for e in out.errors] == []
    assert [dict(row.changes) for row in out.rows] == [{}]
    assert (out.created, out.changed, out.same) == (0, 0, 1)


@EACH
def test_every_heading_of_an_export_is_understood_in_both_languages(name: str) -> None:
    from django.utils import translation

    register = registry[name]
    record = a_record(name)
    for language in ("ja", "en"):
        with translation.override(language):
            out = io.BytesIO()
            rows = register.rows().filter(pk=record.pk)
            WRITERS[".csv"](out, register, rows, ZONE, Reader(somebody(), ON))
            sheet = table.read(out.getvalue(), "x.csv", list(headings(register)))
        found = run(register, an_act(), sheet, Options(dry_run=True))
        typed = {str(f.label) for f in schema(register).fields if not f.writable}
        assert {w for w in found.unused if w not in typed} <= labels_of_the_system(register)


def labels_of_the_system(register: Register[Any]) -> set[str]:
    """Labels, in both languages, of what is shown but cannot be typed."""
    from django.utils import translation

    found = set()
    for language in ("ja", "en"):
        with translation.override(language):
            found |= {str(f.label) for f in schema(register).fields if not f.writable}
    return found


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1
).map(str.strip)
FORMULAS = st.sampled_from(
    ["=1+1", "+81-3", "-5", "@x", "'=1", "'quoted'", "＝１", "1,234", "0012"]
)


def strategy(field: Field) -> st.SearchStrategy[Any]:
    """Values that ``field`` may take."""
    text = (TEXT | FORMULAS).map(lambda value: value[: field.limit or 200].strip())
    return {
        "text": text,
        "long": st.lists(text, min_size=1, max_size=3).map("\n".join).map(str.strip),
        "integer": st.integers(0, 32_000),
        "decimal": st.decimals(0, 1, places=2),
        "boolean": st.booleans(),
        "date": st.dates(ON.replace(year=2016), ON.replace(year=2035)),
        "choice": st.sampled_from([code for code, _ in field.choices] or [""]),
        "set": st.sets(st.sampled_from([code for code, _ in field.choices] or [""])).map(tuple),
        "words": st.lists(text.filter(bool), max_size=3).map(tuple),
        "email": st.emails().map(str.lower),
    }.get(field.type, st.nothing())


@EACH
@settings(max_examples=TRIES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_may_be_written_survives_the_way_out_and_in(name: str, data: Any) -> None:
    register = registry[name]
    if name in OWN:
        return
    free = [f for f in schema(register).writable.values() if not strategy(f).is_empty]
    chosen = data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=3, unique=True))
    values = {field.name: data.draw(strategy(field), field.name) for field in chosen}
    with transaction.atomic():
        survives(register, values)
        transaction.set_rollback(True)


def survives(register: Register[Any], values: dict[str, Any]) -> None:
    try:
        record = added(register, an_act())
        record = write(register, an_act(), values, record)
    except Invalid:
        return  # refused with words: nothing to survive
    read = schema(register).values(register.model._default_manager.get(pk=record.pk))
    kept = schema(register).values(record)
    assert [n for n in kept if kept[n] != read[n] and n not in register.derived] == []
    for kind in WRITERS:
        out = there_and_back(register, kind, record)
        assert [(e.field, str(e.message), e.value) for e in out.errors] == [], kind
        assert [dict(row.changes) for row in out.rows] == [{}], kind


def imported(act: Any, text: str) -> Any:
    sheet = table.read(text.encode(), "x.csv", list(headings(registry["assets"])))
    out = run(registry["assets"], act, sheet, Options())
    assert out.errors == []
    return out.act


def test_an_import_is_undone_by_nobody_who_may_not_change_its_records() -> None:
    """A manager of another unit finds the act refused, and every record as it was."""
    from sekisho.checkpoint.guard import Checkpoint
    from sekisho.domains.assets.models import Asset
    from tests.given.people import an_appointment

    unit = a_record("units")
    act = imported(an_act(), f"unit,name\n{unit.code},見積書\n")
    guard.install(Checkpoint())
    stranger = an_appointment().person
    other = an_act(replace(somebody("manager"), person=stranger.pk))
    with pytest.raises(Denied):
        undo(other, act)
    assert Asset.objects.present().filter(unit=unit).count() == 1
    manager = an_appointment(unit=unit).person
    undo(an_act(replace(somebody("manager"), person=manager.pk)), act)
    assert not Asset.objects.present().filter(unit=unit).exists()


def test_an_import_that_others_refer_to_by_now_is_not_undone() -> None:
    from sekisho.domains.assets.models import Asset

    unit = a_record("units")
    act = imported(an_act(), f"unit,name\n{unit.code},見積書\n")
    asset = Asset.objects.get(unit=unit)
    measure = a_record("measures", asset=asset)
    with pytest.raises(Invalid):
        undo(an_act(), act)
    assert Asset.objects.present().filter(pk=asset.pk).exists()
    measure.delete()
    undo(an_act(), act)
    assert not Asset.objects.present().filter(pk=asset.pk).exists()
