"""Signing in over HTTP: no sign-up, nothing told to strangers, secrets kept, facts noted."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.test.utils import override_settings

from sekisho.domains.people.account import Account
from sekisho.web import signin
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
WORDS = "watashi no neko wa mado ga suki"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(signin, "_listeners", [lambda _account, what, _request: heard.append(what)])
    return heard


@pytest.fixture
def post() -> Iterator[list[mail.EmailMessage]]:
    with override_settings(EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield mail.outbox


def with_password(**but: object) -> Account:
    return somebody(password=make_password(WORDS), **but)


def come_in(client: Client, email: str, password: str = WORDS) -> int:
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


def test_the_right_password_opens_the_door_and_is_noted(client: Client, facts: list[str]) -> None:
    assert come_in(client, with_password().email.upper()) == 302
    assert client.get("/me").status_code == 200
    assert facts == ["signed_in"]


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    account = with_password()
    said = [
        re.search(
            r'class="errsum.*?</div>',
            client.post("/accounts/login/", {"login": email, "password": "x"}).text,
            re.DOTALL,
        )
        for email in (account.email, "nobody@example.co.jp")
    ]
    assert said[0] and said[1] and said[0].group() == said[1].group()


def test_an_account_that_is_closed_expired_or_of_a_service_does_not_come_in(client: Client) -> None:
    for but in ({"active": False}, {"expires_on": "2020-01-01"}):
        come_in(client, with_password(**but).email)
        assert client.get("/me").status_code == 302
    service = an_account(kind="service", person=None, password=make_password(WORDS))
    come_in(client, service.email)
    assert client.get("/me").status_code == 302


def test_a_former_address_opens_nothing(client: Client, post: list[mail.EmailMessage]) -> None:
    account = with_password()
    EmailAddress.objects.create(
        user=account, email="former@example.co.jp", verified=True, primary=False
    )
    assert come_in(client, "former@example.co.jp") == 200
    client.post("/accounts/password/reset/", {"email": "former@example.co.jp"})
    assert post == []


def test_after_some_failures_the_door_waits(client: Client) -> None:
    account = with_password()
    for _ in range(6):
        client.post("/accounts/login/", {"login": account.email, "password": "x"})
    assert come_in(client, account.email) == 200
    assert client.get("/me").status_code == 302


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(
    client: Client, post: list[mail.EmailMessage]
) -> None:
    known, unknown = with_password(), "nobody@example.co.jp"
    answers = [
        client.post("/accounts/password/reset/", {"email": e}) for e in (known.email, unknown)
    ]
    assert [a.headers["Location"] for a in answers] == ["/accounts/password/reset/done/"] * 2
    assert [m.to for m in post] == [[known.email]]


@pytest.mark.parametrize(
    ("language", "subject"),
    [("ja", "[Sekisho] パスワード設定のリンク"), ("en", "[Sekisho] Link for a new password")],
)
def test_the_link_comes_in_the_language_of_the_account_and_works_once(
    client: Client, post: list[mail.EmailMessage], facts: list[str], language: str, subject: str
) -> None:
    account = with_password(language=language)
    client.post("/accounts/password/reset/", {"email": account.email})
    assert post[0].subject == subject
    link = re.search(r"http://testserver(/\S+)", post[0].body).group(1)
    form = client.get(link, follow=True)
    fresh = "yama no ue no kumo wa shiroi"
    client.post(form.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert "password_changed" in facts
    assert come_in(Client(), account.email, fresh) == 302
    again = Client().get(link, follow=True)
    assert "form" not in again.context or again.context.get("token_fail")


def test_an_invitation_link_sets_the_first_password(client: Client) -> None:
    account = somebody()
    page = client.get(signin.password_link(account), follow=True)
    assert page.status_code == 200
    answer = client.post(page.request["PATH_INFO"], {"password1": WORDS, "password2": WORDS})
    assert answer.status_code == 302
    assert come_in(Client(), account.email) == 302


def test_a_short_password_is_refused_in_japanese(client: Client) -> None:
    page = client.get(signin.password_link(somebody()), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert "12" in answer.text
    assert "パスワード" in answer.context["form"].errors["password1"][0]


def test_the_adapter_makes_no_account() -> None:
    adapter = signin.AccountAdapter()
    assert not adapter.is_open_for_signup(None)
    with pytest.raises(PermissionError):
        adapter.new_user(None)
    with pytest.raises(PermissionError):
        adapter.save_user(None, None, None)


def test_second_factors_are_stored_encrypted() -> None:
    adapter = signin.MFAAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_a_secret_stays_readable_after_the_key_was_changed(settings: object) -> None:
    kept = signin.MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [old]
    assert signin.MFAAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_removing_a_factor_is_noted_and_mailed_to_the_account(
    client: Client, post: list[mail.EmailMessage], facts: list[str]
) -> None:
    account = with_password(language="en")
    come_in(client, account.email)
    client.post("/accounts/reauthenticate/", {"password": WORDS})
    secret = signin.MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=account, type="totp", data={"secret": secret})
    client.post("/accounts/2fa/totp/deactivate/")
    assert facts == ["signed_in", "totp_deactivated"]
    assert [(m.to, m.subject) for m in post] == [
        ([account.email], "[Sekisho] The authenticator app was removed")
    ]


def test_only_known_facts_are_noted() -> None:
    with pytest.raises(ValueError, match="made_coffee"):
        signin.noted(Account(), "made_coffee", None)


ENGLISH = re.compile(r">[^<]*[A-Za-z]{3,}[^<]*<")
NAMES = re.compile(
    r"Sekisho|English|Ctrl|Enter|Esc|Excel|PIN|QR|IP|Mac|account\d+@\S+|[A-Z2-7]{32}|Mozilla.*|127\.0\.0\.1|IA-0047"
)


@pytest.mark.parametrize(
    "path",
    ["login/", "password/reset/", "password/reset/done/", "inactive/", "2fa/", "2fa/totp/activate/",
     "2fa/webauthn/", "2fa/webauthn/add/", "sessions/", "password/change/", "reauthenticate/"],
)  # fmt: skip
def test_no_english_is_left_on_a_japanese_page_about_signing_in(client: Client, path: str) -> None:
    if path not in {"login/", "password/reset/", "password/reset/done/", "inactive/"}:
        come_in(client, with_password().email)
        client.post("/accounts/reauthenticate/", {"password": WORDS})
    page = client.get(f"/accounts/{path}").text
    main = re.sub(
        r"<script.*?</script>",
        "",
        page[page.index("<main") : page.index("</main>")],
        flags=re.DOTALL,
    )
    left = [words for words in ENGLISH.findall(main) if ENGLISH.search(NAMES.sub("", words))]
    assert left == []
