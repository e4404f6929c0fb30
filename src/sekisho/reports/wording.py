"""Records in plain words, for paper: codes as words, references by name, days written out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from sekisho.domains.people.models import Account
from sekisho.registers import dates
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Text
from sekisho.registers.labels import HIDDEN, Reader, called
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema

NOTHING = "—"
BUILT_IN = ("operator", "engine")


def facts(act: Act, register: Register[Any], record: Any) -> list[tuple[str, str]]:
    """(label, words) of every field that says something, as far as ``act.actor`` may read it."""
    form = schema(register)
    values = form.values(record)
    known = _names(act, [f for f in form.fields if f.type == "reference"], values)
    found = []
    for one in form.fields:
        words = shown(one, values[one.name], known)
        if words != NOTHING or one.required or one.name in register.columns:
            found.append((str(one.label), words))
    return found


def shown(one: Field, value: Any, known: dict[UUID, str] | None = None) -> str:
    """One value in words; a dash for one that says nothing."""
    if value in (None, "", ()):
        return NOTHING
    labels: dict[str, Text] = dict(one.choices)
    if one.type == "reference":
        return (known or {}).get(value, str(HIDDEN))
    if one.type in {"set", "words"}:
        mark = _("、") if one.type == "set" else "\n"
        return mark.join(str(labels.get(v, v)) for v in value)
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else dates.day(value)
    if one.type == "boolean":
        labels = {"True": _("Yes"), "False": _("No")}
    return str(labels.get(str(value), value))


def moment(value: datetime) -> str:
    return dates.moment(value, ZoneInfo(settings.TIME_ZONE), "full")


def _names(act: Act, fields: list[Field], values: dict[str, Any]) -> dict[UUID, str]:
    """What stands for the records referred to, as far as the actor may be told."""
    wanted: dict[str, set[UUID]] = {}
    for one in fields:
        if values[one.name]:
            wanted.setdefault(one.target, set()).add(values[one.name])
    found: dict[UUID, str] = {}
    for target, ids in wanted.items():
        register = registry[target]
        known = called(register, ids, Reader(act.actor, act.on))
        found |= {pk: one.words for pk, one in known.items()}
    return found


def actors(ids: set[UUID]) -> dict[UUID, str]:
    """Names of accounts, for whoever may read the record they acted on."""
    built_in = {service(name).id: words for name, words in zip(BUILT_IN, _built_in(), strict=True)}
    return built_in | dict(Account.objects.filter(pk__in=ids).values_list("pk", "name"))


def _built_in() -> tuple[str, str]:
    return _("Operator"), _("Automatic judging")
