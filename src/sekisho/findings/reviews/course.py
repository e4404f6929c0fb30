"""What happens to reviews by the day: they start, are made known, reminded of, and end."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sekisho.connectors.outbox import Channel, Draft, queue_many
from sekisho.domains.access.models import ReviewCampaign, ReviewItem
from sekisho.domains.access.review_words import Undecided
from sekisho.domains.access.right_rows import LIVE
from sekisho.domains.access.terms import ESCALATION_DAYS, REMIND_DAYS
from sekisho.domains.access.words import Cause
from sekisho.domains.people.models import Account, Person
from sekisho.findings.reviews.deciding import Deciders
from sekisho.findings.reviews.listing import fill
from sekisho.registers import calendar
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


def follow(act: Act) -> dict[str, int]:
    """Take every review one step on; safe to call as often as one likes."""
    done: Counter[str] = Counter()
    planned = ReviewCampaign.objects.present().filter(state="planned", starts_on__lte=act.on)
    for one in planned:
        move(registry["review_campaigns"], act, "start", one)
        done["started"] += 1
    for one in ReviewCampaign.objects.running():
        if one.filled_at is None:
            done["listed"] += begin(one, act)
            continue
        done["gone"] += drop_ended(one, act)
        done["handed"] += follow_units(one, act)
        done["reminded"] += _remind(one, act)
        done["over"] += _end(one, act)
    return dict(done)


def begin(campaign: ReviewCampaign, act: Act) -> int:
    """List the rights of a review that has been started, and tell those who decide."""
    listed = fill(campaign, act)
    tell(campaign, act, _pending(campaign), "day0")
    return listed


def drop_ended(campaign: ReviewCampaign, act: Act) -> int:
    """Rights that ended meanwhile need no decision any more."""
    rows = ReviewItem.objects.pending().filter(campaign=campaign, right__isnull=False)
    ended = list(rows.exclude(right__state__in=LIVE))
    for item in ended:
        move(registry["review_items"], act, "drop", item)
    return len(ended)


def follow_units(campaign: ReviewCampaign, act: Act) -> int:
    """What a right opens went to another unit meanwhile: that unit's manager decides."""
    rows = ReviewItem.objects.pending().filter(campaign=campaign, right__unit__isnull=False)
    gone = list(rows.filter(Q(unit=None) | ~Q(unit=F("right__unit"))).select_related("right"))
    if not gone:
        return 0
    deciders = Deciders(act.on)
    told: Counter[UUID] = Counter()
    lines = []
    for item in gone:
        unit = item.right.unit_id
        reviewer = deciders.of(unit, *deciders.barred(item.right))
        lines.append(Line({"unit": unit, "reviewer": reviewer}, item))
        if reviewer is not None:
            told[reviewer] += 1
    write_many(registry["review_items"], act, lines)
    tell(campaign, act, told, "handed")
    return len(gone)


def _pending(campaign: ReviewCampaign) -> Counter[UUID]:
    rows = ReviewItem.objects.pending().filter(campaign=campaign).exclude(reviewer=None)
    return Counter(rows.values_list("reviewer", flat=True))


def _remind(campaign: ReviewCampaign, act: Act) -> int:
    if act.on != calendar.add_business(campaign.due_on, -REMIND_DAYS()):
        return 0
    return tell(campaign, act, _pending(campaign), "reminder")


def _end(campaign: ReviewCampaign, act: Act) -> int:
    """After the last day: what was decided but not confirmed stays open to be confirmed; what
    nobody decided lapses or goes up, as the review was set up."""
    if act.on <= campaign.due_on:
        return 0
    rows = ReviewItem.objects.pending().filter(campaign=campaign)
    if campaign.undecided == Undecided.LAPSE:
        done = _lapse(list(rows.select_related("right", "entitlement")), act)
    else:
        done = _escalate(campaign, list(rows.filter(state="open").select_related("right")), act)
    if not ReviewItem.objects.pending().filter(campaign=campaign).exists():
        move(registry["review_campaigns"], act, "close", campaign)
    return done


def _lapse(items: list[Any], act: Act) -> int:
    """A right nobody stood up for is removed; a standard role stays and is named to the committee."""
    for item in items:
        move(registry["review_items"], act, "lapse", item)
        right = item.right
        if right is not None and right.state in LIVE:
            said = {"removal_cause": Cause.REVIEW.value}
            move(registry["access_rights"], act, "remove", right, said)
    return len(items)


def _escalate(campaign: ReviewCampaign, items: list[Any], act: Act) -> int:
    deciders = Deciders(act.on)
    told: Counter[UUID] = Counter()
    for item in items:
        barred = deciders.barred(item.right) if item.right else set()
        above = deciders.above(item.unit_id, item.reviewer_id, *barred)
        passed = move(registry["review_items"], act, "escalate", item)
        if above is not None:
            write(registry["review_items"], act, {"reviewer": above}, passed)
            told[above] += 1
    tell(campaign, act, told, "escalated")
    return len(items)


def due_of(campaign: ReviewCampaign) -> Any:
    """By when the superior decides what was passed up."""
    return calendar.add_business(campaign.due_on, ESCALATION_DAYS())


def tell(campaign: ReviewCampaign, act: Act, counts: Counter[UUID], why: str) -> int:
    """A mail to each who decides: what, how many, by when, one link."""
    people = {one.pk: one for one in Person.objects.filter(pk__in=list(counts)) if one.email}
    rows = Account.objects.present().filter(person__in=list(people))
    tongues = dict(rows.values_list("person", "language"))
    drafts = [
        _mail(campaign, person, counts[pk], tongues.get(pk, "ja"), f"{why}:{act.on:%Y%m%d}")
        for pk, person in people.items()
    ]
    return queue_many(drafts, act.at)


def _mail(campaign: ReviewCampaign, person: Person, n: int, language: str, why: str) -> Draft:
    href = f"{settings.BASE_URL.rstrip('/')}/reviews/{campaign.number}"
    last = due_of(campaign) if why.startswith("escalated") else campaign.due_on
    with translation.override(language):
        said = {"name": person.name, "what": campaign.title, "n": n, "href": href,
                "day": date_format(last, "DATE_FORMAT")}  # fmt: skip
        text = _(
            "Dear %(name)s\n\n%(what)s: %(n)s rights wait for your decision.\n"
            "Last day: %(day)s\n\n%(href)s\n"
        )
        subject = _("Please review access rights: %(what)s") % said
        return Draft(
            channel=Channel.MAIL, to=person.email, subject=subject[:200], text=text % said,
            dedupe=f"review:{campaign.pk}:{person.pk}:{why}",
            kind="review_campaigns", rec=campaign.pk, person=person.pk,
        )  # fmt: skip
