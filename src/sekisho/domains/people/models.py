"""Every model of the domain, for Django to find."""

from sekisho.domains.people.account import Account
from sekisho.domains.people.person import Person

__all__ = ["Account", "Person"]
