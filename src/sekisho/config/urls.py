"""Every address in one place: health, API, face."""

from django.urls import URLPattern, URLResolver, include, path

from sekisho.api import ssf
from sekisho.config import health, signins

KEEPS_SIGN_INS = signins.KIND  # loading the addresses begins to note who comes in

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path(".well-known/ssf-configuration", ssf.configuration, name="ssf"),
    path("ssf/jwks.json", ssf.keys, name="ssf-keys"),
    path("ssf/poll/<str:name>", ssf.poll, name="ssf-poll"),
    path("ssf/events", ssf.receive, name="ssf-receive"),
    path("api/", include("sekisho.api.urls")),
    path("scim/v2", include("sekisho.api.scim.urls")),
    path("", include("sekisho.web.urls")),
]

handler400 = "sekisho.web.errors.bad_request"
handler403 = "sekisho.web.errors.forbidden"
handler404 = "sekisho.web.errors.not_found"
handler429 = "sekisho.web.errors.too_many"
handler500 = "sekisho.web.errors.broken"
