"""Addresses of the appointments page."""

from django.urls import URLPattern, path

from sekisho.web.direction import meeting, monthly, pages, reorganisation, scorecard

urlpatterns: list[URLPattern] = [
    path("scorecard", scorecard.scorecard, name="scorecard"),
    path("direction/monthly", monthly.newest, name="monthly"),
    path("direction/monthly/<str:month>", monthly.of, name="monthly-of"),
    path("direction/meetings/<str:key>/draw", meeting.draw, name="meeting-draw"),
    path("direction/reorganisation", reorganisation.reorganisation, name="reorganisation"),
    path(
        "direction/reorganisation/<uuid:pk>/take-back",
        reorganisation.take_back,
        name="reorganisation-back",
    ),
    path("direction", pages.direction, name="direction"),
    path("direction/<str:key>/end", pages.end, name="appointment-end"),
]
