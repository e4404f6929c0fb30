"""Questionnaires: each edition as data, frozen once it is in use, so that old answers keep their questions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.packs import questionnaires as packs
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import follow, write
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

SUPPLIER = "supplier"


class FormState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    RETIRED = "retired", _("Retired")


LIFE = Workflow(
    FormState,
    FormState.DRAFT,
    (
        Move("publish", "draft", "in_force", _("Put in force"), other_than=("add", "change"),
             sets=(("in_force_from", "day"),)),
        Move("retire", "in_force", "retired", _("Retire"), danger=True),
    ),
)  # fmt: skip


class Questionnaire(Record):
    """One edition. ``code`` says what kind of form it is: supplier, cloud …"""

    code = models.SlugField(_("kind of questionnaire"), max_length=30)
    edition = models.CharField(_("edition"), max_length=20)
    title_ja = models.CharField(_("title (Japanese)"), max_length=120, blank=True, editable=False)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True, editable=False)
    questions = models.PositiveSmallIntegerField(
        _("number of questions"), default=0, editable=False
    )
    content = models.TextField(
        _("text of the questions"),
        help_text=_("In TOML, as the shipped form: copy it, change it, and give it a new edition."),
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=FormState, default=FormState.DRAFT)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        constraints = (
            models.UniqueConstraint(fields=("code", "edition"), name="questionnaire_edition_once"),
        )

    def __str__(self) -> str:
        ja = (get_language() or "").startswith("ja")
        return f"{self.title_ja if ja else self.title_en or self.title_ja} {self.edition}"

    @property
    def form(self) -> packs.Form:
        return packs.read(self.content)


@register
class Questionnaires(Register[Questionnaire]):
    name = "questionnaires"
    title = _("Questionnaires")
    singular = _("questionnaire")
    about = _(
        "Questions to suppliers and about services, by edition; what is in force stays as it is."
    )
    model = Questionnaire
    key = ("code", "edition")
    columns = ("code", "edition", "title_ja", "questions", "in_force_from", "state")
    filters = ("code", "state")
    search = ("code", "edition", "title_ja", "title_en")
    order = ("code", "-edition")
    sealed = frozenset({"in_force_from"})
    life: ClassVar[Workflow] = LIFE
    place = "settings"
    open_labels = True
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin", "operator"),
        add=(*LEADERS, "admin", "operator", "engine"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=("director", "chair"),
        moves={"publish": LEADERS, "retire": LEADERS},
    )

    def prepare(self, values: dict[str, Any], record: Questionnaire | None, act: Act) -> None:
        del record, act
        try:
            form = packs.read(values["content"])
        except packs.Unreadable:
            return
        values |= {
            "title_ja": form.title.ja[:120], "title_en": form.title.en[:120],
            "questions": len(form.questions),
        }  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: Questionnaire | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if record is not None and record.state != FormState.DRAFT:
            for name in ("code", "edition", "content"):
                if values[name] != getattr(record, name):
                    yield name, _("This edition is in use. Please make a new one.")
        try:
            packs.read(values["content"])
        except packs.Unreadable as wrong:
            yield "content", _("The questions cannot be read: %(why)s") % {"why": wrong}


def in_force(code: str, act: Act, text: str = "") -> Questionnaire:
    """The newest edition in force; the shipped one is put in force where the company has none."""
    rows = Questionnaire.objects.present().filter(code=code)
    found = rows.filter(state=FormState.IN_FORCE).order_by("-in_force_from", "-edition").first()
    if found is not None:
        return found
    content = (text or packs.text_of(code)).strip()
    edition = packs.read(content).edition
    engine = replace(act, actor=service("engine"), via="engine")
    register = Questionnaires()
    made = rows.filter(edition=edition, state=FormState.DRAFT, content=content).first()
    if made is None:
        taken = Questionnaire.objects.filter(code=code, edition=edition).exists()
        values = {"code": code, "edition": f"{edition}*" if taken else edition, "content": content}
        made = write(register, engine, values)
    return follow(register, engine, "publish", made)  # type: ignore[no-any-return]
