"""What a draft says before anybody has touched it: the facts as they stand, the rest under way.

Nine items for the commission (APPI Enforcement Rules art. 8(1)); to persons only those that art. 10
names (1, 2, 4, 5, 9), and only what concerns them. What nobody knows yet says so, and is never left out.
"""

from collections.abc import Iterator

from django.conf import settings as django
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sekisho.domains.incidents import items
from sekisho.domains.incidents.draft import MARK, IncidentDraft, Kind
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.items import Case
from sekisho.registers import settings

GROUP = gettext_lazy("Incidents")
REPORTER = settings.declare(
    "incidents.reporter", "",
    gettext_lazy("The company as reports name it (address, corporate number, representative)"),
    type="text", source=gettext_lazy("Form of the report to the commission."), group=GROUP,
)  # fmt: skip
INQUIRY = settings.declare(
    "incidents.inquiry", "", gettext_lazy("Where people ask about an incident (desk, telephone, mail)"),
    type="text", source=gettext_lazy("APPI Guidelines (General) 3-5-4: notice to persons."), group=GROUP,
)  # fmt: skip
Section = tuple[str, str]
TO_THE_COMMISSION = {
    Kind.PRELIMINARY: gettext_lazy("Preliminary report"),
    Kind.FINAL: gettext_lazy("Final report"),
    Kind.MN_PRELIMINARY: gettext_lazy("Preliminary report"),
    Kind.MN_FINAL: gettext_lazy("Final report"),
}
MY_NUMBER = frozenset({Kind.MN_PRELIMINARY, Kind.MN_FINAL})


def compose(incident: Incident, kind: str, company: str) -> str:
    """The text of a fresh draft; to the commission in Japanese, else in the company's language."""
    official = kind in TO_THE_COMMISSION
    with override("ja" if official else django.LANGUAGE_CODE):
        case = Case(incident, my_number=kind in MY_NUMBER)
        parts = {Kind.PERSONS: _persons, Kind.CLIENT: _client, Kind.PUBLICATION: _public}
        if official:
            sections = _report(case, Kind(kind), company)
        else:
            sections = parts[Kind(kind)](case, company)
        return "\n\n".join(f"{MARK} {head}\n{body}" for head, body in sections)


def latest(incident: Incident, kind: str) -> IncidentDraft | None:
    rows = IncidentDraft.objects.present().filter(incident=incident.pk, kind=kind)
    found: IncidentDraft | None = rows.order_by("-edition").first()
    return found


def open_points(text: str) -> int:
    """How many items still say that nobody knows, in either language."""
    words = set()
    for language in ("ja", "en"):
        with override(language):
            words |= {items.unknown(), _("(to be filled in)")}
    return sum(text.count(word) for word in words)


def _blank() -> str:
    return _("(to be filled in)")


def _report(case: Case, kind: Kind, company: str) -> Iterator[Section]:
    """The nine items, under who reports and whether it is the first word or the last."""
    yield (
        _("Report"),
        "\n".join((
            _("Kind: %(kind)s") % {"kind": TO_THE_COMMISSION[kind]},
            _("Law: %(law)s") % {"law": _law(case)},
            _("Reported by: %(who)s") % {"who": company or _blank()},
            REPORTER() or _blank(),
            _("Contact: %(who)s") % {"who": INQUIRY() or _blank()},
            _("Our number: %(number)s") % {"number": case.incident.number},
        )),
    )  # fmt: skip
    yield _("1. Outline"), items.summary(case)
    yield _("2. Items of the data"), items.data(case)
    yield _("3. Number of persons"), items.persons(case)
    yield _("4. Cause"), items.cause(case)
    yield _("5. Further damage"), items.harm(case)
    yield _("6. What is done towards the persons"), items.to_persons(case)
    yield _("7. Publication"), items.publication(case)
    yield _("8. Prevention of recurrence"), items.prevention(case)
    yield _("9. Other matters"), items.others(case)


def _law(case: Case) -> str:
    if case.my_number:
        return _("My Number Act, art. 29-4")
    return _("Act on the Protection of Personal Information, art. 26(1)")


def _persons(case: Case, company: str) -> Iterator[Section]:
    """To the persons: items 1, 2, 4, 5 and 9 alone; no numbers, no course, nothing about others."""
    one = case.incident
    yield (
        _("Notice and apology"),
        _("%(company)s has to tell you of an incident concerning information about you. "
          "We apologise for the trouble and worry.") % {"company": company},
    )  # fmt: skip
    yield (
        _("1. What happened"),
        _("On %(at)s we found out about the following: %(what)s (%(kind)s).")
        % {
            "at": items.moment(one.aware_at),
            "what": items.loss(one),
            "kind": one.get_category_display(),
        },
    )
    yield _("2. Information concerned"), items.data(case)
    yield _("3. Cause"), items.cause(case)
    yield _("4. Damage that may follow"), items.harm(case)
    yield _("5. Other matters, and where to ask"), INQUIRY() or _blank()


def _client(case: Case, company: str) -> Iterator[Section]:
    """To the client whose data was entrusted: what it needs for its own report."""
    yield (
        _("Notice"),
        _("%(company)s tells you of an incident with data that you entrusted to us. This is the notice "
          "of the Enforcement Rules of the APPI, art. 9.") % {"company": company},
    )  # fmt: skip
    yield _("1. Outline"), items.summary(case)
    yield _("2. Items of the data"), items.data(case)
    yield _("3. Number of persons"), items.persons(case)
    yield _("4. Cause"), items.cause(case)
    yield _("5. Further damage"), items.harm(case)
    yield _("6. Prevention of recurrence"), items.prevention(case)
    yield _("7. Contact"), INQUIRY() or _blank()


def _public(case: Case, company: str) -> Iterator[Section]:
    one = case.incident
    yield (
        _("Notice and apology"),
        _(
            "%(company)s reports an incident of information security. We apologise to everybody concerned."
        )
        % {"company": company},
    )
    yield (
        _("1. What happened"),
        _("On %(at)s we found out about the following: %(what)s (%(kind)s).")
        % {
            "at": items.moment(one.aware_at),
            "what": items.loss(one),
            "kind": one.get_category_display(),
        },
    )
    yield _("2. Information concerned"), f"{items.data(case)}\n{items.persons(case)}"
    yield _("3. Cause"), items.cause(case)
    yield _("4. Damage that may follow"), items.harm(case)
    yield _("5. What is done towards the persons"), items.to_persons(case)
    yield _("6. Prevention of recurrence"), items.prevention(case)
    yield _("7. Where to ask"), INQUIRY() or _blank()
