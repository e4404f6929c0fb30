"""Somebody signed in, as for the pages."""

from tests.web.conftest import enter

__all__ = ["enter"]
