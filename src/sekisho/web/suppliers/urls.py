"""Addresses of suppliers: the list, one supplier, what is asked of them, and their links without an account."""

from django.urls import URLPattern, path

from sekisho.web.suppliers import answer, assessment, clauses, incident, one, overview, sheet

urlpatterns: list[URLPattern] = [
    path("suppliers", overview.overview, name="suppliers"),
    path("suppliers/<str:key>", one.supplier, name="supplier"),
    path("suppliers/engagements/<uuid:pk>/link", incident.give, name="supplier-incident-link"),
    path("suppliers/engagements/<uuid:pk>/assess", assessment.begin, name="supplier-assess"),
    path("suppliers/contracts/<uuid:pk>/clauses", clauses.save, name="contract-clauses"),
    path("suppliers/assessments/<uuid:pk>/view", assessment.judge, name="assessment-judge"),
    path("suppliers/assessments/<uuid:pk>/link", assessment.link, name="assessment-link"),
    path("suppliers/assessments/<uuid:pk>/sheet.xlsx", sheet.out, name="assessment-sheet"),
    path("suppliers/assessments/<uuid:pk>/sheet", sheet.back, name="assessment-sheet-back"),
    path("answer/<str:token>", answer.answer, name="supplier-answer"),
    path("report/supplier/<str:token>", incident.report, name="supplier-report"),
]
