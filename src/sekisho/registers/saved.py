"""A list as somebody saved it: a name for a set of filters. A convenience, no fact: no act, no history."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Invalid

MOST = 20


class SavedView(models.Model):
    """One saved query of one account on one register's list."""

    account = models.UUIDField()
    register = models.CharField(max_length=40)
    title = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(max_length=1000)

    objects: ClassVar[models.Manager["SavedView"]] = models.Manager()

    class Meta:
        db_table = "saved_view"
        verbose_name = _("saved view")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "register", "title"), name="saved_view_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


def of(account: UUID, register: str) -> list[SavedView]:
    """The views of ``account`` on a register, in order of their names."""
    rows = SavedView.objects.filter(account=account, register=register)
    return list(rows.order_by("title")[:MOST])


def keep(account: UUID, register: str, title: str, query: str) -> None:
    """Save ``query`` under ``title``, in place of one of that name. Raises Invalid."""
    name = " ".join(title.split())[:40]
    if not name:
        raise Invalid({"title": [_("Please give the view a name.")]})
    if len(query) > 1000:
        raise Invalid({"title": [_("These are too many filters to be saved.")]})
    others = SavedView.objects.filter(account=account, register=register).exclude(title=name)
    if others.count() >= MOST:
        raise Invalid({"title": [_("At most %(n)s views. Remove one first.") % {"n": MOST}]})
    SavedView.objects.update_or_create(
        account=account, register=register, title=name, defaults={"query": query}
    )


def drop(account: UUID, view: int) -> bool:
    """Remove one's own view; False when there is none."""
    return bool(SavedView.objects.filter(account=account, pk=view).delete()[0])
