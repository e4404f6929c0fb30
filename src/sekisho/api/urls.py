"""Addresses of the API, version 1."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from sekisho.api import about, access, hooks, pages, records, sheets, standing

ONE = "<str:name>/<str:key>"

V1: list[URLPattern | URLResolver] = [
    path("openapi.json", pages.description, name="api_openapi"),
    path("docs", pages.docs, name="api_docs"),
    path("me", standing.caller, name="api_me"),
    path("evaluation", standing.evaluations, name="api_evaluation"),
    path("duties", standing.catalogue_of_duties, name="api_duties"),
    path("ledger/checkpoint", standing.checkpoints, name="api_checkpoint"),
    path("ledger/proofs/<int:pos>", access.proofs, name="api_proof"),
    path("access/as-of", access.answers, name="api_as_of"),
    path("webhooks/<str:key>/secret", hooks.secrets, name="api_webhook_secret"),
    path("<str:name>", records.many, name="api_list"),
    path("<str:name>/import", sheets.imports, name="api_import"),
    path("<str:name>/export.<str:suffix>", sheets.exports, name="api_export"),
    path(ONE, records.single, name="api_record"),
    path(f"{ONE}/moves/<str:move>", records.moves, name="api_move"),
    path(f"{ONE}/withdraw", records.withdrawal, name="api_withdraw"),
    path(f"{ONE}/history", about.histories, name="api_history"),
    path(f"{ONE}/comments", about.remarks, name="api_comments"),
    path(f"{ONE}/files", about.attachments, name="api_files"),
    path(f"{ONE}/files/<uuid:file>", about.attachment, name="api_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(V1)),
    re_path(r"^.*$", records.nowhere, name="api_nowhere"),
]
