"""Given: incidents and what hangs on them. One valid record of each kind, made without the commands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sekisho.domains.incidents.models import (
    AffectedAsset,
    Alert,
    Containment,
    CustodyLink,
    EmergencyContact,
    Evidence,
    Fact,
    Incident,
    IncidentDraft,
    IncidentStep,
    Member,
    OfflineKit,
    OnCallTurn,
    OutsideContact,
    PersonNotice,
    Prevention,
    RecoveryCheck,
    ReportDuty,
    ReporterIdentity,
    ReportLink,
    SeverityRule,
    SilenceCheck,
    TimelineEntry,
)
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, made, numbers

NOTICED = datetime(2026, 11, 17, 3, 5, tzinfo=UTC)


def an_incident(**but: Any) -> Incident:
    """By default just reported: a mail to the wrong person, noticed on 17 November at noon."""
    n = next(numbers)
    fields = {
        "number": f"INC-2026-{n:03d}",
        "title": "名簿を別の取引先へ送った",
        "text": "宛先をまちがえて担当者名簿を送った。",
        "category": "misdelivery",
        "noticed_at": NOTICED,
        "reported_at": NOTICED,
        "aware_at": NOTICED,
        "personal_data": "unknown",
    }
    unit = but.pop("unit") if "unit" in but else a_unit()
    return made(Incident, unit=unit, **fields | but)


def _of(but: dict[str, Any]) -> Incident:
    found: Incident = but.pop("incident", None) or an_incident()
    return found


def a_fact(**but: Any) -> Fact:
    fields = {"fact": "personal_data", "value": "yes", "basis": "名簿", "learnt_at": NOTICED}
    return made(Fact, incident=_of(but), **fields | but)


def a_report_duty(**but: Any) -> ReportDuty:
    fields = {
        "rule": "appi-final", "answer": "yes", "aware_at": NOTICED, "target_at": NOTICED,
        "due_at": datetime(2026, 12, 16, 14, 59, tzinfo=UTC),
    }  # fmt: skip
    return made(ReportDuty, incident=_of(but), **fields | but)


def a_severity_rule(**but: Any) -> SeverityRule:
    n = next(numbers)
    fields = {"title": f"規則{n}", "facts": ("personal_data",), "severity": "moderate"}
    return made(SeverityRule, **fields | but)


def a_timeline_entry(**but: Any) -> TimelineEntry:
    fields = {"at": NOTICED, "text": "リンクを停止した。"}
    return made(TimelineEntry, incident=_of(but), **fields | but)


def a_containment(**but: Any) -> Containment:
    fields = {"what": "共有リンクを停止", "kind": "block"}
    return made(Containment, incident=_of(but), **fields | but)


def a_recovery_check(**but: Any) -> RecoveryCheck:
    return made(RecoveryCheck, incident=_of(but), **{"what": "メール送信の再開"} | but)


def an_incident_step(**but: Any) -> IncidentStep:
    fields = {"title": "送信記録を保全する", "stage": "responding"}
    return made(IncidentStep, incident=_of(but), **fields | but)


def an_outside_contact(**but: Any) -> OutsideContact:
    return made(OutsideContact, incident=_of(but), **{"body": "police"} | but)


def a_person_notice(**but: Any) -> PersonNotice:
    return made(PersonNotice, incident=_of(but), **{"who": "取引先の担当者"} | but)


def an_incident_draft(**but: Any) -> IncidentDraft:
    fields = {"kind": "preliminary", "text": "■ 1. 概要\n調査中", "written_at": NOTICED}
    return made(IncidentDraft, incident=_of(but), **fields | but)


def an_emergency_contact(**but: Any) -> EmergencyContact:
    n = next(numbers)
    return made(
        EmergencyContact,
        **{"whom": "police", "name": f"相談窓口{n}", "phone": "03-0000-0000"} | but,
    )


def an_on_call_turn(**but: Any) -> OnCallTurn:
    own = {"starts_on": NOTICED.date(), "ends_on": NOTICED.date() + timedelta(days=6)}
    return made(OnCallTurn, **own | {"person": but.pop("person", None) or a_person()} | but)


def an_offline_kit(**but: Any) -> OfflineKit:
    return made(OfflineKit, **{"issued_at": NOTICED, "kept": "事務局の金庫"} | but)


def a_prevention(**but: Any) -> Prevention:
    owner = but.pop("owner", None) or a_person()
    fields = {
        "what": "送付前に宛先を二人で確かめる", "due_on": date(2026, 12, 31),
        "check_on": date(2027, 3, 31),
    }  # fmt: skip
    return made(Prevention, incident=_of(but), owner=owner, **fields | but)


def an_affected_asset(**but: Any) -> AffectedAsset:
    asset = but.pop("asset", None) or an_asset()
    return made(AffectedAsset, incident=_of(but), asset=asset, **but)


def an_evidence_item(**but: Any) -> Evidence:
    n = next(numbers)
    fields = {
        "number": f"EV-2026-{n:04d}", "what": "送信メール", "kind": "mail", "collected_at": NOTICED,
        "hold": False,
    }  # fmt: skip
    return made(Evidence, incident=_of(but), **fields | but)


def a_custody_link(**but: Any) -> CustodyLink:
    item = but.pop("item", None) or an_evidence_item()
    fields = {"seq": 1, "at": NOTICED, "by": uuid4(), "standing": "held", "hash": "0" * 64}
    return made(CustodyLink, item=item, **fields | but)


def an_alert(**but: Any) -> Alert:
    person = but.pop("person", None) or a_person()
    fields = {"capacity": "manager", "told_at": NOTICED}
    return made(Alert, incident=_of(but), person=person, **fields | but)


def an_incident_member(**but: Any) -> Member:
    person = but.pop("person", None) or a_person()
    return made(Member, incident=_of(but), person=person, **but)


def a_silence_check(**but: Any) -> SilenceCheck:
    unit = but.pop("unit", None) or a_unit()
    fields = {"asked_on": date(2026, 11, 2), "answer": "全員に聞いた。なし。"}
    return made(SilenceCheck, unit=unit, **fields | but)


def a_report_link(**but: Any) -> ReportLink:
    n = next(numbers)
    fields = {"name": f"受付{n}", "ends_on": date(2027, 3, 31)}
    return made(ReportLink, unit=but.pop("unit", None) or a_unit(), **fields | but)


def a_reporter_identity(**but: Any) -> ReporterIdentity:
    return made(ReporterIdentity, incident=_of(but), **{"contact": "090-0000-0000"} | but)
