"""List, record, search, create, import and export at 1,000, 10,000 and 100,000 assets, by API and page."""

import os
from datetime import timedelta
from io import BytesIO
from time import perf_counter

import bench

SIZES = [int(n) for n in os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")]
IMPORT = 2000


def main(kind: str) -> None:
    bench.prepare()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    import sekisho.api.caller  # noqa: F401 - declares its settings
    from sekisho.domains.assets.models import Asset, Classification
    from sekisho.domains.people.models import Account
    from sekisho.registers import guard, search_index, tokens
    from sekisho.registers.actor import Act, service
    from sekisho.registers.commands import write, write_many
    from sekisho.registers.exchange import table, writing
    from sekisho.registers.exchange.imports import import_file
    from sekisho.registers.exchange.run import Options
    from sekisho.registers.labels import Reader
    from sekisho.registers.paging import Order
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry

    settings.ALLOWED_HOSTS += ["testserver"]
    now = timezone.now()
    act = Act.now(service("operator"), now, "bench", settings.TIME_ZONE)
    assets = registry["assets"]

    def make(register: str, **values: object) -> object:
        return write(registry[register], act, values)

    make("settings", name="api.per_minute", value="100000", reason="benchmark")
    unit = make("units", code="1", name="営業部", starts_on="2020-04-01")
    chair = make(
        "people",
        name="榊 直人",
        kana="サカキ ナオト",
        employment="employee",
        unit=unit,
        starts_on="2020-04-01",
    )
    account = make(
        "accounts", email="chair@shiomino.example", name="榊", kind="person", person=chair
    )
    make("appointments", role="chair", person=chair, starts_on="2020-04-01")
    class_ = Classification.objects.get(code="confidential")
    _token, secret = tokens.make(
        act, account.pk, "bench", ["read", "write"], now.date() + timedelta(days=9)
    )
    api = Client(headers={"Authorization": f"Bearer {secret}"})
    page = Client()
    page.force_login(Account.objects.get(pk=account.pk))

    def row(n: int) -> dict[str, object]:
        return {"name": f"見積書控え {n}", "unit": unit.pk, "owner": chair.pk, "media": "server",
                "location": "ファイルサーバー", "classification": class_.pk, "ownership": "own",
                "external": False, "personal": "no", "purposes": ["見積の管理"], "confidentiality": 2,
                "integrity": 2, "availability": 1}  # fmt: skip

    def grow(size: int) -> None:
        while (have := Asset.objects.count()) < size:
            part = min(5000, size - have)
            write_many(assets, act, [Line(row(have + n)) for n in range(part)])

    def ask(client: Client, path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:200])
        return len(asked)

    serial = iter(range(10**9))

    def create() -> None:
        body = row(0) | {
            "name": f"新しい資産 {next(serial)}",
            "unit": str(unit.pk),
            "owner": str(chair.pk),
        }
        body["classification"] = str(class_.pk)
        answer = api.post("/api/v1/assets", body, content_type="application/json")
        assert answer.status_code == 201, answer.content

    def sheet() -> table.Table:
        lines = ["name,unit,owner,media,location"]
        lines += [f"取込 {next(serial)},営業部,榊 直人,server,書庫" for _ in range(IMPORT)]
        return table.read("\n".join(lines).encode(), "assets.csv")

    print(f"{kind}, one process, no server in between, {bench.load()}")
    for size in SIZES:
        grow(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for _ in search_index.fill():  # what the worker does a moment after each act
            pass
        while search_index.catch_up():
            pass
        key = Asset.objects.order_by("number")[size // 2].number
        middle = Asset.objects.get(number=key)
        behind = Order(assets, assets.order).cursor(middle)
        filtered = f"/api/v1/assets?limit=50&classification={class_.pk}&media=server"
        word = middle.name
        print(f" {size:,} assets")
        for what, client, path, aim in (
            ("API list of 50", api, "/api/v1/assets?limit=50", "< 15 ms"),
            ("API one record", api, f"/api/v1/assets/{key}", "< 5 ms"),
            (
                "API list of 50 from the middle on",
                api,
                f"/api/v1/assets?limit=50&after={behind}",
                "",
            ),
            ("API list, one class and medium", api, filtered, ""),
            ("API search, one hit", api, f"/api/v1/assets?q={word}", ""),
            ("API search, everything fits", api, "/api/v1/assets?q=見積書", ""),
            ("API search, nothing fits", api, "/api/v1/assets?q=無尽蔵", ""),
            ("page: list", page, "/r/assets/", ""),
            ("page: list, search", page, f"/r/assets/?q={word}", ""),
            ("page: one record", page, f"/r/assets/{key}", ""),
            ("palette", page, f"/palette?q={word}", ""),
        ):
            queries = ask(client, path)
            wall, cpu = bench.timed(15, lambda c=client, p=path: c.get(p))
            bench.say(what, f"{wall * 1000:.1f} ms, CPU {cpu * 1000:.1f}, {queries} q", aim)
        wall, cpu = bench.timed(15, create)
        bench.say(
            "API create, with its ledger entry",
            f"{wall * 1000:.1f} ms, CPU {cpu * 1000:.1f}",
            "< 10 ms",
        )
        data = sheet()
        started = perf_counter()
        out = import_file(assets, act, data, Options())
        assert out.created == IMPORT, out.errors[:3]
        bench.say(
            "import a sheet, rows a second",
            f"{IMPORT / (perf_counter() - started):,.0f}",
            "≥ 2,000",
        )
        shown = guard.visible(act.actor, assets, act.on)
        if size >= 10_000:
            started = perf_counter()
            written = writing.write_csv(
                BytesIO(),
                assets,
                shown.filter(pk__in=_first(shown)),
                settings.TIME_ZONE,
                Reader(act.actor, act.on),
            )
            bench.say(
                f"export {written:,} rows as csv", f"{perf_counter() - started:.2f} s", "< 1 s"
            )


def _first(rows: object) -> object:
    """The ten thousand oldest, as a subquery."""
    return rows.order_by("id").values("pk")[:10_000]


if __name__ == "__main__":
    bench.on_both(main, __file__)
