"""Decisions of the committee (決議): what was decided at which meeting, on what ground, by whom, from when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.meeting import MeetingState
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Consent(models.TextChoices):
    UNANIMOUS = "unanimous", _("Unanimous")
    MAJORITY = "majority", _("By majority")


class DecisionState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CARRIED = "carried", _("Decided")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Carried over")
    DONE = "done", _("Carried out")


VOTES = ("votes_for", "votes_against", "abstained")
DECIDED = (("recorded_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    DecisionState,
    DecisionState.PROPOSED,
    (
        Move("carry", ("proposed", "deferred"), "carried", _("Record as decided"),
             asks=("consent",), may=(*VOTES, "effective_on"), sets=DECIDED,
             other_than=("add", "change")),
        Move("reject", ("proposed", "deferred"), "rejected", _("Record as rejected"),
             asks=("reason",), may=VOTES, sets=DECIDED, other_than=("add", "change"), danger=True),
        Move("defer", "proposed", "deferred", _("Carry over to a later meeting"), asks=("reason",)),
        Move("carry_out", "carried", "done", _("Report as carried out"), asks=("result",),
             sets=(("done_on", "day"),)),
    ),
)  # fmt: skip


class Decisions(Records):
    def carried(self, on: date) -> "Decisions":
        """Decided by ``on``, whether or not carried out since."""
        states = (DecisionState.CARRIED, DecisionState.DONE)
        return self.present().filter(state__in=states, decided_on__lte=on)

    def open(self) -> "Decisions":
        return self.present().filter(state=DecisionState.CARRIED)


class CommitteeDecision(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    meeting = models.ForeignKey(
        "people.CommitteeMeeting", models.PROTECT, related_name="resolutions",
        verbose_name=_("committee meeting"),
    )  # fmt: skip
    item = models.ForeignKey(
        "people.AgendaItem", models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name=_("agenda item"),
    )  # fmt: skip
    text = models.TextField(_("decision"), help_text=_("The words that are decided on."))
    proposer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="decisions_proposed",
        verbose_name=_("proposed by"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    ground = models.TextField(
        _("ground"), help_text=_("Reason, and the clause or the finding it answers.")
    )
    consent = models.CharField(_("consent"), max_length=9, choices=Consent, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    effective_on = models.DateField(
        _("effective from"), null=True, blank=True, help_text=_("Empty: the day it is decided.")
    )
    responsible = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="decisions_to_carry_out", verbose_name=_("in charge"),
    )  # fmt: skip
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("Empty: there is nothing to carry out.")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    result = models.TextField(_("result"), blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="decisions_recorded", verbose_name=_("recorded by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    done_on = models.DateField(_("done on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=DecisionState, default="proposed")

    objects: ClassVar[Any] = Decisions.as_manager()

    class Meta:
        verbose_name = _("decision of the committee")

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


@register
class DecisionRegister(Register[CommitteeDecision]):
    name = "committee_decisions"
    title = _("Decisions of the committee")
    singular = _("decision of the committee")
    about = _("What the committee decided: words, ground, votes, who carries it out by when.")
    model = CommitteeDecision
    rights = Rights(
        read=(*LEADERS, "manager", "employee:own", "auditor", "admin"),
        add=LEADERS,
        change=LEADERS,
        withdraw=("director", "chair"),
        moves={
            "carry": LEADERS,
            "reject": LEADERS,
            "defer": LEADERS,
            "carry_out": (*LEADERS, "employee:own"),
        },
    )
    number = "CD-{year}-{n:03d}"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "meeting": ("会議", "会議番号"),
        "text": ("決定事項", "決議内容", "決議"),
        "proposer": ("提案者", "起案者"),
        "ground": ("根拠", "提案理由"),
        "effective_on": ("発効日", "適用日"),
        "responsible": ("担当", "担当者", "責任者"),
        "due_on": ("期限",),
    }
    columns = ("number", "meeting", "text", "state", "consent", "effective_on", "responsible",
               "due_on", "done_on")  # fmt: skip
    filters = ("state", "meeting", "responsible", "proposer", "due_on", "decided_on")
    search = ("number", "text", "ground", "result", "responsible__name", "responsible__kana")
    order = ("-meeting__held_on", "number")
    person_path = "responsible"
    own_paths = ("proposer",)
    life = LIFE
    place = "improve"
    views = (
        View(_("To be decided"), {"state": "proposed"}),
        View(_("Not carried out yet"), {"state": "carried"}),
    )

    def against(self, act: Act, name: str, record: CommitteeDecision) -> Iterable[tuple[str, Text]]:
        """Nothing is decided before the meeting, nor at one that did not take place."""
        if name not in {"carry", "reject"}:
            return
        meeting = record.meeting
        if meeting.state == MeetingState.CANCELLED or meeting.held_on > act.on:
            yield "not_held", _("The meeting has not taken place, so nothing is decided yet.")

    def prepare(self, values: dict[str, Any], record: CommitteeDecision | None, act: Act) -> None:
        if record is None:
            values["proposer"] = values["proposer"] or act.actor.person
        if values["state"] == DecisionState.CARRIED:
            values["effective_on"] = values["effective_on"] or act.on

    def check(
        self, values: Mapping[str, Any], record: CommitteeDecision | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if values["due_on"] and not values["responsible"]:
            yield "responsible", _("Please name who carries it out by that day.")
        yield from _counted(values)
        if record is None or record.state in {DecisionState.PROPOSED, DecisionState.DEFERRED}:
            return
        kept = ("meeting", "text", "proposer", "ground", "consent", *VOTES, "effective_on")
        columns = {n: CommitteeDecision._meta.get_field(n).attname for n in kept}  # type: ignore[union-attr]
        for name, column in columns.items():
            if values[name] != getattr(record, column):
                yield name, _("This was decided and stands. Propose another decision to change it.")

    def label(self, record: CommitteeDecision) -> str:
        return f"{record.number} {record.text[:60]}"


def _counted(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """What the votes say must be what the consent says."""
    for_, against = values["votes_for"], values["votes_against"]
    if values["consent"] == Consent.UNANIMOUS and against:
        yield "votes_against", _("There are votes against, so it was not unanimous.")
    if values["consent"] == Consent.MAJORITY and None not in (for_, against) and for_ <= against:
        yield "votes_for", _("There are not more votes for than against.")
