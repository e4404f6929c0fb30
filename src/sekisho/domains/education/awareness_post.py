"""Awareness posts: a few minutes' reading on one matter, for the company or for one unit (啓発)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.packs.duties import duties
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow

SIGNS_A_MINUTE = 500
WRITTEN = ("title", "title_en", "text", "text_en")


class PostState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ENDED = "ended", _("In the archive")


LIFE = Workflow(
    PostState,
    PostState.DRAFT,
    (
        Move("publish", PostState.DRAFT, PostState.PUBLISHED, _("Publish"),
             sets=(("published_by", "person"), ("published_on", "day"))),
        Move("end", PostState.PUBLISHED, PostState.ENDED, _("Move to the archive"),
             sets=(("ended_on", "day"),)),
    ),
)  # fmt: skip


class AwarenessPosts(Records):
    def out(self, on: date) -> Self:
        """Those published by the end of the day ``on``, in the archive by now or not."""
        return self.present().filter(published_on__lte=on)

    def current(self, on: date) -> Self:
        """Those that people are asked to read on ``on``."""
        return self.out(on).filter(state=PostState.PUBLISHED)


class AwarenessPost(Record):
    """Without a unit it is for the whole company."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    text = models.TextField(_("text"), help_text=_("Short enough for a phone: one matter."))
    text_en = models.TextField(_("text (English)"), blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="awareness_posts",
        verbose_name=_("for which unit"), help_text=_("Empty: the whole company."),
    )  # fmt: skip
    duties = WordsField(_("duties"), blank=True, help_text=_("Numbers such as O053, one a line."))
    author = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="posts_written",
        verbose_name=_("from"), help_text=_("Who says it. Empty: whoever enters it."),
    )  # fmt: skip
    published_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="posts_published",
        verbose_name=_("published by"),
    )  # fmt: skip
    published_on = models.DateField(_("published on"), null=True, blank=True)
    ended_on = models.DateField(_("in the archive since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=PostState, default=PostState.DRAFT)

    objects: ClassVar[Any] = AwarenessPosts.as_manager()

    class Meta:
        verbose_name = _("awareness post")
        indexes = (models.Index(fields=("unit", "published_on"), name="post_by_day"),)

    def __str__(self) -> str:
        return self.said("title")

    def said(self, name: str) -> str:
        """The title or the text in the active language, if it was written in it."""
        english = (get_language() or "").startswith("en")
        words: str = getattr(self, f"{name}_en" if english else name) or getattr(self, name)
        return words

    @property
    def minutes(self) -> int:
        return max(1, round(len(self.text) / SIGNS_A_MINUTE))


@register
class AwarenessPostRegister(Register[AwarenessPost]):
    name = "awareness_posts"
    title = _("Awareness posts")
    singular = _("awareness post")
    about = _("What the company or a unit reminds its people of, by whom and since when.")
    model = AwarenessPost
    open_labels = True
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "manager:unit"),
        moves={"publish": (*LEADERS, "manager:unit"), "end": (*LEADERS, "manager:unit")},
    )
    number = "AW-{n:04d}"
    columns = ("number", "title", "unit", "author", "state", "published_on", "published_by")
    filters = ("state", "unit", "published_on")
    search = ("number", "title", "title_en", "text", "text_en")
    order = ("-published_on", "-number")
    unit_path = "unit"
    sealed = frozenset({"published_by", "published_on", "ended_on"})
    life = LIFE
    views = (View(_("To be published"), {"state": PostState.DRAFT}),)

    def prepare(self, values: dict[str, Any], record: AwarenessPost | None, act: Act) -> None:
        if record is None and values["author"] is None and act.actor.person:
            values["author"] = act.actor.person

    def check(
        self, values: Mapping[str, Any], record: AwarenessPost | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        for duty in values["duties"]:
            if duty not in duties():
                yield (
                    "duties",
                    _("%(duty)s is not in the catalogue of duties; write it like O053.")
                    % {"duty": duty},
                )
        if values["title_en"] and not values["text_en"]:
            yield "text_en", _("The title is there in English, the text is not.")
        if record is not None and record.state == values["state"] != PostState.DRAFT:
            yield from _rewritten(values, record)


def _rewritten(values: Mapping[str, Any], record: AwarenessPost) -> Iterable[tuple[str, Text]]:
    """People have read it as it stands."""
    was = {name: getattr(record, name) for name in WRITTEN}
    if any(values[name] != was[name] for name in WRITTEN) or values["unit"] != record.unit_id:
        yield "text", _("It is published as it stands. Move it to the archive and write a new one.")
