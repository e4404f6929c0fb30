"""People: everybody who works for the company or under its control."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.people import sheets
from sekisho.domains.people.leave import Leave
from sekisho.domains.people.romaji import katakana, romaji
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights
from sekisho.registers.spans import ordered, running


class Employment(models.TextChoices):
    OFFICER = "officer", _("Officer")
    EMPLOYEE = "employee", _("Regular employee")
    TEMPORARY = "temporary", _("Fixed-term employee")
    PART_TIME = "part_time", _("Part-time worker")
    DISPATCHED = "dispatched", _("Dispatched worker")
    CONTRACTOR = "contractor", _("Contractor's staff")


class Leaving(models.TextChoices):
    RETIRE = "retire", _("Retirement or resignation")
    DISMISSAL = "dismissal", _("Dismissal")


class People(Records):
    def in_service(self, on: date) -> "People":
        """Those the company employs, or has under its control, on the day ``on``."""
        return self.present().filter(running(on, "ends_on", "contract_ends_on"))

    def admitted(self, on: date, closes: str = "last_working_on") -> "People":
        """Those in service who may still sign in on ``on``.

        Access ends with the close of the day in the column ``closes`` (``last_working_on`` or
        ``ends_on``); at a dismissal it ends when the first of the two days begins.
        """
        return self.in_service(on).filter(not_gone(on, closes))

    def on_leave(self, on: date) -> "People":
        """Those whom a leave of absence keeps from work on ``on``."""
        return self.filter(Exists(Leave.objects.running(on).filter(person=OuterRef("pk"))))

    def at_work(self, on: date) -> "People":
        """Those in service and not on leave on ``on``."""
        leave = Leave.objects.running(on).filter(person=OuterRef("pk"))
        return self.in_service(on).filter(~Exists(leave))


def not_gone(on: date, closes: str) -> Q:
    """That no day of leaving keeps a person out on ``on`` (see ``People.admitted``)."""
    kept = ~Q(leaving="dismissal") & (Q(**{closes: None}) | Q(**{f"{closes}__gte": on}))
    dismissed_later = (
        Q(leaving="dismissal")
        & (Q(last_working_on__gt=on) | Q(last_working_on=None, ends_on__gt=on))
        & (Q(ends_on=None) | Q(ends_on__gt=on))
    )
    return kept | dismissed_later


class Person(Record):
    """A person the policy applies to. The name shown is the one used at work."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    employee_number = models.CharField(
        _("employee number"), max_length=64, blank=True, db_index=True,
        help_text=_("As in the personnel system. Leading zeros are kept."),
    )  # fmt: skip
    name = models.CharField(
        _("full name"), max_length=120, blank=True,
        help_text=_("The name used at work. Left empty, it is made of family and given name."),
    )  # fmt: skip
    family_name = models.CharField(
        _("family name"), max_length=60, blank=True,
        help_text=_("Left empty, it is the first part of the name."),
    )  # fmt: skip
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    kana = models.CharField(
        _("name in kana"), max_length=120, blank=True, db_index=True,
        help_text=_("Lists are sorted by it. Hiragana and half-width kana become katakana."),
    )  # fmt: skip
    romaji = models.CharField(
        _("name in Roman letters"), max_length=120, blank=True,
        help_text=_("Left empty, it is spelled from the kana."),
    )  # fmt: skip
    former_name = models.CharField(
        _("former family name"), max_length=60, blank=True,
        help_text=_("Also found by search, for records from before a change of name."),
    )  # fmt: skip
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    phone = models.CharField(
        _("telephone"), max_length=32, blank=True,
        help_text=_("Only if it is needed to reach the person in an emergency."),
    )  # fmt: skip
    employment = models.CharField(_("employment"), max_length=10, choices=Employment)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="people",
        verbose_name=_("main unit"),
    )  # fmt: skip
    title = models.CharField(_("job title"), max_length=60, blank=True)
    starts_on = models.DateField(_("joined on"))
    last_working_on = models.DateField(
        _("last day at work"), null=True, blank=True,
        help_text=_("The last day the person comes to work; leave may follow until the end."),
    )  # fmt: skip
    ends_on = models.DateField(_("left on"), null=True, blank=True)
    leaving = models.CharField(
        _("way of leaving"), max_length=9, blank=True, choices=Leaving,
        help_text=_("At a dismissal, access ends at once, not at the close of the day."),
    )  # fmt: skip
    sponsor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sponsored",
        verbose_name=_("responsible employee"),
        help_text=_("For contractors: the employee of ours who answers for the person."),
    )  # fmt: skip
    supplier = models.CharField(
        _("supplying company"), max_length=160, blank=True,
        help_text=_("For dispatched workers and contractors: who sends the person."),
    )  # fmt: skip
    supplier_contact = models.CharField(
        _("supplier's person in charge"), max_length=120, blank=True,
        help_text=_("Education, tasks and reminders for the supplier's staff go to this person."),
    )  # fmt: skip
    supplier_email = models.EmailField(_("supplier's e-mail address"), blank=True)
    contract_ends_on = models.DateField(
        _("contract ends on"), null=True, blank=True,
        help_text=_("Last day. Access ends with it unless the contract is renewed here."),
    )  # fmt: skip

    training_needed = models.BooleanField(
        _("takes our training"), null=True, blank=True,
        help_text=_("For contractors' staff: whether they need our courses for their work here."),
    )  # fmt: skip

    objects: ClassVar[Any] = People.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("register", "person")
        constraints = [
            models.UniqueConstraint(
                fields=["employee_number"],
                condition=~Q(employee_number=""),
                name="employee_number_is_unique",
            )
        ]

    def __str__(self) -> str:
        return self.name


