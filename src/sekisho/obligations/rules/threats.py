"""Threats: information comes in each day, is judged within days, and what follows is done in time."""

from datetime import date

from django.db.models import Case, DateField, F, Q, UUIDField, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.threats.exposure_words import UNJUDGED
from sekisho.domains.threats.feed import FeedKind
from sekisho.domains.threats.models import Exposure, Feed, Inventory, ThreatNotice
from sekisho.domains.threats.terms import (
    FEED_DAYS,
    INVENTORY_DAYS,
    TRIAGE_DAYS,
    TRIAGE_EXPLOITED_DAYS,
)
from sekisho.domains.threats.threat_notice import NoticeState
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, manager_of
from sekisho.obligations.words import registered, the_earlier, the_latest, unless
from sekisho.registers.datesql import After, BusinessAfter
from sekisho.registers.rights import Role


def read_daily(on: date) -> Rows:
    """Feeds in use; notices by mail come when they come."""
    return Feed.objects.in_use(on).exclude(kind=FeedKind.MAIL)


@obligation(
    "feeds-read",
    of=Feed,
    among=read_daily,
    duties=("O036",),
    title=_("Threat and vulnerability information is collected every day"),
    criterion=_("Every feed in use was read within %(threats.feed_days)s day(s)."),
    remedy=_("Find out why the feed was not read, or import its file by hand."),
    act=_("Import the file"),
    verb="change",
    reads={"feeds": "", "appointments": None},
    answers="admin",
    notice=-1,  # every night would be the last day of a feed that is read daily
    minutes=10,
    settings=("threats.feed_days",),
)
def feeds_read(feeds: Rows, on: date) -> Rows:
    last = Coalesce(TruncDate("last_success_at"), F("starts_on"))
    return feeds.annotate(
        due_on=After(last, FEED_DAYS()),
        assignee=Coalesce(F("keeper_id"), holder(Role.ADMIN, on), output_field=UUIDField()),
    )


@obligation(
    "inventories-fresh",
    of=Inventory,
    among=lambda _on: Inventory.objects.present(),
    duties=("O037",),
    title=_("It is known what is installed, and who answers for it"),
    criterion=_(
        "Every inventory belongs to an asset and is at most %(threats.inventory_days)s days old."
    ),
    remedy=_("Name the asset, or import the inventory anew."),
    act=_("Name the asset"),
    verb="change",
    reads={"inventories": "", "assets": "asset", "appointments": None},
    answers="admin",
    notice=7,
    minutes=10,
    settings=("threats.inventory_days",),
)
def inventories_fresh(inventories: Rows, on: date) -> Rows:
    taken = Case(When(taken_on__lte=on, then=F("taken_on")))
    due = Case(
        When(asset=None, then=registered()),
        default=Coalesce(After(taken, INVENTORY_DAYS()), registered()),
        output_field=DateField(),
    )
    owner = Coalesce(F("asset__owner_id"), holder(Role.ADMIN, on), output_field=UUIDField())
    return inventories.annotate(due_on=due, assignee=owner)


def in_charge(on: date) -> Coalesce:
    """Whoever has the exposure; the manager of the asset's unit; the chair."""
    manager = manager_of("asset__unit", on)
    return Coalesce(F("owner_id"), manager, holder(Role.CHAIR, on), output_field=UUIDField())


EXPOSURE_READS = {"exposures": "", "assets": "asset", "appointments": None}


@obligation(
    "exposures-judged",
    of=Exposure,
    among=Exposure.objects.found,
    duties=("O037",),
    title=_("Every vulnerability found in our assets is judged in time"),
    criterion=_(
        "Within %(threats.triage_days)s business days of being found; within %(threats.triage_exploited_days)s if it is known to be exploited."
    ),
    remedy=_("Find out whether it affects us, and decide what is done."),
    act=_("Judge it"),
    verb="remediate",
    reads=EXPOSURE_READS,
    answers="manager",
    notice=5,
    minutes=20,
    settings=("threats.triage_days", "threats.triage_exploited_days"),
)
def exposures_judged(exposures: Rows, on: date) -> Rows:
    """Judged since it was found (last); what is exploited by then has the shorter time."""
    done = Q(triaged_on__lte=on, triaged_on__gte=F("found_on")) & ~Q(state__in=UNJUDGED)
    usual = BusinessAfter("found_on", TRIAGE_DAYS())
    known = the_latest(F("found_on"), Coalesce(F("exploited_on"), F("found_on")))
    due = Case(
        When(
            exploited=True, then=the_earlier(usual, BusinessAfter(known, TRIAGE_EXPLOITED_DAYS()))
        ),
        default=usual,
        output_field=DateField(),
    )
    gone = Q(state="gone", fixed_on__lte=on)
    return exposures.annotate(due_on=unless(done | gone, due=due), assignee=in_charge(on))


