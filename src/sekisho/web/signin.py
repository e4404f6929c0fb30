"""Sign-in: what Sekisho asks of allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter): ...


class MFAAdapter(DefaultMFAAdapter): ...
