"""Criteria speak of the company's settings as they are, in both languages, wherever they stand."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from sekisho.obligations.obligation import obligations
from sekisho.obligations.saying import by_default, criterion_of
from sekisho.packs.duties import duties
from sekisho.registers import settings
from tests.given.every import a_record
from tests.web.conftest import somebody

NAMED = re.compile(r"%\(([a-z_.]+)\)s")
SPAN = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|ten|fourteen|thirty|each|every|the next) "
    r"(?:business )?(?:minute|hour|day|week|month|quarter|year)s?\b|\bwithin (?:a year|the quarter)|same day"
    r"|\d+(?:分|時間|営業日|日|週間|か月|年)|翌営業日|当日|四半期|半期",
    re.IGNORECASE,
)
FIXED = {
    "usage-checks-closed": "the policy's month: by the end of the next one",
    "monitoring-ruled": "a year, as the rule of monitoring itself says",
    "managers-report-incidents": "major on the same day: no number that could be another",
    "clauses-stated": "every year, as a statement is good for a year",
    "changes-carried-out": "the day the change takes effect is the law's",
    "training-current": "14 days after the return from leave, as everywhere",
    "courses-taken": "14 days after the return from leave, as everywhere",
    "supplier-people-leave-with-the-work": "the day after: the first on which nobody works",
}
"""Obligations whose words hold a span of time that no setting governs, and why."""
UNSAID = {"calendar.first_month"}
"""Settings that shape a date without being a number one could say."""


@pytest.mark.django_db
def test_a_changed_setting_changes_the_words() -> None:
    one = obligations["assets-classified"]
    with override("en"):
        assert "within 7 days" in one.criterion
    a_record("settings", name="assets.classify_days", value="3")
    settings.forget()
    with override("en"):
        assert "within 3 days" in one.criterion
        assert "within 7 days" in by_default(one.asks)
    with override("ja"):
        assert "登録から3日以内" in one.criterion
        assert "3日以内" in criterion_of(duties()["O026"], "ja")
    client = Client()
    client.force_login(somebody("chair"))
    items = client.get("/api/v1/duties").json()["items"]
    answered = [i for i in items if "assets-classified" in i["obligations"]]
    assert answered
    assert all("3日以内" in item["criterion"] for item in answered)
    settings.forget()


@pytest.mark.django_db
def test_a_choice_is_said_in_its_words() -> None:
    a_record("settings", name="cadence.yearly", value="month")
    settings.forget()
    with override("en"):
        assert "by the end of the same month" in obligations["assets-class-reviewed"].criterion
    settings.forget()


@pytest.mark.parametrize("code", [one.code for one in obligations])
def test_a_criterion_names_the_settings_it_depends_on_and_no_number_of_theirs(code: str) -> None:
    """``within %(assets.classify_days)s days``, so that nobody reads a number that does not hold."""
    one = obligations[code]
    for tongue in ("en", "ja"):
        with override(tongue):
            raw, said = str(one.asks), by_default(one.asks)
        assert set(NAMED.findall(raw)) <= set(one.settings), code
        assert "%(" not in said
        typed = set(re.findall(r"(?<![\d.])\d+(?![\d.])", NAMED.sub("", raw)))
        own = {str(settings.known(s).default) for s in one.settings if s.endswith("_days")}
        assert not typed & own, f"{code}: write %(setting)s in place of the number"


@pytest.mark.parametrize("code", [one.code for one in obligations])
def test_every_number_a_setting_governs_follows_it_in_words_too(code: str) -> None:
    """Neither "within one business day" nor "each quarter", where the company may choose another."""
    one = obligations[code]
    numbers = {s for s in one.settings if settings.known(s).type == "integer"} - UNSAID
    for tongue in ("en", "ja"):
        with override(tongue):
            raw, title = str(one.asks), str(one.title)
        assert numbers <= set(NAMED.findall(raw)), f"{code}: name the setting in the criterion"
        if code not in FIXED:
            typed = SPAN.findall(NAMED.sub("", raw))
            assert not typed, f"{code}: {typed} is typed; let a setting say it"
            assert not re.search(r"quarter|四半期", title), code
