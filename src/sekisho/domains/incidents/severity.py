"""Severity from facts: rules that the committee may change, and the ones shipped until it does."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.applies import Answer, Facts, applies
from sekisho.domains.incidents.words import RANK, Severity
from sekisho.packs.breach import When, facts
from sekisho.packs.duties import Words
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class SeverityRule(Record):
    """Where all of these facts hold, an incident is at least this severe."""

    title = models.CharField(_("title"), max_length=120)
    facts = WordsField(
        _("facts"), blank=False,
        help_text=_("Names of facts, one a line; all must hold. Numbers: persons>1000."),
    )  # fmt: skip
    severity = models.CharField(_("at least"), max_length=9, choices=Severity)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("severity rule")
        constraints = (models.UniqueConstraint(fields=("title",), name="severity_rule_once"),)

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class Shipped:
    """A rule that holds until the committee records rules of its own."""

    words: Words
    facts: tuple[str, ...]
    severity: str

    @property
    def title(self) -> str:
        return self.words.said(get_language() or "en")


@dataclass(frozen=True, slots=True)
class Called:
    """What a rule says of an incident: surely, or possibly."""

    title: str
    severity: str
    answer: Answer


@cache
def shipped() -> tuple[Shipped, ...]:
    file = resources.files("sekisho.packs.breach") / "severity.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Shipped(Words(**r["title"]), tuple(r["facts"]), r["severity"]) for r in raw["rule"]
    )


def calls(known: Facts) -> list[Called]:
    """Every rule that applies or may apply to these facts, the most severe first."""
    rows: Sequence[SeverityRule | Shipped] = list(SeverityRule.objects.present()) or shipped()
    found = [Called(r.title, r.severity, applies(When(all=tuple(r.facts)), known)) for r in rows]
    called = [one for one in found if one.answer != Answer.NO]
    return sorted(called, key=lambda one: -RANK[Severity(one.severity)])


def least(known: Facts) -> str:
    """The severity that the facts surely call for; "" when they call for none."""
    return next((one.severity for one in calls(known) if one.answer == Answer.YES), "")


@register
class SeverityRules(Register[SeverityRule]):
    name = "severity_rules"
    title = _("Severity rules")
    singular = _("severity rule")
    about = _(
        "Which facts make an incident major or moderate. Without rules here, those shipped hold."
    )
    model = SeverityRule
    key = ("title",)
    columns = ("title", "facts", "severity")
    filters = ("severity",)
    search = ("title",)
    order = ("title",)
    place = "incidents"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "operator"),
        add=("director", "chair", "committee", "operator"),
        change=("director", "chair", "committee", "operator"),
        withdraw=("director", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: SeverityRule | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        names = [word.partition(">")[0] for word in values["facts"]]
        for wrong in [name for name in names if name not in facts()]:
            yield "facts", _("There is no fact “%(name)s”.") % {"name": wrong}
