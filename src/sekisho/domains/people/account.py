"""Accounts: what signs in. A person's, a service's, or an outside auditor's."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record


class AccountKind(models.TextChoices):
    PERSON = "person", _("Person")
    SERVICE = "service", _("Service")
    AUDITOR = "auditor", _("Outside auditor")


class Accounts(BaseUserManager["Account"]):
    """The manager sign-in libraries expect; accounts are made by commands."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)

    def present(self) -> "models.QuerySet[Account]":
        return self.filter(withdrawn_at=None)


class Account(AbstractBaseUser, Record):
    """A way in. Roles come from the appointments of its person, never from here."""

    email = models.EmailField(_("e-mail address"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=AccountKind)
    name = models.CharField(_("name shown"), max_length=120)
    person = models.OneToOneField(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="account",
        verbose_name=_("person"),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=2, default="ja", choices=[("ja", "日本語"), ("en", "English")]
    )
    theme = models.CharField(
        _("appearance"), max_length=6, default="system",
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )  # fmt: skip
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    active = models.BooleanField(_("may sign in"), default=True)
    expires_on = models.DateField(_("may sign in until"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Any] = Accounts()

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.active and self.withdrawn_at is None
