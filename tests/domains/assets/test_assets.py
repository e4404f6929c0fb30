"""Information assets written through the one door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.domains.assets.models import Asset, Assets
from sekisho.domains.assets.starter import starter_classes
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.guard import visible
from sekisho.registers.listing import rows, wanted
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.assets import (
    a_class,
    a_classified_asset,
    a_personal_data_line,
    an_asset,
)
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def assets() -> Assets:
    return registry["assets"]


@pytest.fixture
def registered(assets, unit, acting):
    """Registers an asset of the unit through the door."""
    return lambda **but: write(assets, acting(), {"name": "顧客名簿", "unit": unit} | but)


def test_importance_is_computed_when_an_asset_is_written(assets, unit, acting):
    said = {"name": "見積", "unit": unit, "personal": "no"}
    scores = {"confidentiality": "2", "integrity": "1", "availability": "1"}
    asset = write(assets, acting(), said | scores)
    assert asset.importance == 2
    assert write(assets, acting(), {"personal": "personal"}, asset).importance == 3


def test_importance_is_unknown_until_personal_data_is_answered(assets, unit, acting):
    scores = {"confidentiality": "2", "integrity": "1", "availability": "1"}
    asset = write(assets, acting(), {"name": "見積", "unit": unit} | scores)
    assert asset.importance is None


def test_no_personal_data_does_not_stand_beside_a_kind(assets, unit, acting):
    said = {"name": "見積", "unit": unit, "personal": ("no", "personal")}
    with pytest.raises(Invalid, match="personal"):
        write(assets, acting(), said)


def test_a_kind_with_its_line_stays_declared(assets, acting, registered):
    asset = registered(personal="personal")
    a_personal_data_line(asset=asset, kind="personal")
    with pytest.raises(Invalid, match="personal"):
        write(assets, acting(), {"personal": "no"}, asset)
    write(assets, acting(), {"personal": "personal,my_number"}, asset)


def test_a_line_needs_its_kind_declared_on_the_asset(acting):
    asset = an_asset(personal=("personal",))
    lines = registry["personal_data"]
    with pytest.raises(Invalid, match="kind"):
        write(lines, acting(), {"asset": asset, "kind": "my_number"})
    write(lines, acting(), {"asset": asset, "kind": "personal"})


def test_kept_for_ever_and_until_a_day_exclude_each_other(assets, unit, acting):
    said = {"name": "定款", "unit": unit, "keep_forever": "yes", "keep_until": "2030-03-31"}
    with pytest.raises(Invalid, match="keep_until"):
        write(assets, acting(), said)


def test_a_label_is_confirmed_by_the_owner(assets, acting, registered):
    owner = a_person()
    asset = registered(owner=owner, classification=a_class())
    labelled = move(assets, acting(owner), "label", asset)
    assert labelled.label_applied_on == TODAY


def test_a_label_of_the_former_class_does_not_count(assets, acting, manager, registered):
    asset = registered(classification=a_class(), label_applied_on=TODAY)
    said = {"classification": a_class(rank=3), "class_reason": "図面を追加した"}
    raised = move(assets, acting(manager, "manager"), "classify", asset, said)
    assert raised.label_applied_on is None
    assert raised in Asset.objects.label_missing()


def test_the_list_of_missing_labels_follows_every_act(assets, acting, manager, registered):
    def found():
        asked = wanted(assets, {k: [v] for k, v in assets.views[1].query.items()})
        return rows(assets, acting(manager, "manager").actor, TODAY, asked)

    asset = registered()
    assert not found()
    said = {"classification": a_class(label_required=True), "class_reason": "理由"}
    move(assets, acting(manager, "manager"), "classify", asset, said)
    assert set(found()) == {asset}
    move(assets, acting(manager, "manager"), "label", asset)
    assert not found()


def test_a_class_that_starts_to_ask_for_labels_makes_them_missing(acting):
    line = starter_classes()[0] | {"label_required": False}
    draft = write(registry["classes"], acting(), line)
    asset = a_classified_asset(classification=draft)
    write(registry["classes"], acting(), {"label_required": "yes"}, draft)
    assert Asset.objects.get(pk=asset.pk).label_missing
    write(registry["classes"], acting(), {"label_required": "no"}, draft)
    assert not Asset.objects.get(pk=asset.pk).label_missing


def test_an_end_has_its_day_and_may_be_taken_back(assets, acting, manager, registered):
    ended = move(
        assets, acting(manager, "manager"), "end", registered(), {"end_reason": "返却した"}
    )
    assert (ended.state, ended.ended_on) == ("ended", TODAY)
    assert ended not in Asset.objects.in_use(TODAY)
    back = move(assets, acting(manager, "manager"), "resume", ended, {"remark": "誤り"})
    assert (back.state, back.ended_on, back.end_reason) == ("in_use", None, "")


def test_managers_see_their_units_and_owners_their_assets(assets, acting, manager, unit):
    mine, elsewhere = an_asset(unit=unit), an_asset()
    seen = visible(acting(manager, "manager").actor, assets, TODAY)
    assert set(seen) == {mine}
    owner = elsewhere.owner
    assert set(visible(acting(owner).actor, assets, TODAY)) == {elsewhere}
    assert set(visible(acting(a_person(), "auditor").actor, assets, TODAY)) == {mine, elsewhere}


def test_a_manager_registers_only_into_the_own_unit(assets, acting, manager, unit):
    write(assets, acting(manager, "manager"), {"name": "見積", "unit": unit})
    with pytest.raises(Denied):
        write(assets, acting(manager, "manager"), {"name": "見積", "unit": an_asset().unit})


def test_every_view_of_every_register_of_the_domain_can_be_asked(acting):
    for name in ("classes", "services", "assets", "personal_data", "measures", "censuses",
                 "label_checks"):  # fmt: skip
        register = registry[name]
        for view in register.views:
            asked = wanted(register, {k: [v] for k, v in view.query.items()})
            list(rows(register, acting().actor, TODAY, asked))


def test_the_view_of_personal_data_holds_every_kind_and_no_denial(assets, acting):
    holding = [an_asset(personal=(k,)) for k in ("personal", "special_care", "my_number")]
    an_asset(personal=("no",))
    an_asset()
    asked = wanted(assets, {k: [v] for k, v in assets.views[2].query.items()})
    assert set(rows(assets, acting().actor, TODAY, asked)) == set(holding)


def test_more_assets_cost_no_more_queries(assets, acting, unit):
    classification = a_class(label_required=True)

    def lines(first, last):
        facts = {"unit": unit, "classification": classification}
        return [Line({"name": f"資産{n}"} | facts) for n in range(first, last)]

    def asked(first, last):
        """Queries of writing these, but for inserts, which SQLite takes some rows at a time."""
        with CaptureQueriesContext(connection) as queries:
            write_many(assets, acting(), lines(first, last))
        return [q for q in queries if not q["sql"].startswith("INSERT")]

    asked(0, 2)  # what is read once is read
    assert len(asked(2, 12)) == len(asked(12, 412))
    assert Asset.objects.filter(label_missing=True).count() == 412
