"""A review of 5,000 rights: listing them, the page, one decision, and what confirming costs."""

import os
from datetime import timedelta
from time import perf_counter
from typing import Any

import bench

RIGHTS = int(os.environ.get("BENCH_REVIEW", "5000"))


def main(kind: str) -> None:
    bench.prepare()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from sekisho.domains.access.models import ReviewItem
    from sekisho.domains.people.models import Account
    from sekisho.findings.reviews.listing import fill
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import move, write, write_many
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry

    settings.ALLOWED_HOSTS += ["testserver"]
    now = timezone.now()
    act = Act.now(service("operator"), now, "bench", settings.TIME_ZONE)
    engine = Act.now(service("engine"), now, "bench", settings.TIME_ZONE)

    def make(register: str, **values: Any) -> Any:
        return write(registry[register], act, values)

    def many(register: str, rows: list[dict[str, Any]]) -> list[Any]:
        return [w.record for w in write_many(registry[register], act, [Line(row) for row in rows])]

    unit = make("units", code="1", name="営業部", starts_on="2020-04-01")
    born = {"employment": "employee", "unit": unit, "starts_on": "2020-04-01"}
    boss = make("people", name="榊 直人", kana="サカキ ナオト", **born)
    account = make("accounts", email="boss@shiomino.example", name="榊", kind="person", person=boss)
    make("appointments", role="manager", person=boss, unit=unit, starts_on="2020-04-01")
    system = make("systems", name="CRM", unit=unit, starts_on="2020-04-01")
    roles = [
        make("entitlements", system=system, name=f"役割{n}", actions=["read"]) for n in range(5)
    ]
    staff = many("people", [
        {"name": f"社員 {n}", "kana": f"シャイン {n:05d}", **born} for n in range(RIGHTS // 5)
    ])  # fmt: skip
    many("access_rights", [
        {"person": staff[n // 5].pk, "entitlement": roles[n % 5].pk, "basis": "carried_over",
         "purpose": "営業活動", "starts_on": "2026-04-01", "ends_on": act.on + timedelta(days=300)}
        for n in range(RIGHTS)
    ])  # fmt: skip
    campaign = make("review_campaigns", title="見直し", starts_on=act.on,
                    due_on=act.on + timedelta(days=20))  # fmt: skip
    begun = move(registry["review_campaigns"], engine, "start", campaign)
    started = perf_counter()
    fill(begun, engine)
    listed = perf_counter() - started
    page = Client()
    page.force_login(Account.objects.get(pk=account.pk))
    first = ReviewItem.objects.order_by("number").values_list("number", flat=True)
    items = list(ReviewItem.objects.order_by("number").values_list("pk", flat=True)[:200])
    path = f"/reviews/{campaign.number}"

    def timed(times: int, call: Any) -> tuple[float, int]:
        call(0)
        with CaptureQueriesContext(connection) as asked:
            call(1)
        queries = len(asked)  # before the next request clears them
        started = perf_counter()
        for n in range(times):
            call(n + 2)
        return (perf_counter() - started) / times, queries

    def get(query: str) -> None:
        assert page.get(path + query).status_code == 200

    def decide(n: int) -> None:
        answer = page.post(
            f"{path}/items/{items[n]}", {f"d-{items[n]}": "keep"}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200

    middle = first[RIGHTS // 2]
    found = {
        "first page (100 rights)": timed(10, lambda _n: get("")),
        "page in the middle": timed(10, lambda _n: get(f"?after={middle}")),
        "progress of the units": timed(10, lambda _n: get("?show=progress")),
        "one decision saved": timed(97, decide),
    }
    started = perf_counter()
    page.post(f"{path}/confirm")
    confirmed = (perf_counter() - started) / 99
    left = ReviewItem.objects.filter(state="open").count()
    assert left == RIGHTS - 99, left

    print(f"\nReview of {RIGHTS:,} rights on {kind}")
    print(f"  listed with recommendations  {listed:8.1f} s     {RIGHTS / listed:8,.0f} rights/s")
    for label, (seconds, queries) in found.items():
        print(f"  {label:27} {seconds * 1000:9.1f} ms   {queries:3} queries")
    print(f"  each decision confirmed     {confirmed * 1000:9.1f} ms")


if __name__ == "__main__":
    bench.on_both(main, __file__)
