"""Addresses of vulnerabilities and threats."""

from django.urls import URLPattern, path

from sekisho.web.threats import bringing, known, triage

del known  # its panel has entered itself

urlpatterns: list[URLPattern] = [
    path("threats", triage.triage, name="threats"),
    path("threats/bring", bringing.bring, name="threats-bring"),
]
