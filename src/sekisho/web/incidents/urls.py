"""Addresses of incidents: the report, and /i/INC-2026-014."""

from django.urls import URLPattern, path

from sekisho.web.incidents import (
    bundles,
    drafts,
    freezing,
    kit,
    outside,
    posters,
    report,
    room,
    rooms,
    statistics,
)

urlpatterns: list[URLPattern] = [
    path("report", report.report, name="report"),
    path("report/sent/<str:number>", report.sent, name="report-sent"),
    path("report/taken", report.taken, name="report-taken"),
    path("report/by/<str:token>", outside.outside, name="report-outside"),
    path("report/link/<str:key>", posters.poster, name="report-poster"),
    path("settings/chat/<str:key>", rooms.aim, name="chat-room"),
    path("incidents/kit", kit.kit, name="offline-kit"),
    path("incidents/statistics", statistics.statistics, name="incident-statistics"),
    path("i/<str:key>", room.room, name="incident-room"),
    path("i/<str:key>/note", room.note, name="incident-note"),
    path("i/<str:key>/facts", room.answer, name="incident-facts"),
    path("i/<str:key>/seen", room.seen, name="incident-seen"),
    path("i/<str:key>/freeze", freezing.freeze, name="incident-freeze"),
    path("i/<str:key>/freeze/decide", freezing.decide, name="incident-thaw"),
    path("i/<str:key>/bundle", bundles.export, name="incident-bundle"),
    path("i/<str:key>/drafts", drafts.index, name="incident-drafts"),
    path("i/<str:key>/drafts/<slug:kind>", drafts.draft, name="incident-draft"),
]
