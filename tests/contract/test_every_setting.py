"""What is true of every setting: it says what it is and where it comes from, and who decided it."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from sekisho.ledger.history import history
from sekisho.registers import settings
from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.settings import Declared
from tests.contract.acting import an_act
from tests.given.framework import a_setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anybody")]
EACH = pytest.mark.parametrize("one", settings.declared(), ids=lambda one: one.name)
TYPES = {"integer": int, "boolean": bool, "text": str, "choice": str, "date": date}
JAPANESE = re.compile("[぀-ヿ一-鿿々]")


def typed(one: Declared, value: Any) -> str:
    return str(value).lower() if one.type == "boolean" else str(value)


def another(one: Declared) -> Any:
    """A value the company may decide, other than the default."""
    if one.type == "integer":
        return one.least if one.default != one.least else one.least + 1
    if one.choices:
        return next(code for code, _ in one.choices if code != one.default)
    return {"boolean": not one.default, "date": date(2026, 4, 1), "text": "別の言葉"}[one.type]


@EACH
def test_a_setting_says_what_it_is(one: Declared) -> None:
    assert re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", one.name)
    assert one.type in TYPES
    for words in filter(None, (one.title, one.unit, one.group, one.source)):
        with translation.override("ja"):
            assert JAPANESE.search(str(words)) or str(words).isupper(), str(words)
        with translation.override("en"):
            assert not JAPANESE.search(str(words))
    assert one.title
    assert one.group


@EACH
def test_the_default_stands_within_what_may_be_decided(one: Declared) -> None:
    assert one.default is None or isinstance(one.default, TYPES[one.type])
    if one.type == "integer":
        assert one.least <= one.default <= one.most
    if one.type == "choice":
        assert one.default in dict(one.choices)
    assert settings.value(one.name) == one.default
    assert not settings.decided(one.name)


@EACH
def test_changing_one_takes_a_reason_and_holds_at_once(one: Declared) -> None:
    register = registry["settings"]
    values = {"name": one.name, "value": typed(one, another(one))}
    with pytest.raises(Invalid) as refused:
        write(register, an_act(), values)
    assert set(refused.value.problems) == {"reason"}
    record = write(register, an_act(), {**values, "reason": "第5回委員会"})
    assert settings.value(one.name) == another(one)
    assert settings.decided(one.name)
    payload = history("settings", record.pk)[0].payload
    assert payload is not None
    assert payload["set"]["value"] == values["value"]
    withdraw(register, an_act(), record, "元に戻す")
    assert settings.value(one.name) == one.default


@EACH
def test_what_does_not_fit_is_refused(one: Declared) -> None:
    wrong = {
        "integer": ["", "abc", "1.5", str(one.least - 1), str(one.most + 1)],
        "boolean": ["", "maybe"],
        "date": ["", "2026-13-01", "tomorrow"],
        "choice": ["", "no such choice"],
        "text": [""],
    }[one.type]
    if one.choices:
        wrong = ["", "no such choice"]
    for raw in wrong:
        with pytest.raises(Invalid) as refused:
            write(
                registry["settings"], an_act(), {"name": one.name, "value": raw, "reason": "理由"}
            )
        assert set(refused.value.problems) == {"value"}, raw
    assert settings.value(one.name) == one.default


def test_a_setting_nobody_declared_cannot_be_decided() -> None:
    values = {"name": "no.such_setting", "value": "1", "reason": "理由"}
    with pytest.raises(Invalid) as refused:
        write(registry["settings"], an_act(), values)
    assert set(refused.value.problems) == {"name"}


def test_a_reason_is_asked_again_for_each_decision() -> None:
    record = a_setting()
    with pytest.raises(Invalid):
        write(registry["settings"], an_act(), {"value": "50", "reason": " "}, record)
    later = replace(an_act(), via="test")
    write(registry["settings"], later, {"value": "50", "reason": "第6回委員会"}, record)
    assert settings.value("obligations.grace_days") == 50
