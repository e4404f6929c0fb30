"""Settings: what the company decides, each with its default, its source and its decision.

A setting is declared where it is used (``declare``) and changed as a record, so that who decided
what, when and why stands in the ledger. Cadences the policy leaves open live here.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights

KEEP = 2.0  # seconds another process may still see the former value


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting the product knows: ``source`` says where the default comes from.

    ``type``: integer, text, boolean, date or choice. ``since``: effective date of the default.
    """

    name: str
    default: Any
    title: Text
    type: str = "integer"
    unit: Text = ""
    source: Text = ""
    since: date | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    least: int = 0
    most: int = 100_000
    group: Text = ""


_declared: dict[str, Declared] = {}


def declare(name: str, default: Any, title: Text, **more: Any) -> Callable[[], Any]:
    """Declare a setting once; the answer is a function that reads its present value."""
    if name in _declared:
        raise ValueError(f"setting {name} is declared twice")
    _declared[name] = Declared(name, default, title, **more)
    return lambda: value(name)


def known(name: str) -> Declared:
    """The declaration of a setting. KeyError: never declared."""
    return _declared[name]


def declared() -> list[Declared]:
    return sorted(_declared.values(), key=lambda one: one.name)


class Setting(Record):
    """A value the company decided in place of the default."""

    name = models.CharField(_("setting"), max_length=80, unique=True)
    value = models.TextField(_("value"))
    reason = models.TextField(
        _("reason of the decision"), help_text=_("Why this value; minutes or a decision number.")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("setting")

    def __str__(self) -> str:
        return self.name


@register
class SettingRegister(Register[Setting]):
    name = "settings"
    title = _("Settings")
    singular = _("setting")
    about = _("What the company decided in place of a default, with the reason.")
    model = Setting
    key = ("name",)
    columns = ("name", "value", "reason", "decided_on")
    search = ("name", "value", "reason")
    order = ("name",)
    place = "settings"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "operator"),
        add=("director", "chair", "admin", "operator"),
        change=("director", "chair", "admin", "operator"),
        withdraw=("director", "chair", "admin"),
    )

    def check(self, values: Any, record: Setting | None, act: Act) -> Any:
        del record, act
        known = _declared.get(values["name"])
        if known is None:
            yield "name", _("There is no setting of this name.")
        elif (words := _unfit(known, values["value"])) is not None:
            yield "value", words

    def settle(self, records: Sequence[Setting], act: Act) -> None:
        del records, act
        forget()


def _unfit(known: Declared, raw: str) -> Text | None:
    try:
        found = _read(known, raw)
    except ValueError:
        return _("This value does not fit the setting.")
    if known.type == "integer" and not known.least <= found <= known.most:
        return _("From %(least)s to %(most)s.") % {"least": known.least, "most": known.most}
    if known.choices and found not in dict(known.choices):
        return _("Please choose one of the list.")
    return None


def _read(known: Declared, raw: str) -> Any:
    if known.type == "integer":
        return int(raw)
    if known.type == "boolean":
        if raw not in {"true", "false"}:
            raise ValueError(raw)
        return raw == "true"
    if known.type == "date":
        return date.fromisoformat(raw)
    return raw


_kept: dict[str, str] = {}
_until: list[float] = [0.0]


def forget() -> None:
    _until[0] = 0.0


def value(name: str) -> Any:
    """The decided value of a declared setting, else its default. KeyError: never declared."""
    known = _declared[name]
    if time.monotonic() >= _until[0]:
        _load()
    try:
        return _read(known, _kept[name]) if name in _kept else known.default
    except ValueError:  # written past the check: never a reason to stand still
        return known.default


def decided(name: str) -> bool:
    """Whether the company decided this value itself."""
    value(name)
    return name in _kept


def _load() -> None:
    _kept.clear()
    try:
        _kept.update(Setting.objects.present().values_list("name", "value"))
    except DatabaseError:
        return  # before the first migration every default holds
    _until[0] = time.monotonic() + KEEP
