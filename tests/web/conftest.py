"""Somebody signed in, by role."""

from collections.abc import Callable

import pytest
from django.test import Client

from sekisho.domains.people.account import Account
from tests.given.people import an_account, an_appointment


def somebody(role: str = "employee", **but: object) -> Account:
    """An account whose person has ``role`` today."""
    if role == "auditor":
        return an_account(kind="auditor", person=None, **but)
    account = an_account(**but)
    if role != "employee":
        an_appointment(person=account.person, role=role)
    return account


@pytest.fixture
def enter() -> Callable[..., Client]:
    """``enter("director", language="en")``: a client signed in as somebody of that role."""

    def as_role(role: str = "employee", **but: object) -> Client:
        client = Client()
        client.force_login(somebody(role, **but))
        return client

    return as_role
