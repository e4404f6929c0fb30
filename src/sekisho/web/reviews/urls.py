"""Addresses of reviews of access rights; mail links to /reviews/RV-2026-01."""

from django.urls import URLPattern, path

from sekisho.web.reviews import acts, pages

ONE = "reviews/<str:number>"

urlpatterns: list[URLPattern] = [
    path("reviews", pages.reviews, name="reviews"),
    path(ONE, pages.review, name="review"),
    path(f"{ONE}/start", acts.start, name="review-start"),
    path(f"{ONE}/save", acts.save, name="review-save"),
    path(f"{ONE}/keep", acts.keep, name="review-keep"),
    path(f"{ONE}/confirm", acts.confirm, name="review-confirm"),
    path(f"{ONE}/items/<uuid:pk>", acts.item, name="review-item"),
]
