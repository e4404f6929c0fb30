"""Judging 10,000 people and 100,000 assets: against hand-written SQL, and after one change."""

import os
import random
from time import perf_counter

import bench

PEOPLE, ASSETS = (int(n) for n in os.environ.get("BENCH_SIZE", "10000,100000").split(","))
USED = (
    "withdrawn_at IS NULL AND registered_on <= %(on)s AND (ended_on IS NULL OR ended_on > %(on)s)"
)
SERVES = """p.withdrawn_at IS NULL AND p.starts_on <= %(on)s AND (p.ends_on IS NULL OR p.ends_on >= %(on)s)
 AND (p.contract_ends_on IS NULL OR p.contract_ends_on >= %(on)s)"""
BOSS = """(SELECT a.person_id FROM people_appointment a WHERE a.role = 'manager' AND a.unit_id = assets_asset.unit_id
 AND a.withdrawn_at IS NULL AND a.starts_on <= %(on)s AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)
 ORDER BY a.starts_on, a.id LIMIT 1)"""
BY_HAND = {
    "assets-classified": [
        f"SELECT count(*) FROM assets_asset WHERE {USED}",
        f"""SELECT id, registered_on, {BOSS} FROM assets_asset WHERE {USED}
             AND NOT (classification_id IS NOT NULL AND class_decided_on IS NOT NULL AND class_decided_on <= %(on)s)
             AND registered_on <= %(week)s""",
    ],
    "assets-identified": [
        f"SELECT count(*) FROM assets_asset WHERE {USED}",
        f"""SELECT id, registered_on, coalesce({BOSS}, owner_id) FROM assets_asset WHERE {USED}
             AND (location = '' OR media = '' OR owner_id IS NULL)""",
    ],
    "assets-owned-said": [
        f"SELECT count(*) FROM assets_asset WHERE {USED}",
        f"""SELECT id, registered_on, {BOSS} FROM assets_asset WHERE {USED}
             AND NOT (ownership = 'own' OR (ownership <> '' AND contract <> ''))""",
    ],
    "people-described": [
        f"SELECT count(*) FROM people_person p WHERE {SERVES}",
        f"""SELECT id, starts_on FROM people_person p WHERE {SERVES} AND (unit_id IS NULL OR
             (employment IN ('temporary', 'dispatched', 'contractor') AND ends_on IS NULL
              AND contract_ends_on IS NULL))""",
    ],
    "pledged-on-joining": [
        f"SELECT count(*) FROM people_person p WHERE {SERVES} AND employment <> 'contractor'",
        f"""SELECT p.id, p.starts_on FROM people_person p WHERE {SERVES} AND p.employment <> 'contractor'
             AND NOT EXISTS (SELECT 1 FROM people_pledge l WHERE l.person_id = p.id AND l.withdrawn_at IS NULL
               AND l.occasion = 'joining' AND (l.signed_on IS NULL OR l.signed_on <= %(on)s)
               AND ((l.outcome = 'signed' AND l.signed_on IS NOT NULL AND l.no_former_secrets)
                 OR l.outcome = 'declared' OR (l.outcome = 'refused' AND l.alternative <> '')))
             AND NOT (p.employment = 'dispatched' AND EXISTS (SELECT 1 FROM people_pledge l
               WHERE l.person_id = p.id AND l.withdrawn_at IS NULL AND l.occasion = 'joining'
               AND l.alternative = 'agency'))""",
    ],
}


def main(kind: str) -> None:
    bench.prepare()
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from sekisho.config.schedule import engine
    from sekisho.domains.assets.models import Asset
    from sekisho.findings import daily, watch
    from sekisho.findings.evaluate import judged
    from sekisho.ledger.sequence import integrate
    from sekisho.obligations.obligation import obligations
    from sekisho.obligations.terms import terms
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import write
    from sekisho.registers.register import registry
    from sekisho.simulation.cast import invented
    from sekisho.simulation.story import Size, figures, tell

    started, now = perf_counter(), timezone.localtime()
    tell(invented(PEOPLE, random.Random(1)), Size(PEOPLE, ASSETS, 1), now)
    seconds, records = perf_counter() - started, sum(figures().values())
    print(f"{kind}, {PEOPLE:,} people and {ASSETS:,} assets, {bench.load()}")
    bench.say(
        "simulate: records, seconds, a second",
        f"{records:,}, {seconds:.0f}, {records / seconds:,.0f}",
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    on = now.date()
    known = terms(on)
    at = {"on": on.isoformat(), "week": (on - timedelta(days=4)).isoformat()}

    def by_hand(code: str) -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND[code][0], at)
            (everyone,) = cursor.fetchone()
            cursor.execute(BY_HAND[code][1], at)
            return everyone, len(cursor.fetchall())

    def by_rule(code: str) -> tuple[int, int]:
        found = judged(obligations[code], on, known[code])
        return found.counts.population, len(found.standings)

    for code in BY_HAND:
        assert by_hand(code) == by_rule(code), (code, by_hand(code), by_rule(code))
    found = bench.paired(
        7, 1, hand=lambda: [by_hand(c) for c in BY_HAND], rule=lambda: [by_rule(c) for c in BY_HAND]
    )
    bench.say(f"{len(BY_HAND)} obligations by hand-written SQL", bench.ms(found["hand"]))
    bench.say(f"{len(BY_HAND)} obligations by their rules", bench.ms(found["rule"]))
    bench.say("rules / hand-written SQL", f"{bench.ratio(found, 'rule', 'hand'):.2f}", "≤ 2")
    wall, cpu = bench.timed(1, lambda: daily.evaluate(engine()))
    count = len(list(obligations))
    bench.say(f"the whole evaluation, {count} obligations", f"{wall:.2f} s (CPU {cpu:.2f})")
    while integrate():
        pass
    while watch.catch_up(engine()):
        pass
    asset = Asset.objects.order_by("number")[ASSETS // 2]

    def write_and_judge(values: dict[str, object], record: Asset | None = None) -> None:
        act = Act.now(service("operator"), timezone.now(), "bench", "Asia/Tokyo")
        write(registry["assets"], act, values, record)
        integrate()
        while watch.catch_up(engine()):
            integrate()

    def change() -> None:
        record = Asset.objects.get(pk=asset.pk)
        write_and_judge({"location": "" if record.location else "書庫"}, record)

    def add() -> None:
        write_and_judge({"name": "新しい台帳", "unit": asset.unit_id, "owner": asset.owner_id})

    for what, call in (("changed", change), ("added, all populations counted anew", add)):
        wall, cpu = bench.timed(6, call)
        bench.say(f"one asset {what}", f"{wall * 1000:.0f} ms (CPU {cpu * 1000:.0f})", "< 1 s")


if __name__ == "__main__":
    bench.on_both(main, __file__)
