"""Every address in one place."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("sekisho.web.urls"))]

handler400 = "sekisho.web.errors.bad_request"
handler403 = "sekisho.web.errors.forbidden"
handler404 = "sekisho.web.errors.not_found"
handler429 = "sekisho.web.errors.too_many"
handler500 = "sekisho.web.errors.broken"
