"""The list and the room at 100,000 incidents and alerts, chains of custody, and the page of a report."""

import hashlib
import os
import random
from datetime import UTC, datetime, timedelta

import bench

INCIDENTS = int(os.environ.get("BENCH_INCIDENTS", "100000"))
LINKS = int(os.environ.get("BENCH_LINKS", "20000"))
EACH = 10  # links of one chain
AT = datetime(2026, 11, 1, tzinfo=UTC)


def main(kind: str) -> None:
    bench.prepare()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from sekisho.domains.incidents.custody import broken_chains
    from sekisho.domains.incidents.models import CustodyLink, Incident
    from sekisho.registers import links
    from tests.given.incidents import a_report_link
    from tests.given.people import a_unit, an_account, an_appointment

    settings.ALLOWED_HOSTS += ["testserver"]
    chair = an_account(person=an_appointment(role="chair").person)
    finder = an_account()
    bench.say(
        f"{kind}: {INCIDENTS:,} incidents and alerts, {LINKS:,} links of custody", bench.load()
    )
    fill(a_unit(), finder.person, chair.person)
    chains()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    leader, reporter = Client(), Client()
    leader.force_login(chair)
    reporter.force_login(finder)
    token = links.make(
        "report", ("report_links", a_report_link(ends_on=AT.date() + timedelta(days=300)).pk),
        expires_at=AT + timedelta(days=300), by=chair.pk, at=AT, max_uses=None,
    )  # fmt: skip
    links.PER_CALLER = (10**6, 1.0)  # what is measured is the page, not the brake

    def page(client: Client, path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    newest = Incident.objects.order_by("-number").first()
    assert newest is not None
    for what, client, path, aim in (
        ("list of incidents, first page, by the chair", leader, "/r/incidents/", "< 300 ms"),
        (
            "list of those under way, by severity",
            leader,
            "/r/incidents/?severity=major",
            "< 300 ms",
        ),
        ("list of one's own reports, by an employee", reporter, "/r/incidents/", "< 300 ms"),
        ("list of alerts", leader, "/r/incident_alerts/", "< 300 ms"),
        ("API, 50 incidents", leader, "/api/v1/incidents", ""),
        ("room of one incident", leader, f"/i/{newest.number}", "< 300 ms"),
        ("report page, signed in", reporter, "/report", "< 200 ms"),
        ("report page by a link", Client(), f"/report/by/{token}", "< 200 ms"),
    ):
        wall, cpu = bench.timed(7, lambda client=client, path=path: page(client, path))
        bench.say(what, f"{wall * 1000:.0f} ms, {cpu * 1000:.0f} ms CPU", aim)

    static = bench.ROOT / "src/sekisho/web/static/web/outside.css"
    whole = len(Client().get(f"/report/by/{token}").content) + static.stat().st_size
    bench.say(
        "report page by a link, with its only other file", f"{whole / 1000:.1f} kB", "< 60 kB"
    )
    bench.say(
        "report page, signed in, HTML alone",
        f"{len(reporter.get('/report').content) / 1000:.1f} kB",
        "< 60 kB",
    )

    bodies = [one.facts.encode() * 2 for one in CustodyLink.objects.all()[:LINKS]]
    found = bench.paired(
        3, 1,
        floor=lambda: [hashlib.sha256(body).digest() for body in bodies],
        chains=broken_chains,
    )  # fmt: skip
    assert broken_chains() == {}
    seconds = sorted(found["chains"])[1]
    bench.say("custody, verified", f"{LINKS / seconds:,.0f} links/s", "> 10,000 links/s")
    bench.say(
        "verified / SHA-256 of the same bytes alone", f"{bench.ratio(found, 'chains', 'floor'):.0f}"
    )


def fill(unit: object, finder: object, told: object) -> None:
    """Rows straight into the tables: five years of them, one in fifty secret, one in fifty a drill."""
    from sekisho.domains.incidents.models import Alert, Incident
    from sekisho.domains.incidents.words import Category, Severity, Stage
    from sekisho.ledger.ids import new_id

    luck = random.Random(1)
    for start in range(0, INCIDENTS, 5000):
        rows = []
        for n in range(start, min(start + 5000, INCIDENTS)):
            at = AT - timedelta(minutes=(INCIDENTS - n) * 25)
            rows.append(Incident(
                id=new_id(at), ver=1, created_at=at, changed_at=at, number=f"INC-{at.year}-{n:06d}",
                title=f"誤送信 {n}", text="宛先をまちがえた。", category=luck.choice(Category.values),
                severity=luck.choice(Severity.values), unit=unit, noticed_at=at, reported_at=at, aware_at=at,
                reporter=finder if n % 5000 == 0 else None, restricted=n % 50 == 0, drill=n % 50 == 1,
                state=luck.choice(Stage.values) if n > INCIDENTS - 500 else Stage.CLOSED,
            ))  # fmt: skip
        Incident.objects.bulk_create(rows)
        Alert.objects.bulk_create([
            Alert(id=new_id(AT), ver=1, created_at=AT, changed_at=AT, incident=row, person=told,
                  capacity="committee", told_at=row.reported_at) for row in rows
        ])  # fmt: skip


def chains() -> None:
    """Evidence that has changed hands, each hand a link over the one before."""
    from sekisho.domains.incidents.custody import body_of, digest
    from sekisho.domains.incidents.models import CustodyLink, Incident
    from sekisho.ledger.ids import new_id
    from tests.given.incidents import an_evidence_item

    incident = Incident.objects.first()
    rows = []
    for n in range(LINKS // EACH):
        item = an_evidence_item(incident=incident, number=f"EV-2026-{n:06d}")
        prev = ""
        for seq in range(1, EACH + 1):
            one = CustodyLink(
                id=new_id(AT), ver=1, created_at=AT, changed_at=AT, item=item, seq=seq, at=AT,
                by=item.pk, standing="held", facts='{"hold":true,"place":"証拠保管庫"}', prev=prev,
            )  # fmt: skip
            one.hash = prev = digest(body_of(one))
            rows.append(one)
    CustodyLink.objects.bulk_create(rows, batch_size=5000)


if __name__ == "__main__":
    bench.on_both(main, __file__)
