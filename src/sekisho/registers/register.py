"""Registers: one declaration, from which list, form, API, import, history and docs follow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Text
from sekisho.registers.record import Record
from sekisho.registers.rights import Rights
from sekisho.registers.workflow import Move, Workflow

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class View:
    """A saved filter shipped with the register: a name and the query it stands for."""

    title: Text
    query: Mapping[str, str]


class Register(Generic[R]):
    """One kind of record. Everything a person sees of it follows from these attributes.

    ``name``: lower-case English plural, used in addresses, CLI, API and permissions.
    ``number``: format of record numbers, ``"IA-{n:04d}"`` or ``"INC-{year}-{n:03d}"``; "" if none.
    ``key``: fields that identify a row on import (first is the usual one).
    ``handles``: fields by which people refer to a record when they type or import a reference;
    several paths in a tuple are one handle, their words with a space between.
    ``label_with``: references that ``label`` speaks of, read together with the row.
    ``parts``: registers whose records are part of this one's content, with the lookup back to it.
    ``open_labels``: whoever sees a record that refers to one of these may read how it is called,
    even where the record itself is not theirs to see; otherwise only that there is one.
    ``unit_path`` / ``person_path``: lookup to the unit in charge / the person it is about.
    ``asset_path``: reference to the asset it belongs to (``id``: it is one); ``shut_when_frozen``: the
    verbs a freeze of that asset stops, since they would open it or lose traces.
    ``open_when_frozen``: verbs left to somebody who is frozen.
    ``own_paths``: further people whose own the record is, such as who asked for it.
    ``headers``: field → other column headings seen in sheets; ``values``: field → word → value.
    ``rank_path`` / ``amount_path``: lookup to the rank of its class / the amount it is about (for the
    approval matrix).
    ``page``: name of the address of its own page, which takes ``key``; "": the record page of all.
    ``derived``: columns computed by ``settle``; outside forms, state hash and history.
    ``follows``: other registers by name → the fields (or ``add``) that derived columns here rest on.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    singular: ClassVar[Text]
    about: ClassVar[Text]
    model: type[R]
    rights: ClassVar[Rights] = Rights()
    number: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ("number",)
    handles: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    values: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    columns: ClassVar[tuple[str, ...]] = ()
    label_with: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[tuple[str, str], ...]] = ()
    open_labels: ClassVar[bool] = False
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("id",)
    sealed: ClassVar[frozenset[str]] = frozenset()
    derived: ClassVar[frozenset[str]] = frozenset()
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    unit_path: ClassVar[str] = ""
    person_path: ClassVar[str] = ""
    asset_path: ClassVar[str] = ""
    shut_when_frozen: ClassVar[frozenset[str]] = frozenset()
    open_when_frozen: ClassVar[frozenset[str]] = frozenset()
    own_paths: ClassVar[tuple[str, ...]] = ()
    rank_path: ClassVar[str] = ""
    amount_path: ClassVar[str] = ""
    life: ClassVar[Workflow | None] = None
    views: ClassVar[Sequence[View]] = ()
    place: ClassVar[str] = "registers"
    page: ClassVar[str] = ""
    listed: ClassVar[bool] = True
    withdrawable: ClassVar[bool] = True

    def numbered(self, values: Mapping[str, Any]) -> str:
        """The format of the number of a new record with these values; its letters are a series."""
        del values
        return self.number

    def rows(self) -> "QuerySet[R]":
        """Every record present; the guard narrows it before anyone sees it."""
        found: QuerySet[Any] = self.model.objects.present()
        return found

    def known_to(self, actor: Actor) -> Q:
        """What a row must fulfil for ``actor`` to know of it at all, whatever their rights.

        An empty Q, as here: rights alone decide. Need to know (ISO/IEC 27002 5.3, 5.18) is said by a
        register of its own and of everything that hangs on its records.
        """
        del actor
        return Q()

    def own(self, person: UUID, on: date) -> Q | None:
        """The rows about ``person``, where ``person_path`` alone cannot say it; None: it can."""
        del person, on
        return None

    def owned(self, person: UUID, values: Mapping[str, Any]) -> bool:
        """Whether a record about to hold ``values`` is ``person``'s own, where no path can say it."""
        del person, values
        return False

    def interested(self, record: R) -> tuple[UUID, ...]:
        """The people who never sit in an approval of ``record`` besides those who asked for it.

        By default whom it is about, where nobody may approve a record about themselves.
        """
        moves = self.life.moves if self.life else ()
        kept = {move.name for move in moves} & set(self.rights.never_own)
        return self.subjects(record) if kept and self.person_path else ()

    def against(self, act: Act, name: str, record: R) -> Iterable[tuple[str, Text]]:
        """Reasons (code, words) against the move ``name`` that no right and no state can say."""
        del act, name, record
        return ()

    def acting(self, act: Act, name: str, record: R) -> Act:
        """The act as it is recorded: somebody may be deciding in another's place."""
        del name, record
        return act

    def further(self, name: str, record: R) -> "tuple[Register[Any], Any, Move] | None":
        """The move (register, record, move) that the move ``name`` carries out besides, if any: what
        it asks is answered along."""
        del name, record
        return None

    def moved(self, act: Act, name: str, record: R, said: Mapping[str, Any]) -> None:
        """What follows from the move ``name``, in its transaction; ``said``: all that was answered."""

    def prepare(self, values: dict[str, Any], record: R | None, act: Act) -> None:
        """Fill in what follows from ``values`` (cleaned, by field name) before the check."""

    def check(
        self, values: Mapping[str, Any], record: R | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        """Problems (field, words) that no single field can know.

        ``values`` holds every field by name as it would be saved, references as UUIDs. Must not query per record: ``write_many`` calls it for every row.
        """
        del values, record, act
        return ()

    def check_many(
        self, rows: Sequence[tuple[Mapping[str, Any], R | None]], act: Act
    ) -> Iterable[tuple[int, str, Text]]:
        """Problems (index of the row, field, words) that only other records can show.

        Asked once for all rows of an act that are right by themselves, so it may query: a constant
        number of times, however many rows there are.
        """
        del rows, act
        return ()

    def settle(self, records: Sequence[R], act: Act) -> None:
        """Bring derived columns and side rows up to date, in the act's transaction."""

    def following(self, name: str, recs: Sequence[UUID]) -> set[UUID]:
        """The records here whose derived columns rest on ``recs`` of the register ``name``."""
        del name, recs
        return set()

    def followed(self, name: str, recs: Sequence[UUID]) -> None:
        """Records ``recs`` of the register ``name`` changed where derived columns here follow them."""

    def imported(
        self, recs: Sequence[UUID], act: Act, grp: UUID, given: Mapping[str, str], *, complete: bool
    ) -> None:
        """A whole sheet came in with these records, as the act ``grp``, in its transaction.

        ``given``: what was said for all of its rows; ``complete``: no row was left out.
        """

    def subjects(self, record: R) -> tuple[UUID, ...]:
        """The people the record is about (data subjects), for the ledger; their ids alone."""
        if self.person_path in {"id", "pk"}:
            return (record.pk,)
        column = f"{self.person_path}_id"
        person = getattr(record, column, None) if self.person_path else None
        return (person,) if person else ()

    def label(self, record: R) -> str:
        """How people name the record in a sentence or a link."""
        return str(record)


class Registry:
    """Every register in the house, by name; in order of declaration."""

    def __init__(self) -> None:
        self._by_name: dict[str, Register[Any]] = {}
        self._by_model: dict[type[Record], Register[Any]] = {}

    def add(self, declared: type[Register[Any]]) -> type[Register[Any]]:
        if declared.name in self._by_name:
            raise ValueError(f"register {declared.name} is declared twice")
        one = declared()
        self._by_name[one.name] = self._by_model[one.model] = one
        return declared

    def __getitem__(self, name: str) -> Register[Any]:
        return self._by_name[name]

    def get(self, name: str) -> Register[Any] | None:
        return self._by_name.get(name)

    def of(self, model: type[Record]) -> Register[Any]:
        return self._by_model[model]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Register[Any]]:
        return iter(self._by_name.values())


registry = Registry()
register = registry.add
