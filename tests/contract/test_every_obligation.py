"""What is true of every obligation, whatever it is about."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sekisho.domains.documents.models import Document, Version
from sekisho.domains.people.models import MeetingAction, Person, Unit
from sekisho.findings import daily, watch
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.ledger import ids
from sekisho.ledger.history import Item, history
from sekisho.obligations import judge
from sekisho.obligations.judge import State
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.obligations.terms import terms
from sekisho.packs.duties import duties
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Planned
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.registers.store import save
from tests.given import documents, people
from tests.given.kept import kept_for_the_module
from tests.given.world import a_world
from tests.obligations.judging import PLAIN

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EACH = pytest.mark.parametrize("one", list(obligations), ids=lambda one: one.code)
READ = sorted({name for one in obligations for name in one.reads})
MARKS = {"id", "ver", "created_at", "changed_at", "withdrawn_at"}
DATED = [one for one in obligations if one.dated]


@pytest.fixture(autouse=True)
def _settings_of_this_test_alone() -> Iterator[None]:
    settings.forget()
    yield
    settings.forget()


@pytest.fixture(scope="module")
def company(
    django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config
) -> Iterator[None]:
    """One company in disorder, judged on the day; each test takes back what it does to it.

    Records are picked in the order of their ids: the same ones in `make test`, others each time in
    the long rounds.
    """
    with kept_for_the_module(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        if not pytestconfig.getoption("torture"):
            patch.setattr(ids, "os", SimpleNamespace(urandom=Random(5).randbytes))
        settings.forget()
        a_world(5, TODAY)
        daily.evaluate(by("engine"))
        yield


def by(name: str) -> Act:
    return Act(service(name), AT, "test", TODAY)


@EACH
def test_one_query_judges_everyone(company: None, one: Obligation) -> None:
    judge.not_kept(one, TODAY, PLAIN)  # settings are read and kept
    with CaptureQueriesContext(connection) as asked:
        judge.not_kept(one, TODAY, PLAIN)
    assert len(asked) == 1


@EACH
def test_the_four_states_share_out_the_population(company: None, one: Obligation) -> None:
    counts = judge.counted(one, TODAY, PLAIN)
    assert counts.population == judge.population(one, TODAY)
    assert counts.population == counts.kept + counts.due_soon + counts.overdue + counts.unknown


@EACH
def test_only_subjects_in_scope_are_judged_each_once_with_a_day_or_none(
    company: None, one: Obligation
) -> None:
    inside = set(one.among(TODAY).values_list("pk", flat=True))
    found = judge.not_kept(one, TODAY, PLAIN)
    assert {s.rec for s in found} <= inside
    assert len({s.rec for s in found}) == len(found)
    late = [s for s in found if s.state in {State.OVERDUE, State.DUE_SOON}]
    assert all(isinstance(s.due, date) for s in late)
    assert all((s.due < TODAY) == (s.state == State.OVERDUE) for s in late if s.due)


@EACH
def test_it_says_what_must_be_so_and_what_to_do_in_both_languages(one: Obligation) -> None:
    for words in (one.title, one.asks, one.remedy, one.act):
        with translation.override("en"):
            english = str(words)
        with translation.override("ja"):
            assert english
            assert str(words) not in {"", english}


@EACH
def test_its_duties_stand_in_the_catalogue(one: Obligation) -> None:
    assert one.duties or one.code == "clauses-stated"  # it stands for whatever the clause asks
    assert set(one.duties) <= set(duties())


@EACH
def test_what_it_reads_exists_and_can_be_reached(one: Obligation) -> None:
    assert one.register_name in one.reads
    for name, paths in one.reads.items():
        model = registry[name].model
        for path in paths if isinstance(paths, tuple) else (paths,):
            if path:
                ends = one.of._default_manager.filter(**{f"{path}__withdrawn_at": None})
                assert ends.count() >= 0
                assert _end(one.of, path) is model


def _end(model: Any, path: str) -> Any:
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    return model


@EACH
def test_its_settings_are_declared_with_their_source(one: Obligation) -> None:
    known = {d.name: d for d in settings.declared()}
    for name in one.settings:
        assert known[name].source, name
        assert known[name].since, name


@EACH
def test_its_button_names_a_move_or_a_plain_verb(one: Obligation) -> None:
    moves = {m.name for r in registry if r.life for m in r.life.moves}
    assert one.verb in moves | {"add", "change"}


def test_at_least_thirty_two_duties_are_computed() -> None:
    assert len({duty for one in obligations for duty in one.duties}) >= 32


def standings() -> set[tuple[Any, ...]]:
    known = terms(TODAY)
    return {
        (one.code, s.rec, str(s.state), s.due, s.assignee)
        for one in obligations
        for s in judge.not_kept(one, TODAY, known[one.code])
    }


def kept_findings() -> set[tuple[Any, ...]]:
    names = ("obligation", "rec", "state", "due", "assignee")
    return set(Finding.objects.open().values_list(*names))


def another(luck: Random, field: Any, record: Any) -> Any:
    """Another value of a field, of the right kind, near the day of the test."""
    now = getattr(record, field.attname)
    if field.is_relation:
        others = field.related_model.objects.exclude(pk=now).values_list("pk", flat=True)
        return luck.choice([*others, *([None] if field.null else ())] or [now])
    if isinstance(now, tuple):
        return () if now else (luck.choice([c for c, _ in field.choices or (("語", ""),)]),)
    if field.choices:
        return luck.choice([c for c, _ in field.choices if c != now])
    by_kind = {
        models.DateTimeField: [now],
        models.DateField: [TODAY + timedelta(days=n) for n in (-400, -31, -15, -8, -1, 0, 5, 40)],
        models.BooleanField: [True, False],
        models.IntegerField: list(range(1, 9)),
        models.CharField: ["" if now else "何か"],
        models.TextField: ["" if now else "何か"],
    }
    return luck.choice(next((v for kind, v in by_kind.items() if isinstance(field, kind)), [now]))


def mutations(register: Register[Any], luck: Random) -> Iterator[Planned]:
    """A change of every field of some record, each made before the next is chosen."""
    form = schema(register)
    for name, spec in form.all.items():
        if spec.extra or name in MARKS:
            continue
        field = register.model._meta.get_field(name)
        record = luck.choice(list(register.model.objects.present()))
        old, new = getattr(record, field.attname), another(luck, field, record)
        if new != old and (not field.unique or new):
            yield Planned(record, form.values(record) | {name: new}, {name: (old, new)})


def comings_and_goings(register: Register[Any], luck: Random) -> Iterator[Planned]:
    gone = luck.choice(list(register.model.objects.present()))
    yield Planned(gone, {"withdrawn_at": AT}, {"withdrawn_at": (None, AT)})
    for back in register.model.objects.exclude(withdrawn_at=None)[:1]:
        yield Planned(back, {"withdrawn_at": None}, {"withdrawn_at": (AT, None)})


def done(register: Register[Any], change: Planned) -> str:
    """The change in words, made through the ledger though past the checks of the commands."""
    try:
        with transaction.atomic():
            save(register, by("operator"), [change], name="change")
    except (Invalid, IntegrityError):
        return ""
    return ", ".join(f"{n}: {o!r} → {v!r}" for n, (o, v) in change.changes.items())


def judged_again(items: list[Item]) -> None:
    """As the tail does: first what changed, then the tasks that this opened or closed."""
    before = dict(Task.objects.values_list("pk", "ver"))
    watch.rejudge(by("engine"), items)
    hear_of_tasks(before)


def hear_of_tasks(before: Mapping[UUID, int]) -> None:
    """Judge again after the tasks that are not as they were ``before``."""
    moved = [pk for pk, ver in Task.objects.values_list("pk", "ver") if before.get(pk) != ver]
    watch.rejudge(by("engine"), [i for pk in moved for i in history("tasks", pk, limit=1)])


@pytest.mark.parametrize("names", [READ[n : n + 8] for n in range(0, len(READ), 8)], ids="+".join)
def test_after_any_change_the_touched_subjects_are_all_judged_again(
    company: None, names: list[str], rounds: Any
) -> None:
    """Whatever changes, judging only what it touches gives what judging everyone gives.

    Everyone is judged once for eight registers, for that takes longest; in the long rounds after
    every single change.
    """
    words: list[str] = []
    single = rounds(0, 1)
    for name in names:
        register, luck = registry[name], Random(name)
        assert register.model.objects.exists(), f"let tests/given/world.py make some {name}"
        for record in register.model.objects.all():
            done(register, Planned(record))  # the first entry of each
        hear_of_tasks({})  # those of the first judging, which the tail reads after it
        for kind in (mutations, comings_and_goings):
            items: list[Item] = []
            for change in kind(register, luck):
                if said := done(register, change):
                    words.append(f"{name} {said}")
                    items += history(name, change.record.pk, limit=1)
                if single:
                    judged_again(items[-1:])
                    assert kept_findings() == standings(), said
            judged_again(items)
    assert kept_findings() == standings(), "\n".join(words)


def what_happened_later(day: date) -> None:
    """Everything that would have put the world in order, had it happened in time."""
    staff = list(Person.objects.all())
    for version in list(Version.objects.all()):
        given = set(version.acknowledgements.values_list("person", flat=True))
        for person in staff:
            if person.pk not in given:
                documents.an_acknowledgement(version=version, person=person, on=day)
        documents.a_campaign(version=version, starts_on=day)
    term = dict.fromkeys(("published_on", "effective_on", "approved_on"), day)
    for document in Document.objects.all():
        documents.a_version_in_force(document=document, approved_by=staff[0], **term)
    for role, person in zip(("deputy", "chair", "committee", "committee"), staff, strict=False):
        covers = ("it", "legal_hr", "business") if role == "committee" else ()
        people.an_appointment(role=role, person=person, starts_on=day, covers=covers)
    for unit, leader in zip(list(Unit.objects.all()), staff, strict=False):
        people.an_assignment(unit=unit, person=leader, leads=True, starts_on=day)
        people.an_appointment(unit=unit, person=leader, starts_on=day)
    people.a_committee_meeting(held_on=day, state="held")
    MeetingAction.objects.filter(Q(done_on=None) | Q(done_on__gt=day)).update(done_on=day)


def test_what_happens_later_does_not_heal_the_past(company: None) -> None:
    def late(one: Obligation) -> set[Any]:
        return {s.rec for s in judge.not_kept(one, TODAY, PLAIN) if s.state == State.OVERDUE}

    for seed in range(2):
        a_world(seed, TODAY, alone=False)
    before = {one.code: late(one) for one in DATED}
    what_happened_later(TODAY + timedelta(days=60))
    assert {one.code: late(one) for one in DATED} == before


def test_a_rule_that_looks_at_the_past_has_something_to_find_there(company: None) -> None:
    found = {one.code for one in DATED if judge.not_kept(one, TODAY, PLAIN)}
    assert len(found) >= len(DATED) // 3
