"""The handling card, requests about one asset, “may I?”, the count and the review of classes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.assets.models import (
    Asset,
    CensusLine,
    DisclosurePermit,
    LabelCheck,
    StorageCheck,
    Takeout,
)
from sekisho.domains.people.models import Account
from tests.given.access import an_access_right, an_entitlement, an_opened_asset
from tests.given.assets import a_census, a_classified_asset, an_asset, the_starter_classes
from tests.given.keeping import a_disclosure_permit, a_trade_secret_sheet, the_starter_rules
from tests.given.people import an_appointment
from tests.given.suppliers import a_party, an_nda
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def classes() -> dict[str, Any]:
    found = the_starter_classes()
    the_starter_rules(found)
    return found


@pytest.fixture
def boss() -> Account:
    return somebody("manager")


def came(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def asset(classes: dict[str, Any], boss: Account) -> Asset:
    unit = boss.person.appointments.get().unit or boss.person.unit
    boss.person.appointments.update(unit=unit)
    return a_classified_asset(
        unit=unit, classification=classes["confidential"], media=("paper",), name="顧客名簿",
        purposes=("契約の履行",),
    )  # fmt: skip


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_card_says_how_to_handle_it_and_hides_the_name_from_strangers(
    asset: Asset, boss: Account
) -> None:
    page = text(came(boss), f"/a/{asset.number}")
    assert "顧客名簿" in page
    assert "私物の端末や個人契約のサービスには保存しません。" in page
    stranger = text(came(somebody()), f"/a/{asset.number}")
    assert "顧客名簿" not in stranger
    assert asset.number in stranger


def test_an_unclassified_asset_is_handled_as_confidential_and_never_called_so(
    asset: Asset, boss: Account
) -> None:
    bare = an_asset(unit=asset.unit)
    page = text(came(boss), f"/a/{bare.number}")
    assert "未区分" in page
    assert 'class="cls' not in page


def test_an_employee_asks_to_take_out_what_they_may_not_read(asset: Asset) -> None:
    mine, today = somebody(), timezone.localdate()
    other = a_classified_asset(unit=asset.unit, classification=asset.classification)
    said = {
        "kind": "take_out", "medium": "paper", "method": "hand", "destination": "取引先",
        "purpose": "打合せ", "starts_on": today, "due_back_on": today + DAY, "others": other.number,
    }  # fmt: skip
    path = f"/a/{asset.number}/ask/takeouts"
    assert came(mine).post(path, said | {"method": "post"}).status_code == 422
    assert came(mine).post(path, said | {"others": "IA-9999"}).status_code == 422
    assert not Takeout.objects.exists()
    assert came(mine).post(path, said).status_code == 302
    assert set(Takeout.objects.values_list("asset", "carrier", "state")) == {
        (one.pk, mine.person_id, "requested") for one in (asset, other)
    }


def test_a_request_to_disclose_takes_unit_and_class_from_the_asset(asset: Asset) -> None:
    party, today = a_party(), timezone.localdate()
    said = {
        "what": "名簿", "party": party.number, "purpose": "照会", "ground": "law",
        "ground_detail": "刑事訴訟法第197条", "starts_on": today, "ends_on": today + DAY,
    }  # fmt: skip
    path = f"/a/{asset.number}/ask/disclosure_permits"
    assert came(somebody()).post(path, said).status_code == 302
    made = DisclosurePermit.objects.get()
    assert (made.unit, made.classification) == (asset.unit, asset.classification)
    assert came(somebody()).get(f"/a/{asset.number}/ask/assets").status_code == 404


def test_may_i_answers_from_the_rules_of_the_class(asset: Asset) -> None:
    client = came(somebody())
    ask = lambda **q: text(client, "/may-i?" + "&".join(f"{k}={v}" for k, v in q.items()))  # noqa: E731
    assert "してはいけない" in ask(use="private", asset=asset.number)
    assert "条件つきでしてよい" in ask(use="print", asset=asset.number)
    assert "してよい" in ask(use="ai", **{"class": "public"})
    unknown = ask(use="usb")
    assert "機密" in unknown
    assert "持出許可を申請" in unknown
    assert "見つかりません" in ask(use="mail", asset="ない名前")


def test_may_i_disclose_follows_agreement_and_permit(asset: Asset) -> None:
    client, today = came(somebody()), timezone.localdate()
    party = a_party()
    path = f"/may-i?use=disclose&asset={asset.number}&party={party.number}"
    assert "有効な秘密保持契約がありません" in text(client, path)
    nda = an_nda(party=party, marking=True, marking_word="秘密情報", marking_holder="みさき")
    page = text(client, path)
    assert nda.number in page
    assert "してはいけない" in page
    permit = a_disclosure_permit(
        asset=asset, party=party, nda=nda, state="approved", starts_on=today, ends_on=today,
        classification=asset.classification,
    )  # fmt: skip
    page = text(client, path)
    assert permit.number in page
    assert "「秘密情報」" in page
    assert "条件つきでしてよい" in page


def test_may_i_needs_an_access_right_where_roles_open_the_asset(asset: Asset) -> None:
    mine = somebody()
    role = an_entitlement()
    an_opened_asset(entitlement=role, asset=asset)
    path = f"/may-i?use=print&asset={asset.number}"
    assert "アクセス権限が登録されていません" in text(came(mine), path)
    an_access_right(
        person=mine.person, entitlement=role, state="active", opens_on=timezone.localdate()
    )
    assert "してはいけない" not in text(came(mine), path)


def test_the_question_is_light_and_works_without_script(asset: Asset) -> None:
    answer = came(somebody()).get(f"/may-i?use=mail&asset={asset.number}")
    assert len(answer.content) < 60_000
    assert b'method="get"' in answer.content


def test_a_scan_confirms_the_asset_in_the_count(asset: Asset, boss: Account) -> None:
    client = came(boss)
    client.post(f"/a/{asset.number}/here")
    assert not CensusLine.objects.exists()
    census = a_census(unit=asset.unit, fiscal_year=2026)
    client.post(f"/a/{asset.number}/here")
    line = CensusLine.objects.get()
    assert (line.census, line.how, line.seen_by_id) == (census, "scan", boss.person_id)
    came(somebody()).post(f"/a/{asset.number}/here")
    assert CensusLine.objects.get().seen_by_id == boss.person_id


def test_the_count_takes_down_what_is_there_and_names_what_is_missing(
    asset: Asset, boss: Account
) -> None:
    census = a_census(unit=asset.unit, fiscal_year=2026)
    lost = an_asset(unit=asset.unit)
    client, path = came(boss), f"/census/{census.pk}"
    said = {f"found-{asset.pk}": "yes", f"found-{lost.pk}": "no"}
    assert client.post(path, said).status_code == 422
    assert not CensusLine.objects.exists()
    assert client.post(path, said | {f"note-{lost.pk}": "倉庫を探す"}).status_code == 302
    assert set(CensusLine.objects.values_list("found", flat=True)) == {True, False}
    client.post(f"/r/censuses/{census.pk}/moves/sign_off", {"paper": "some"})
    census.refresh_from_db()
    assert (census.held, census.seen, census.missing) == (2, 1, 1)


def test_fifty_classes_are_decided_on_one_page(
    asset: Asset, classes: dict[str, Any], boss: Account
) -> None:
    new, low = an_asset(unit=asset.unit), asset
    client = came(boss)
    page = text(client, "/class-review")
    assert page.index(new.number) < page.index(asset.number)
    said = {
        f"class-{new.pk}": classes["internal"].pk, f"reason-{new.pk}": "社内の手順",
        f"class-{low.pk}": classes["internal"].pk, f"reason-{low.pk}": "",
    }  # fmt: skip
    assert client.post("/class-review", said).status_code == 422
    assert Asset.objects.get(pk=new.pk).classification == classes["internal"]
    client.post("/class-review", said | {f"reason-{low.pk}": "公表済みのため"})
    assert Asset.objects.get(pk=low.pk).state == "lowering"
    client.post("/class-review?all=1", {f"class-{new.pk}": classes["internal"].pk})
    assert Asset.objects.get(pk=new.pk).class_reviewed_on == timezone.localdate()


def test_the_trade_secret_sheet_shows_what_it_stands_on(asset: Asset, boss: Account) -> None:
    path = f"/a/{asset.number}/secret"
    assert came(boss).get(path).status_code == 404
    Asset.objects.filter(pk=asset.pk).update(trade_secret="secret")
    a_trade_secret_sheet(asset=asset)
    page = text(came(boss), path)
    assert "歩留まりが3割上がる" in page
    assert came(somebody()).get(path).status_code == 404
    paper = came(boss).get(f"/r/assets/{asset.number}/print/trade_secret.pdf")
    assert paper.content.startswith(b"%PDF")


def test_labels_are_printed_for_what_one_may_see(asset: Asset, boss: Account) -> None:
    path = f"/print/labels.pdf?assets={asset.number}"
    assert came(boss).get(path).content.startswith(b"%PDF")
    assert came(somebody()).get(path).status_code == 404
    bulk = text(came(boss), f"/r/assets/bulk?pick={asset.pk}")
    assert f"labels.pdf?assets={asset.number}" in bulk


def test_a_manager_draws_the_samples_of_the_half_year_once(asset: Asset, boss: Account) -> None:
    client = came(boss)
    unit = asset.unit.code
    for _ in range(2):
        for kind in ("label_checks", "storage_checks"):
            assert client.post(f"/inspections/{kind}/draw", {"unit": unit}).status_code == 302
    assert LabelCheck.objects.get().asset == asset
    drawn = StorageCheck.objects.get()
    assert drawn.seed in text(client, "/inspections")
    other = came(somebody("manager"))
    assert other.post("/inspections/label_checks/draw", {"unit": unit}).status_code == 404


def test_nobody_finds_the_manager_of_another_unit_counting_here(asset: Asset) -> None:
    stranger = an_appointment().person
    census = a_census(unit=asset.unit, fiscal_year=2026)
    account = somebody()
    assert came(account).get(f"/census/{census.pk}").status_code == 404
    assert stranger.pk != account.person_id
