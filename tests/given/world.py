"""Given: a small company in some disorder, the same for the same seed; every register has rows."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sekisho.domains.access.models import AccessRight
from sekisho.domains.assets.models import Asset
from sekisho.domains.documents.statement import Statement, Verdict
from sekisho.registers.exchange.imports import Import
from sekisho.registers.record import Record
from tests.given import (
    access,
    assets,
    assurance,
    awareness,
    cloud,
    documents,
    education,
    education_drills,
    engagements,
    findings,
    framework,
    incidents,
    keeping,
    people,
    risk,
    safeguards,
    suppliers,
    threats,
)
from tests.given.people import a_person, made, numbers

DAY = timedelta(days=1)


def a_world(seed: int, on: date, *, alone: bool = True) -> None:
    """Units, people, documents, laws and assets around the day ``on``; ``alone``: a company too."""
    luck = Random(seed)
    near = lambda: on + luck.randint(-40, 10) * DAY  # noqa: E731
    past = lambda: on - luck.randint(0, 700) * DAY  # noqa: E731
    maybe = lambda value: luck.choice((None, value))  # noqa: E731
    if alone:
        people.a_company(people_source=luck.choice(("", "sheet")), people_synced_on=maybe(near()))
    units = [people.a_unit(ends_on=maybe(near())) for _ in range(4)]
    staff = _people(luck, units, near, past)
    for role in ("director", "deputy", "chair", "committee", "committee", "manager", "manager"):
        unit = luck.choice(units) if role == "manager" else None
        covers = luck.choice(((), ("it", "legal_hr"), ("business",)))
        covers = covers if role in {"chair", "committee"} else ()
        people.an_appointment(
            role=role, person=luck.choice(staff), unit=unit, covers=covers,
            starts_on=past(), ends_on=luck.choice((None, None, near())),
        )  # fmt: skip
    for unit in units[:3]:
        people.an_assignment(person=luck.choice(staff), unit=unit, leads=True)
    _meetings(luck, staff, near, past)
    _documents(luck, staff, near, past)
    _assets(luck, units, staff, near, past)
    suppliers.some_agreements(luck, units, staff, near, past)
    engagements.some_engagements(luck, units, staff, near, past)
    awareness.some_awareness(luck, units, staff, near)
    education.some_education(luck, units, staff, near, past)
    assurance.some_trouble(luck, units, staff, near)
    access.some_access(luck, staff, near, past)
    AccessRight.objects.placed([right.pk for right in AccessRight.objects.all()])
    safeguards.some_emergencies(luck, staff, near)
    safeguards.some_routes(list(Asset.objects.order_by("pk")[:2]))
    _incidents(luck, units, staff, near)
    education_drills.some_drills(luck, units, staff, near)
    risk.some_risks(luck, units, staff, past)
    threats.some_threats(luck, list(Asset.objects.order_by("pk")[:6]), staff, past)
    findings.an_escalation(
        task=findings.a_task(number=f"T-{90000 + next(numbers)}", unit=units[0], due_on=near()),
        on=near(),
    )


def _people(luck: Random, units: list[Any], near: Any, past: Any) -> list[Any]:
    staff = []
    for _ in range(7):
        ends = luck.choice((None, None, near()))
        leaving = {"ends_on": ends, "last_working_on": ends and ends - 3 * DAY}
        kind = luck.choice(("employee", "officer", "dispatched"))
        unit = luck.choice((*units, units[0]))
        staff.append(a_person(unit=unit, employment=kind, starts_on=past(), **leaving))
    for _ in range(3):
        until = luck.choice((None, near()))
        staff.append(
            people.a_contractor(
                unit=luck.choice(units), sponsor=luck.choice(staff), contract_ends_on=until
            )
        )
    for person in staff[:6]:
        people.a_pledge(
            person=person, occasion=luck.choice(("joining", "leaving")),
            outcome=luck.choice(("", "signed", "declared")),
            no_former_secrets=luck.choice((None, True, False)), signed_on=near(),
        )  # fmt: skip
        people.an_account(person=person)
    people.a_leave(person=luck.choice(staff), starts_on=near(), returned_on=None)
    people.a_leave(person=luck.choice(staff), starts_on=past(), returned_on=near())
    made(Import, register="people", file="名簿.xlsx", act=_uuid(), done_on=near())
    return staff


def _uuid() -> Any:
    from sekisho.ledger.ids import new_id

    return new_id(people.THEN)


def _meetings(luck: Random, staff: list[Any], near: Any, past: Any) -> None:
    for state in ("planned", "held", "approved"):
        approved = near() if state == "approved" else None
        meeting = people.a_committee_meeting(
            held_on=near(), state=state, minutes_approved_on=approved
        )
        people.a_committee_decision(
            meeting=meeting, state=luck.choice(("carried", "done")), decided_on=past(),
            responsible=luck.choice(staff), due_on=luck.choice((None, near())),
            done_on=luck.choice((None, near())),
        )  # fmt: skip
        people.a_meeting_action(
            meeting=meeting, owner=luck.choice(staff), due_on=near(),
            done_on=luck.choice((None, near())),
        )  # fmt: skip
    for kind in ("monthly", "annual"):
        day = past()
        people.a_management_review(
            kind=kind, state="confirmed", period=day.replace(day=1), held_on=day,
            confirmed_on=day, confirmed_by=luck.choice(staff),
        )  # fmt: skip


def _documents(luck: Random, staff: list[Any], near: Any, past: Any) -> None:
    for kind in ("policy", "regulation", "manual", "personal_information_rules", "other"):
        document = documents.a_document(
            kind=kind, owner=luck.choice((None, *staff)),
            binds=luck.choice(((), ("employee", "officer"))),
            required_sections=("incident", "access") if kind == "manual" else (),
            review_cycle=luck.choice(("fiscal_year", "months")), review_months=6,
        )  # fmt: skip
        day = past()
        version = documents.a_version_in_force(
            document=document, published_on=day, effective_on=day, approved_on=day,
            approved_by=luck.choice(staff), superseded_on=luck.choice((None, None, near())),
        )  # fmt: skip
        for text in (version, documents.a_version(document=document)):
            clause = documents.a_clause(
                version=text,
                text_en=luck.choice(("", "Keep it.")),
                behind_since=luck.choice((None, near())),
                scope=luck.choice(("duties", "statement")),
                scope_on=past(),
            )
            documents.a_binding(clause=clause)
            made(
                Statement, clause=clause, verdict=Verdict.values[0], basis="現場で確認",
                stated_on=past(), valid_until=near(), person=staff[0],
            )  # fmt: skip
        if luck.random() < 0.7:
            documents.a_campaign(version=version, starts_on=near(), audience=())
        for person in luck.sample(staff, 4):
            documents.an_acknowledgement(version=version, person=person, on=near())
        documents.a_document_review(document=document, held_on=past())
        if kind == "manual":
            for topic in ("incident", "access"):
                section = documents.a_section(
                    document=document, topic=topic, owner=luck.choice((None, *staff))
                )
                law = documents.a_requirement(manual=True, owner=luck.choice((None, *staff)))
                documents.a_coverage(requirement=law, section=section)
    for state in ("known", "assessed", "done"):
        law = documents.a_requirement(owner=luck.choice(staff), last_checked_on=past())
        documents.a_requirement_change(
            requirement=law, known_on=near(), state=state, effective_on=near(),
            decision="" if state == "known" else luck.choice(("change", "nothing")),
            assessed_on=None if state == "known" else near(),
            done_on=near() if state == "done" else None,
        )  # fmt: skip


def _assets(luck: Random, units: list[Any], staff: list[Any], near: Any, past: Any) -> None:
    classes = [
        assets.a_class(rank=rank, label_required=rank > 0, **handling)
        for rank, handling in enumerate(({"store": "鍵"}, {}, {"store": "鍵"}))
    ]
    services = [
        assets.a_service(approval=approval, unit=luck.choice(units), approved_on=near())
        for approval in ("approved", "conditional", "not_assessed")
    ]
    cloud.some_cloud(services, units, staff, near)
    things: list[Record] = []
    for _ in range(12):
        given = luck.choice((None, *classes))
        personal = luck.choice(((), ("no",), ("personal",)))
        thing = assets.an_asset(
            unit=luck.choice(units), owner=luck.choice((None, *staff)), classification=given,
            class_decided_on=past() if given else None, class_reviewed_on=maybe_day(luck, past),
            media=luck.choice((("file",), ("cloud",), ("paper",))), personal=personal,
            service=luck.choice((None, *services)), registered_on=near(),
            ownership=luck.choice(("", "own", "entrusted")), external=luck.choice((None, False)),
            importance=3 if personal == ("personal",) else None,
            label_applied_on=maybe_day(luck, past), ended_on=luck.choice((None, None, near())),
        )  # fmt: skip
        things.append(thing)
        if personal == ("personal",):
            assets.a_personal_data_line(asset=thing, count_band=luck.choice(("", "100")))
        assets.a_measure(asset=thing, kind=luck.choice(("training", "access_control")))
        if given and luck.random() < 0.7:
            ok = luck.choice((None, True, False))
            assets.a_label_check(asset=thing, ok=ok, checked_on=near() if ok is not None else None)
    assets.a_measure(classification=classes[1], kind="access_control")
    _keeping(luck, things, classes, staff, near)
    for unit in units[:3]:
        day = past()
        assets.a_census(
            unit=unit, state="signed", signed_on=day, paper=luck.choice(("some", "no")),
            fiscal_year=1990 + next(numbers) % 200,
        )  # fmt: skip


def _incidents(luck: Random, units: list[Any], staff: list[Any], near: Any) -> None:
    """Incidents of every severity, each with some of what hangs on it."""
    for severity in ("", "major", "moderate", "minor"):
        at = datetime.combine(near(), time(3), UTC)
        one = incidents.an_incident(
            unit=luck.choice(units), severity=severity, noticed_at=at, reported_at=at, aware_at=at,
            commander=luck.choice((None, *staff)), commander_at=luck.choice((None, at)),
            first_order_at=luck.choice((None, at)), manager_report_at=luck.choice((None, at)),
            contained_at=luck.choice((None, at)), recovered_at=luck.choice((None, at)),
            cause=luck.choice(("", "mistake")), cause_text=luck.choice(("", "確認もれ")),
            lessons=luck.choice(("", "二人で確かめる")),
        )  # fmt: skip
        incidents.an_alert(incident=one, capacity=luck.choice(("manager", "committee")), told_at=at)
        incidents.an_incident_step(incident=one, mandatory=True)
        incidents.a_containment(incident=one, verified_at=luck.choice((None, at)))
        incidents.an_affected_asset(
            incident=one, asset=Asset.objects.order_by("pk").first(),
            standing="affected",
        )  # fmt: skip
        incidents.an_evidence_item(incident=one)
        incidents.a_recovery_check(incident=one)
        incidents.an_outside_contact(incident=one)
        incidents.a_prevention(incident=one, owner=luck.choice(staff), due_on=near())
        incidents.a_report_duty(incident=one, due_at=datetime.combine(near(), time(14), UTC))
    incidents.a_silence_check(unit=luck.choice(units), asked_on=near())
    incidents.an_emergency_contact()
    incidents.an_offline_kit(issued_at=datetime.combine(near(), time(3), UTC))


def maybe_day(luck: Random, day: Any) -> date | None:
    found: date = day()
    return luck.choice((None, found))


def _keeping(
    luck: Random, things: list[Any], classes: list[Any], staff: list[Any], near: Any
) -> None:
    """Rules of handling, inspections, take-outs and disposals of some of the ``things``."""
    keeping.a_storage_rule(classification=classes[1])
    keeping.a_storage_rule(
        classification=classes[2], medium="file", places=("server",), locked=False
    )
    keeping.a_transport_rule(classification=classes[1])
    keeping.a_disposal_method(classification=classes[1], witness=True)
    for thing in luck.sample(things, 3):
        looked = luck.choice((None, near()))
        keeping.a_storage_check(
            asset=thing, state="good" if looked else "drawn", checked_on=looked,
            checked_by=luck.choice(staff), confirmed_on=luck.choice((None, near())),
        )  # fmt: skip
    for thing in luck.sample(things, 3):
        left = near()
        at = datetime.combine(left, time(3), UTC)
        keeping.a_takeout(
            asset=thing, carrier=luck.choice(staff), state="out", left_on=left, left_at=at,
            approved_by=luck.choice((None, *staff)), approved_on=left, approved_at=at,
            returned_on=luck.choice((None, near())), due_back_on=near(),
        )  # fmt: skip
    for thing in luck.sample(things, 3):
        keeping.a_census_line(asset=thing, found=luck.choice((True, False)), seen_on=near())
        keeping.a_trade_secret_sheet(asset=thing, checked_on=maybe_day(luck, near))
    line = assets.a_personal_data_line(provision=("consent",))
    keeping.a_provision(line=line, given_on=near())
    nda = suppliers.an_nda(marking=luck.choice((None, True)), valid_until=near())
    for thing in luck.sample(things, 3):
        given = near()
        permit = keeping.a_disclosure_permit(
            asset=thing, party=nda.party, nda=nda, state="approved", starts_on=near(),
            classification=luck.choice(classes), approved_by=luck.choice(staff),
            approved_on=given, approved_at=datetime.combine(given, time(3), UTC),
        )  # fmt: skip
        keeping.a_disclosure(
            permit=permit, disclosed_on=near(), marked=luck.choice((None, True, False)),
            return_due_on=luck.choice((None, near())),
        )  # fmt: skip
    for thing in luck.sample(things, 3):
        gone = keeping.a_disposal(
            asset=thing, state="done", executed_on=near(), executed_by=luck.choice(staff),
            approved_by=luck.choice(staff), approved_on=near(), vendor=luck.choice(("", "溶解社")),
            confirmed_on=luck.choice((None, near())),
        )  # fmt: skip
        framework.an_attachment(kind="disposals", rec=gone.pk)
