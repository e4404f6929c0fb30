"""Addresses of every register: /r/assets/, /r/assets/IA-0047, …; short ones lead there."""

from django.urls import URLPattern, path

from sekisho.web.register import (
    acts,
    bulk,
    form_page,
    imports,
    list_page,
    lookup,
    prints,
    record_page,
    sheets,
)

urlpatterns: list[URLPattern] = [
    path("r/<slug:name>/", list_page.list_page, name="list"),
    path("r/<slug:name>/bulk", bulk.bulk, name="bulk"),
    path("r/<slug:name>/views", list_page.save_view, name="save-view"),
    path("r/<slug:name>/new", form_page.new_page, name="new"),
    path("r/<slug:name>/export.<slug:kind>", sheets.export, name="export"),
    path("r/<slug:name>/import", imports.upload, name="import"),
    path("r/<slug:name>/import/blank.xlsx", imports.blank, name="import-blank"),
    path("r/<slug:name>/import/<uuid:pk>", imports.look, name="import-look"),
    path("r/<slug:name>/import/<uuid:pk>/fix", imports.correct, name="import-fix"),
    path("r/<slug:name>/import/<uuid:pk>/go", imports.carry_out, name="import-go"),
    path("r/<slug:name>/import/<uuid:pk>/marked.xlsx", imports.marked_file, name="import-marked"),
    path("r/<slug:name>/import/done/<uuid:act>", imports.done, name="import-done"),
    path("r/<slug:name>/import/done/<uuid:act>/undo", imports.undo_it, name="import-undo"),
    path("r/<slug:name>/options/<slug:field>", lookup.options, name="options"),
    path("r/<slug:name>/<str:key>/edit", form_page.edit_page, name="edit"),
    path("r/<slug:name>/<str:key>/moves/<slug:move>", acts.move, name="move"),
    path("r/<slug:name>/<str:key>/withdraw", acts.withdraw, name="withdraw"),
    path("r/<slug:name>/<str:key>/comments", acts.comment, name="comment"),
    path("r/<slug:name>/<str:key>/files", acts.attach, name="attach"),
    path("r/<slug:name>/<str:key>/files/<uuid:file>", acts.file, name="file"),
    path("r/<slug:name>/<str:key>/print/<slug:paper>.pdf", prints.of_record, name="print"),
    path("print/<slug:paper>.pdf", prints.of_all, name="print-all"),
    path("r/<slug:name>/<str:key>", record_page.record_page, name="record"),
]
