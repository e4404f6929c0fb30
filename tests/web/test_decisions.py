"""The decision explorer: who sees what, and what it says."""

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.checkpoint import keeping, live
from sekisho.checkpoint.live import Registers
from sekisho.domains.people.models import Account
from tests.checkpoint.live.company import Company
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Company:
    found = Company()
    found.now = timezone.now()
    found.gate = Registers(found.follower, keep=keeping.keep_all, now=lambda: found.now)
    monkeypatch.setattr(live, "_here", [found.gate])
    found.ask("export", device="unheard-of")
    return found


def client(account: Account) -> Client:
    one = Client()
    one.force_login(account)
    return one


def test_a_denial_is_a_road_with_the_way_through(company: Company) -> None:
    page = client(somebody("admin")).get("/d/D-1").content.decode()
    assert "端末「unheard-of」は登録されていません。" in page
    assert "通れるようにするには" in page
    assert f"/access/request?asset={company.plans.number}" in page
    assert page.count('class="gate') == 7
    assert page.count("gate stop") == 1


def test_everybody_sees_their_own_decisions_and_no_others(company: Company) -> None:
    other = an_account()
    assert client(other).get("/d/D-1").status_code == 404
    assert company.plans.name not in client(other).get("/checkpoint/").content.decode()
    assert client(an_account(person=company.hana)).get("/d/D-1").status_code == 200
    assert client(other).get("/d/nonsense").status_code == 404
    assert client(other).get("/checkpoint/try").status_code == 403


def test_a_trial_is_marked_and_written_nowhere(company: Company) -> None:
    admin = client(somebody("admin"))
    asked = {"person": company.hana.number, "asset": company.plans.number, "action": "write",
             "device": company.device.tag, "proof": "passkey", "minutes": "1"}  # fmt: skip
    before = keeping.verify()[0]
    page = admin.get("/checkpoint/try", asked).content.decode()
    assert "仮" in page
    assert keeping.verify()[0] == before
    page = admin.get("/checkpoint/try", asked | {"person": "だれでもない"}).content.decode()
    assert "該当する人が見つかりません" in page


def test_who_opens_what_follows_from_the_same_rules(company: Company) -> None:
    admin = client(somebody("admin"))
    page = admin.get("/checkpoint/reach", {"asset": company.plans.number}).content.decode()
    assert company.hana.name in page
    assert company.right.number in page
    page = admin.get("/checkpoint/reach", {"person": company.hana.number}).content.decode()
    assert company.plans.name in page


def test_the_explorer_speaks_english_too(company: Company) -> None:
    account = somebody("admin")
    Account.objects.filter(pk=account.pk).update(language="en")
    page = client(account).get("/d/D-1").content.decode()
    assert "How to get through" in page
    assert "The device “unheard-of” is not registered." in page
