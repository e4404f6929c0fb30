"""Trying a company policy out, on its page and on the command line; and the denials by gate."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from sekisho.checkpoint import keeping, live
from sekisho.checkpoint.live import Registers
from sekisho.cli.command import Context, Stop, operator
from sekisho.config.main import parser
from tests.checkpoint.live.company import Company
from tests.given.safeguards import an_access_policy

pytestmark = pytest.mark.django_db
CAFE = (
    '@id("cafe") @reason_ja("喫茶店では開けません。") @reason_en("Not in a café.")\n'
    'forbid(principal, action, resource is Asset) when { context has zone && context.zone == "cafe" };'
)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Company:
    """A permit from a café and a denial, given just now."""
    company = Company(device="none")
    company.now = timezone.now()
    company.gate = Registers(company.follower, keep=keeping.keep_all, now=lambda: company.now)
    monkeypatch.setattr(live, "_here", [company.gate])
    assert company.codes(zone="cafe") == []
    company.ask("export", zone="cafe")
    return company


def test_the_page_shows_what_would_turn_and_who_may_see_it(gate: Company, enter: Callable) -> None:
    policy = an_access_policy(name="店", text=CAFE)
    page = reverse("policy-try", kwargs={"number": policy.number})
    shown = enter("chair").get(page).text
    assert "許可1件のうち、1件が拒否に変わります" in shown
    assert gate.hana.name in shown
    assert "喫茶店では開けません。" in shown
    assert "Permit becomes a denial" in enter("chair", language="en").get(page).text
    assert enter("employee").get(page).status_code == 403
    assert enter("chair").get(page.replace(policy.number, "CP-999")).status_code == 404
    record = enter("chair").get(f"/r/access_policies/{policy.number}").text
    assert page in record
    assert "principal.employment" in record  # a draft tells its words
    denials = enter("manager").get(reverse("denials"))
    assert denials.status_code == 200
    assert "前週との差" in enter("chair").get(reverse("denials")).text


@pytest.mark.once
def test_the_command_line_tries_a_file_or_a_draft(
    gate: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = an_access_policy(name="店", text=CAFE)
    file = tmp_path / "café.cedar"
    file.write_text(CAFE, "utf-8")

    def run(*words: str) -> dict[str, Any]:
        args = parser().parse_args(["checkpoint", "try", *words, "--json"])
        assert args.command_.run(Context(args, args.json, operator())) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    assert run(str(file)) == run(policy.number)
    assert run(str(file))["closed"] == ["D-1"]
    assert run(str(file), "--days", "1")["by_policy"] == {"cafe": 1}
    for words in (
        "permit(principal, action, resource is Asset);",
        CAFE.replace("has zone", "has zones"),
    ):
        file.write_text(words, "utf-8")
        with pytest.raises(Stop):
            run(str(file))
    with pytest.raises(Stop):
        run("nothing.cedar")
    del gate
