"""A population is counted anew only when a change may move somebody in or out of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from sekisho.domains.assets.models import Asset, StorageRule
from sekisho.domains.people.models import Unit
from sekisho.findings import daily, watch
from sekisho.findings.finding import Standing
from sekisho.findings.membership import same
from sekisho.ledger.history import Item, history
from sekisho.ledger.sequence import integrate
from sekisho.obligations.obligation import obligations
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import withdraw, write
from sekisho.registers.register import registry
from tests.given.assets import a_classified_asset, an_asset

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ACT = Act(service("operator"), AT, "test", TODAY)
ENGINE = Act(service("engine"), AT, "engine", TODAY)


def changed(asset: Asset, **values: Any) -> Item:
    write(registry["assets"], ACT, values, asset)
    asset.refresh_from_db()
    return history("assets", asset.pk)[0]


def test_only_what_the_scope_asks_about_can_change_its_number() -> None:
    asset = an_asset()
    rows = Asset.objects.in_use(TODAY)
    moved = changed(asset, location="書庫")
    assert same(rows, [moved])
    assert same(Unit.objects.filter(code="1"), [moved])
    assert not same(rows.filter(location="書庫"), [moved])
    assert not same(rows.filter(unit__code="1"), [changed(asset, unit=an_asset().unit_id)])
    assert not same(rows, [moved, replace(moved, payload={"set": {"ended_on": "2026-11-23"}})])


def test_what_comes_or_goes_or_can_no_longer_be_read_is_in_doubt() -> None:
    asset = an_asset()
    moved = changed(asset, location="書庫")
    rows = Asset.objects.in_use(TODAY)
    assert not same(rows, [replace(moved, act="add")])
    assert not same(rows, [replace(moved, payload=None)])
    assert same(rows, [replace(moved, kind="sign_ins", act="sign in")])
    withdraw(registry["assets"], ACT, asset, "重複")
    assert not same(rows, history("assets", asset.pk)[:1])


def test_a_table_within_a_condition_counts_and_a_derived_column_is_always_in_doubt() -> None:
    moved = changed(an_asset(), location="書庫")
    rules = Exists(StorageRule.objects.filter(classification=OuterRef("classification")))
    rule = replace(
        moved, kind="storage_rules", act="change", payload={"set": {"classification": ""}}
    )
    rows = Asset.objects.filter(rules)
    assert same(rows, [moved])
    assert not same(rows, [rule])
    assert same(rows, [replace(rule, payload={"set": {"encrypted": True}})])
    assert not same(Asset.objects.filter(label_missing=True), [moved])
    assert not same(Asset.objects.none(), [moved])


def stood() -> list[dict[str, Any]]:
    codes = [one.code for one in obligations if one.of is Asset]
    rows = Standing.objects.filter(on=TODAY, obligation__in=codes).order_by("obligation").values()
    return [{k: v for k, v in row.items() if k not in {"id", "at"}} for row in rows]


def test_after_any_change_assets_are_counted_as_by_judging_everyone() -> None:
    asset, other = a_classified_asset(), a_classified_asset()
    daily.evaluate(ENGINE)
    for record, values in (
        (asset, {"location": "書庫"}),
        (asset, {"personal": ["personal"]}),
        (other, {"media": ["cloud"], "location": ""}),
        (other, {"trade_secret": "secret"}),
        (None, {"name": "新しい資産", "unit": asset.unit_id}),
    ):
        write(registry["assets"], ACT, values, record)
        if record:
            record.refresh_from_db()
        integrate()  # on PostgreSQL a sequencer of its own gives entries their places
        watch.catch_up(ENGINE)
        quick = stood()
        daily.evaluate(ENGINE)
        assert quick == stood(), values


def test_a_change_of_place_counts_no_assets() -> None:
    asset = an_asset()
    daily.evaluate(ENGINE)
    write(registry["assets"], ACT, {"location": "書庫"}, asset)
    integrate()
    with CaptureQueriesContext(connection) as asked:
        watch.catch_up(ENGINE)
    counts = [
        q["sql"] for q in asked if q["sql"].startswith('SELECT COUNT(*) AS "__count" FROM "assets')
    ]
    assert counts == []
