"""Addresses of the face. Names are used everywhere; paths are stable (mail links to them)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from sekisho.web import components, finder, me, palette

del finder  # its providers have entered themselves

# Of allauth only what is used: no sign-up, no address book, no third parties. The rest is 404.
SIGNING_IN = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", me.home, name="home"),
    path("me", me.me, name="me"),
    path("more", me.more, name="more"),
    path("accounts/", include(SIGNING_IN)),
    path("", include("sekisho.web.policy.urls")),
    path("", include("sekisho.web.register.urls")),
    path("", include("sekisho.web.work.urls")),
    path("", include("sekisho.web.answers.urls")),
    path("", include("sekisho.web.cloud.urls")),
    path("", include("sekisho.web.learning.urls")),
    path("", include("sekisho.web.keeping.urls")),
    path("", include("sekisho.web.awareness.urls")),
    path("", include("sekisho.web.direction.urls")),
    path("", include("sekisho.web.drills.urls")),
    path("", include("sekisho.web.incidents.urls")),
    path("", include("sekisho.web.risk.urls")),
    path("", include("sekisho.web.proof.urls")),
    path("", include("sekisho.web.checkpoint.urls")),
    path("", include("sekisho.web.reviews.urls")),
    path("", include("sekisho.web.access.urls")),
    path("", include("sekisho.web.suppliers.urls")),
    path("", include("sekisho.web.threats.urls")),
    path("", include("sekisho.web.setup.urls")),
    path("palette", palette.palette, name="palette"),
    path("components", components.components, name="components"),
    path("components/options", components.options, name="components_options"),
    path("components/job", components.job, name="components_job"),
]
