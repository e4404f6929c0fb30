"""Every denial says every reason, and what can be done about it, in Japanese and in English."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override

from sekisho import checkpoint
from sekisho.checkpoint import keeping
from sekisho.checkpoint.advice import ADVICE, WHERE, advice
from sekisho.checkpoint.live import Registers
from tests.checkpoint.live.company import Company
from tests.given.safeguards import a_freeze, a_policy_in_force

HOUSE = Path(checkpoint.__file__).parent


def failures() -> Iterator[tuple[str, str]]:
    """Every reason (code, advice its rule names) that is written anywhere in the checkpoint."""
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if _is_failure(node):
                own = [k.value for k in node.keywords if k.arg == "advice"]
                said = own[0].value if own and isinstance(own[0], ast.Constant) else ""
                yield node.args[0].value, said


def _is_failure(node: Any) -> bool:
    named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Failure", "_no"}
    return named and bool(node.args) and isinstance(node.args[0], ast.Constant)


@pytest.mark.once
def test_against_every_reason_something_can_be_done_and_it_is_said_in_both_languages() -> None:
    found = set(failures())
    assert len({code for code, _said in found}) > 35
    assert {code for code, said in found if advice(code, said) not in ADVICE} == set()
    for words in ADVICE.values():
        with override("ja"):
            assert gettext(words) != words
    assert set(WHERE) <= set(ADVICE)


@pytest.mark.django_db
def test_a_denial_for_many_reasons_names_them_all_with_a_way_through_each(enter: Any) -> None:
    company = Company(
        mfa="strong", trained=True, acknowledged=True, pledged=True, zones=("本社",),
        from_hour=1, to_hour=2,
    )  # fmt: skip
    company.gate = Registers(company.follower, keep=keeping.keep_all, now=lambda: company.now)
    a_policy_in_force("forbid(principal, action, resource is Asset);", name="規則")
    for frozen in ({"asset": company.plans}, {"person": company.hana}):
        a_freeze(**frozen)
    company.device.firewall, company.device.updated = False, None
    company.device.checked_at = company.now - timedelta(days=9)
    company.device.save()
    found = company.ask("export", zone="喫茶店").context
    codes = [one["code"] for one in found["reasons"]]
    assert codes == [
        "mfa_weak", "person_frozen", "not_pledged", "training_unknown", "device_unsound",
        "device_stale", "zone", "hours", "asset_frozen", "company_policy", "action_not_covered",
    ]  # fmt: skip
    for one in found["reasons"]:
        assert one["ja"] != one["en"] and "%(" not in one["ja"] + one["en"], one
        assert one["advice"]["ja"] != one["advice"]["en"], one
        assert one["fixable_by"]
    for language in ("ja", "en"):
        answer = enter("director", language=language).get(f"/d/{found['evaluation_id']}")
        page = unescape(answer.text)
        for one in found["reasons"]:
            assert one[language] in page
            assert one["advice"][language] in page
