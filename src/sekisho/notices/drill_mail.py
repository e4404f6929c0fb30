"""Sending the mails of a drill: to our own people's addresses from the register, over hours, never twice.

Who gets one is settled when the first portion goes; each mail is put into the outbox under a key of its
own, in the transaction that notes it, shortly before its time. A worker that dies loses and doubles none.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from html import escape
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sekisho.connectors.outbox import Channel, Draft, queue_many
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_tracing import message_key, note_deliveries
from sekisho.domains.education.drill_words import KEEP_DAYS, LINK_BASE, OVER, SENDER, Kind
from sekisho.domains.people.models import Person
from sekisho.jobs.context import Context
from sekisho.packs.drills import LINK, NAME
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow
from sekisho.registers.register import registry
from sekisho.registers.secrets import digest, new_secret

AHEAD = timedelta(minutes=5)
PACE = timedelta(milliseconds=50)
"""No faster, whatever was planned: the word of a real incident must not wait behind a drill."""
PORTION = 500
HEADER = "X-Sekisho-Drill"
"""Says to whoever analyses mail that it is a drill, and which."""
CONTRACTOR = "contractor"


def send(act: Act, ctx: Context) -> dict[str, int]:
    """Pick, queue and look after the mails of every drill that runs."""
    queued = came = 0
    for drill in Drill.objects.sending(act.at):
        pick(drill, act)
        queued += _queue(drill, act, ctx)
        came += note_deliveries(drill.pk)
    return {"queued": queued, "delivered": came}


def recipients(drill: Drill, act: Act) -> Any:
    """Whom it goes to: at work, with an address of ours; never a contractor's staff, who are reached
    through their own company."""
    rows = Person.objects.at_work(act.on).exclude(email="").exclude(employment=CONTRACTOR)
    if drill.unit is not None:
        rows = rows.filter(unit__path__startswith=drill.unit.path)
    return rows


def pick(drill: Drill, act: Act) -> int:
    """Settle once who gets a mail and when; how many."""
    if DrillTarget.objects.filter(drill=drill).exists():
        return 0
    people = sorted(
        recipients(drill, act).only("id", "unit"), key=lambda one: _shuffled(drill, one)
    )
    begin = drill.starts_at or act.at
    step = max(timedelta(hours=drill.spread_hours) / max(len(people), 1), PACE)
    rows = [
        DrillTarget(drill=drill, person=person, unit_id=person.unit_id, send_at=begin + step * n)
        for n, person in enumerate(people)
    ]
    DrillTarget.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)
    return len(rows)


def _shuffled(drill: Drill, person: Person) -> str:
    """An order in which neighbours do not get theirs together, the same at every attempt."""
    return salted_hmac("drill-order", f"{drill.pk}{person.pk}", algorithm="sha256").hexdigest()


def _queue(drill: Drill, act: Act, ctx: Context) -> int:
    done = 0
    due = DrillTarget.objects.filter(drill=drill, queued_at=None, send_at__lte=act.at + AHEAD)
    here = set(recipients(drill, act).values_list("pk", flat=True)) if due.exists() else set()
    due.exclude(Q(person__in=Person.objects.at_work(act.on)) & ~Q(person__email="")).delete()
    while portion := list(due.select_related("person").order_by("send_at", "pk")[:PORTION]):
        with ctx.commit():
            queue_many((draft for draft in _drafts(drill, portion, here, act)), act.at)
            DrillTarget.objects.bulk_update(portion, ["hash", "queued_at"], batch_size=PORTION)
        done += len(portion)
    return done


def _drafts(
    drill: Drill, portion: Iterable[DrillTarget], here: set[Any], act: Act
) -> Iterable[Draft]:
    for target in portion:
        target.queued_at = act.at
        if target.person_id in here:
            token = new_secret()
            target.hash = digest(token)
            yield letter(drill, target.person, token, message_key(target), target.send_at)


def letter(drill: Drill, person: Person, token: str, dedupe: str, at: datetime) -> Draft:
    """One mail of the drill, plain and as HTML with the same words."""
    href = f"{(LINK_BASE() or settings.BASE_URL).rstrip('/')}/s/{token}"
    text = drill.body.replace(NAME, person.name)
    link = f'<a href="{escape(href)}">{escape(_("Open the page"))}</a>'
    html = escape(text).replace(LINK, link).replace("\n", "<br>\n")
    address = SENDER() or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return Draft(
        Channel.MAIL, person.email, drill.subject, text.replace(LINK, href), dedupe,
        html=f"<p>{html}</p>", sender=formataddr((drill.sender_name, address)),
        headers={HEADER: drill.number}, kind="drills", rec=drill.pk, person=person.pk, not_before=at,
    )  # fmt: skip


def tidy(act: Act) -> int:
    """Delete individual results whose time is over; of how many drills."""
    before = act.at - timedelta(days=KEEP_DAYS())
    rows = Drill.objects.present().filter(
        kind=Kind.TARGETED_MAIL, state__in=OVER, closed_at__lt=before, wiped_on=None
    )
    for drill in rows:
        follow(registry["drills"], act, "wipe", drill)
    return len(rows)


def end(act: Act) -> int:
    """Close mail drills whose last day is over; how many."""
    rows = Drill.objects.sending(act.at).filter(ends_on__lt=act.on)
    for drill in rows:
        follow(registry["drills"], act, "close", drill)
    return len(rows)
