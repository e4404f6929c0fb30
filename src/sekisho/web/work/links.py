"""Addresses of pages that may or may not be there: a link is drawn only when it leads somewhere."""

from django.urls import NoReverseMatch, reverse


def address_of(name: str, *args: str, **kwargs: str) -> str:
    """The address of the page ``name``, or "" when the house has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""
