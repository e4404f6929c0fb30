"""The round of notices: once on a business day, one mail at most to each reader.

Nothing is sent here: messages go into the outbox under a key of day and reader, so a round that died
halfway is simply made again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime

from sekisho.connectors import outbox
from sekisho.domains.people.person import Person
from sekisho.findings.task import TaskRegister
from sekisho.notices import matters, waiting
from sekisho.notices.answering import Answering
from sekisho.notices.letters import Letter, letter
from sekisho.notices.lines import Line
from sekisho.notices.matters import Matter, Unkept
from sekisho.notices.memory import Round
from sekisho.notices.recipients import Address, Recipient, recipients
from sekisho.notices.rules import Span
from sekisho.registers import calendar
from sekisho.registers.guard import visible
from sekisho.registers.register import registry

OPENS, CLOSES = 9, 18
"""Business hours on the company's clock: a round that comes later is left to the next morning."""


def notify(at: datetime) -> int:
    """Make the round of the day; how many messages are new. 0 outside business hours and days."""
    local = localtime(at)
    on = local.date()
    if not OPENS <= local.hour < CLOSES or not calendar.is_business(on):
        return 0
    if Round.objects.filter(on=on).exists():
        return 0
    span = Span.until(on, _before(on))
    red = matters.red_clauses(on)
    queued = sum(_queue(one, on, at) for one in letters(span, red))
    with transaction.atomic():
        matters.remember(red, on)
        Round.objects.update_or_create(on=on, defaults={"at": at, "messages": queued})
    return queued


def preview(person: Person, on: date) -> list[Letter]:
    """The mails that the round of ``on`` would send about ``person``'s matters; nothing is queued.

    None on a closed day. One, unless the person stands in for others or is told through somebody.
    """
    if not calendar.is_business(on):
        return []
    span = Span.until(on, _before(on))
    return letters(span, matters.red_clauses(on), person.pk)


def letters(span: Span, red: list[Unkept], person: UUID | None = None) -> list[Letter]:
    """Every mail of a round, or those about ``person``."""
    answering = Answering(span.on)
    found = [*matters.of_tasks(span, answering, person), *matters.of_clauses(span, answering, red)]
    deciders = {p for role in waiting.deciding_roles() for p in answering.holders(role)}
    deciders |= waiting.asked_people(span.on)
    by_person: dict[UUID, list[Matter]] = defaultdict(list)
    for matter in found:
        by_person[matter.person].append(matter)
    wanted = {*by_person, *deciders} if person is None else {person}
    by_address: dict[Address, list[Line]] = defaultdict(list)
    for one in recipients(wanted, span.on).values():
        mine = by_person[one.person.pk]
        for address, line in _addressed(one, mine, span):
            by_address[address].append(line)
        if one.person.pk in deciders and one.direct:
            by_address[one.direct] += waiting.lines(one.actor, span, answering)
    return [letter(to, lines) for to, lines in by_address.items() if lines]


def _before(on: date) -> date | None:
    return Round.objects.filter(on__lt=on).order_by("-on").values_list("on", flat=True).first()


def _addressed(
    one: Recipient, mine: Iterable[Matter], span: Span
) -> Iterable[tuple[Address, Line]]:
    """What the guard lets this person see, each with where it is sent."""
    mine = list(mine)
    tasks = {matter.task for matter in mine if matter.task}
    register = registry[TaskRegister.name]
    rows = visible(one.actor, register, span.on).filter(pk__in=tasks)
    seen = set(rows.values_list("pk", flat=True)) if tasks else set()
    for matter in mine:
        if matter.task and matter.task not in seen:
            continue
        to = one.goes_to(matter.duties)
        if to:
            away = to != one.direct
            yield to, replace(matter.line, whom=one.person.name) if away else matter.line


def _queue(one: Letter, on: date, at: datetime) -> bool:
    key = salted_hmac("notice", one.to.mail.lower(), algorithm="sha256").hexdigest()[:32]
    draft = outbox.Draft(
        outbox.Channel.MAIL, one.to.mail, one.subject, one.text, dedupe=f"notice:{on}:{key}",
        kind="notices", person=one.to.person,
    )  # fmt: skip
    return outbox.queue(draft, at)


def made(limit: int = 30) -> Mapping[date, int]:
    """The latest rounds, newest first: day → messages."""
    return dict(Round.objects.order_by("-on").values_list("on", "messages")[:limit])
