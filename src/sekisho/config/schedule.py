"""What runs by itself: a thread that follows the ledger, and the tasks of the day and night."""

import logging
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from sekisho.checkpoint import feeding, keeping, pulse
from sekisho.checkpoint.caep import receiving, telling
from sekisho.checkpoint.index import following
from sekisho.checkpoint.index.snapshot import usual
from sekisho.config import proving
from sekisho.connectors import outbox, post
from sekisho.domains.incidents import rehash
from sekisho.domains.threats import fetching, opening, suggesting
from sekisho.findings import (
    agenda,
    birthrights,
    closing,
    daily,
    escalation,
    monthly,
    staff,
    training,
    watch,
)
from sekisho.findings.reviews import course
from sekisho.jobs import queue
from sekisho.jobs.context import Context
from sekisho.jobs.task import task
from sekisho.ledger import evidence
from sekisho.ledger.models import Blob
from sekisho.ledger.sequence import integrate, seal
from sekisho.notices import (
    alerts,
    course_links,
    drill_mail,
    mail_intake,
    questionnaires,
    rounds,
    suppliers,
    webhook,
)
from sekisho.registers import calendar, limits, search_index
from sekisho.registers.actor import Act, service
from sekisho.registers.approvals import chores

log = logging.getLogger(__name__)
PAUSE = 0.25  # seconds between looks at the tail
SEAL_EVERY = 5.0  # seconds between checkpoints while the ledger grows
_stop = Event()
_threads: list[Thread] = []


def engine(at: datetime | None = None) -> Act:
    """An act of the engine, the built-in account that judges."""
    return Act.now(service("engine"), at or timezone.now(), "engine", settings.TIME_ZONE)


def start() -> None:
    """Follow the ledger in a thread of this process."""
    _stop.clear()
    thread = Thread(target=_follow, name="tail", daemon=True)
    thread.start()
    _threads.append(thread)


def stop() -> None:
    _stop.set()
    for thread in _threads:
        thread.join(timeout=10)
    _threads.clear()


def _follow() -> None:
    sealed = timezone.now()
    while not _stop.is_set():
        try:
            busy = step()
            now = timezone.now()
            if (now - sealed).total_seconds() >= SEAL_EVERY:
                seal(now)
                sealed = now
        except Error:
            log.exception("the tail cannot be followed just now; trying again")
            connection.close()
            busy = False
        if not busy:
            close_old_connections()
            _stop.wait(PAUSE)
    connection.close()


def step() -> int:
    """Integrate what is committed and let every consumer catch up; how many entries were read."""
    integrate()
    judged = watch.catch_up(engine())
    judged += training.catch_up(engine())
    judged += telling.follow(engine())
    return judged + webhook.queue(timezone.now()) + search_index.catch_up()


@task(every="00:10", max_attempts=5)
def evaluate() -> dict[str, int]:
    """Judge everything once a day."""
    whole = daily.evaluate(engine())
    return {"obligations": len(whole.judged), "clauses": len(whole.clauses)}


@task(every=60, max_attempts=1)
def fill_search(context: Context) -> int:
    """Make the words of records findable that have no entry: after a restore or an upgrade."""
    done = 0
    for _kind, portion in search_index.fill():
        done += portion
        context.progress(done)
    return done


@task(every="00:03", max_attempts=5)
def signal_lapses() -> int:
    """Tell other systems whose employment and which rights ended with the day before."""
    return telling.lapse(engine())


@task(every="00:05", max_attempts=5)
def follow_access() -> dict[str, int]:
    """Open the lines of who joins, moves or leaves, and close the access that is over."""
    act = engine()
    return staff.follow_staff(act) | closing.close_access(act)


@task(every="00:04", max_attempts=5)
def assign_courses() -> dict[str, int]:
    """Give the courses of the year, of offices and of contractors' staff to those who lack them."""
    return training.follow(engine())


@task(every=900, max_attempts=1)
def give_standard_roles() -> dict[str, int]:
    """Give, take and renew standard roles by rule: somebody may come in on their first day."""
    return birthrights.follow(engine())


@task(every=300, max_attempts=1)
def follow_reviews() -> dict[str, int]:
    """Start, remind of and end the reviews of access rights."""
    return course.follow(engine())


@task(every=900, max_attempts=1)
def keep_snapshot() -> int:
    """Let decision processes that start find their facts in a file."""
    return following.keep_snapshot(usual(), timezone.now())


