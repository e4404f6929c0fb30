"""Given once: what a module's tests look at and each leaves as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def kept_for_the_module(blocker: Any) -> Iterator[None]:
    """Records made within stand for every test of the module: each test's own transaction lies
    inside this one, which is taken back at the end. ``blocker``: ``django_db_blocker``."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
