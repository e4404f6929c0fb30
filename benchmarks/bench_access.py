"""Access rights, many of them: who could open an asset on a day, and judging, against hand-written SQL.

BENCH_RIGHTS=1000000 for the full size; filling that takes some minutes.
"""

import os
import random
from datetime import date, timedelta
from typing import Any

import bench

RIGHTS = int(os.environ.get("BENCH_RIGHTS", "300000"))
ASSETS, PEOPLE, ROLES = max(10, RIGHTS // 50), max(10, RIGHTS // 100), max(2, RIGHTS // 1000)
ON = date(2026, 3, 1)
HAND = """
SELECT r.id, r.person_id, r.ends_on FROM access_accessright r
 WHERE r.asset_id = %s AND r.withdrawn_at IS NULL AND r.opens_on <= %s
   AND (r.closed_on IS NULL OR r.closed_on >= %s)
UNION ALL
SELECT r.id, r.person_id, r.ends_on FROM access_entitlementasset l
  JOIN access_accessright r ON r.entitlement_id = l.entitlement_id AND r.asset_id IS NULL
 WHERE l.asset_id = %s AND l.withdrawn_at IS NULL AND l.starts_on <= %s
   AND (l.ends_on IS NULL OR l.ends_on >= %s)
   AND r.withdrawn_at IS NULL AND r.opens_on <= %s AND (r.closed_on IS NULL OR r.closed_on >= %s)"""

STANDS = """r.withdrawn_at IS NULL AND r.opens_on <= %(on)s
   AND (r.closed_on IS NULL OR r.closed_on >= %(on)s)
   AND r.state IN ('provisional', 'approved', 'active', 'renewal')"""
BOSS = """(SELECT a.person_id FROM people_appointment a WHERE a.role = 'manager' AND a.unit_id = r.unit_id
   AND a.withdrawn_at IS NULL AND a.starts_on <= %(on)s AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)
 ORDER BY a.starts_on, a.id LIMIT 1)"""
RULES = {
    "rights-ended": f"""SELECT r.id, r.ends_on, {BOSS} FROM access_accessright r
 WHERE {STANDS} AND r.ends_on <= %(soon)s""",
    "rights-purposed": f"""SELECT r.id, r.created_at, {BOSS} FROM access_accessright r
  LEFT JOIN access_entitlement e ON e.id = r.entitlement_id
 WHERE {STANDS} AND r.purpose = '' AND NOT (r.basis = 'birthright' AND e.given_to <> '')""",
}


def main(kind: str) -> None:
    bench.prepare()
    from django.db import connection

    from sekisho.domains.access.as_of import what_could_open, who_could_open
    from sekisho.domains.access.models import AccessRight
    from sekisho.domains.assets.models import Asset
    from sekisho.domains.people.models import Person

    bench.say(f"{kind}: {RIGHTS:,} rights, {ASSETS:,} assets, {PEOPLE:,} people", "")
    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assets = list(Asset.objects.order_by("number").values_list("pk", flat=True)[:: ASSETS // 20])
    people = list(Person.objects.order_by("number").values_list("pk", flat=True)[:: PEOPLE // 20])
    rights = AccessRight.objects.present()

    def by_hand(asset: Any) -> list[Any]:
        pk = asset.hex if connection.vendor == "sqlite" else asset
        with connection.cursor() as cursor:
            cursor.execute(HAND, [pk, ON, ON, pk, ON, ON, ON, ON])
            return cursor.fetchall()

    for asset in assets:
        assert len(by_hand(asset)) == len(who_could_open(asset, ON, rights))
    ways = sum(len(by_hand(asset)) for asset in assets) / len(assets)
    found = bench.paired(
        7, 1,
        hand=lambda: [by_hand(asset) for asset in assets],
        spans=lambda: [who_could_open(asset, ON, rights) for asset in assets],
        person=lambda: [what_could_open(person, ON, rights) for person in people],
    )  # fmt: skip
    each = {name: [one / len(assets) for one in times] for name, times in found.items()}
    bench.say(f"one asset by hand-written SQL, {ways:.0f} ways in", bench.ms(each["hand"]))
    bench.say("one asset, records with who, why and by whom", bench.ms(each["spans"]), "< 50 ms")
    bench.say("one person", bench.ms(each["person"]))
    bench.say("records / hand-written SQL", f"{bench.ratio(found, 'spans', 'hand'):.2f}")
    judge()


def judge() -> None:
    """The obligations about rights: two against hand-written SQL, all of them, and after one change."""
    from django.db import connection
    from django.utils import timezone

    from sekisho.config.schedule import engine
    from sekisho.domains.access.models import AccessRight
    from sekisho.findings import daily, watch
    from sekisho.findings.evaluate import judge_all, judged
    from sekisho.ledger.sequence import integrate
    from sekisho.obligations.obligation import obligations
    from sekisho.obligations.terms import terms
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import move
    from sekisho.registers.register import registry

    known = terms(ON)
    at = {"on": ON.isoformat(), "soon": (ON + timedelta(days=14)).isoformat()}

    def by_hand(code: str) -> tuple[int, int]:
        with connection.cursor() as cursor:
            count = f"SELECT count(*) FROM access_accessright r WHERE {STANDS}"
            cursor.execute(count, at)
            (everyone,) = cursor.fetchone()
            cursor.execute(RULES[code], at)
            return everyone, len(cursor.fetchall())

    def by_rule(code: str) -> tuple[int, int]:
        found = judged(obligations[code], ON, known[code])
        return found.counts.population, len(found.standings)

    for code in RULES:
        assert by_hand(code) == by_rule(code), (code, by_hand(code), by_rule(code))
    found = bench.paired(
        5, 1, hand=lambda: [by_hand(c) for c in RULES], rule=lambda: [by_rule(c) for c in RULES]
    )
    bench.say(f"{len(RULES)} obligations by hand-written SQL", bench.ms(found["hand"]))
    bench.say(f"{len(RULES)} obligations by their rules", bench.ms(found["rule"]))
    bench.say("rules / hand-written SQL", f"{bench.ratio(found, 'rule', 'hand'):.2f}", "≤ 2")
    codes = [one.code for one in obligations if one.of is AccessRight]
    wall, cpu = bench.timed(1, lambda: judge_all(ON, codes))
    bench.say(f"{len(codes)} obligations about rights", f"{wall:.2f} s (CPU {cpu:.2f})")
    wall, cpu = bench.timed(1, lambda: daily.evaluate(engine()))
    bench.say("the whole evaluation", f"{wall:.1f} s (CPU {cpu:.1f})", "< 120 s")
    while integrate() or watch.catch_up(engine()):
        pass
    held = iter(AccessRight.objects.filter(closed_on=None, state="active")[:20])

    def change() -> None:
        act = Act.now(service("engine"), timezone.now(), "bench", "Asia/Tokyo")
        said = {"removal_cause": "leaver"}
        move(registry["access_rights"], act, "remove", next(held), said)
        while integrate() or watch.catch_up(engine()):
            pass

    wall, cpu = bench.timed(6, change)
    bench.say(
        "removal of one right asked for", f"{wall * 1000:.0f} ms (CPU {cpu * 1000:.0f})", "< 1 s"
    )


def fill() -> None:
    """Rows straight into the tables: nine in ten rights to an asset, the rest by a role."""
    from sekisho.domains.access.models import AccessRight, EntitlementAsset
    from sekisho.ledger.ids import new_id
    from tests.given.access import a_system, an_entitlement
    from tests.given.assets import an_asset
    from tests.given.people import LONG_AGO, THEN, a_person, a_unit, made

    luck = random.Random(1)
    unit = a_unit()
    people = [a_person(unit=unit).pk for _ in range(PEOPLE)]
    boss = a_person(unit=unit).pk
    assets = [an_asset(unit=unit, owner=None).pk for _ in range(ASSETS)]
    system = a_system(unit=unit)
    roles = [an_entitlement(system=system).pk for _ in range(ROLES)]
    for role in roles:
        for asset in luck.sample(assets, 5):
            made(EntitlementAsset, entitlement_id=role, asset_id=asset, starts_on=LONG_AGO)

    def one(n: int) -> AccessRight:
        opens = ON - timedelta(days=luck.randint(-200, 1600))
        ends = opens + timedelta(days=365)
        by_role = n % 10 == 0
        return AccessRight(
            id=new_id(THEN), ver=0, created_at=THEN, changed_at=THEN, number=f"AR-{n:07d}",
            person_id=luck.choice(people), asset_id=None if by_role else luck.choice(assets),
            entitlement_id=luck.choice(roles) if by_role else None, purpose="見積の作成",
            starts_on=opens, ends_on=ends, opens_on=opens, unit_id=unit.pk,
            closed_on=ends if ends < ON and n % 500 else None,
            state="removed" if ends < ON and n % 500 else "active",
            requester_id=boss, approved_by_id=boss, approved_at=THEN,
            actions=() if by_role else ("read",),
        )  # fmt: skip

    for start in range(0, RIGHTS, 5000):
        rows = [one(n) for n in range(start, min(start + 5000, RIGHTS))]
        AccessRight.objects.bulk_create(rows)


if __name__ == "__main__":
    bench.on_both(main, __file__)
