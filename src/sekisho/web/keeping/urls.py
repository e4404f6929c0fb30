"""Addresses of keeping: the handling card, requests about one asset, the question, the count."""

from django.urls import URLPattern, path

from sekisho.web.keeping import asking, card, census, classes, inspections, may_i, secret

urlpatterns: list[URLPattern] = [
    path("may-i", may_i.may_i, name="may-i"),
    path("a/<str:key>", card.card, name="short-asset"),
    path("census", census.overview, name="census"),
    path("census/<str:key>", census.count, name="census-count"),
    path("inspections", inspections.page, name="inspections"),
    path("inspections/<slug:kind>/draw", inspections.draw, name="inspection-draw"),
    path("class-review", classes.review, name="class-review"),
    path("a/<str:key>/secret", secret.secret, name="trade-secret"),
    path("a/<str:key>/here", card.here, name="asset-here"),
    path("a/<str:key>/ask/<slug:name>", asking.ask_page, name="keeping-ask"),
]
