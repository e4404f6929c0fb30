"""“May I?” about cloud services and generative AI: the register decides, up to which class."""

from typing import Any

import pytest

from tests.given.assets import a_class, a_service
from tests.given.keeping import a_use_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(enter: Any) -> Any:
    client = enter("employee")
    return lambda **query: client.get("/may-i", query).text


def test_a_service_holds_up_to_its_class_and_no_more(asks: Any) -> None:
    low, high = a_class(rank=1), a_class(rank=3)
    a_service(name="まど会議", max_class=low)
    assert "「" + str(low) + "」までの利用が認められています" in asks(
        use="cloud", service="まど会議", **{"class": low.code}
    )
    page = asks(use="cloud", service="まど会議", **{"class": high.code})
    assert "までです。" in page and "/cloud/ask?service=" in page


def test_an_unknown_or_refused_service_leads_to_the_request(asks: Any) -> None:
    a_service(name="ことば橋", approval="refused", hosts=("kotoba.example",))
    assert "利用は認められていません" in asks(use="cloud", service="kotoba.example")
    assert "台帳にありません" in asks(use="cloud", service="どこか")


def test_generative_ai_names_what_is_approved_for_the_class(asks: Any) -> None:
    low, high = a_class(rank=1), a_class(rank=3)
    for class_ in (low, high):
        a_use_rule(classification=class_, use="ai", verdict="if", how="承認済みのものだけ")
    a_service(
        name="文章AIふみ",
        ai=True,
        max_class=low,
        approval="conditional",
        decision_reason="学習を止める",
    )
    assert "この区分で利用できるサービス：文章AIふみ" in asks(use="ai", **{"class": low.code})
    assert "まだありません" in asks(use="ai", **{"class": high.code})
    assert "条件：学習を止める" in asks(use="ai", service="文章AIふみ", **{"class": low.code})
