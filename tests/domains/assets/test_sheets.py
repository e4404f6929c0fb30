"""Asset sheets as Japanese companies keep them."""

import pytest

from sekisho.domains.assets.asset_sheets import HEADERS, VALUES
from sekisho.domains.assets.models import Asset
from sekisho.domains.assets.starter import starter_classes
from sekisho.registers.exchange import run as importing
from sekisho.registers.exchange.matching import headings, match
from sekisho.registers.exchange.table import read
from sekisho.registers.register import registry
from sekisho.registers.schema import schema
from tests.given.assets import the_starter_classes
from tests.given.people import a_unit

pytestmark = pytest.mark.django_db

SHORT = """No.,管理部署,情報資産名称,種別,機密区分,備考
A001,営業部,見積サーバ,SERVER,CONFIDENTIAL,見積一式
A002,営業部,名刺アプリ,CLOUD_SERVICE,社外秘,
A003,営業部,契約書の棚,紙,公開,鍵つき
A004,営業部,ルータ,PHYSICAL,,
"""


def imported(text, acting, **options):
    assets = registry["assets"]
    table = read(text.encode("utf-8-sig"), "sheet.csv", list(headings(assets)))
    return importing.run(assets, acting(), table, importing.Options(**options))


@pytest.fixture
def scheme():
    return the_starter_classes()


def test_a_sheet_with_other_headings_and_words_is_taken(scheme, unit, acting):
    out = imported(SHORT, acting)
    assert not out.errors
    facts = {a.reference: (a.unit, a.media, a.classification) for a in Asset.objects.all()}
    assert facts == {
        "A001": (unit, ("server",), scheme["confidential"]),
        "A002": (unit, ("cloud",), scheme["internal"]),
        "A003": (unit, ("paper",), scheme["public"]),
        "A004": (unit, ("equipment",), None),
    }


def test_an_imported_class_is_declared_and_not_decided(scheme, unit, acting):
    imported(SHORT, acting)
    assert not Asset.objects.exclude(class_decided_on=None, class_decided_at=None).exists()


@pytest.mark.parametrize("word", ["RESTRICTED", "部外秘"])
def test_a_word_with_two_meanings_is_asked_and_not_guessed(scheme, unit, acting, word):
    out = imported(SHORT.replace("CONFIDENTIAL", word), acting)
    assert [(e.row, e.field, e.value) for e in out.errors] == [(2, "classification", word)]
    assert not Asset.objects.exists()
    fixed = imported(
        SHORT.replace("CONFIDENTIAL", word), acting, fixes={("classification", word): "internal"}
    )
    assert not fixed.errors
    assert Asset.objects.get(reference="A001").classification == scheme["internal"]


def test_a_sheet_read_twice_changes_nothing(scheme, unit, acting):
    imported(SHORT, acting)
    again = imported(SHORT, acting)
    assert (again.created, again.changed, again.same) == (0, 0, 4)


def test_the_same_name_in_another_unit_is_another_asset(scheme, unit, acting):
    a_unit(name="総務部")
    imported(SHORT, acting)
    out = imported(SHORT.replace("営業部", "総務部"), acting)
    assert out.created == 4


def test_the_columns_of_the_public_risk_analysis_sheet_are_understood():
    heading = ["業務分類", "情報資産名称", "備考", "利用者範囲", "リスク所有者", "管理部署",
               "媒体・保存先", "個人情報の種類", "評価値 機密性", "評価値 完全性", "評価値 可用性",
               "保存期限", "登録日"]  # fmt: skip
    assert list(match(registry["assets"], heading).values()) == [
        "category", "name", "note", "users", "risk_owner", "unit", "media", "personal",
        "confidentiality", "integrity", "availability", "keep_until", "registered_on",
    ]  # fmt: skip


def test_every_heading_and_word_leads_to_a_field_and_a_value_that_exist():
    form = schema(registry["assets"])
    codes = {line["code"] for line in starter_classes()}
    assert set(HEADERS) <= set(form.writable)
    for field, words in VALUES.items():
        known = codes if field == "classification" else {c for c, _ in form.all[field].choices}
        assert set(words.values()) <= known
