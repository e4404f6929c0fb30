"""Addresses of access: asking, comparing, and who could open what."""

from django.urls import URLPattern, path

from sekisho.web.access import comparison, deciding, moving, past, request, systems

del deciding, moving  # their panels have entered themselves

urlpatterns: list[URLPattern] = [
    path("access/request", request.request_page, name="access-request"),
    path("access/systems", systems.systems, name="access-systems"),
    path("access/systems/<str:key>", comparison.system, name="access-system"),
    path("access/systems/<str:key>/list", comparison.bring, name="access-bring"),
    path("access/systems/<str:key>/settle", comparison.settle, name="access-settle"),
    path("access/past", past.past, name="access-past"),
    path("access/proof/<int:pos>", past.proof, name="access-proof"),
]
