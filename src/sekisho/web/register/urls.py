"""Addresses of every register: /r/assets/, /r/assets/IA-0047, …; short ones lead there."""

from django.urls import URLPattern, path

from sekisho.web.register import acts, form_page, list_page, lookup, record_page, sheets

urlpatterns: list[URLPattern] = [
    path("r/<slug:name>/", list_page.list_page, name="list"),
    path("r/<slug:name>/new", form_page.new_page, name="new"),
    path("r/<slug:name>/export.<slug:kind>", sheets.export, name="export"),
    path("r/<slug:name>/options/<slug:field>", lookup.options, name="options"),
    path("r/<slug:name>/<str:key>/edit", form_page.edit_page, name="edit"),
    path("r/<slug:name>/<str:key>/moves/<slug:move>", acts.move, name="move"),
    path("r/<slug:name>/<str:key>/withdraw", acts.withdraw, name="withdraw"),
    path("r/<slug:name>/<str:key>/comments", acts.comment, name="comment"),
    path("r/<slug:name>/<str:key>/files", acts.attach, name="attach"),
    path("r/<slug:name>/<str:key>/files/<uuid:file>", acts.file, name="file"),
    path("r/<slug:name>/<str:key>", record_page.record_page, name="record"),
]
