"""A drill of 10,000 mails over SMTP to a sink on this machine: picking, queueing, sending, counting."""

import os
import time
from datetime import timedelta

import bench

MAILS = int(os.environ.get("BENCH_DRILL_MAILS", "10000"))


def main(kind: str) -> None:
    bench.prepare()
    from django.conf import settings
    from django.utils import timezone

    from sekisho.connectors import mail, post
    from sekisho.domains.education import drill_figures
    from sekisho.domains.education.models import DrillTarget
    from sekisho.domains.people.models import Person
    from sekisho.jobs.context import Context
    from sekisho.ledger.ids import new_id
    from sekisho.notices import drill_mail
    from sekisho.registers.actor import Act, service
    from tests.connectors.sink import sink
    from tests.given.education_drills import a_drill
    from tests.given.people import a_unit

    now = timezone.now()
    units = [a_unit() for _ in range(50)]
    Person.objects.bulk_create(
        [
            Person(
                id=new_id(now), created_at=now, changed_at=now, number=f"P-{n:05d}", name=f"P {n}",
                employee_number=f"E{n}", email=f"p{n}@example.jp", employment="employee",
                unit=units[n % 50], starts_on=now.date() - timedelta(days=900),
            )
            for n in range(MAILS)
        ],
        batch_size=500,
    )  # fmt: skip
    late = now + timedelta(hours=1)  # by then the last one is due
    act = Act.now(service("engine"), late, "engine", settings.TIME_ZONE)
    drill = a_drill(state="running", starts_at=now, spread_hours=0)
    bench.say(f"{kind}: a drill of {MAILS:,} mails", bench.load())

    def step(what: str, work: object) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()  # type: ignore[operator]
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        bench.say(what, f"{wall:.1f} s, {cpu:.1f} s CPU, {MAILS / wall:,.0f} a second")

    with sink() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

        def bare() -> None:
            """The floor: the same number of mails with nothing kept of them."""
            line = mail.line()
            line.open()
            for n in range(MAILS):
                mail.send(f"p{n}@example.jp", "x", "x", connection=line)
            line.close()

        step("floor: as many mails straight to the server", bare)
        box.raw.clear()
        step("picked and put into the outbox", lambda: drill_mail.send(act, Context()))
        step("sent, one lease each", lambda: post.send_due(lambda: late, limit=MAILS))
        sent = {message["To"] for message in box.mails()}
        bench.say(
            "mails that came, addresses",
            f"{len(box.raw):,}, {len(sent):,}",
            f"{MAILS:,}, once each",
        )
        step("deliveries noted", lambda: drill_mail.send(act, Context()))
        DrillTarget.objects.filter(drill=drill).update(reported_at=timezone.now())
        step("figures by unit", lambda: drill_figures.whole(drill.pk))


if __name__ == "__main__":
    bench.on_both(main, __file__)
