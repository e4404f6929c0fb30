"""Questionnaires that clients send: received as a file, answered line by line, approved, sent back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assurance.answer_evidence import SOUND, evidence, standing
from sekisho.domains.assurance.standard_answer import StandardAnswer
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class QuestionnaireState(models.TextChoices):
    ANSWERING = "answering", _("Being answered")
    PROPOSED = "proposed", _("Awaiting approval")
    APPROVED = "approved", _("Approved, not yet sent")
    SENT = "sent", _("Sent")


LIFE = Workflow(
    QuestionnaireState,
    QuestionnaireState.ANSWERING,
    (
        Move("propose", "answering", "proposed", _("Ask for approval")),
        Move("send_back", "proposed", "answering", _("Send back"), asks=("remark",)),
        Move("approve", "proposed", "approved", _("Approve the answers"),
             other_than=("add", "change", "propose"),
             sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("send", "approved", "sent", _("Record as sent"), asks=("sent_to",),
             sets=(("sent_on", "day"),)),
    ),
)  # fmt: skip


class ClientQuestionnaire(Record):
    """The file itself is attached to the record, under its hash."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT,
        related_name="questionnaires_asked", verbose_name=_("client"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=160)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answer due on"))
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="client_questionnaires", verbose_name=_("person in charge"),
    )  # fmt: skip
    scope = models.CharField(_("scope of the answers"), max_length=200, blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="questionnaires_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=160, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=QuestionnaireState, default=QuestionnaireState.ANSWERING
    )

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("client's questionnaire")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ClientQuestion(Record):
    """One line of the client's file. ``column`` None: there is no place for the answer in the file."""

    questionnaire = models.ForeignKey(
        "assurance.ClientQuestionnaire", models.PROTECT,
        related_name="questions", verbose_name=_("client's questionnaire"),
    )  # fmt: skip
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=1)
    row = models.PositiveIntegerField(_("row"))
    column = models.PositiveSmallIntegerField(_("column of the answer"), null=True, blank=True)
    question = models.TextField(_("question asked"))
    answer = models.TextField(_("answer"), blank=True)
    standard = models.ForeignKey(
        "assurance.StandardAnswer", models.PROTECT, null=True, blank=True,
        related_name="used", verbose_name=_("standard answer"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="client_questions", verbose_name=_("who answers it"),
    )  # fmt: skip
    score = models.PositiveSmallIntegerField(_("likeness (%)"), null=True, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("client's question")
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "sheet", "row"), name="client_question_once"
            ),
        )

    def __str__(self) -> str:
        return self.question[:80]


READ = (*LEADERS, "admin", "auditor", "employee:own", "operator")
WRITE = (*LEADERS, "admin", "employee:own", "operator")


@register
class ClientQuestionnaires(Register[ClientQuestionnaire]):
    name = "client_questionnaires"
    title = _("Clients' questionnaires")
    singular = _("client's questionnaire")
    about = _(
        "Who asked us about our security, by when, and what was answered with whose approval."
    )
    model = ClientQuestionnaire
    number = "CQ-{year}-{n:03d}"
    parts = (("client_questions", "questionnaire"),)
    columns = ("number", "party", "title", "received_on", "due_on", "owner", "state", "sent_on")
    filters = ("state", "party", "owner", "received_on", "due_on")
    search = ("number", "title", "party__name")
    order = ("-number",)
    person_path = "owner"
    place = "improve"
    page = "answers"
    sealed = frozenset({"approved_by", "approved_on", "sent_on", "sent_to"})
    life: ClassVar[Workflow] = LIFE
    views = (View(_("Being answered"), {"state": "answering"}),)
    rights = Rights(
        read=READ,
        add=(*LEADERS, "admin", "employee:own", "operator"),
        change=WRITE,
        withdraw=("director", "chair"),
        moves={
            "propose": (*LEADERS, "admin", "employee:own"),
            "send_back": ("director", "deputy", "chair"),
            "approve": ("director", "deputy", "chair"),
            "send": (*LEADERS, "admin", "employee:own"),
        },
        never_own=("approve",),
    )

    def prepare(self, values: dict[str, Any], record: ClientQuestionnaire | None, act: Act) -> None:
        if record is None:
            values["owner"] = values["owner"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: ClientQuestionnaire | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if values["due_on"] < values["received_on"]:
            yield (
                "due_on",
                _("The last day lies before the first day. Please correct one of the two."),
            )
        decides = values["state"] in {QuestionnaireState.PROPOSED, QuestionnaireState.APPROVED}
        if record is not None and decides and values["state"] != record.state:
            yield from _answered(record, act)


def _answered(record: ClientQuestionnaire, act: Act) -> Iterator[tuple[str, Text]]:
    """Every question has an answer, and none claims what is not so today. For single acts alone."""
    rows = list(
        ClientQuestion.objects.present().filter(questionnaire=record.pk).select_related("standard")
    )
    if not rows:
        yield "", _("There are no questions yet. Please read the client's file first.")
    if blank := [row.row for row in rows if not row.answer.strip()]:
        yield "", _("Not answered: rows %(rows)s") % {"rows": _rows(blank)}
    if bold := [row.row for row, _s in unproved(rows, act)]:
        words = _(
            "Rows %(rows)s claim what our own records do not show today. Say how it is, or put it in order."
        )
        yield "", words % {"rows": _rows(bold)}


def _rows(numbers: list[int]) -> str:
    more = "…" if len(numbers) > 20 else ""
    return ", ".join(map(str, numbers[:20])) + more


def unproved(rows: Iterable[ClientQuestion], act: Act) -> list[tuple[ClientQuestion, str]]:
    """The lines that give a standard answer word for word whose evidence does not hold today."""
    said = [row for row in rows if row.standard and row.answer.strip() in _words(row.standard)]
    codes = [code for row in said for code in row.standard.evidence]  # type: ignore[union-attr]
    states = evidence(codes, act.on)
    found = []
    for row in said:
        one = row.standard
        stands = standing(one.evidence, states, one.review_by, act.on)  # type: ignore[union-attr]
        if stands not in SOUND | {"none"}:
            found.append((row, stands))
    return found


def _words(one: StandardAnswer) -> set[str]:
    return {one.answer.strip(), one.answer_en.strip()} - {""}


@register
class ClientQuestions(Register[ClientQuestion]):
    name = "client_questions"
    title = _("Clients' questions")
    singular = _("client's question")
    about = _("The questions of a client's file, where each stands in it, and our answer.")
    model = ClientQuestion
    key = ("questionnaire", "sheet", "row")
    columns = ("questionnaire", "row", "question", "answer", "standard", "score")
    filters = ("questionnaire", "standard", "owner")
    search = ("question", "answer")
    order = ("questionnaire", "sheet", "row")
    person_path = "owner"
    own_paths = ("questionnaire__owner",)
    place = "improve"
    rights = Rights(read=READ, add=WRITE, change=WRITE, withdraw=WRITE)

    def check_many(self, rows: Any, act: Act) -> Iterator[tuple[int, str, Text]]:
        """Answers change only while they are being written. One query for all rows."""
        del act
        wanted = {values["questionnaire"] for values, _record in rows}
        open_ = set(
            ClientQuestionnaire.objects.present()
            .filter(pk__in=wanted, state=QuestionnaireState.ANSWERING)
            .values_list("pk", flat=True)
        )
        for index, (values, _record) in enumerate(rows):
            if values["questionnaire"] not in open_:
                yield (
                    index,
                    "questionnaire",
                    _("This has been handed in. Please have it sent back first."),
                )
