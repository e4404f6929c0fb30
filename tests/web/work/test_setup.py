"""First run, accounts and settings: a link good for one, sessions that end, decisions on record."""

from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.test import Client
from django.utils import timezone

from sekisho.connectors.outbox import Message
from sekisho.domains.people.models import Account, Appointment, Company, Person
from sekisho.ledger import history
from sekisho.registers import calendar, settings
from sekisho.registers.actor import Act, service
from sekisho.registers.closed_days import ClosedDay
from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.settings import Setting
from sekisho.web.setup import first, steps
from tests.given.company import a_whole_company
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
ASKED = {
    "company": "株式会社みさき", "company_en": "", "first_month": "10", "name": "青木 涼",
    "kana": "アオキ リョウ", "email": "aoki@example.co.jp", "password": "correct horse battery",
}  # fmt: skip


def operator() -> Act:
    return Act.now(service("operator"), timezone.now(), "test", conf.TIME_ZONE)


def test_the_link_makes_company_and_administrator_and_signs_in() -> None:
    path = first.invitation(timezone.now())
    client = Client()
    assert client.get(path).status_code == 200
    answer = client.post(path, ASKED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup")
    account = Account.objects.get(email="aoki@example.co.jp")
    assert account.check_password("correct horse battery")
    assert Company.objects.get().name == "株式会社みさき"
    assert set(Appointment.objects.values_list("role", flat=True)) == {"admin", "chair"}
    for page in ("/policy/read", "/r/appointments/new?role=director", "/r/units/import"):
        assert client.get(page).status_code == 200, "the steps can be taken by whoever set it up"
    settings.forget()
    assert settings.value("calendar.first_month") == 10
    assert client.get("/setup").status_code == 200
    settings.forget()


def test_the_link_works_once_and_none_is_made_when_somebody_can_sign_in() -> None:
    path = first.invitation(timezone.now())
    Client().post(path, ASKED)
    assert Client().get(path).status_code == 404
    assert first.invitation(timezone.now()) == ""
    settings.forget()


def test_only_the_newest_link_works() -> None:
    former = first.invitation(timezone.now())
    newest = first.invitation(timezone.now())
    assert Client().get(former).status_code == 404
    assert Client().get(newest).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"), [("password", "short"), ("email", ""), ("first_month", "13")]
)
def test_a_wrong_answer_is_named_and_nothing_is_made(name: str, value: str) -> None:
    path = first.invitation(timezone.now())
    answer = Client().post(path, ASKED | {name: value})
    assert answer.status_code == 422
    assert not Person.objects.exists()
    assert Client().get(path).status_code == 200, "the link is not used up"


def test_the_steps_follow_from_the_records() -> None:
    on = timezone.localdate()
    first.invitation(timezone.now())
    assert [step.done for step in steps.steps(on)] == [False] * 6
    Company.objects.all().delete()
    a_whole_company()
    done = [step.done for step in steps.steps(on)]
    assert done == [True, True, True, True, False, True], "the deputy and the committee are missing"


def test_an_invitation_is_a_mail_with_a_link_and_an_entry() -> None:
    client = Client()
    client.force_login(somebody("admin"))
    invited = an_account()
    client.post(f"/settings/accounts/{invited.pk}/invite")
    mail = Message.objects.get()
    assert mail.to == invited.email
    assert "/accounts/password/reset/key/" in mail.text
    assert history.history("accounts", invited.pk)[0].act == "invite"


def test_nobody_but_an_administrator_invites() -> None:
    client = Client()
    client.force_login(somebody("manager"))
    answer = client.post(f"/settings/accounts/{an_account().pk}/invite")
    assert answer.status_code in (403, 404)
    assert not Message.objects.exists()


def test_signing_out_everywhere_ends_the_sessions() -> None:
    account = an_account()
    theirs = Client()
    theirs.force_login(account)
    assert theirs.get("/me").status_code == 200
    admin = Client()
    admin.force_login(somebody("admin"))
    admin.post(f"/settings/accounts/{account.pk}/sign-out")
    assert theirs.get("/me").status_code == 302


def test_leaving_ends_the_session_with_the_last_day_at_work() -> None:
    account = an_account()
    client = Client()
    client.force_login(account)
    today = timezone.localdate()
    Person.objects.filter(pk=account.person_id).update(last_working_on=today)
    assert client.get("/me").status_code == 200
    Person.objects.filter(pk=account.person_id).update(last_working_on=today - timedelta(days=1))
    assert client.get("/me").status_code == 302


def test_a_decision_needs_a_reason_and_stands_in_the_register() -> None:
    client = Client()
    client.force_login(somebody("chair"))
    path = "/settings/value/assets.classify_days"
    assert client.post(path, {"value": "5", "reason": ""}).status_code == 422
    assert client.post(path, {"value": "500", "reason": "議事録"}).status_code == 422
    assert client.post(path, {"value": "5", "reason": "第3回委員会"}).status_code == 302
    assert Setting.objects.get().decided_on == timezone.localdate()
    settings.forget()
    assert settings.value("assets.classify_days") == 5
    settings.forget()


def test_due_dates_skip_a_company_holiday_until_it_is_taken_back() -> None:
    calendar.ensure(timezone.localdate())
    wednesday = timezone.localdate().replace(month=6, day=17)
    day = wednesday + timedelta(days=(2 - wednesday.weekday()) % 7)
    assert calendar.is_business(day)
    register = registry["closed_days"]
    record = write(register, operator(), {"day": day, "name": "創立記念日"})
    assert not calendar.is_business(day)
    with pytest.raises(Invalid):
        write(register, operator(), {"day": day, "name": "もう一度"})
    withdraw(register, operator(), ClosedDay.objects.get(pk=record.pk), "取りやめ")
    assert calendar.is_business(day)


def test_a_token_is_shown_once_and_only_for_oneself() -> None:
    account = somebody("admin")
    client = Client()
    client.force_login(account)
    other = an_account()
    given = {"name": "連携", "scopes": ["read"], "expires_on": "2040-03-31"}
    assert client.post("/settings/tokens", given | {"account": str(other.pk)}).status_code == 422
    shown = client.post("/settings/tokens", given | {"account": str(account.pk)})
    assert b"sk_" in shown.content
    secret = shown.context["secret"]
    assert secret not in client.get("/settings/tokens").content.decode()


def test_an_administrator_alone_is_not_sent_to_what_is_for_those_who_lead() -> None:
    client = Client()
    client.force_login(somebody("admin"))
    page = client.get("/setup").content.decode()
    assert "ポリシーを読み込む" in page
    assert "/policy/read" not in page
