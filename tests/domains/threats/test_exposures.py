"""From files to work: one exposure for each asset and fault, tightened, verified, found again."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sekisho.domains.threats.models import Advisory, Exposure, Feed, Inventory, Vulnerability
from sekisho.domains.threats.opening import follow
from sekisho.domains.threats.reading import matches
from sekisho.ledger.history import history
from sekisho.registers.actor import Actor
from sekisho.registers.commands import move
from sekisho.registers.register import registry
from tests.contract.acting import an_act
from tests.domains.threats.bringing import DAY, bring, install, kev, on, osv
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 11)
FAULT = osv("GHSA-aaaa", "kamome", fixed="2.3.0", aliases=["CVE-2026-0001"])


def only() -> Exposure:
    found: Exposure = Exposure.objects.get()
    return found


@pytest.fixture
def asset() -> Any:
    return an_asset(classification=a_class(rank=3))


def moved(name: str, record: Any, **said: Any) -> Any:
    actor = Actor(uuid4(), frozenset({"admin"}), a_person().pk)
    return move(registry["exposures"], an_act(actor), name, record, said)


def test_a_component_within_the_range_opens_one_exposure_with_owner_and_day(
    asset: Any, tmp_path: Path
) -> None:
    bring(
        on(TODAY),
        tmp_path,
        "osv",
        [FAULT, osv("OSV-1", "kamome", fixed="2.4.0", aliases=["CVE-2026-0001"])],
    )
    done = install(
        on(TODAY), tmp_path, asset, ("kamome", "2.2.9"), ("kamome", "1.0.0"), ("umineko", "1.0.0")
    )
    assert done.followed.opened == 1
    one = only()
    assert (one.vulnerability, one.owner_id, one.state) == ("CVE-2026-0001", asset.owner_id, "new")
    assert (one.components, one.fix, one.possible) == ("kamome 1.0.0, kamome 2.2.9", "2.3.0", False)
    assert (
        one.treat_by == TODAY + 30 * DAY
    )  # its score is not known, its class is strict, its reach unsaid
    assert done.record.sha256 in str(next(iter(history("inventories", done.record.pk))).payload)


def test_the_fixed_version_is_not_affected_and_the_same_file_changes_nothing(
    asset: Any, tmp_path: Path
) -> None:
    install(on(TODAY), tmp_path, asset, ("kamome", "2.3.0"))
    first = bring(on(TODAY), tmp_path, "osv", [FAULT])
    again = bring(on(TODAY), tmp_path, "osv", [FAULT])
    assert (first.changed, again.changed, Exposure.objects.count()) == (1, 0, 0)
    assert Feed.objects.get(kind="osv").last_sha256 == again.sha256


def test_exploitation_brings_the_day_nearer_and_nothing_moves_it_back(
    asset: Any, tmp_path: Path
) -> None:
    bring(on(TODAY), tmp_path, "osv", [FAULT])
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"), reach="internal")
    bring(on(TODAY + DAY), tmp_path, "kev", kev("CVE-2026-0001"))
    one = only()
    assert (one.exploited, one.exploited_on, one.priority) == (
        True,
        date(2026, 5, 1),
        "1_exploited",
    )
    assert one.treat_by == TODAY + 8 * DAY
    bring(on(TODAY + 2 * DAY), tmp_path, "kev", kev("CVE-1999-0001"))  # struck off the catalogue
    assert only().treat_by == TODAY + 8 * DAY
    Inventory.objects.update(reach="internet")
    bring(on(TODAY + 2 * DAY), tmp_path, "kev", kev("CVE-2026-0001"))
    assert only().treat_by == TODAY + 8 * DAY  # told already: it is not given a new day


def test_a_likely_fault_that_is_severe_and_reachable_is_acted_on(
    asset: Any, tmp_path: Path
) -> None:
    severe = FAULT | {
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
    }
    bring(on(TODAY), tmp_path, "osv", [severe])
    bring(
        on(TODAY),
        tmp_path,
        "epss",
        "#model_version:v1,score_date:2026-05-10\ncve,epss,percentile\nCVE-2026-0001,0.42,0.97\n",
    )
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"), reach="internet")
    one = only()
    assert (one.cvss, one.epss, one.priority) == (Decimal("9.8"), Decimal("0.4200"), "2_act")
    assert one.treat_by == TODAY + 7 * DAY


def test_the_next_inventory_verifies_a_fix_and_a_return_opens_it_again(
    asset: Any, tmp_path: Path
) -> None:
    bring(on(TODAY), tmp_path, "osv", [FAULT])
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"))
    one = moved("remediate", only(), action="2.3.0 にする")
    moved("claim_fixed", one, ticket="CHG-77")
    Exposure.objects.update(fixed_on=TODAY + DAY)
    install(on(TODAY + 2 * DAY), tmp_path, asset, ("kamome", "2.1.0"))
    assert only().state == "in_progress"  # a younger list still has it
    moved("claim_fixed", only(), ticket="CHG-78")
    Exposure.objects.update(fixed_on=TODAY + 3 * DAY)
    install(on(TODAY + 4 * DAY), tmp_path, asset, ("kamome", "2.3.1"))
    assert (only().state, only().verified_on, only().verified_by) == (
        "verified",
        TODAY + 4 * DAY,
        None,
    )
    install(on(TODAY + 9 * DAY), tmp_path, asset, ("kamome", "2.0.0"))
    back = only()
    assert (back.state, back.returned, back.found_on) == ("new", True, TODAY + 9 * DAY)
    install(on(TODAY + 10 * DAY), tmp_path, asset, ("kamome", "3.0.0"))
    assert only().state == "gone"  # nobody said so, yet it is there no more


def test_an_acceptance_ends_with_its_day_and_a_verdict_with_its_version(
    asset: Any, tmp_path: Path
) -> None:
    bring(on(TODAY), tmp_path, "osv", [FAULT])
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"))
    Exposure.objects.update(state="accepted", accepted_until=TODAY + 5 * DAY)
    follow(on(TODAY + 5 * DAY))
    assert only().state == "accepted"
    follow(on(TODAY + 6 * DAY))
    assert only().state == "new"
    moved(
        "not_affected", only(), justification="component_not_present", detail="試験用の写しのみ。"
    )
    follow(on(TODAY + 6 * DAY))
    assert only().state == "not_affected"
    install(on(TODAY + 7 * DAY), tmp_path, asset, ("kamome", "2.0.1"))
    assert only().state == "new"


def test_names_that_turn_out_to_mean_one_fault_become_one(asset: Any, tmp_path: Path) -> None:
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"))
    bring(
        on(TODAY),
        tmp_path,
        "osv",
        [osv("GHSA-a", "kamome"), osv("OSV-b", "kamome", aliases=["CVE-2026-0002"])],
    )
    assert (Vulnerability.objects.count(), Exposure.objects.count()) == (2, 2)
    bring(on(TODAY), tmp_path, "osv", [osv("GHSA-a", "kamome", aliases=["CVE-2026-0002"])])
    assert Vulnerability.objects.get().name == "CVE-2026-0002"
    (match,) = matches(TODAY)
    assert (match.aliases, match.assets) == (["CVE-2026-0002", "GHSA-a", "OSV-b"], [asset.number])


def test_a_withdrawn_advisory_affects_nobody(asset: Any, tmp_path: Path) -> None:
    bring(on(TODAY), tmp_path, "osv", [FAULT])
    install(on(TODAY), tmp_path, asset, ("kamome", "2.0.0"))
    bring(on(TODAY), tmp_path, "osv", [FAULT | {"withdrawn": "2026-05-11T00:00:00Z"}])
    follow(on(TODAY + DAY))
    assert (matches(TODAY), only().state, Advisory.objects.get().withdrawn) == ([], "gone", True)


def test_without_an_asset_there_is_a_match_and_no_exposure(tmp_path: Path) -> None:
    bring(on(TODAY), tmp_path, "osv", [FAULT])
    install(on(TODAY), tmp_path, None, ("kamome", "2.0.0"))
    assert [m.advisory for m in matches(TODAY)] == ["CVE-2026-0001"]
    assert not Exposure.objects.exists()


@pytest.mark.once
def test_no_hand_makes_the_moves_of_the_inventory() -> None:
    rights = registry["exposures"].rights
    assert {tuple(rights.of(n)) for n in ("lose", "come_back", "verify_by_inventory")} == {
        ("engine",)
    }
