"""承認欄: who drafted, checked, approved and decided, as boxes; read from the ledger."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from sekisho.ledger.history import Item, history
from sekisho.registers import dates
from sekisho.registers.approvals.words import DECIDES, Mode, SeatState
from sekisho.registers.models import Approval, ApprovalSeat
from sekisho.registers.register import Register
from sekisho.registers.workflow import Move
from sekisho.reports.wording import actors

MOST = 500
OFFICES = {
    Mode.CONSULT: pgettext_lazy("stamp", "Consulted"),
    Mode.INFORM: pgettext_lazy("stamp", "Informed afterwards"),
}
BEGINS = frozenset({"add", "submit", "request", "propose", "ask", "hold"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """One box: the office (起案 …), who, on which day, and what is to be noted (代理)."""

    office: str
    name: str = ""
    day: str = ""
    note: str = ""


def deciding(register: Register[Any]) -> list[Move]:
    """The moves of a register that somebody else than the one before must make."""
    return [m for m in register.life.moves if m.other_than] if register.life else []


def has_approvals(register: Register[Any], record: Any) -> bool:
    """Whether the record has been, or waits to be, decided by a second person."""
    del record
    return bool(deciding(register))


def stamps(register: Register[Any], record: Any) -> list[dict[str, str]]:
    """The boxes of ``record``, empty ones where nobody has acted yet."""
    if (
        run := Approval.objects.filter(register=register.name, rec=record.pk)
        .order_by("created_at", "number")
        .last()
    ):
        return [asdict(box) for box in _of_run(run)]
    done = history(register.name, record.pk, limit=MOST)
    drafted = _drafted(register, done)
    approved = _approved(register, record, done)
    boxes = [_box(_("Drafted"), drafted), _box(pgettext("stamp", "Decided"), approved)]
    names = actors({item.actor for item in (drafted, approved) if item})
    return [asdict(_named(box, item, names)) for box, item in boxes]


def _of_run(run: Approval) -> Iterator[Stamp]:
    """起案, then the seats of the last round in order; the last that decides is 決裁."""
    account = {run.account} if run.account else set()
    drafter = (
        run.person.name
        if run.person
        else "".join(words for one, words in actors(account).items() if one in account)
    )
    yield Stamp(_("Drafted"), drafter, dates.day(run.asked_on, "dense"))
    rows = ApprovalSeat.objects.filter(approval=run, round=run.round)
    gone = (SeatState.PASSED_ON, SeatState.RELEASED)
    held = list(
        rows.exclude(state__in=gone)
        .select_related("person", "decided_by")
        .order_by("place", "number")
    )
    deciding_ones = [seat.place for seat in held if seat.mode in DECIDES]
    last = max(deciding_ones, default=0)
    first = min(deciding_ones, default=0)
    for seat in held:
        yield _seat(seat, _office(seat, first, last))


def _office(seat: ApprovalSeat, first: int, last: int) -> str:
    if seat.mode in OFFICES:
        return str(OFFICES[Mode(seat.mode)])
    if seat.place == last:
        return pgettext("stamp", "Decided")
    return pgettext("stamp", "Checked") if seat.place == first else pgettext("stamp", "Approved")


def _seat(seat: ApprovalSeat, office: str) -> Stamp:
    """An empty box for a seat nobody has decided; what was sent back says so."""
    if seat.decided_by is None or seat.decided_on is None:
        return Stamp(office)
    notes = []
    if seat.proxy and seat.person:
        notes.append(_("on behalf of %(person)s") % {"person": seat.person.name})
    if seat.state == SeatState.RETURNED:
        notes.append(str(seat.get_state_display()))
    day = dates.day(seat.decided_on, "dense")
    return Stamp(office, seat.decided_by.name, day, " ".join(notes))


def _box(office: str, item: Item | None) -> tuple[Stamp, Item | None]:
    return Stamp(office), item


def _named(box: Stamp, item: Item | None, names: dict[Any, str]) -> Stamp:
    if item is None:
        return box
    local = item.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    note = _("on behalf") if item.on_behalf else ""
    return Stamp(box.office, names.get(item.actor, ""), dates.day(local, "dense"), note)


def _drafted(register: Register[Any], done: list[Item]) -> Item | None:
    """The latest act that asked for the decision, else the one that entered the record."""
    asked = {name for move in deciding(register) for name in move.other_than} | BEGINS
    return next((item for item in done if item.act in asked), None)


def _approved(register: Register[Any], record: Any, done: list[Item]) -> Item | None:
    """The latest decision, if the record still stands where it led."""
    life = register.life
    if life is None:
        return None
    state = getattr(record, life.field)
    led = {m.name for m in deciding(register) if m.target == state and not m.danger}
    return next((item for item in done if item.act in led), None)
