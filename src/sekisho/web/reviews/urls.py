"""Addresses of reviews of access rights; mail links to /reviews/RV-2026-01."""

from django.urls import URLPattern, path

from sekisho.web.reviews import acts, confirming, handing, pages

ONE = "reviews/<str:number>"

urlpatterns: list[URLPattern] = [
    path("reviews", pages.reviews, name="reviews"),
    path(ONE, pages.review, name="review"),
    path(f"{ONE}/start", acts.start, name="review-start"),
    path(f"{ONE}/save", acts.save, name="review-save"),
    path(f"{ONE}/keep", acts.keep, name="review-keep"),
    path(f"{ONE}/hand", handing.hand, name="review-hand"),
    path(f"{ONE}/confirm", confirming.confirm, name="review-confirm"),
    path(f"{ONE}/confirming", confirming.confirming, name="review-confirming"),
    path(f"{ONE}/items/<uuid:pk>", acts.item, name="review-item"),
]
