"""Addresses of courses, for those who take them."""

from django.urls import URLPattern, path

from sekisho.web.learning import learn, starter, through

urlpatterns: list[URLPattern] = [
    path("learn", learn.learn, name="learn"),
    path("learn/starter", starter.starter, name="course-starter"),
    path("learn/suppliers", through.suppliers, name="learn-suppliers"),
    path("learn/<uuid:pk>", learn.course, name="learn-course"),
    path("learn/<uuid:pk>/quiz", learn.quiz, name="learn-quiz"),
    path("learn/<uuid:pk>/c/<str:key>", learn.chapter, name="learn-chapter"),
    path("learn/<uuid:pk>/file/<str:name>", learn.file, name="learn-file"),
    path("take/<str:token>", through.people, name="take"),
    path("take/<str:token>/<uuid:pk>", through.course, name="take-course"),
    path("take/<str:token>/<uuid:pk>/quiz", through.quiz, name="take-quiz"),
    path("take/<str:token>/<uuid:pk>/c/<str:key>", through.chapter, name="take-chapter"),
    path("take/<str:token>/<uuid:pk>/file/<str:name>", through.file, name="take-file"),
]
