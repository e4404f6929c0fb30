"""The reception of reports: one way in for page, link, mail and whatever comes next.

It writes the incident by the command like everybody else, keeps what was attached, and tells whoever must
know. A file that cannot be kept never loses the report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.secrecy import INTAKE
from sekisho.notices import alerts
from sekisho.notices.answering import Answering
from sekisho.registers import notes, settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.register import registry
from sekisho.registers.rights import Role

MOST_FILES = 10
PHONE = settings.declare(
    "incidents.phone", "", _("Telephone number to call first while damage is spreading"), type="text",
    source=_("Shown on every page on which something is reported."), group=_("Incidents"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Something attached to a report."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a report. ``refused``: why files were not kept."""

    incident: Incident
    refused: tuple[Text, ...] = ()
    told: int = 0


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells, if they say so; of a whistle-blower kept apart from the incident."""

    person: Any = None
    name: str = ""
    contact: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.name or self.contact)


def taker(act: Act, via: str) -> Act:
    """The act of the built-in reception: no account, no person, no request leads back to anybody."""
    return replace(act, actor=service(INTAKE), via=via, request="")


@transaction.atomic
def receive(
    act: Act, values: Mapping[str, Any], pieces: Iterable[Piece] = (), teller: Teller | None = None
) -> Received:
    """Take in a report. Raises Invalid, Denied; then nothing is written.

    A whistle-blower's report is taken by the reception itself, so that neither the record nor the
    ledger says who acted; their identity goes to the persons designated alone.
    """
    values = dict(values)
    if values.get("whistle"):
        act = taker(act, "intake")
    made: Incident = write(registry["incidents"], act, values)
    if values.get("whistle") and teller:
        who = {"incident": made.pk, "person": teller.person, "name": teller.name,
               "contact": teller.contact}  # fmt: skip
        write(registry["reporter_identities"], act, who)
    refused = tuple(keep(act, made, pieces))
    return Received(made, refused, alerts.tell(made, act))


def keep(act: Act, made: Incident, pieces: Iterable[Piece]) -> Iterable[Text]:
    """Keep what was attached; why something was not kept."""
    for n, piece in enumerate(pieces):
        if n == MOST_FILES:
            yield _("Only the first %(n)s files were kept.") % {"n": MOST_FILES}
            return
        try:
            with transaction.atomic():
                notes.attach(registry["incidents"], act, made, piece.stream, piece.name)
        except Invalid as invalid:
            yield from (f"{piece.name}: {words}" for words in invalid.problems.get("file", []))


def takes_whistle(act: Act) -> bool:
    """Whether anybody is designated to take in whistle-blowers' reports on the day of the act."""
    return bool(Answering(act.on).holders(Role.DESIGNATED))
