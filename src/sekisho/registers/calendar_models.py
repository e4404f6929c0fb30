"""The company's calendar as a table, so that business days are a join on every database."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    WORKDAY = "workday", _("Business day")
    WEEKEND = "weekend", _("Saturday or Sunday")
    HOLIDAY = "holiday", _("National holiday")
    COMPANY = "company", _("Company holiday")


class Day(models.Model):
    """One day. ``ordinal`` counts the business days up to and including it.

    So a closed day carries the ordinal of the business day before it, and each ordinal belongs to
    one business day. ``edition`` is the same in every row and another after each rebuild.
    """

    date = models.DateField(primary_key=True)
    kind = models.CharField(_("kind of day"), max_length=8, choices=DayKind)
    name = models.CharField(_("name of the day"), max_length=60, blank=True)
    ordinal = models.IntegerField(_("business day number"))
    edition = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["Day"]] = models.Manager()

    class Meta:
        db_table = "day"
        verbose_name = _("calendar day")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["ordinal"], condition=models.Q(kind="workday"), name="day_business"
            )
        ]

    def __str__(self) -> str:
        return self.date.isoformat()
