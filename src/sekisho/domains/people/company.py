"""The company itself: one record, which duties of the whole company are about."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone


class PeopleSource(models.TextChoices):
    """Where the register of people comes from, and so how often it is brought in step."""

    SHEET = "sheet", _("A list from the personnel system")
    DIRECTORY = "directory", _("A directory that is connected")


class Company(Record):
    """The company (one installation is one company; group companies are units).

    ``since``: the first day the records here speak of; nothing is owed from before it.
    ``people_synced_on`` None: nobody said when the register of people was last in step.
    """

    name = models.CharField(_("company name"), max_length=120, unique=True)
    name_en = models.CharField(_("English company name"), max_length=120, blank=True)
    since = models.DateField(
        _("records kept since"), blank=True,
        help_text=_("The first day these records speak of. Empty: today."),
    )  # fmt: skip
    people_source = models.CharField(
        _("source of the register of people"), max_length=9, blank=True, choices=PeopleSource,
        help_text=_("Decides how old the register of people may be."),
    )  # fmt: skip
    people_synced_on = models.DateField(
        _("people last compared with the source on"), null=True, blank=True,
        help_text=_("Imports of people count by themselves; enter a comparison done by hand."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("company")

    def __str__(self) -> str:
        return self.name


@register
class CompanyRegister(Register[Company]):
    name = "companies"
    title = _("Company")
    singular = _("company")
    about = _("The company itself: its name, since when records are kept, where people come from.")
    model = Company
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator"),
    )
    key = ("name",)
    columns = ("name", "name_en", "since", "people_source", "people_synced_on")
    search = ("name", "name_en")
    order = ("name",)
    place = "settings"
    withdrawable = False

    def prepare(self, values: dict[str, Any], record: Company | None, act: Act) -> None:
        del record
        values["since"] = values.get("since") or act.on

    def check(
        self, values: Mapping[str, Any], record: Company | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        for name in ("since", "people_synced_on"):
            if values.get(name) and values[name] > act.on:
                yield name, _("This day has not come yet.")

    def settle(self, records: Sequence[Company], act: Act) -> None:
        """Raises Invalid when there would be a second company."""
        del records, act
        if Company.objects.present().count() > 1:
            raise Invalid({"": [_("There is one company here. Please change its record instead.")]})


def ensure(act: Act) -> Company:
    """The company's record; made with a name to be replaced when there is none."""
    found: Company | None = Company.objects.present().first()
    named = {"name": placeholder()}
    return found or write(CompanyRegister(), act, named)


def placeholder() -> str:
    """The name of a company that nobody has named yet."""
    return gettext("Our company (please enter its name)")


def placeholder_names() -> frozenset[str]:
    """The placeholder in every language of the product: whichever was active at the start."""
    names = set()
    for code in ("ja", "en"):
        with override(code):
            names.add(placeholder())
    return frozenset(names)
