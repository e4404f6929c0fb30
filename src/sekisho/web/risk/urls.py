"""Addresses of the risk map."""

from django.urls import URLPattern, path

from sekisho.web.risk import pages

urlpatterns: list[URLPattern] = [path("risk", pages.risk_map, name="risk-map")]
