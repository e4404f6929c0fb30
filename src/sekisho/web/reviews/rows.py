"""Rights under review as the page shows them: grouped by holder, with what speaks for and against."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.domains.access.models import EntitlementAsset, ReviewCampaign, ReviewItem
from sekisho.domains.access.review_words import PENDING, Advice, Decision, Ground
from sekisho.domains.access.terms import next_review
from sekisho.domains.access.words import Action
from sekisho.domains.assets.models import Classification
from sekisho.obligations.rules.access_removal import DORMANT_DAYS
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.dates import day
from sekisho.web.request import Request

TONES = {Advice.KEEP: "ok", Advice.CHECK: "warn", Advice.REMOVE: "ng"}
WITH = ("right__entitlement__system", "right__asset__classification", "right__account",
        "right__approved_by", "entitlement__system", "person__unit", "handed_by")  # fmt: skip


def seen(request: Request, campaign: ReviewCampaign) -> Any:
    rows = guard.visible(request.actor, registry["review_items"], request.act().on)
    return rows.filter(campaign=campaign)


def mine(request: Request, campaign: ReviewCampaign) -> Any:
    """What waits for the reader to decide, or was decided by them; never their own rights."""
    person = request.actor.person
    if person is None:
        return ReviewItem.objects.none()
    return seen(request, campaign).filter(reviewer=person).exclude(person=person)


def read(rows: "QuerySet[Any]") -> Any:
    """With all that a row says, whatever their number: one query, and the classes."""
    opens = EntitlementAsset.objects.present().filter(
        entitlement=OuterRef("right__entitlement"), ends_on=None
    )
    strictest = opens.order_by("-asset__classification__rank").values("asset__classification")[:1]
    return rows.select_related(*WITH).annotate(
        strictest=Subquery(strictest, output_field=UUIDField())
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Decisions so far: by kind, undecided, and how many are saved but not confirmed."""

    keep: int
    until: int
    remove: int
    undecided: int
    saved: int
    agreed: int
    confirmed: int = 0

    @property
    def total(self) -> int:
        return self.keep + self.until + self.remove + self.undecided

    @property
    def parts(self) -> list[tuple[str, float]]:
        return [("b-ok", self.keep), ("b-warn", self.until), ("b-ng", self.remove),
                ("b-un", self.undecided)]  # fmt: skip

    @property
    def label(self) -> str:
        said = {"all": self.total, "n": self.total - self.undecided, "keep": self.keep,
                "until": self.until, "remove": self.remove, "open": self.undecided}  # fmt: skip
        return (
            _(
                "%(n)s of %(all)s decided: keep %(keep)s, until a day %(until)s, remove %(remove)s, "
                "undecided %(open)s"
            )
            % said
        )


