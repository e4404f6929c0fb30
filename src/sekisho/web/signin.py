"""Sign-in: what Sekisho asks of allauth. No sign-up: accounts are made by administrators."""

import base64
from collections.abc import Callable
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import may_sign_in
from sekisho.registers.errors import Text

Noted = Callable[[Account, str, HttpRequest | None], None]
_listeners: list[Noted] = []

FACTS: dict[str, Text] = {
    "signed_in": _("signed in"),
    "password_changed": _("changed the password"),
    "totp_activated": _("set up an authenticator app"),
    "totp_deactivated": _("removed the authenticator app"),
    "webauthn_added": _("added a passkey"),
    "webauthn_removed": _("removed a passkey"),
    "recovery_codes_generated": _("made new recovery codes"),
}
"""What about signing in is worth an entry in the ledger."""

MAILED = {
    "mfa/email/totp_activated": "totp_activated",
    "mfa/email/totp_deactivated": "totp_deactivated",
    "mfa/email/webauthn_added": "webauthn_added",
    "mfa/email/webauthn_removed": "webauthn_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_generated",
}


def listen(listener: Noted) -> Noted:
    """Have ``listener(account, what, request)`` called for each of ``FACTS`` (codes)."""
    _listeners.append(listener)
    return listener


def noted(account: Account, what: str, request: HttpRequest | None) -> None:
    """Tell whoever listens that ``what`` (a code of ``FACTS``) happened to ``account``."""
    if what not in FACTS:
        raise ValueError(f"{what!r} is none of {', '.join(FACTS)}")
    for listener in _listeners:
        listener(account, what, request)


class AccountAdapter(DefaultAccountAdapter):
    """Closed door policy: nobody signs up; who may not come in learns nothing but that."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again."
        ),
        "incorrect_password": _("The password is not right. Try again."),
        "enter_current_password": _("The current password is not right. Try again."),
        "too_many_login_attempts": _(
            "Too many failed tries. Wait a few minutes, or set a new password by mail."
        ),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes and try again."),
        "invalid_password_reset": _("This link is no longer valid. Ask for a new one."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Only by the address the account has today: a former one opens nothing."""
        user = super().authenticate(request, **credentials)
        given = credentials.get("email", "")
        return user if user is not None and user.email.lower() == given.lower() else None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def new_user(self, request: HttpRequest) -> Account:
        del request
        raise PermissionError("accounts are made by commands, never by signing in")

    def save_user(self, *args: Any, **kwargs: Any) -> Account:
        del args, kwargs
        raise PermissionError("accounts are made by commands, never by signing in")

    def pre_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse | None:
        if not may_sign_in(user, timezone.localdate()):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **more)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse:
        answer = super().post_login(request, user, **more)
        noted(user, "signed_in", request)
        return answer  # type: ignore[no-any-return]

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        noted(user, "password_changed", self.request)

    def format_email_subject(self, subject: str) -> str:
        return f"[Sekisho] {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        del request
        return reverse("me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account it goes to, whoever caused it."""
        user = context.get("user")
        with override(user.language if user else settings.LANGUAGE_CODE):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: Any = None, email: str | None = None
    ) -> None:
        """To the account's own address. allauth tells of every change of a factor here, so the
        note is made here too."""
        if what := MAILED.get(template_prefix):
            noted(user, what, self.request)
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email or user.email
        )


def password_link(account: Account) -> str:
    """The path where ``account`` sets its password once: the invitation of a new account."""
    key = default_token_generator.make_token(account)
    uid = user_pk_to_url_str(account)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are kept encrypted, changes to them are noted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Enter the newest one."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come after a passkey or an authenticator app is set up."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """A QR code as markup that a strict CSP lets in: no data: address, no style."""
        code = qrcode.QRCode(border=0)
        code.add_data(url)
        code.make(fit=True)
        cells = code.get_matrix()
        dots = [
            f"M{x},{y}h1v1h-1z" for y, row in enumerate(cells) for x, on in enumerate(row) if on
        ]
        words = '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>'
        return format_html(words, len(cells), _("QR code for the authenticator app"), "".join(dots))

    def generate_authenticator_name(self, user: Account, type: str) -> str:  # noqa: A002
        del user, type
        return str(_("Passkey of %(day)s")) % {"day": timezone.localdate().isoformat()}


def _box() -> MultiFernet:
    """Encrypts with the newest secret key, decrypts with the older ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [
        HKDF(SHA256(), 32, None, b"sekisho second factors").derive(str(k).encode()) for k in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
