"""The way from nothing to a policy in operation, six steps, each computed from the records (ux.md 4.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.documents.models import Binding, Clause, Version
from sekisho.domains.people.company import placeholder_names
from sekisho.domains.people.models import Account, Company, Person, Unit
from sekisho.registers.errors import Text
from sekisho.web.direction.chart import chart
from sekisho.web.work.links import address_of

TITLES: tuple[Text, ...] = (
    gettext_lazy("Company and language"),
    gettext_lazy("Read in the policy"),
    gettext_lazy("From clauses to items"),
    gettext_lazy("People and units"),
    gettext_lazy("Who answers for what"),
    gettext_lazy("Check and start"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done or not, what the records say, and the button that goes on."""

    title: Text
    done: bool
    said: str
    action: Text
    href: str


def steps(on: date) -> list[Step]:
    """All six, in order; 4 to 6 may be taken in any order."""
    version = newest_policy()
    made = (
        _company(),
        _policy(version),
        _items(version),
        _people(on),
        _seats(on),
        _start(version, on),
    )
    return [Step(title, *rest) for title, rest in zip(TITLES, made, strict=True)]


def newest_policy() -> Version | None:
    rows = Version.objects.present().of_kind("policy").select_related("document")
    return rows.order_by("-published_on", "-id").first() or rows.order_by("-id").first()


def unfinished() -> bool:
    """Whether there is no policy at all yet; one query."""
    return not Version.objects.present().exists()


def empty() -> bool:
    """Whether nobody could sign in: no account of a person with a password was ever made."""
    return not Account.objects.present().exclude(kind="service").exists()


Rest = tuple[bool, str, Any, str]


def _company() -> Rest:
    company = Company.objects.present().first()
    named = company is not None and company.name not in placeholder_names()
    href = reverse("edit", kwargs={"name": "companies", "key": str(company.pk)}) if company else ""
    said = company.name if company and named else _("The company has no name yet.")
    return named, said, _("Change") if named else _("Enter the name"), href


def _policy(version: Version | None) -> Rest:
    if version is None:
        words = _("Read in the text as it stands; nothing is reworded.")
        return False, words, _("Read in a policy"), address_of("policy-upload")
    n = Clause.objects.present().filter(version=version).count()
    told = {"title": version.document.title, "n": n}
    return True, _("%(title)s: %(n)s clauses") % told, _("Open"), address_of("policy")


def _items(version: Version | None) -> Rest:
    if version is None:
        return False, _("This follows when a policy has been read in."), _("Go on"), ""
    rows = Clause.objects.present().filter(version=version)
    total = rows.count()
    bound = Binding.objects.present().filter(clause__version=version, state="confirmed")
    measured = bound.values("clause").distinct().count()
    decided = measured + rows.exclude(scope="duties").count()
    told = {"n": measured, "total": total}
    href = address_of("policy-draft", version=str(version.pk))
    return (
        decided >= total > 0,
        _("%(n)s of %(total)s clauses can be measured") % told,
        _("Go on"),
        href,
    )


def _people(on: date) -> Rest:
    people = Person.objects.in_service(on).count()
    units = Unit.objects.active(on).count()
    told = {"people": people, "units": units}
    words = _("%(people)s people, %(units)s units") % told
    return (
        people > 1 and units > 0,
        words,
        _("Import people") if units else _("Import units"),  # people name their unit
        reverse("import", kwargs={"name": "people" if units else "units"}),
    )


def _seats(on: date) -> Rest:
    found = chart(on)
    if not found.vacant:
        return True, _("Every seat is filled."), _("Open"), reverse("direction")
    words = _("Empty seats: %(n)s") % {"n": found.vacant}
    return False, words, _("Appoint"), reverse("direction")


def _start(version: Version | None, on: date) -> Rest:
    if version is None:
        return False, _("This follows when a policy has been read in."), _("Go on"), ""
    started = version.published_on is not None and version.published_on <= on
    href = address_of("policy") if started else address_of("policy-start", version=str(version.pk))
    words = (
        _("The policy is in operation.")
        if started
        else _("See what would not be kept on the first day, then start.")
    )
    return started, words, _("Open") if started else _("Check and start"), href
