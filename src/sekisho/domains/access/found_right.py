"""Rights as they are found in a system: one line for each account and role of its own list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, UUIDField
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.domains.access.entitlement import Entitlement
from sekisho.domains.access.right import AccessRight
from sekisho.domains.access.right_rows import OPEN
from sekisho.domains.access.system_account import SystemAccount
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered


def stands() -> Q:
    """Whether an approved or declared right stands behind a line found.

    A line that names no role is covered by any right to its system.
    """
    holder = Q(account=OuterRef("account")) | Q(account=None, person=OuterRef("account__person"))
    rights = AccessRight.objects.present().filter(holder, state__in=OPEN)
    by_role = rights.filter(entitlement=OuterRef("entitlement"))
    of_system = rights.filter(entitlement__system=OuterRef("system"))
    return Q(Exists(by_role)) | (Q(role="") & Q(Exists(of_system)))


class FoundRightRows(Records):
    def seen(self) -> "FoundRightRows":
        """Those on the last list, of accounts that are switched on."""
        return self.present().filter(ends_on=None, enabled=True)

    def unapproved(self) -> "FoundRightRows":
        """Found in the system, and no right stands behind it."""
        return self.seen().filter(~stands())

    def linked(self) -> None:
        """Bring the derived columns up to date: the account and the role that a line names."""
        accounts = SystemAccount.objects.present().filter(
            system=OuterRef("system"), login=OuterRef("login")
        )
        roles = Entitlement.objects.filter(withdrawn_at=None, system=OuterRef("system")).filter(
            Q(name=OuterRef("role")) | Q(code=OuterRef("role"))
        )
        self.update(
            account=Subquery(accounts.values("pk")[:1], output_field=UUIDField()),
            entitlement=Subquery(
                roles.exclude(name="").order_by("created_at").values("pk")[:1],
                output_field=UUIDField(),
            ),
        )


class FoundRight(Record):
    """``ends_on``: the day of the last list that showed it, once a later one does not."""

    system = models.ForeignKey(
        "access.System", models.PROTECT, related_name="found", verbose_name=_("system")
    )
    login = models.CharField(_("login name"), max_length=160)
    role = models.CharField(_("role or group in the system"), max_length=160, blank=True)
    shown = models.CharField(_("name in the system"), max_length=160, blank=True)
    email = models.CharField(_("e-mail in the system"), max_length=254, blank=True)
    staff_number = models.CharField(_("employee number in the system"), max_length=60, blank=True)
    enabled = models.BooleanField(_("switched on"), default=True)
    privileged = models.BooleanField(_("privileged"), default=False)
    mfa = models.BooleanField(_("multi-factor authentication"), null=True, blank=True)
    last_used_on = models.DateField(_("last sign-in"), null=True, blank=True)
    starts_on = models.DateField(_("first seen on"), null=True, blank=True)
    ends_on = models.DateField(_("last seen on"), null=True, blank=True)
    account = models.ForeignKey(
        "access.SystemAccount", models.PROTECT, null=True, blank=True, editable=False,
        related_name="found", verbose_name=_("account in a system"),
    )  # fmt: skip
    entitlement = models.ForeignKey(
        "access.Entitlement", models.PROTECT, null=True, blank=True, editable=False,
        related_name="found", verbose_name=_("entitlement"),
    )  # fmt: skip

    objects: ClassVar[Any] = FoundRightRows.as_manager()

    class Meta:
        verbose_name = _("right found in a system")
        indexes = (models.Index(fields=("system", "login"), name="found_right_login"),)

    def __str__(self) -> str:
        return f"{self.login} {self.role}".strip()


@register
class FoundRights(Register[FoundRight]):
    name = "found_rights"
    title = _("Rights found in systems")
    singular = _("right found in a system")
    about = _("Accounts and roles as the systems' own lists show them, to compare with approvals.")
    model = FoundRight
    key = ("system", "login", "role")
    label_with = ("system",)
    columns = ("system", "login", "role", "shown", "enabled", "privileged", "last_used_on",
               "starts_on", "ends_on")  # fmt: skip
    filters = ("system", "enabled", "privileged", "mfa", "last_used_on", "starts_on", "ends_on",
               "account", "entitlement")  # fmt: skip
    search = ("login", "role", "shown", "email", "system__name")
    order = ("system", "login", "role")
    unit_path = "system__unit"
    derived = frozenset({"account", "entitlement"})
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "entitlements": ("system", "name", "code", "withdrawn_at")
    }
    headers = sheets.FOUND_HEADERS
    values = sheets.FOUND_VALUES
    views = (View(_("On the last list"), {"ends_on": "none"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
    )

    def prepare(self, values: dict[str, Any], record: FoundRight | None, act: Act) -> None:
        del record
        values["starts_on"] = values["starts_on"] or act.on

    def check(
        self, values: Mapping[str, Any], record: FoundRight | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values)

    def settle(self, records: Sequence[FoundRight], act: Act) -> None:
        del act
        pks = [record.pk for record in records]
        for start in range(0, len(pks), 500):
            FoundRight.objects.filter(pk__in=pks[start : start + 500]).linked()

    def following(self, name: str, recs: Sequence[UUID]) -> set[UUID]:
        """Lines that named a changed role, and those of its system that may name it now."""
        del name
        found: set[UUID] = set()
        for start in range(0, len(recs), 500):
            part = recs[start : start + 500]
            near = Q(entitlement__in=part) | Q(system__entitlements__in=part)
            found |= set(FoundRight.objects.filter(near).values_list("pk", flat=True))
        return found

    def followed(self, name: str, recs: Sequence[UUID]) -> None:
        pks = sorted(self.following(name, recs))
        for start in range(0, len(pks), 500):
            FoundRight.objects.filter(pk__in=pks[start : start + 500]).linked()

    def imported(
        self, recs: Sequence[UUID], act: Act, grp: UUID, given: Mapping[str, str], *, complete: bool
    ) -> None:
        """A whole list came in: who answers for its accounts, and what is no longer on it."""
        from sekisho.domains.access import comparing

        taken = given.get("taken_on", "")
        on = date.fromisoformat(taken) if taken else act.on
        comparing.compare(recs, act, grp, on, given.get("source", ""), complete=complete)
