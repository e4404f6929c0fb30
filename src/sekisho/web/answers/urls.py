"""Addresses of clients' questionnaires: answering one, reading its file, writing into it."""

from django.urls import URLPattern, path

from sekisho.web.answers import pages, sheets

urlpatterns: list[URLPattern] = [
    path("answers/<str:key>", pages.page, name="answers"),
    path("answers/<str:key>/file", sheets.bring, name="answers-file"),
    path("answers/<str:key>/read", sheets.read, name="answers-read"),
    path("answers/<str:key>/export", sheets.export, name="answers-export"),
]
