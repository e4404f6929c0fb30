"""The register of drills: who plans, who consents, what each step brings with it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import outbox
from sekisho.domains.education import drill_closing, drill_gates
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_words import LIFE, SENDER, Kind, State
from sekisho.packs.drills import scenarios
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Workflow

OFFICE = ("chair", "committee")
"""The office (事務局): who runs drills, and who alone besides the person sees individual results."""


@register
class DrillRegister(Register[Drill]):
    name = "drills"
    title = _("Drills")
    singular = _("drill")
    about = _("Targeted mail, tabletop, restore and other exercises, and what they showed.")
    model = Drill
    number = "DL-{year}-{n:02d}"
    headers = {
        "title": ("実施回",), "held_on": ("実施日",), "scenario": ("シナリオ",), "subject": ("件名",),
        "participants": ("参加人数", "対象"),
    }  # fmt: skip
    columns = ("number", "kind", "title", "unit", "starts_at", "held_on", "state")
    filters = ("kind", "state", "unit", "starts_at", "held_on", "scenario", "followed_up_on")
    search = ("number", "title", "objective", "lessons")
    order = ("-number",)
    open_labels = True
    page = "drill"
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset(
        {"consented_by", "consented_on", "started_at", "closed_at", "reviewed_by", "reviewed_on",
         "followed_up_on", "wiped_on"}
    )  # fmt: skip
    views = (
        View(_("Under way"), {"state": "draft,consented,announced,running"}),
        View(_("Targeted mail"), {"kind": Kind.TARGETED_MAIL}),
        View(_("To be reviewed"), {"state": State.CLOSED}),
    )
    rights = Rights(
        read=(*LEADERS, "admin", "auditor"),
        add=OFFICE,
        change=OFFICE,
        withdraw=OFFICE,
        moves={
            "consent": ("director", "deputy"),
            "announce": OFFICE,
            "revise": (*OFFICE, "director", "deputy"),
            "start": OFFICE,
            "close": OFFICE,
            "follow_up": OFFICE,
            "review": OFFICE,
            "wipe": OFFICE,
            "cancel": (*OFFICE, "director", "deputy"),
        },
    )

    def prepare(self, values: dict[str, Any], record: Drill | None, act: Act) -> None:
        if record is None and not values["organiser"]:
            values["organiser"] = act.actor.person
        scenario = scenarios().get(values["scenario"])
        if scenario is None or values["kind"] != Kind.TARGETED_MAIL:
            return
        changed = record is None or record.scenario != values["scenario"]
        if changed and not values["body"]:
            values["asks_secret"] = scenario.asks_secret
        for name, words in (("sender_name", scenario.sender), ("subject", scenario.subject),
                            ("body", scenario.body)):  # fmt: skip
            values[name] = values[name] or words.said(settings.LANGUAGE_CODE).strip()

    def check(
        self, values: Mapping[str, Any], record: Drill | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        return drill_gates.problems(values, record, act)

    def against(self, act: Act, name: str, record: Drill) -> Iterable[tuple[str, Text]]:
        """What only other records can say: whose name the sender has, whether the incident is an exercise."""
        del act
        if name == "wipe" and (not record.by_mail or record.wiped_on):
            yield "nothing", _("There are no individual results.")
        if name not in {"consent", "start"}:
            return
        if record.incident is not None and not record.incident.drill:
            yield "real_incident", _("The incident named here is a real one, no exercise.")
        if record.by_mail:
            yield from _sender(record)

    def moved(self, act: Act, name: str, record: Drill, said: Mapping[str, Any]) -> None:
        """Closing counts, deleting deletes, calling off takes back what is not sent yet."""
        del said
        if name in {"close", "cancel"} and record.by_mail:
            outbox.cancel(self.name, record.pk)
        if name == "close" and record.by_mail:
            drill_closing.count(record, replace(act, actor=service("engine"), via="engine"))
        if name == "wipe" or (name == "cancel" and record.by_mail):
            drill_closing.wipe(record)

    def label(self, record: Drill) -> str:
        return f"{record.number} {record.title}"


def _sender(record: Drill) -> Iterable[tuple[str, Text]]:
    """A sender who is called like somebody of ours, or like ourselves, is no drill."""
    if SENDER() and "@" not in SENDER():
        yield "sender", _("The setting “%(name)s” is no mail address.") % {"name": "drills.sender"}
    said = record.sender_name.replace(" ", "").replace("\u3000", "")
    for model in ("people.Person", "people.Company"):
        names = apps.get_model(model).objects.present().values_list("name", flat=True)
        if any(len(one) > 2 and one.replace(" ", "") in said for one in names):
            yield "real_sender", _("The sender is called like a person or company that exists.")
            return