def name_parts(values: dict[str, Any], record: Person | None) -> None:
    """Fill in the forms of a name that were left empty, or that followed from the former ones."""
    family, given = values.get("family_name") or "", values.get("given_name") or ""
    shown = " ".join((values.get("name") or "").split())
    if record is not None and shown == _whole(record.family_name, record.given_name):
        shown = _whole(family, given)
    if not family and not given:
        family, _space, given = shown.partition(" ")
    kana = katakana(values.get("kana") or "")
    letters = values.get("romaji") or ""
    if record is not None and letters == romaji(record.kana):
        letters = ""
    values |= {"name": shown or _whole(family, given), "family_name": family}
    values |= {"given_name": given, "kana": kana, "romaji": letters or romaji(kana)}


def _whole(family: str, given: str) -> str:
    return f"{family} {given}".strip()


@register
class PersonRegister(Register[Person]):
    name = "people"
    title = _("People")
    singular = pgettext_lazy("register", "person")
    about = _("Officers, employees of every kind, dispatched workers and contractors' staff.")
    model = Person
    open_labels = True
    rights = Rights(
        read=("director", "chair", "committee", "manager:unit", "employee:own", "contractor:own",
              "auditor", "admin", "designated", "scim"),
        add=("chair", "committee", "admin", "scim"),
        change=("chair", "committee", "admin", "scim"),
        withdraw=("chair", "committee", "admin"),
    )  # fmt: skip
    number = "P-{n:05d}"
    key = ("employee_number",)
    handles = ("employee_number", "email", "name")
    headers = sheets.PERSON_HEADERS
    values = sheets.PERSON_WORDS
    columns = ("number", "employee_number", "name", "kana", "unit", "title", "employment",
               "starts_on", "last_working_on", "ends_on")  # fmt: skip
    filters = ("employment", "unit", "sponsor", "starts_on", "last_working_on", "ends_on",
               "contract_ends_on", "leaving", "training_needed")  # fmt: skip
    search = ("name", "family_name", "given_name", "former_name", "kana",
              "romaji", "number", "employee_number", "email", "supplier")  # fmt: skip
    order = ("kana", "number")
    unit_path = "unit"
    person_path = "id"
    views = (
        View(_("Contractors' staff"), {"employment": "contractor"}),
        View(_("Dispatched workers"), {"employment": "dispatched"}),
    )

    def prepare(self, values: dict[str, Any], record: Person | None, act: Act) -> None:
        del act
        name_parts(values, record)
        values["email"] = (values.get("email") or "").lower()
        number = unicodedata.normalize("NFKC", values.get("employee_number") or "")
        values["employee_number"] = number.strip()

    def check(
        self, values: Mapping[str, Any], record: Person | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if not values.get("name"):
            yield "name", _("Please give the name.")
        yield from ordered(values, "last_working_on", "ends_on", "contract_ends_on")
        yield from ordered(
            values, "ends_on", start="last_working_on",
            words=_("The person would leave before the last day at work."),
        )  # fmt: skip
        if values.get("leaving") and not (values.get("last_working_on") or values.get("ends_on")):
            yield "ends_on", _("Please give the day of leaving, or the last day at work.")
        if record is not None and values.get("sponsor") == record.pk:
            yield "sponsor", _("Nobody can be their own responsible employee.")
