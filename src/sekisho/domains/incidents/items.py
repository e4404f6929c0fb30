"""The items of reports and notices, each from the records of one incident, in plain sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.incidents import judging
from sekisho.domains.incidents.affected import AffectedAsset, Standing
from sekisho.domains.incidents.applies import Facts
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.outside import Body, Decision, OutsideContact
from sekisho.domains.incidents.person_notice import Answer, PersonNotice
from sekisho.domains.incidents.prevention import Prevention, State
from sekisho.domains.incidents.timeline import TimelineEntry
from sekisho.domains.incidents.words import Category
from sekisho.registers import dates

LOST = frozenset({Category.LOSS})
DAMAGED = frozenset({Category.RANSOMWARE, Category.OUTAGE})
APPI = ("sensitive", "financial_harm", "malicious", "persons>1000")
MY_NUMBER = ("malicious", "my_number_public", "my_number_persons>100")
"""The facts behind the cases that must be reported, in the order of the rules' numbers."""
CASES = {
    "sensitive": gettext_lazy("special care-required information"),
    "financial_harm": gettext_lazy("financial damage feared"),
    "malicious": gettext_lazy("unlawful purpose feared"),
    "persons>1000": gettext_lazy("more than 1,000 persons"),
    "my_number_public": gettext_lazy("open to anybody on a network"),
    "my_number_persons>100": gettext_lazy("more than 100 persons"),
}


def unknown() -> str:
    """The word for what nobody has found out yet."""
    return _("Under investigation")


def moment(at: datetime | None) -> str:
    if at is None:
        return unknown()
    there = localtime(at)
    return dates.moment(there, there.tzinfo, "full")  # type: ignore[arg-type]


def said(value: bool | int | None) -> str:
    return unknown() if value is None else _("Applies") if value else _("Does not apply")


@dataclass(frozen=True)
class Case:
    """One incident and all that its items are made of; ``my_number``: by the law on that."""

    incident: Incident
    my_number: bool = False

    @cached_property
    def known(self) -> Facts:
        return judging.known(self.incident)

    @cached_property
    def assets(self) -> list[Any]:
        rows = AffectedAsset.objects.present().filter(incident=self.incident.pk)
        touched = rows.exclude(standing=Standing.CLEAN).select_related("asset").order_by("id")
        return [one.asset for one in touched]

    @cached_property
    def contacts(self) -> dict[str, OutsideContact]:
        rows = OutsideContact.objects.present().filter(incident=self.incident.pk)
        return {one.body: one for one in rows}

    @property
    def persons(self) -> bool | int | None:
        return self.known.get("my_number_persons" if self.my_number else "persons")


def summary(case: Case) -> str:
    """Item 1 for an authority: days, kind, finder, the cases of the rule, the course."""
    one = case.incident
    return "\n".join((
        _("Occurred: %(at)s") % {"at": moment(one.occurred_at)},
        _("Found out: %(at)s") % {"at": moment(one.aware_at)},
        _("What happened: %(what)s (%(kind)s)") % {"what": loss(one), "kind": one.get_category_display()},
        _("Found by: %(who)s") % {"who": _finder(one)},
        *_cases(case),
        _("Entrusted by a client: %(is)s") % {"is": said(case.known.get("entrusted"))},
        _("Entrusted to a contractor: %(is)s")
        % {"is": said(True if one.category == Category.SUPPLIER else None)},
        "", one.text, *_course(one),
    ))  # fmt: skip


def loss(one: Incident) -> str:
    """Leak, loss or damage, each perhaps only feared."""
    words = (
        _("Loss") if one.category in LOST else _("Damage") if one.category in DAMAGED else _("Leak")
    )
    return _("%(what)s (feared)") % {"what": words} if one.suspected else words


def _finder(one: Incident) -> str:
    return _("One of our own people") if one.reporter_id else unknown()


def _cases(case: Case) -> Iterable[str]:
    """Which cases of the rule apply: asked one by one."""
    for number, name in enumerate(MY_NUMBER if case.my_number else APPI, 1):
        fact, _sign, least = name.partition(">")
        value = case.known.get(fact)
        holds = value if value is None or not least else int(value) > int(least)
        number_ = number + case.my_number  # the first case of that law is about public systems
        yield _("Case %(n)s (%(case)s): %(is)s") % {
            "n": number_, "case": CASES[name], "is": said(holds),
        }  # fmt: skip