@obligation(
    "exposures-owned",
    of=Exposure,
    among=Exposure.objects.judged,
    duties=("O038",),
    title=_("Every vulnerability that concerns us has a person in charge and a due day"),
    criterion=_("From the day it is judged."),
    remedy=_("Name the person in charge."),
    act=_("Name the person"),
    verb="change",
    reads=EXPOSURE_READS,
    answers="manager",
    minutes=3,
)
def exposures_owned(exposures: Rows, on: date) -> Rows:
    named = Q(owner__isnull=False) & Q(treat_by__isnull=False)
    return exposures.annotate(
        due_on=unless(named | Exposure.objects.settled(on), due=F("triaged_on")),
        assignee=Coalesce(manager_of("asset__unit", on), holder(Role.CHAIR, on)),
    )


@obligation(
    "exposures-treated",
    of=Exposure,
    among=Exposure.objects.judged,
    duties=("O038",),
    title=_("Every vulnerability that concerns us is treated by its day"),
    criterion=_(
        "Fixed by the day of its priority, or accepted by another person until a later day."
    ),
    remedy=_("Fix it and report it, or ask for acceptance with a day and a measure."),
    act=_("Report as fixed"),
    verb="claim_fixed",
    reads=EXPOSURE_READS,
    answers="manager",
    notice=7,
    minutes=60,
)
def exposures_treated(exposures: Rows, on: date) -> Rows:
    """What was accepted is owed again after the last day of the acceptance."""
    return exposures.annotate(
        due_on=unless(Exposure.objects.settled(on), due=F("treat_by")), assignee=in_charge(on)
    )


@obligation(
    "threat-notices-judged",
    of=ThreatNotice,
    among=ThreatNotice.objects.received,
    duties=("O036", "O037"),
    title=_("For every threat notice it is decided what it means for us"),
    criterion=_(
        "Within %(threats.triage_days)s business days: no concern, warning, countermeasures, or the risk is looked at again."
    ),
    remedy=_("Read the notice and decide what follows for us."),
    act=_("Decide"),
    verb="dismiss",
    reads={"threat_notices": "", "appointments": None},
    notice=5,
    minutes=10,
    settings=("threats.triage_days",),
)
def notices_judged(notices: Rows, on: date) -> Rows:
    done = Q(judged_on__lte=on) & ~Q(state=NoticeState.NEW)
    return notices.annotate(
        due_on=unless(done, due=BusinessAfter("received_on", TRIAGE_DAYS())),
        assignee=Coalesce(F("owner_id"), holder(Role.COMMITTEE, on), output_field=UUIDField()),
    )


@obligation(
    "threat-notices-followed",
    of=ThreatNotice,
    among=ThreatNotice.objects.followed,
    duties=("O038",),
    title=_("What was decided on a threat notice is carried out"),
    criterion=_("A person in charge does it by the day named."),
    remedy=_("Carry it out and record what was done."),
    act=_("Record as carried out"),
    verb="carry_out",
    reads={"threat_notices": "", "appointments": None},
    notice=7,
    minutes=30,
)
def notices_followed(notices: Rows, on: date) -> Rows:
    done = Q(state=NoticeState.DONE, done_on__lte=on)
    due = Coalesce(F("act_by"), F("judged_on"))
    return notices.annotate(
        due_on=unless(done, due=due),
        assignee=Coalesce(F("owner_id"), holder(Role.COMMITTEE, on), output_field=UUIDField()),
    )