def counted(rows: "QuerySet[Any]") -> Counts:
    """One query. ``agreed``: undecided ones for which keeping is recommended."""
    pending = Q(state__in=PENDING)
    found = rows.aggregate(
        keep=Count("pk", filter=Q(decision=Decision.KEEP)),
        until=Count("pk", filter=Q(decision=Decision.UNTIL)),
        remove=Count("pk", filter=Q(decision=Decision.REMOVE)),
        undecided=Count("pk", filter=Q(decision="") & pending),
        saved=Count("pk", filter=pending & ~Q(decision="")),
        agreed=Count("pk", filter=pending & Q(decision="", advice=Advice.KEEP)),
        confirmed=Count("pk", filter=~pending),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    item: Any
    what: str
    which: str
    label: str
    level: int | None
    used: str
    long_ago: bool
    tone: str
    said: str
    until: date
    locked: bool

    @property
    def anchor(self) -> str:
        return f"i-{self.item.number}"


@dataclass(frozen=True, slots=True)
class Group:
    """The rights of one holder; ``person`` None: standard roles."""

    person: Any
    rows: list[Row]
    total: int


def groups(request: Request, page: list[Any], totals: Counter[UUID | None]) -> Iterator[Group]:
    on = request.act().on
    classes = {one.pk: one for one in Classification.objects.all()}
    for pk, items in groupby(page, key=lambda item: item.person_id):
        held = list(items)
        yield Group(held[0].person, [row(one, on, classes) for one in held], totals[pk])


def totals(rows: "QuerySet[Any]", page: Iterable[Any]) -> "Counter[UUID | None]":
    """How many rights each holder on the page has in the review."""
    people = {item.person_id for item in page}
    shown = Q(person__in=[pk for pk in people if pk]) | (
        Q(person=None) if None in people else Q(pk__in=())
    )
    counted = rows.filter(shown).values_list("person").annotate(n=Count("pk")).order_by()
    return Counter(dict(counted))


def row(item: Any, on: date, classes: dict[Any, Classification]) -> Row:
    right = item.right
    class_ = classes.get(
        right.asset.classification_id if right and right.asset_id else item.strictest
    )
    long_ago = item.used_on is not None and item.used_on < on - timedelta(days=DORMANT_DAYS())
    return Row(
        item=item, what=what(item), which=which(item), label=str(class_) if class_ else "",
        level=class_.level if class_ else None, used=ago(item.used_on, on), long_ago=long_ago,
        tone=TONES[Advice(item.advice)], said=because(item, on), until=suggested(item, on),
        locked=item.state not in PENDING,
    )  # fmt: skip


def what(item: Any) -> str:
    """The thing a right opens: the asset, else the system."""
    if item.entitlement_id:
        return str(item.entitlement.system)
    right = item.right
    return str(right.asset.name if right.asset_id else right.entitlement.system)


def which(item: Any) -> str:
    """What may be done with it."""
    if item.entitlement_id:
        return str(item.entitlement.name)
    right = item.right
    words = [right.entitlement.name] if right.entitlement_id else []
    words += [str(Action(code).label) for code in right.actions]
    if right.account_id:
        words.append(right.account.login)
    return _(" · ").join(words)


def ago(used: date | None, on: date) -> str:
    if used is None:
        return _("unknown")
    n = (on - used).days
    if n <= 0:
        return _("today")
    return _("yesterday") if n == 1 else ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n}


def because(item: Any, on: date) -> str:
    """The grounds in words, with their numbers."""
    return _(" · ").join(_ground(Ground(code), item, on) for code in item.grounds) or "—"


def _ground(one: Ground, item: Any, on: date) -> str:
    if one == Ground.UNUSED and item.used_on:
        n = (on - item.used_on).days
        return ngettext("not used for %(n)s day", "not used for %(n)s days", n) % {"n": n}
    if one == Ground.CONTRACT and item.until_hint:
        return _("dispatch or contract until %(day)s") % {"day": day(item.until_hint, "dense")}
    return str(one.label)


def suggested(item: Any, on: date) -> date:
    """The day to begin with when somebody chooses "until a day"."""
    ends = item.right.ends_on if item.right_id else None
    known = item.until_on or item.until_hint or ends
    return known if known is not None and known >= on else next_review(on)


def facts(item: Any, on: date) -> list[tuple[str, Any]]:
    """What the page says beside the table about the right in hand."""
    right = item.right
    used = (
        f"{day(item.used_on, 'dense')} ({ago(item.used_on, on)})" if item.used_on else ago(None, on)
    )
    if right is None:
        role = item.entitlement
        return [(_("Given to"), role.given_to), (_("Approved by whom"), role.approved_by),
                (_("Approved on"), day(role.approved_on, "dense") if role.approved_on else "")]  # fmt: skip
    found = [
        (_("Given on"), day(right.opens_on, "dense") if right.opens_on else ""),
        (_("Purpose"), right.purpose),
        (_("Approved by whom"), right.approved_by or _("not yet")),
        (_("Last day"), day(right.ends_on, "dense") if right.ends_on else _("none")),
        (_("Last used"), used),
    ]
    if item.handed_by_id:
        when = day(timezone.localdate(item.handed_at), "dense")
        found.append((_("Handed over by"), f"{item.handed_by} {when}"))
    if item.peers_of:
        said = _("%(n)s of %(all)s others in the unit have it")
        found.append((_("Same unit"), said % {"n": item.peers, "all": item.peers_of}))
    return found
