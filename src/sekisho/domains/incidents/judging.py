"""What follows from the facts of an incident: its least severity, and what must be reported.

Recomputed at every change, in the same transaction; nothing that was owed is ever removed.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings as django
from django.db.models import Min, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sekisho.domains.incidents.affected import AffectedAsset
from sekisho.domains.incidents.applies import Answer, Facts, applies
from sekisho.domains.incidents.deadlines import limits
from sekisho.domains.incidents.fact import Fact
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.person_notice import PersonNotice
from sekisho.domains.incidents.report_duty import ReportDuty
from sekisho.domains.incidents.severity import least
from sekisho.domains.incidents.words import Category, Tri
from sekisho.packs.breach import When, facts, rules
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write, write_many
from sekisho.registers.errors import Text
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

TRI = tuple((code, words) for code, words in Tri.choices)


def _company(name: str, title: Text) -> Any:
    return settings.declare(
        f"incidents.{name}", "unknown", title, type="choice", choices=TRI,
        source=_("A fact about the company, asked once instead of in every incident."),
        group=_("Incidents"),
    )  # fmt: skip


COMPANY = {
    "telecom_carrier": _company("telecom_carrier", _("We are a telecommunications carrier")),
    "privacy_mark": _company("privacy_mark", _("We hold the PrivacyMark")),
}
"""Facts that are the same for every incident."""

CATEGORIES = {
    Category.RANSOMWARE: {"ransomware": True},
    Category.INSIDER: {"insider": True},
}
"""What the kind of incident says by itself."""


def known(incident: Incident) -> Facts:
    """Every answer so far: the incident's own, the company's, and what its kind says."""
    found: dict[str, bool | int | None] = dict(CATEGORIES.get(Category(incident.category), {}))
    for name, read in COMPANY.items():
        found[name] = {"yes": True, "no": False}.get(read())
    found["personal_data"] = {"yes": True, "no": False}.get(incident.personal_data)
    found["persons"] = incident.persons
    if (hours := promised(incident)) is not None:
        found |= {"contract_notice": True, "contract_hours": hours}
    for row in Fact.objects.present().filter(incident=incident.pk):
        found[row.fact] = _value(row)
    if found.get("personal_data") is False:
        found["persons"] = 0
    if found.get("my_number") is False:
        found["my_number_persons"], found["my_number_public"] = 0, False
    return found


def promised(incident: Incident) -> int | None:
    """The fewest hours in which contracts ask us to tell those whose personal data the assets hold.

    Data came from them by the records of receiving; what somebody answers counts instead.
    """
    on = localtime(incident.aware_at).date()
    line = "asset__personal_lines__provisions"
    contract = f"{line}__party__contracts"
    rows = AffectedAsset.objects.present().filter(incident=incident.pk).exclude(standing="clean")
    rows = rows.filter(
        Q(**{f"{contract}__ends_on": None}) | Q(**{f"{contract}__ends_on__gte": on}),
        **{
            f"{line}__direction": "received", f"{line}__withdrawn_at": None,
            f"{contract}__withdrawn_at": None, f"{contract}__signed_on__lte": on,
        },
    )  # fmt: skip
    found: int | None = rows.aggregate(least=Min(f"{contract}__incident_hours"))["least"]
    return found


def _value(row: Fact) -> bool | int | None:
    if row.value == Tri.UNKNOWN:
        return None
    if facts()[row.fact].kind == "count":
        return row.number
    return bool(row.value == Tri.YES)


def follow(incident: Incident, act: Act) -> None:
    """Bring the least severity and the clocks of ``incident`` in step with its facts."""
    answers = known(incident)
    severity = least(answers)
    if severity != incident.least:
        Incident.objects.filter(pk=incident.pk).update(least=severity)
        incident.least = severity
    rows = list(_lines(incident, answers))
    if rows:
        engine = replace(act, actor=service("engine"), via="engine")
        write_many(registry["report_duties"], engine, rows)
        _ask_about_persons(incident, engine)


def _ask_about_persons(incident: Incident, engine: Act) -> None:
    """Where persons may have to be told, somebody has to decide whom: the list is never empty."""
    owed = [one for one in ReportDuty.objects.pending().filter(incident=incident.pk)
            if one.terms and one.terms.stage == "persons" and one.answer != Answer.NO]  # fmt: skip
    if owed and not PersonNotice.objects.filter(incident=incident.pk).exists():
        with override(django.LANGUAGE_CODE):
            who = str(_("All persons concerned"))
        write(registry["person_notices"], engine, {"incident": incident.pk, "who": who})


def _lines(incident: Incident, answers: Facts) -> Iterator[Line]:
    """A row for each rule in force that applies or may apply, and for each that once did."""
    there = {d.rule: d for d in ReportDuty.objects.present().filter(incident=incident.pk)}
    aware = localtime(incident.aware_at)
    counts = {name: value for name, value in answers.items() if type(value) is int}
    for code, rule in rules().items():
        answer = applies(rule.when, answers)
        row = there.get(code)
        if row is None and (answer == Answer.NO or not rule.in_force(aware.date())):
            continue
        if row is None and answer == Answer.POSSIBLE and not _touched(rule.when, answers):
            continue
        target, due = limits(rule, aware, counts)
        values = {"answer": answer, "aware_at": aware, "target_at": target, "due_at": due}
        yield Line(values if row else values | {"incident": incident.pk, "rule": code}, row)


OPEN_QUESTIONS = frozenset({"personal_data", "malicious"})
"""What is rarely known at first and must not hide a rule."""


def _touched(when: When, answers: Facts) -> bool:
    """Whether all else that the rule is about is known to hold: otherwise every rule of every law
    would stand beside every lost pencil."""
    return all(answers.get(name) is True for name in when.all if name not in OPEN_QUESTIONS)
