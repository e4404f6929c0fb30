"""Addresses of the appointments page."""

from django.urls import URLPattern, path

from sekisho.web.direction import pages

urlpatterns: list[URLPattern] = [
    path("direction", pages.direction, name="direction"),
    path("direction/<str:key>/end", pages.end, name="appointment-end"),
]
