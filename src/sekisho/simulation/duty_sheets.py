"""The duties of each role: drawn up in the first week, read by whoever has the role."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from sekisho.domains.documents.agreeing import agree
from sekisho.domains.documents.models import Campaign, Version
from sekisho.domains.documents.publishing import publish
from sekisho.domains.documents.sheet import Said, draft_sheet
from sekisho.domains.documents.words import SheetRole
from sekisho.domains.people.models import Person
from sekisho.obligations.role_duties import holding, lines
from sekisho.simulation.organisation import Firm

SOURCE = "役割ごとの責務の確認書（総務部キャビネット A-4）"
DAYS = 14


def live(firm: Firm) -> None:
    stage = firm.stage
    stage.work(stage.first + timedelta(days=7), partial(_issue, firm), 10)
    stage.work(stage.first + timedelta(days=12), partial(_signed, firm), 17)


def _issue(firm: Firm) -> None:
    for role in SheetRole.values:
        asked = holding(Person.objects.in_service(firm.stage.on), role, firm.stage.on).exists()
        if asked and (said := lines(role, firm.stage.on)):
            _enact(firm, role, said)


def _enact(firm: Firm, role: str, said: list[Said]) -> Version:
    """Drafted and submitted by the chair, approved by the director, published with a request."""
    stage, chair, director = firm.stage, firm.holder("chair"), firm.holder("director")
    version: Any = draft_sheet(stage.by(chair), role, said, firm.holder("committee").pk)
    version = stage.move(stage.by(chair), "versions", "submit", version)
    version = stage.move(stage.by(director), "versions", "approve", version)
    return publish(stage.by(chair), version, stage.on, DAYS)


def _signed(firm: Firm) -> None:
    """The signed sheets come back and are entered as a list."""
    _declare(firm, [person.pk for person in firm.staff])


def _sheets(firm: Firm) -> list[Campaign]:
    rows = Campaign.objects.started(firm.stage.on).filter(
        version__in=Version.objects.in_force(firm.stage.on).exclude(document__role="")
    )
    return list(rows.select_related("version__document"))


def _readers(firm: Firm, campaign: Campaign, people: Iterable[Any]) -> list[Any]:
    """Those of ``people`` with the role, who have not read the sheet yet."""
    on = firm.stage.on
    asked = holding(Person.objects.in_service(on), campaign.version.document.role, on)
    done = campaign.version.acknowledgements.values("person")
    return list(asked.filter(pk__in=list(people)).exclude(pk__in=done))


def _declare(firm: Firm, people: list[Any]) -> None:
    told = {"kind": "declared", "on": firm.stage.on, "source": SOURCE}
    for campaign in _sheets(firm):
        own = {"version": campaign.version_id, "campaign": campaign.pk, **told}
        readers = _readers(firm, campaign, people)
        firm.stage.add("acknowledgements", [own | {"person": p.pk} for p in readers])


def read(firm: Firm, people: Iterable[Any], *, singly: bool) -> None:
    """Those who joined read what their role asks: each in their own name, or as a list."""
    ids = [person.pk for person in people]
    if not singly:
        _declare(firm, ids)
        return
    for campaign in _sheets(firm):
        for person in _readers(firm, campaign, ids):
            agree(firm.stage.by(person), campaign, person)


def renew(firm: Firm) -> None:
    """The managers' sheet gets a line more; half of them have read it since."""
    stage = firm.stage
    more = Said(
        "取引先に渡す資料の表示を、渡す前に確かめる。",
        "Check the marking of what goes to a client before it leaves.", ("O059",),
    )  # fmt: skip
    _enact(firm, "manager", [more, *lines("manager", stage.on)])
    some = [p for n, p in enumerate(firm.leaders.values()) if n % 2 and p != firm.parts["kiriyama"]]
    stage.work(stage.on + timedelta(days=2), partial(read, firm, some, singly=True), 11)
