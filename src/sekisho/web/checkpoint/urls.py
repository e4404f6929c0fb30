"""Addresses of the checkpoint; /d/D-48213 is in mails and stays."""

from django.urls import URLPattern, path

from sekisho.web.checkpoint import (
    denials,
    emergency,
    forward,
    pages,
    policies,
    reach,
    standing,
    trying,
)

urlpatterns: list[URLPattern] = [
    path("checkpoint/", pages.decisions, name="decisions"),
    path("checkpoint/try", trying.try_out, name="decision-try"),
    path("checkpoint/policies/<str:number>/try", policies.policy_try, name="policy-try"),
    path("checkpoint/standing", standing.standing, name="standing"),
    path("checkpoint/denials", denials.denials, name="denials"),
    path("checkpoint/emergency", emergency.emergency, name="emergency"),
    path("checkpoint/reach", reach.reach, name="reach"),
    path("forward-auth/nginx", forward.nginx, name="forward-nginx"),
    path("forward-auth/http", forward.http, name="forward-http"),
    path("forward-auth/start", forward.start, name="forward-start"),
    path("forward-auth/enter", forward.enter, name="forward-enter"),
    path("d/<str:number>", pages.decisions, name="decision"),
    path("d/<str:number>/json", pages.as_json, name="decision-json"),
]
