"""Directory identities: as whom a directory (Entra ID, Okta, Google …) knows a person, by SCIM."""

import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights
from sekisho.registers.settings import declare

INACTIVE_MEANS = declare(
    "people.inactive_means",
    "leaving",
    _("When a directory deactivates somebody, that means"),
    type="choice",
    choices=(
        ("leaving", _("leaving: sign-in ends, and the day is entered as the last day")),
        ("suspended", _("only that sign-in ends: the days of leaving come from personnel")),
    ),
    group=_("People"),
)


class Identities(Records):
    def known(self) -> "Identities":
        """Those the directory has not deleted."""
        return self.present().filter(removed_at=None)


class Identity(Record):
    """What the directory says of a person that no other register keeps.

    ``user_key`` is the user name as it is compared; it is free again once the directory
    deleted the user.
    """

    person = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="identity", verbose_name=_("person concerned")
    )
    external_id = models.CharField(
        _("id in the directory"), max_length=254, blank=True, db_index=True
    )
    user_name = models.CharField(_("user name"), max_length=254, db_index=True)
    user_key = models.CharField(
        _("user name as compared"), max_length=254, unique=True, null=True, editable=False
    )
    user_type = models.CharField(_("kind of user"), max_length=160, blank=True)
    organization = models.CharField(_("organization"), max_length=160, blank=True)
    division = models.CharField(_("division"), max_length=160, blank=True)
    department = models.CharField(
        _("department in the directory"), max_length=160, blank=True,
        help_text=_("If a unit has this code or name, it becomes the main unit of the person."),
    )  # fmt: skip
    cost_center = models.CharField(_("cost center"), max_length=160, blank=True)
    manager = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="directory_reports",
        verbose_name=_("superior in the directory"),
    )  # fmt: skip
    email_type = models.CharField(_("kind of e-mail address"), max_length=40, blank=True)
    email_primary = models.BooleanField(_("primary e-mail address"), null=True, blank=True)
    closed_on = models.DateField(
        _("deactivated on"), null=True, blank=True,
        help_text=_("From this day on the directory lets the person sign in no more."),
    )  # fmt: skip
    removed_at = models.DateTimeField(_("deleted in the directory at"), null=True, blank=True)

    objects: ClassVar[Any] = Identities.as_manager()

    class Meta:
        verbose_name = _("directory identity")

    def __str__(self) -> str:
        return self.user_name


def user_key(name: str) -> str:
    """A user name as it is compared: upper and lower case are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


@register
class IdentityRegister(Register[Identity]):
    name = "identities"
    title = _("Directory identities")
    singular = _("directory identity")
    about = _("As whom the company's directory knows each person. Kept by SCIM provisioning.")
    model = Identity
    rights = Rights(
        read=("director", "chair", "committee", "auditor", "admin", "employee:own",
              "contractor:own", "scim"),
        add=("admin", "scim"),
        change=("admin", "scim"),
        withdraw=("admin",),
    )  # fmt: skip
    key = ("person",)
    handles = ("user_name",)
    label_with = ("person",)
    columns = ("user_name", "person", "external_id", "department", "closed_on", "removed_at")
    filters = ("person", "manager", "closed_on")
    search = ("user_name", "external_id", "person__name", "person__kana")
    order = ("user_name",)
    unit_path = "person__unit"
    person_path = "person"
    place = "settings"

    def prepare(self, values: dict[str, Any], record: Identity | None, act: Act) -> None:
        del record, act
        gone = values.get("removed_at") is not None
        values["user_key"] = None if gone else user_key(values.get("user_name") or "")

    def check(self, values: Mapping[str, Any], record: Identity | None, act: Act) -> Any:
        del act
        if record is not None and values.get("person") != record.person_id:
            yield "person", _("An identity is never handed on. Please make a new one.")
