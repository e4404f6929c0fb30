"""After the last kill a fresh worker takes up what the dead ones held."""

from datetime import timedelta

from django.utils import timezone

from sekisho.config import schedule
from sekisho.connectors import post
from sekisho.connectors.outbox import Message
from sekisho.findings.finding import Standing
from sekisho.findings.watch import CONSUMER
from sekisho.jobs import worker
from sekisho.jobs.models import LIVE, Job
from sekisho.ledger import tail


def main() -> None:
    schedule.evaluate.enqueue()
    while schedule.step():
        pass
    assert tail.position(CONSUMER) == tail.size(), "the judge has not caught up"

    def later() -> object:  # every lease is over by then
        return timezone.now() + timedelta(minutes=10)

    worker.run_until_idle(later)  # type: ignore[arg-type]
    post.send_due(later, limit=100_000)  # type: ignore[arg-type]
    live = list(Job.objects.filter(state__in=LIVE, run_at__lte=later()))
    assert not live, live
    waiting = list(Message.objects.exclude(state="sent"))
    assert not waiting, waiting
    assert Standing.objects.exists(), "nothing was judged"
