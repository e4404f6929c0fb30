"""The words of exercises: kinds, states, what was seen of a mail, and how sure that is."""

from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.packs.drills import scenarios
from sekisho.registers import settings
from sekisho.registers.workflow import Move, Workflow


class Kind(models.TextChoices):
    TARGETED_MAIL = "targeted_mail", _("Targeted mail")
    TABLETOP = "tabletop", _("Tabletop exercise")
    RESTORE = "restore", _("Restore exercise")
    EVACUATION = "evacuation", _("Evacuation and premises")
    CALL_TREE = "call_tree", _("Call tree")


class State(models.TextChoices):
    DRAFT = "draft", _("Being planned")
    CONSENTED = "consented", _("Consented by the director")
    ANNOUNCED = "announced", _("Announced")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed, to be reviewed")
    REVIEWED = "reviewed", _("Reviewed by the committee")
    CANCELLED = "cancelled", _("Called off")


OVER = (State.CLOSED, State.REVIEWED)
LIFE = Workflow(
    State,
    State.DRAFT,
    (
        Move("consent", State.DRAFT, State.CONSENTED, _("Consent"), other_than=("add",),
             sets=(("consented_by", "person"), ("consented_on", "day"))),
        Move("announce", State.CONSENTED, State.ANNOUNCED, _("Record as announced"),
             asks=("announced_on",), may=("helpdesk_told_on", "labour_told_on", "labour_how")),
        Move("revise", (State.CONSENTED, State.ANNOUNCED), State.DRAFT, _("Plan it again"),
             asks=("remark",)),
        Move("start", State.ANNOUNCED, State.RUNNING, _("Start"), sets=(("started_at", "moment"),)),
        Move("close", State.RUNNING, State.CLOSED, _("Close"), sets=(("closed_at", "moment"),),
             may=("held_on", "participants", "recovery_measured", "loss_measured", "lessons")),
        Move("follow_up", OVER, "", _("Record the follow-up"), asks=("follow_up",),
             sets=(("followed_up_on", "day"),)),
        Move("review", State.CLOSED, State.REVIEWED, _("Review the drill"), asks=("lessons",),
             other_than=("close",), sets=(("reviewed_by", "person"), ("reviewed_on", "day"))),
        Move("wipe", OVER, "", _("Delete individual results"), danger=True,
             sets=(("wiped_on", "day"),)),
        Move("cancel", (State.DRAFT, State.CONSENTED, State.ANNOUNCED, State.RUNNING),
             State.CANCELLED, _("Call off"), asks=("remark",), danger=True),
    ),
)  # fmt: skip


class Seen(models.TextChoices):
    """What was seen of one mail. ``opened``: its page was fetched, and nobody knows by whom."""

    DELIVERED = "delivered", _("Delivered")
    SCANNED = "fetched_by_scanner", _("Fetched by a scanner")
    OPENED = "opened", _("Page opened, not confirmed")
    CLICKED = "clicked", _("Clicked")
    SUBMITTED = "submitted", _("Entered something")
    REPORTED = "reported", _("Reported")
    REPLIED = "replied", _("Answered the mail")


class Surety(models.TextChoices):
    MACHINE = "machine", _("A machine")
    UNSURE = "unsure", _("Not confirmed")
    LIKELY = "likely", _("Likely a person")
    CONFIRMED = "confirmed", _("A person")


_titled: Any = lazy(lambda code: scenarios()[code].title.said(get_language() or "en"), str)


def scenario_choices() -> list[tuple[str, Any]]:
    """The scenarios shipped, by their titles in the reader's language."""
    return [(code, _titled(code)) for code in scenarios()]


GROUP = _("Drills")
PRACTICE = _("Default of practice; the policy names no number.")
NOTICE_DAYS = settings.declare(
    "drills.announce_days", 3, _("Days from the general announcement to the start of a drill"),
    unit=_("days"), source=PRACTICE, most=90, group=GROUP,
)  # fmt: skip
KEEP_DAYS = settings.declare(
    "drills.keep_days", 90, _("Days after which individual results of a drill are deleted"),
    unit=_("days"), source=PRACTICE, least=1, most=366, group=GROUP,
)  # fmt: skip
LEAST_GROUP = settings.declare(
    "drills.least_group", 10, _("Fewest people of whom a unit’s figures are shown"), least=5, most=100,
    source=_("So that nobody is singled out; smaller units are counted together."), group=GROUP,
)  # fmt: skip
SCANNER_SECONDS = settings.declare(
    "drills.scanner_seconds", 60, _("Seconds after delivery within which a fetch counts as a scanner’s"),
    source=_("Mail scanners open links as the mail comes in."), most=3600, group=GROUP,
)  # fmt: skip
BURST_PEOPLE = settings.declare(
    "drills.burst_people", 5, _("Mails of different people fetched from one place that count as a scanner’s"),
    source=PRACTICE, least=2, most=1000, group=GROUP,
)  # fmt: skip
BURST_SECONDS = settings.declare(
    "drills.burst_seconds", 10, _("Seconds within which they are counted together"),
    source=PRACTICE, least=1, most=3600, group=GROUP,
)  # fmt: skip
SENDER = settings.declare(
    "drills.sender", "", _("Mail address that drills are sent from"), type="text", group=GROUP,
    source=_("An address of your own that your mail server may send from. Empty: the usual one."),
)  # fmt: skip
LINK_BASE = settings.declare(
    "drills.link_base", "", _("Address that the links of drills begin with"), type="text", group=GROUP,
    source=_("A name of your own that leads to this server. Empty: its usual address."),
)  # fmt: skip
