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
