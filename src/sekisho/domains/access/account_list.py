"""Lists of accounts as they were taken from a system: which day, how complete, what they changed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class AccountListRows(Records):
    def whole(self) -> "AccountListRows":
        """Lists from which no row was left out: only they show what is gone."""
        return self.present().filter(complete=True)


class AccountList(Record):
    system = models.ForeignKey(
        "access.System", models.PROTECT, related_name="lists", verbose_name=_("system")
    )
    taken_on = models.DateField(_("taken on"))
    source = models.CharField(
        _("where it comes from"), max_length=200, blank=True,
        help_text=_("File or export of the system."),
    )  # fmt: skip
    accounts = models.PositiveIntegerField(_("accounts"), default=0)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    gone = models.PositiveIntegerField(_("gone since the last list"), default=0)
    complete = models.BooleanField(_("complete"), default=True)

    objects: ClassVar[Any] = AccountListRows.as_manager()

    class Meta:
        verbose_name = _("list of accounts")
        indexes = (models.Index(fields=("system", "taken_on"), name="account_list_day"),)

    def __str__(self) -> str:
        return f"{self.system} {self.taken_on}"


@register
class AccountLists(Register[AccountList]):
    name = "account_lists"
    title = _("Lists of accounts")
    singular = _("list of accounts")
    about = _("When the accounts of each system were last compared, and what had changed.")
    model = AccountList
    key = ("system", "taken_on")
    label_with = ("system",)
    columns = ("system", "taken_on", "source", "accounts", "lines", "gone", "complete")
    filters = ("system", "taken_on", "complete")
    search = ("system__name", "source")
    order = ("-taken_on", "system")
    unit_path = "system__unit"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=(*LEADERS, "admin"),
    )
