"""Addresses of the ledger's proof."""

from django.urls import URLPattern, path

from sekisho.web.proof import entries, pages

urlpatterns: list[URLPattern] = [
    path("ledger", pages.ledger, name="ledger"),
    path("ledger/verify", pages.verify, name="ledger-verify"),
    path("ledger/checks/<uuid:pk>", pages.check, name="ledger-check"),
    path("ledger/checkpoint", pages.checkpoint, name="ledger-checkpoint"),
    path("ledger/verify.py", pages.verifier, name="ledger-verifier"),
    path("ledger/export", pages.pack, name="ledger-export"),
    path("ledger/export/<uuid:name>", pages.download, name="ledger-download"),
    path("ledger/entries", entries.entries, name="ledger-entries"),
]
