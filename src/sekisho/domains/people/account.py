"""Accounts: what signs in. A person's, a service's, or an outside auditor's."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights
from sekisho.registers.settings import declare

ACCESS_ENDS = declare(
    "people.access_ends",
    "last_working_on",
    _("Access of leavers ends with the close of"),
    type="choice",
    choices=(("last_working_on", _("the last day at work")), ("ends_on", _("the day of leaving"))),
    source=_("Practice: the company chooses which of the two days; at a dismissal, at once."),
    since=date(2026, 4, 1),
    group=_("People"),
)


class AccountKind(models.TextChoices):
    PERSON = "person", _("Person")
    SERVICE = "service", _("Service")
    AUDITOR = "auditor", _("Outside auditor")


class AccountRows(Records):
    def open(self, on: date) -> "AccountRows":
        """Those not closed by hand and not expired on ``on``; a person may have left all the same."""
        return self.present().filter(Q(expires_on=None) | Q(expires_on__gte=on), active=True)

    def of_nobody(self) -> "AccountRows":
        """Accounts of people that no person answers for."""
        return self.present().filter(kind=AccountKind.PERSON, person=None)


class Accounts(BaseUserManager.from_queryset(AccountRows)):  # type: ignore[misc]
    """The manager sign-in libraries expect; accounts are made by commands."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)  # type: ignore[no-any-return]


class Account(AbstractBaseUser, Record):
    """A way in. Roles come from the appointments of its person, never from here.

    Language, appearance and shortcuts belong to the one who signs in: they are no facts of
    the register and change without an act (``preferences.keep``).
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=AccountKind, default="person")
    name = models.CharField(_("name shown"), max_length=120)
    person = models.OneToOneField(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="account",
        verbose_name=_("person concerned"), help_text=_("Whose appointments give this account its roles."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=2, default="ja", choices=[("ja", "日本語"), ("en", "English")]
    )
    theme = models.CharField(
        _("appearance"), max_length=6, default="system",
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )  # fmt: skip
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    active = models.BooleanField(
        _("may sign in"), default=True,
        help_text=_("People who leave are shut out by their dates; this closes an account by hand."),
    )  # fmt: skip
    expires_on = models.DateField(
        _("may sign in until"), null=True, blank=True,
        help_text=_("Last day. Required for outside auditors."),
    )  # fmt: skip

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


@register
class AccountRegister(Register[Account]):
    name = "accounts"
    title = _("Accounts")
    singular = _("account")
    about = _("Who can sign in. What an account may do follows from appointments.")
    model = Account
    rights = Rights(
        read=("director", "chair", "committee", "auditor", "admin", "employee:own",
              "contractor:own", "scim"),
        add=("admin", "scim"),
        change=("admin", "scim"),
        withdraw=("admin",),
        never_own=("change", "withdraw"),
    )  # fmt: skip
    key = ("email",)
    columns = ("email", "name", "kind", "person", "active", "expires_on")
    filters = ("kind", "person", "active", "expires_on")
    search = ("email", "name", "person__kana")
    order = ("email",)
    sealed = frozenset({"password"})
    derived = frozenset({"password", "last_login", "language", "theme", "shortcuts"})
    unit_path = "person__unit"
    person_path = "person"
    place = "settings"
    views = (View(_("Outside auditors"), {"kind": "auditor"}),)

    def prepare(self, values: dict[str, Any], record: Account | None, act: Act) -> None:
        del record, act
        values["email"] = (values.get("email") or "").lower()

    def check(
        self, values: Mapping[str, Any], record: Account | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        kind, person = values.get("kind"), values.get("person")
        if kind == AccountKind.PERSON and person is None:
            yield "person", _("Please choose whose account it is.")
        if kind != AccountKind.PERSON and person is not None:
            yield "person", _("Only an account of a person has one. Please leave this empty.")
        if kind == AccountKind.AUDITOR and values.get("expires_on") is None:
            yield "expires_on", _("An outside auditor's account needs a last day.")
        if record is not None and record.person_id and person != record.person_id:
            yield "person", _("An account is never handed on. Please make a new one.")