@task(every=1800, max_attempts=1)
def fetch_feeds(context: Context) -> dict[str, str]:
    """Fetch what feeds say, each by its own hours; what failed is told."""
    failed = {}
    for feed in fetching.due(engine()):
        if why := fetching.fetch(engine(), feed):
            failed[feed.name] = why
        context.progress(context.done + 1)
    return failed


@task(every="04:20", max_attempts=3)
def follow_threats() -> dict[str, int]:
    """Compare all that is installed with all that is known, and propose names to confirm."""
    done = opening.follow(engine())
    proposed = suggesting.suggest(engine())
    return {
        "opened": done.opened,
        "ended": done.ended,
        "returned": done.returned,
        "proposed": proposed,
    }


@task(every="03:10", max_attempts=3)
def recheck_evidence() -> dict[str, list[str]]:
    """Hash a thirtieth of the evidence store again, so that all of it is read each month."""
    portion = Blob.objects.count() // 30 + 1
    bad = evidence.recheck(portion, timezone.now())
    rehash.tell(bad, engine())
    rehash.tell_custody(engine())
    return {"bad": bad}


@task(every="03:40", max_attempts=1)
def prove_backup() -> dict[str, Any]:
    """Restore a backup made now and verify it: one that was never restored is a hope."""
    return proving.prove(engine())


@task(every="08:30", max_attempts=5)
def attend_approvals() -> dict[str, int]:
    """Pass on, let lapse or remind of what nobody decided in time."""
    return chores.attend(engine())


@task(every="05:40", max_attempts=5)
def draft_monthly_status() -> bool:
    """The status of the month that is over, for the director to confirm."""
    return monthly.draft(engine())


@task(every="05:50", max_attempts=5)
def draw_agendas() -> int:
    """Propose items for the meetings to come; the chair decides what is on the agenda."""
    return agenda.draw_due(engine())


@task(every="00:07", max_attempts=5)
def feed_from_decisions() -> dict[str, int]:
    """Last use of rights, and once a month the points to ask about, from the decisions kept."""
    act = engine()
    return {"rights": feeding.last_use(act.at), "points": feeding.ask_about(act)}


@task(every="08:20", max_attempts=5)
def escalate_overdue() -> int:
    """Bring what stays overdue before the next level."""
    return escalation.escalate(engine())


@task(every="09:00", max_attempts=5)
def notify() -> int:
    """Queue the mails of the day."""
    return rounds.notify(timezone.now())


@task(every="09:10", max_attempts=5)
def ask_suppliers() -> int:
    """Write to the persons in charge of suppliers: what is to be acknowledged or answered."""
    act = engine()
    return suppliers.follow(act) + questionnaires.follow(act)


@task(every="09:15", max_attempts=5)
def ask_for_courses() -> int:
    """Write to the persons in charge of suppliers whose people have a course to take."""
    return course_links.follow(engine())


@task(every=30, max_attempts=1)
def call_out() -> int:
    """Tell whoever must hear of an incident by now; silence climbs the ladder."""
    return alerts.call_out(engine())


@task(every=60, max_attempts=1)
def read_mailbox() -> int:
    """Take in the reports that came by mail."""
    return mail_intake.poll(engine())


@task(every=60, max_attempts=3)
def send_drills(context: Context) -> dict[str, int]:
    """Put the mails of drills into the outbox, each shortly before its time; close what is over."""
    act = engine()
    return drill_mail.send(act, context) | {"closed": drill_mail.end(act)}


@task(every=10, max_attempts=1)
def send_messages(context: Context) -> int:
    """Take what is due out of the outbox."""
    return post.send_due(timezone.now, stop=context.stop)


@task(every="02:10", max_attempts=3)
def tidy() -> None:
    """Let go of what has served: jobs after a week, sent messages after a month."""
    now = timezone.now()
    queue.tidy(now - timedelta(days=7))
    outbox.forget(now - timedelta(days=30))
    limits.tidy(now)
    calendar.ensure(timezone.localdate(now))
    keeping.tidy(now)
    pulse.tidy(now)
    telling.tidy(now)
    receiving.tidy(now)
    drill_mail.tidy(engine(now))


@task(every="02:30", max_attempts=3)
def turn_off_webhooks() -> int:
    """Stop telling receivers that have not answered for days."""
    return len(webhook.give_up(engine()))
