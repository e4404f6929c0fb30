"""Statutory retention: what law makes us keep for how long, with article and effective date."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone


class RetentionRule(Record):
    """One kind of record and how long a law wants it kept, from which event on."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_ja = models.CharField(_("kind of record (Japanese)"), max_length=120)
    name_en = models.CharField(_("kind of record (English)"), max_length=160)
    years = models.PositiveSmallIntegerField(
        _("years"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    runs_from = models.CharField(
        _("runs from"), max_length=160, help_text=_("The event from which the years are counted.")
    )
    law = models.CharField(_("law"), max_length=160)
    article = models.CharField(_("article"), max_length=80)
    since = models.DateField(_("in effect since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("retention rule")

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_ja


@register
class RetentionRules(Register[RetentionRule]):
    name = "retention_rules"
    title = _("Statutory retention periods")
    singular = _("retention rule")
    about = _(
        "How long which law wants which records kept. Check a line against the law before use."
    )
    model = RetentionRule
    key = ("code",)
    handles = ("code", "name_ja", "name_en")
    columns = ("name_ja", "years", "runs_from", "law", "article", "since")
    filters = ("years", "since")
    search = ("code", "name_ja", "name_en", "law", "article")
    order = ("code",)
    place = "settings"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name_ja": ("書類の種類", "文書名"),
        "years": ("保存年数", "保存期間"),
        "runs_from": ("起算日",),
        "law": ("根拠法令", "法令"),
        "article": ("条文", "条項"),
    }
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=("director", "deputy", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: RetentionRule | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        """Assets lean on the years: a changed law is a new line, and the old one stays as it was."""
        del act
        if record is not None and values["years"] != record.years:
            yield "years", _("A changed period is a new line, so that older records keep theirs.")


def least(start: date | None, *years: int | None) -> date | None:
    """The last day of the longest of ``years`` from ``start``; None: nobody can tell, or none."""
    known = [n for n in years if n]
    return after_months(start, 12 * max(known)) if start and known else None
