"""Addresses of cloud services: what is to do, asking for one, evaluating it."""

from django.urls import URLPattern, path

from sekisho.web.cloud import asking, evaluating, finding

urlpatterns: list[URLPattern] = [
    path("cloud", finding.page, name="cloud"),
    path("cloud/list", finding.bring, name="cloud-list"),
    path("cloud/found/<uuid:pk>", finding.decide, name="cloud-found"),
    path("cloud/ask", asking.ask_page, name="cloud-ask"),
    path("cloud/<str:key>", evaluating.page, name="cloud-evaluation"),
]
