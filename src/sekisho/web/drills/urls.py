"""Addresses of drills, and of the page behind a drill's link."""

from django.urls import URLPattern, path

from sekisho.web.drills import landing, mine, page, suspicious

urlpatterns: list[URLPattern] = [
    path("s/<str:token>", landing.landing, name="drill-landing"),
    path("s/<str:token>/seen", landing.seen, name="drill-seen"),
    path("drills/mine", mine.mine, name="drills-mine"),
    path("drills/<str:key>", page.drill, name="drill"),
    path("drills/<str:key>/trial", page.trial, name="drill-trial"),
    path("drills/<str:key>/teach", page.teach, name="drill-teach"),
    path("report/mail", suspicious.suspicious, name="report-mail"),
]
