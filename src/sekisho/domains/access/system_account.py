"""Accounts inside the systems: personal, shared or of a service; who answers for each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.domains.access.words import AccountKind
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running


class SystemAccountRows(Records):
    def open(self, on: date) -> "SystemAccountRows":
        """Known by ``on`` and not seen to be gone or switched off by then."""
        return self.present().filter(running(on), enabled=True)


class SystemAccount(Record):
    """One login of one system. ``person``: whose it is, or who answers for it."""

    system = models.ForeignKey(
        "access.System", models.PROTECT, related_name="accounts", verbose_name=_("system")
    )
    login = models.CharField(_("login name"), max_length=160)
    shown = models.CharField(_("name in the system"), max_length=160, blank=True)
    email = models.CharField(_("e-mail in the system"), max_length=254, blank=True)
    staff_number = models.CharField(_("employee number in the system"), max_length=60, blank=True)
    kind = models.CharField(
        _("kind of account"), max_length=8, choices=AccountKind, default=AccountKind.UNKNOWN
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="system_accounts", verbose_name=_("person answering for it"),
        help_text=_("Whose account it is; for a shared or service account, who answers for it."),
    )  # fmt: skip
    privileged = models.BooleanField(_("privileged"), default=False)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True,
        help_text=_("Why a shared, service or privileged account is needed."),
    )  # fmt: skip
    enabled = models.BooleanField(_("switched on"), default=True)
    mfa = models.BooleanField(_("multi-factor authentication"), null=True, blank=True)
    last_used_on = models.DateField(_("last sign-in"), null=True, blank=True)
    password_changed_on = models.DateField(_("password changed on"), null=True, blank=True)
    starts_on = models.DateField(_("known since"))
    ends_on = models.DateField(
        _("last seen on"), null=True, blank=True,
        help_text=_("Filled in when the account is gone from the system."),
    )  # fmt: skip

    objects: ClassVar[Any] = SystemAccountRows.as_manager()

    class Meta:
        verbose_name = _("account in a system")
        indexes = (models.Index(fields=("system", "login"), name="system_account_login"),)

    def __str__(self) -> str:
        return self.login


@register
class SystemAccounts(Register[SystemAccount]):
    name = "system_accounts"
    title = _("Accounts in systems")
    singular = _("account in a system")
    about = _("Every login of every system as it is: whose it is, or who answers for it and why.")
    model = SystemAccount
    key = ("system", "login")
    handles = ("login",)
    label_with = ("system",)
    columns = (
        "system",
        "login",
        "kind",
        "person",
        "privileged",
        "enabled",
        "last_used_on",
        "reason",
    )
    filters = (
        "system",
        "kind",
        "person",
        "privileged",
        "enabled",
        "mfa",
        "last_used_on",
        "ends_on",
    )
    search = ("login", "shown", "email", "system__name", "person__name", "person__kana")
    order = ("system", "login")
    unit_path = "system__unit"
    person_path = "person"
    headers = sheets.ACCOUNT_HEADERS
    values = sheets.ACCOUNT_VALUES
    views = (
        View(_("Of nobody known"), {"kind": "unknown", "enabled": "true"}),
        View(_("Shared"), {"kind": "shared"}),
        View(_("Privileged"), {"privileged": "true"}),
    )
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
    )

    def prepare(self, values: dict[str, Any], record: SystemAccount | None, act: Act) -> None:
        del record, act
        if values["kind"] == AccountKind.UNKNOWN and values["person"] is not None:
            values["kind"] = AccountKind.PERSON.value

    def check(
        self, values: Mapping[str, Any], record: SystemAccount | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values)

    def settle(self, records: Sequence[SystemAccount], act: Act) -> None:
        """Raises Invalid where a login stands twice; one that was withdrawn may come back."""
        del act
        logins = [record.login for record in records]
        for start in range(0, len(logins), 500):
            rows = SystemAccount.objects.present().filter(login__in=logins[start : start + 500])
            twice = rows.values("system", "login").annotate(n=models.Count("pk")).filter(n__gt=1)
            if twice.exists():
                raise Invalid({"login": [_("The system has an account of this login already.")]})

    def label(self, record: SystemAccount) -> str:
        return f"{record.system} {record.login}"
