"""Addresses of awareness posts; /awareness/AW-0001 is stable: mail links to it."""

from django.urls import URLPattern, path

from sekisho.web.awareness import acts, pages

urlpatterns: list[URLPattern] = [
    path("awareness", pages.awareness, name="awareness"),
    path("awareness/begin", acts.begin, name="awareness-begin"),
    path("awareness/<str:key>", pages.post, name="awareness-post"),
    path("awareness/<str:key>/read", acts.read, name="awareness-read"),
    path("awareness/<str:key>/share", acts.share, name="awareness-share"),
    path("awareness/<str:key>/remind", acts.remind, name="awareness-remind"),
]
