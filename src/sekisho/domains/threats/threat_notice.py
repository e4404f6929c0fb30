"""Threat notices: alerts of JPCERT/CC, IPA, an ISAC, the police or a vendor, also without a component.

Within some business days somebody says what it means for us: no concern, a warning to all,
countermeasures, or a new look at our risks (auditor.md B24).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Origin(models.TextChoices):
    JPCERT = "jpcert", _("JPCERT/CC")
    IPA = "ipa", _("IPA")
    ISAC = "isac", _("ISAC")
    POLICE = "police", _("Police")
    NCO = "nco", _("Government (NCO, ministries)")
    VENDOR = "vendor", _("Vendor or supplier")
    OTHER = "other", pgettext_lazy("threat notice", "Other")


class NoticeState(models.TextChoices):
    NEW = "new", _("To be judged")
    NO_CONCERN = "no_concern", _("No concern of ours")
    WARNING = "warning", _("Warning to all")
    COUNTERMEASURE = "countermeasure", _("Countermeasures")
    RISK_REVIEW = "risk_review", _("Risk to be looked at again")
    DONE = "done", pgettext_lazy("threat notice", "Carried out")


class Sharing(models.TextChoices):
    """Traffic Light Protocol 2.0."""

    CLEAR = "clear", "TLP:CLEAR"
    GREEN = "green", "TLP:GREEN"
    AMBER = "amber", "TLP:AMBER"
    STRICT = "amber_strict", "TLP:AMBER+STRICT"
    RED = "red", "TLP:RED"


JUDGED = (("judged_by", "person"), ("judged_on", "day"))
FOLLOWED = ("warning", "countermeasure", "risk_review")
PLAN = ("judgement", "action", "owner", "act_by")
LIFE = Workflow(
    NoticeState,
    NoticeState.NEW,
    (
        Move("dismiss", "new", "no_concern", _("No concern of ours"), asks=("judgement",), sets=JUDGED),
        Move("warn", "new", "warning", _("Warn everybody"), asks=PLAN, sets=JUDGED),
        Move("counter", "new", "countermeasure", _("Take countermeasures"), asks=PLAN, sets=JUDGED),
        Move("review_risk", "new", "risk_review", _("Look at the risk again"), asks=PLAN, sets=JUDGED),
        Move("carry_out", FOLLOWED, "done", _("Record as carried out"), asks=("result",),
             sets=(("done_by", "person"), ("done_on", "day"))),
        Move("judge_again", ("no_concern", *FOLLOWED, "done"), "new", _("Judge again"), asks=("judgement",),
             danger=True),
    ),
)  # fmt: skip


class ThreatNotices(Records):
    def received(self, on: date) -> "ThreatNotices":
        return self.present().filter(received_on__lte=on)

    def followed(self, on: date) -> "ThreatNotices":
        """Those of which something follows: decided by then."""
        something = Q(state__in=FOLLOWED) | Q(state=NoticeState.DONE)
        return self.received(on).filter(something, judged_on__lte=on)


class ThreatNotice(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    received_on = models.DateField(_("received on"))
    origin = models.CharField(_("sender"), max_length=6, choices=Origin)
    title = models.CharField(_("subject"), max_length=300)
    reference = models.CharField(
        _("reference"), max_length=300, blank=True, help_text=_("Address or number at the sender.")
    )
    text = models.TextField(_("content"), blank=True)
    sharing = models.CharField(
        _("may be shared (TLP)"), max_length=12, choices=Sharing, default=Sharing.CLEAR
    )
    exploited = models.BooleanField(_("attacks are under way"), null=True, blank=True)
    names = models.CharField(
        _("vulnerabilities named"), max_length=300, blank=True,
        help_text=_("CVE numbers with a comma, if it names any."),
    )  # fmt: skip
    judgement = models.TextField(_("what it means for us"), blank=True)
    action = models.TextField(_("what is to be done"), blank=True)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="threat_notices",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    act_by = models.DateField(_("due on"), null=True, blank=True)
    result = models.TextField(_("what was done"), blank=True)
    state = models.CharField(
        _("state"), max_length=14, choices=NoticeState, default=NoticeState.NEW
    )
    judged_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="threat_notices_judged",
        verbose_name=_("judged by"),
    )  # fmt: skip
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="threat_notices_done",
        verbose_name=_("carried out by"),
    )  # fmt: skip
    done_on = models.DateField(_("carried out on"), null=True, blank=True)

    objects: ClassVar[Any] = ThreatNotices.as_manager()

    class Meta:
        verbose_name = _("threat notice")

    def __str__(self) -> str:
        return self.title


@register
class ThreatNoticeRegister(Register[ThreatNotice]):
    name = "threat_notices"
    title = _("Threat notices")
    singular = _("threat notice")
    about = _("Alerts from outside and what each means for us, also when it names no component.")
    model = ThreatNotice
    number = "TN-{year}-{n:03d}"
    columns = ("number", "received_on", "origin", "title", "exploited", "state", "owner", "act_by")
    filters = ("state", "origin", "exploited", "owner", "received_on", "act_by", "sharing")
    search = ("number", "title", "text", "reference", "names")
    order = ("-received_on", "-number")
    person_path = "owner"
    sealed = frozenset({"judged_by", "judged_on", "done_by", "done_on", "result"})
    life = LIFE
    views = (
        View(_("To be judged"), {"state": "new"}),
        View(_("To be carried out"), {"state": "warning,countermeasure,risk_review"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "received_on": ("受信日", "受領日"), "origin": ("発信元",), "title": ("件名",),
    }  # fmt: skip
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "employee:own", "operator"),
        add=(*LEADERS, "admin", "operator", "engine"),
        change=("chair", "committee", "admin", "operator"),
        withdraw=("chair", "committee"),
        moves={
            **dict.fromkeys(("dismiss", "warn", "counter", "review_risk", "judge_again"),
                            (*LEADERS, "admin")),
            "carry_out": (*LEADERS, "admin", "employee:own"),
        },
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: ThreatNotice | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        if values["received_on"] > act.on:
            yield "received_on", _("This day has not come yet.")
        due = values["act_by"]
        if due is not None and due < values["received_on"]:
            yield "act_by", _("The end lies before the beginning.")
