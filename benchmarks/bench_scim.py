"""SCIM: a first sync of users one by one and in bulk, against write_many of the same rows.

BENCH_PEOPLE=10000 for the full size. Milliseconds of CPU are those of this process alone.
"""

import os
from datetime import timedelta
from time import perf_counter, process_time
from typing import Any

import bench

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "2000"))
BULK = 500
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
JSON = "application/scim+json"


def main(kind: str) -> None:
    bench.prepare()
    import orjson
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    import sekisho.api.scim.door  # noqa: F401 - declares its settings
    from sekisho.registers import tokens
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import write, write_many
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry

    settings.ALLOWED_HOSTS += ["testserver"]
    now = timezone.now()
    act = Act.now(service("operator"), now, "bench", settings.TIME_ZONE)
    reason = {"value": "100000", "reason": "benchmark"}
    write(registry["settings"], act, {"name": "scim.per_minute", **reason})
    unit = write(registry["units"], act, {"code": "1", "name": "営業部", "starts_on": "2020-04-01"})
    until = now.date() + timedelta(days=9)
    _token, secret = tokens.make(act, service("scim").id, "bench", ["scim"], until)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    def user(series: str, n: int) -> dict[str, Any]:
        mail = f"{series}{n}@shiomino.example"
        return {"schemas": [USER, ENTERPRISE], "userName": mail, "displayName": f"社員 {n}郎",
                "externalId": f"{series}-{n}", "active": "True",
                "emails": [{"value": mail, "type": "work", "primary": True}],
                ENTERPRISE: {"employeeNumber": f"{series}{n:06d}", "department": "営業部"}}  # fmt: skip

    def send(method: str, path: str, body: Any) -> Any:
        answer = client.generic(method, f"/scim/v2{path}", orjson.dumps(body), JSON)
        assert answer.status_code in {200, 201, 204}, answer.content
        return answer

    def floor(series: str, count: int) -> float:
        """The same three rows of each user by write_many: what the door itself costs."""
        started = perf_counter()
        people = [
            {"name": f"社員 {n}郎", "email": f"{series}{n}@shiomino.example", "unit": unit,
             "employee_number": f"{series}{n:06d}", "employment": "employee", "starts_on": act.on}
            for n in range(count)
        ]  # fmt: skip
        made = [w.record for w in write_many(registry["people"], act, [Line(p) for p in people])]
        said = [
            Line({"person": one.pk, "user_name": one.email, "external_id": one.number,
                  "department": "営業部", "email_type": "work", "email_primary": True})
            for one in made
        ]  # fmt: skip
        write_many(registry["identities"], act, said)
        own = [Line({"person": one.pk, "email": one.email, "name": one.name}) for one in made]
        write_many(registry["accounts"], act, own)
        return (perf_counter() - started) / count

    spent: dict[str, float] = {}

    def each(count: int, call: Any, name: str = "") -> float:
        started, cpu = perf_counter(), process_time()
        for n in range(count):
            call(n)
        spent[name] = (process_time() - cpu) / count * 1000
        return (perf_counter() - started) / count

    send("POST", "/Users", user("w", 0))
    least = floor("f", PEOPLE)
    singly = each(PEOPLE, lambda n: send("POST", "/Users", user("a", n)), "POST one by one")
    schema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"

    def batch(n: int) -> None:
        operations = [
            {"method": "POST", "path": "/Users", "bulkId": f"u{m}", "data": user("b", n * BULK + m)}
            for m in range(BULK)
        ]
        send("POST", "/Bulk", {"schemas": [schema], "Operations": operations})

    in_bulk = each(2, batch, "POST in bulk") / BULK
    spent["POST in bulk"] /= BULK
    ask = 'userName eq "a{}@shiomino.example"'

    def found(n: int) -> dict[str, Any]:
        answer = client.get("/scim/v2/Users", {"filter": ask.format(n % PEOPLE)}).json()
        assert answer["totalResults"] == 1
        return dict(answer["Resources"][0])

    look = each(200, found)
    path = f"/Users/{found(1)['id']}"
    patches = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

    def patch(n: int) -> None:
        one = {"op": "Replace", "path": "title", "value": f"係長 {n}"}
        send("PATCH", path, {"schemas": [patches], "Operations": [one]})

    changed = each(200, patch)
    page = each(
        5, lambda n: client.get("/scim/v2/Users", {"startIndex": 1 + n * 100, "count": 100})
    )

    print(f"\nSCIM on {kind}, {PEOPLE:,} users")
    print(f"  write_many of the same rows {1 / least:9,.0f} users/s")
    for label, seconds in (("POST one by one", singly), ("POST in bulk", in_bulk)):
        print(
            f"  {label:27} {1 / seconds:9,.0f} users/s   {seconds / least:6.1f} × write_many"
            f"   {spent[label]:5.1f} ms of CPU each"
        )
    for label, seconds in (
        ("find by user name", look), ("PATCH", changed), ("page of 100", page)
    ):  # fmt: skip
        print(f"  {label:27} {seconds * 1000:9.1f} ms")


if __name__ == "__main__":
    bench.on_both(main, __file__)
