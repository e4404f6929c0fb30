"""Addresses of settings, accounts and the first run."""

from django.urls import URLPattern, path

from sekisho.web.setup import accounts, decisions, first, system, tokens

urlpatterns: list[URLPattern] = [
    path("settings", decisions.page, name="settings"),
    path("settings/value/<str:name>", decisions.decide, name="setting"),
    path("settings/tokens", tokens.page, name="tokens"),
    path("settings/tokens/<uuid:pk>/revoke", tokens.revoke, name="token-revoke"),
    path("settings/system", system.page, name="system"),
    path("settings/accounts/<str:key>/invite", accounts.invite, name="account-invite"),
    path("settings/accounts/<str:key>/sign-out", accounts.sign_out, name="account-sign-out"),
    path("setup", first.setup, name="setup"),
    path("setup/<str:token>", first.first, name="setup-first"),
]
