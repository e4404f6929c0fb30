"""Addresses of SCIM: one view, for the protocol has a routing of its own."""

from django.urls import re_path

from sekisho.api.scim import door

urlpatterns = [re_path(r"^(?:/(?P<path>.*))?$", door.view, name="scim")]
