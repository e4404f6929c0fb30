"""Tasks: what is out of order, or soon will be, as somebody's work with a date."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import obligations
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, Role, everyone
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    OPEN = "open", _("Not started")
    DOING = "doing", _("In progress")
    WAITING = "waiting", _("Waiting for review")
    RETURNED = "returned", _("Returned")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


LIVE = (State.OPEN, State.DOING, State.WAITING, State.RETURNED)
CLOSED = (("closed_on", "day"),)
LIFE = Workflow(
    states=State,
    initial=State.OPEN,
    moves=(
        Move("start", (State.OPEN, State.RETURNED), State.DOING, _("Start")),
        Move("submit", (State.OPEN, State.DOING, State.RETURNED), State.WAITING, _("Hand in"),
             asks=("note",)),
        Move("accept", State.WAITING, State.DONE, _("Accept"), other_than=("submit",), sets=CLOSED),
        Move("return", State.WAITING, State.RETURNED, _("Return"), asks=("note",),
             other_than=("submit",)),
        Move("cancel", LIVE, State.CANCELLED, _("Cancel the task"), asks=("note",), sets=CLOSED,
             danger=True),
        Move("finish", LIVE, State.DONE, _("Done by the records"), sets=CLOSED),
        Move("reopen", (State.DONE, State.CANCELLED), State.OPEN, _("Open again")),
    ),
)  # fmt: skip


class Tasks(Records):
    def live(self) -> "Tasks":
        return self.present().filter(state__in=LIVE)


class Task(Record):
    """One piece of work. ``obligation`` set: it closes by itself when the records are in order.

    ``count``: how many subjects of the obligation it stands for. ``role`` answers when no person
    is named.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("what to do"), max_length=200, blank=True)
    text = models.TextField(_("details"), blank=True)
    obligation = models.CharField(_("obligation"), max_length=40, blank=True)
    assignee = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    role = models.CharField(_("role in charge"), max_length=10, choices=Role, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name=_("unit"),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    count = models.PositiveIntegerField(_("how many"), default=1)
    opened_on = models.DateField(_("since"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Tasks.as_manager()

    class Meta:
        verbose_name = _("task")
        indexes = (
            models.Index(fields=("assignee", "state", "due_on"), name="task_of_person"),
            models.Index(fields=("obligation", "state"), name="task_of_obligation"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.words}"

    @property
    def words(self) -> str:
        """What to do, in a sentence."""
        if not self.title and self.obligation in obligations:
            return str(obligations[self.obligation].remedy)
        return self.title


@register
class TaskRegister(Register[Task]):
    name = "tasks"
    title = _("Tasks")
    singular = _("task")
    about = _("What is to be done, by whom and by when.")
    model = Task
    number = "T-{n:05d}"
    key = ()
    columns = ("number", "title", "assignee", "role", "due_on", "state")
    filters = ("state", "assignee", "role", "unit", "obligation", "due_on")
    search = ("number", "title", "text")
    order = ("due_on", "number")
    unit_path = "unit"
    person_path = "assignee"
    life = LIFE
    sealed = frozenset({"count", "closed_on"})
    place = "tasks"
    views = (View(_("Overdue"), {"state": State.OPEN}),)
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "operator", "manager:unit", "employee:own",
              "contractor:own"),
        add=(*LEADERS, "manager:unit", "operator", "engine"),
        change=(*LEADERS, "operator", "engine"),
        moves={
            "start": tuple(f"{role}:own" for role in everyone()),
            "submit": tuple(f"{role}:own" for role in everyone()),
            "accept": (*LEADERS, "manager:unit"),
            "return": (*LEADERS, "manager:unit"),
            "cancel": LEADERS,
            "finish": ("engine",),
            "reopen": (*LEADERS, "engine"),
        },
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: Task | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if not values["title"] and not values["obligation"]:
            yield "title", _("Please fill this in.")
        if not values["assignee"] and not values["role"]:
            yield "assignee", _("Please name a person or a role.")

    def label(self, record: Task) -> str:
        return record.words
