"""From a Group to the records it stands for: a unit, and the posts held in it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from scim2_models import InvalidValueException, UniquenessException

from sekisho.api.scim import groups
from sekisho.api.scim.keeping import as_id, existing
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.commands import withdraw, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

DAY = timedelta(days=1)
WHY = gettext_lazy("Removed in the directory on the day it was added.")


class GroupKeeper:
    """Keeps one Group. It is a unit and gives no role: those come from appointments alone."""

    def __init__(self, act: Act, among: groups.Ids = None) -> None:
        self.act, self.among = act, among
        self.grp = new_id(act.at)
        self.fresh: Any = None  # groups are read again: their members may be many

    def add(self, group: Any) -> UUID:
        """A new unit. Its code is made up; the organisation chart gives it a better one.

        Raises UniquenessException when a unit of this name is there: the directory finds it by
        its name and takes it over, rather than doubling it.
        """
        if groups.units(self.act, members=False).filter(name=group.display_name).exists():
            raise UniquenessException(
                detail=_("There is a unit of this name. Please use that one.")
            )
        code = f"G-{new_id(self.act.at).hex[-8:].upper()}"
        fresh = {"code": code, "kind": "project", "starts_on": self.act.on}
        unit = self._write("units", {**fresh, **_said(group)})
        self._members(unit, group)
        return unit.pk  # type: ignore[no-any-return]

    def update(self, group: Any, unit: Any) -> UUID:
        self._write("units", _said(group), unit)
        self._members(unit, group)
        return unit.pk  # type: ignore[no-any-return]

    def remove(self, unit: Any) -> None:
        """The unit ends with yesterday, and with it the posts; what is of today never was."""
        self._end(list(groups.posts(self.act).filter(unit=unit)))
        if unit.starts_on < self.act.on:
            self._write("units", {"ends_on": self.act.on - DAY}, unit)
        else:
            withdraw(registry["units"], self.act, unit, str(WHY))

    def _write(self, register: str, values: Mapping[str, Any], record: Any = None) -> Any:
        (done,) = write_many(registry[register], self.act, [Line(values, record)], grp=self.grp)
        return done.record

    def _members(self, unit: Any, group: Any) -> None:
        """Posts begin today for whom the directory added, and ended yesterday for whom it removed."""
        held = list(groups.posts(self.act, self.among).filter(unit=unit))
        here = {post.person_id for post in held}
        wanted = self._wanted(group, here)
        self._end([post for post in held if post.person_id not in wanted])
        fresh = wanted - here
        lines = [
            Line({"person": pk, "unit": unit.pk, "starts_on": self.act.on}) for pk in sorted(fresh)
        ]
        write_many(registry["assignments"], self.act, lines, grp=self.grp)

    def _wanted(self, group: Any, here: set[UUID]) -> set[UUID]:
        """The members as said; only of those who are not ``here`` yet must be asked who they are."""
        words = {word: as_id(word) for word in map(_word, group.members or ())}
        known = here | existing(self.act, [w for w, pk in words.items() if pk not in here])
        if lost := [word for word, pk in words.items() if pk not in known]:
            raise InvalidValueException(
                detail=_("There is no user “%(id)s”.") % {"id": lost[0] or "…"}
            )
        return {pk for pk in words.values() if pk is not None}

    def _end(self, posts: Iterable[Any]) -> None:
        last = self.act.on - DAY
        over = [Line({"ends_on": last}, post) for post in posts if post.starts_on <= last]
        write_many(registry["assignments"], self.act, over, grp=self.grp)
        for post in posts:
            if post.starts_on > last:
                withdraw(registry["assignments"], self.act, post, str(WHY))


def _said(group: Any) -> dict[str, Any]:
    return {"name": group.display_name, "external_id": group.external_id or ""}


def _word(member: Any) -> str:
    """The id that a member names, by value or by address."""
    return member.value or str(member.ref or "").rstrip("/").rpartition("/")[2]