def _course(one: Incident) -> Iterable[str]:
    rows = TimelineEntry.objects.present().filter(incident=one.pk, in_report=True)
    stands = rows.filter(superseded_by=None).order_by("at")
    yield from (f"{moment(row.at)}　{row.text}" for row in stands)


def data(case: Case) -> str:
    """Item 2: media and kinds of the data, from the assets it touches."""
    if case.known.get("personal_data") is False:
        return _("No personal data")
    media = {str(label) for asset in case.assets for label in _labels(asset, "media")}
    kinds = {str(label) for asset in case.assets for label in _labels(asset, "personal")}
    return "\n".join((
        _("Medium: %(is)s") % {"is": _("、").join(sorted(media)) or unknown()},
        _("Kinds: %(is)s") % {"is": _("、").join(sorted(kinds)) or unknown()},
        _("Special care-required information: %(is)s") % {"is": said(case.known.get("sensitive"))},
        _("Credit card data: %(is)s") % {"is": said(case.known.get("card_data"))},
        _("Items: %(is)s") % {"is": unknown()},
    ))  # fmt: skip


def _labels(asset: Any, name: str) -> Iterable[Any]:
    labels = dict(asset._meta.get_field(name).choices or ())
    return [labels.get(code, code) for code in getattr(asset, name) or ()]


def persons(case: Case) -> str:
    """Item 3: the number that must be assumed while the true one is not known."""
    if case.persons is None:
        return unknown()
    return _("%(n)s persons at most") % {"n": f"{int(case.persons):,}"}


def cause(case: Case) -> str:
    """Item 4."""
    one = case.incident
    where = _("at a contractor") if one.category == Category.SUPPLIER else _("at ourselves")
    found = f"{one.get_cause_display()}\n{one.cause_text}" if one.cause else unknown()
    return "\n".join((_("Where it arose: %(is)s") % {"is": where}, found))


def harm(case: Case) -> str:
    """Item 5: further damage, or the fear of it."""
    value = case.known.get("financial_harm")
    if value is None:
        return unknown()
    if value:
        return _("Financial damage by misuse is feared. None is known so far.")
    return _("None is known so far, and none is feared.")


def to_persons(case: Case) -> str:
    """Item 6: what was done towards the persons."""
    rows = list(PersonNotice.objects.present().filter(incident=case.incident.pk).order_by("id"))
    return "\n".join(_group(row) for row in rows) or unknown()


def _group(row: PersonNotice) -> str:
    if row.decision == Answer.UNDECIDED:
        state = _("under consideration")
    elif row.notified_at:
        state = _("done on %(at)s") % {"at": moment(row.notified_at)}
    elif row.decision == Answer.NOT_NEEDED:
        state = _("not to be done: %(why)s") % {"why": row.reason}
    else:
        state = _("to be done: %(how)s") % {"how": row.get_means_display() or row.reason}
    return _("%(who)s: %(state)s") % {"who": row.who, "state": state}


def publication(case: Case) -> str:
    """Item 7."""
    one = case.contacts.get(Body.PUBLIC)
    if one is None or one.decision == Decision.UNDECIDED:
        return _("Under consideration")
    if one.contacted_at:
        return _("Published on %(at)s") % {"at": moment(one.contacted_at)}
    if one.decision == Decision.NEEDED:
        return _("To be published")
    return _("Not published: %(why)s") % {"why": one.reason}


def prevention(case: Case) -> str:
    """Item 8: what is done, and what is planned."""
    rows = Prevention.objects.present().filter(incident=case.incident.pk).order_by("due_on", "id")
    done = [row.what for row in rows if row.state != State.PLANNED]
    planned = [
        f"{row.what}（{dates.day(row.due_on)}）" for row in rows if row.state == State.PLANNED
    ]
    if not (done or planned):
        return case.incident.no_prevention_reason or _("Under consideration")
    return "\n".join((
        _("Done: %(what)s") % {"what": " / ".join(done) or _("none yet")},
        _("Planned: %(what)s") % {"what": " / ".join(planned) or _("none")},
    ))  # fmt: skip


def others(case: Case) -> str:
    """Item 9: whom else it was reported to."""
    told = [
        f"{one.get_body_display()}（{moment(one.contacted_at)} {one.reference}）"
        for one in case.contacts.values() if one.contacted_at and one.body != Body.PUBLIC
    ]  # fmt: skip
    return _("Told besides: %(who)s") % {"who": _("、").join(told) or _("none")}
