"""Who knows the password of a shared account, from when to when."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running


class AccountMemberRows(Records):
    def in_use(self, on: date) -> "AccountMemberRows":
        """Those who may use a shared account on ``on``."""
        return self.present().filter(running(on))


class AccountMember(Record):
    account = models.ForeignKey(
        "access.SystemAccount", models.PROTECT, related_name="members",
        verbose_name=_("shared account"),
    )  # fmt: skip
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="shared_accounts", verbose_name=_("user")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True,
        help_text=_("Last day. The password is changed after it."),
    )  # fmt: skip

    objects: ClassVar[Any] = AccountMemberRows.as_manager()

    class Meta:
        verbose_name = _("user of a shared account")

    def __str__(self) -> str:
        return f"{self.account} {self.person}"


@register
class AccountMembers(Register[AccountMember]):
    name = "account_members"
    title = _("Users of shared accounts")
    singular = _("user of a shared account")
    about = _("Who uses each shared account and knows its password, with the days.")
    model = AccountMember
    key = ("account", "person", "starts_on")
    label_with = ("account", "person")
    columns = ("account", "person", "starts_on", "ends_on")
    filters = ("account", "person", "starts_on", "ends_on")
    search = ("account__login", "person__name", "person__kana")
    order = ("account", "person")
    unit_path = "account__system__unit"
    person_path = "person"
    headers = sheets.MEMBER_HEADERS
    withdrawable = False
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
    )

    def check(
        self, values: Mapping[str, Any], record: AccountMember | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if record is None:
            return
        stands = {"account": record.account_id, "person": record.person_id}
        for name, value in (stands | {"starts_on": record.starts_on}).items():
            if values[name] != value:
                yield name, _("This stands as recorded. Enter its last day and add another line.")
