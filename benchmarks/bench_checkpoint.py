"""The checkpoint against others, in one run: decisions per CPU second, HTTP against a no-op POST.

    python benchmarks/bench_checkpoint.py [--people 10000 --assets 100000 --rights 300000]

The world is invented in memory; every engine answers the same questions. Ratios are what to
compare: the machine's speed divides out. cedarpy, pycasbin and regopy are development dependencies.
"""

# ruff: noqa: E402
import argparse
import gc
import hmac
import http.client
import io
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
os.environ.setdefault("SEKISHO_SECRET_KEY", "bench")

import django

django.setup()

import orjson
import psutil

from sekisho.checkpoint import deciding
from sekisho.checkpoint.authzen.door import Door
from sekisho.checkpoint.cedar import entities
from sekisho.checkpoint.cedar.deciding import Asked, Policies
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.deciding import Moment, decide
from sekisho.checkpoint.index import packing
from sekisho.checkpoint.index.facts import (
    ALWAYS,
    AssetFacts,
    ClassFacts,
    DeviceFacts,
    PersonFacts,
    RightFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.live import Registers
from sekisho.checkpoint.rules.case import Signals

WHEN = Moment.at(datetime(2026, 10, 15, 3, tzinfo=UTC), ZoneInfo("Asia/Tokyo"))
TOLD = Signals("", WHEN.now - 60, frozenset({"hwk"}))
POLICY = """
@id("public") permit(principal, action == Action::"read", resource) when { resource.rank == 0 };
@id("internal") permit(principal, action == Action::"read", resource) when { resource.rank == 1 };
@id("granted") permit(principal, action, resource)
when { context.granted && context.opens <= context.now && context.now <= context.ends };
@id("left") forbid(principal, action, resource) unless { principal.starts <= context.now && context.now <= principal.ends };
@id("frozen") forbid(principal, action, resource) when { resource.frozen };
@id("device") forbid(principal, action, resource) when { resource.rank > 0 && !context.device };
@id("mfa") forbid(principal, action, resource) when { resource.rank > 0 && context.age > 28800 };
"""


def world(people: int, assets: int, rights: int) -> Index:
    r, index = random.Random(1), Index()
    for rank in range(4):
        kind = ClassFacts(UUID(int=rank + 1), str(rank), rank, rank, "", "")
        index.classes[kind.id] = kind
        index.terms[kind.id] = Terms("x", rank > 1, "any" if rank else "none", 28800,
                                     "known" if rank else "none", 86400, False, False, False)  # fmt: skip
    kinds, unit = list(index.classes), UUID(int=99)
    staff = [UUID(int=10**6 + n) for n in range(people)]
    for n, pk in enumerate(staff):
        index.people[pk] = PersonFacts(pk, f"P-{n:05d}", "", "employee", unit, "", 1, ALWAYS)
        index.person_names[f"P-{n:05d}"] = pk
        device = DeviceFacts(
            UUID(int=5 * 10**6 + n), f"D-{n}", pk, 1, ALWAYS, False, (), (), WHEN.now
        )
        index.devices[device.id], index.device_names[device.tag] = device, device.id
    things = [UUID(int=2 * 10**6 + n) for n in range(assets)]
    for n, pk in enumerate(things):
        kind_id = r.choices(kinds, (10, 60, 25, 5))[0]
        index.assets[pk] = AssetFacts(pk, f"IA-{n:06d}", "", unit, kind_id, ALWAYS, None)
        index.asset_names[f"IA-{n:06d}"] = pk
    index.reorder()
    can = frozenset({"read", "write"})
    for n in range(rights):
        one = RightFacts(UUID(int=10**7 + n), f"AR-{n}", r.choice(staff), r.choice(things), None, can,
                         "active", 1, ALWAYS, ALWAYS, "")  # fmt: skip
        index.take_right(one)
    return index


def questions(index: Index, n: int) -> list[tuple[str, str, str, Signals]]:
    r, rights, found = random.Random(2), list(index.rights.values()), []
    people, assets = list(index.people.values()), list(index.assets.values())
    for k in range(n):
        right = r.choice(rights)
        person = index.people[right.person] if k % 2 else r.choice(people)
        asset = index.assets[right.asset] if k % 2 else r.choice(assets)  # type: ignore[index]
        told = TOLD._replace(device=f"D-{int(person.number[2:])}")
        found.append((person.number, r.choice(("read", "write")), asset.number, told))
    return found


def measured(name: str, one: Callable[[Any], Any], given: list[Any], floor: float = 0) -> float:
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for each in given:
            one(each)
        best = max(best, len(given) / (time.process_time() - start))
    ratio = f"   {best / floor:7.2f} x own" if floor else ""
    print(f"{name:52}{best:12,.0f} /cpu-s{1e6 / best:10.1f} us{ratio}")
    return best


def facts(
    index: Index, q: tuple[str, str, str, Signals]
) -> tuple[Any, dict[str, Any], dict[str, Any], dict[str, Any]]:
    person, asset = index.people[index.person_names[q[0]]], index.assets[index.asset_names[q[2]]]
    held = [
        r
        for r in index.rights_of.get(person.id, {}).get(asset.id, {}).values()
        if q[1] in r.actions
    ]
    context = {
        "now": WHEN.on,
        "granted": bool(held),
        "opens": 1,
        "ends": 10**7,
        "device": True,
        "age": 60,
    }
    who = {"starts": person.starts, "ends": person.ends}
    what = {"rank": index.classes[asset.class_id].rank, "frozen": False}  # type: ignore[index]
    return q, who, what, context


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, usual in (("people", 10_000), ("assets", 100_000), ("rights", 300_000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.process_time()
    index = world(args.people, args.assets, args.rights)
    print(f"{args.people:,} people, {args.assets:,} assets, {args.rights:,} rights: "
          f"{time.process_time() - start:.1f} cpu-s, {(process.memory_info().rss - before) / 2**20:,.0f} MiB")  # fmt: skip
    asked = questions(index, 4000)
    permits = sum(decide(index, *q, WHEN).allowed for q in asked)
    print(f"{permits / len(asked):.0%} of the questions are permitted")
    own = measured("own rule table, all reasons", lambda q: decide(index, *q, WHEN), asked)
    compiled(index, asked, own)
    casbin(index, asked, own)
    rego(index, asked, own)
    snapshot(index)
    served(index, asked, own)
    over_http((args.people, args.assets, args.rights), asked)
    person = index.people[index.person_names["P-00007"]]
    start = time.process_time()
    for _ in range(5):
        page = deciding.resources(index, person, "read", TOLD._replace(device="D-7"), WHEN, "")
        [next(iter(page)) for _ in range(1)]
    print(
        f"first of a search over {args.assets:,} assets{(time.process_time() - start) / 5 * 1e3:29.1f} ms"
    )


def compiled(index: Index, asked: list[Any], own: float) -> None:
    policies = Policies(POLICY)
    ready = []
    for q, who, what, context in (facts(index, q) for q in asked):
        names = Uid("User", q[0]), Uid("Action", q[1]), Uid("Asset", q[2])
        known = entities.read(
            [
                {"uid": {"type": n.type, "id": n.id}, "attrs": a}
                for n, a in ((names[0], who), (names[2], what))
            ]
        )
        ready.append((Asked(*names, entities.record(context)), known))
    measured("Cedar subset compiled, facts ready", lambda one: policies.answer(*one), ready, own)
    import cedarpy

    told = []
    for q, who, what, context in (facts(index, q) for q in asked[:600]):
        request = {
            "principal": f'User::"{q[0]}"',
            "action": f'Action::"{q[1]}"',
            "resource": f'Asset::"{q[2]}"',
            "context": context,
        }
        store = [
            {"uid": {"type": "User", "id": q[0]}, "attrs": who, "parents": []},
            {"uid": {"type": "Asset", "id": q[2]}, "attrs": what, "parents": []},
        ]
        told.append((request, store))
    parsed = cedarpy.PolicySet.from_str(POLICY)
    measured(
        "cedarpy, policies parsed, 2 entities a question",
        lambda one: cedarpy.is_authorized(one[0], parsed, one[1]),
        told,
        own,
    )
    for (request, store), ours in zip(told, ready, strict=False):
        allowed = cedarpy.is_authorized(request, parsed, store).decision == cedarpy.Decision.Allow
        assert allowed == policies.answer(*ours).allowed


def casbin(index: Index, asked: list[Any], own: float) -> None:
    try:
        import casbin as pycasbin
    except ImportError:
        print("pycasbin is not installed; left out")
        return
    model = pycasbin.Model()
    model.load_model_from_text(
        "[request_definition]\nr = sub, obj, act\n[policy_definition]\np = sub, obj, act\n"
        "[policy_effect]\ne = some(where (p.eft == allow))\n[matchers]\nm = r.sub == p.sub && r.obj == p.obj && r.act == p.act"
    )
    enforcer = pycasbin.Enforcer(model)
    enforcer.add_policies(
        [
            [index.people[r.person].number, index.assets[r.asset].number, a]
            for r in list(index.rights.values())[:500]
            for a in ("read", "write")
        ]
    )  # type: ignore[index]
    measured(
        "pycasbin, 1,000 rules of access",
        lambda q: enforcer.enforce(q[0], q[2], q[1]),
        asked[:200],
        own,
    )


REGO = """package gate
import rego.v1

default allow := false

allow if { permitted; not forbidden }

permitted if { input.action == "read"; input.rank <= 1 }
permitted if { input.granted; input.opens <= input.now; input.now <= input.ends }

forbidden if { input.now < input.starts }
forbidden if { input.last < input.now }
forbidden if { input.frozen }
forbidden if { input.rank > 0; not input.device }
forbidden if { input.rank > 0; input.age > 28800 }
"""


def rego(index: Index, asked: list[Any], own: float) -> None:
    """The same policy as Cedar's; the facts of each question are handed in, as they are there."""
    try:
        import regopy
    except ImportError:
        print("regopy is not installed; left out")
        return
    engine = regopy.Interpreter()
    engine.add_module("gate", REGO)
    told = [
        {**context, "last": who["ends"], "starts": who["starts"], **what, "action": q[1]}
        for q, who, what, context in (facts(index, q) for q in asked[:100])
    ]

    def ask(one: Any) -> bool:
        engine.set_input(one)
        return "true" in str(engine.query("data.gate.allow"))

    measured("regopy (rego-cpp), module loaded, facts ready", ask, told, own)
    policies = Policies(POLICY)
    for one, (q, who, what, context) in zip(told, (facts(index, q) for q in asked), strict=False):
        names = Uid("User", q[0]), Uid("Action", q[1]), Uid("Asset", q[2])
        known = entities.read([
            {"uid": {"type": n.type, "id": n.id}, "attrs": a}
            for n, a in ((names[0], who), (names[2], what))
        ])  # fmt: skip
        cedar = policies.answer(Asked(*names, entities.record(context)), known)
        assert ask(one) == cedar.allowed


def snapshot(index: Index) -> None:
    """Loading what a process starts from, with the seal that is checked before."""
    start = time.process_time()
    raw = packing.pack(index)
    packed = time.process_time() - start
    best = 9.9
    for _ in range(5):
        gc.disable()
        start = time.process_time()
        hmac.digest(b"key", raw, "sha256")
        packing.unpack(raw)
        best = min(best, time.process_time() - start)
        gc.enable()
    print(f"snapshot of {len(raw) / 2**20:,.0f} MiB: written in {packed:.2f} cpu-s, "
          f"checked and loaded in {best:.3f} cpu-s")  # fmt: skip


class Still:
    """An index that nothing happens to."""

    pos = 0

    def __init__(self, index: Index) -> None:
        self.index = index

    def refresh(self, _at: Any) -> Index:
        return self.index

    def age(self) -> float:
        return 0.0


def noop(environ: Any, start: Any) -> list[bytes]:
    environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


def body(q: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "person", "id": q[0]},
        "action": {"name": q[1]},
        "resource": {"type": "asset", "id": q[2]},
        "context": {"device": q[3].device, "auth_time": WHEN.now - 60, "amr": ["hwk"]},
    }


def over_http(world: tuple[int, int, int], asked: list[Any]) -> None:
    """One server process, one thread; what counts is its CPU a request, not ours."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    here = str(Path(__file__).resolve().parent)
    env = {**os.environ, "BENCH_WORLD": ",".join(map(str, world)),
           "PYTHONPATH": os.pathsep.join((here, str(Path(here).parent / "src")))}  # fmt: skip
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
             "--blocking-threads", "1", "--no-ws", "--log-level", "error", "checkpoint_server:application"]  # fmt: skip
    server = subprocess.Popen(words, env=env)
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _try in range(600):
            try:
                line.connect()
                break
            except OSError:
                time.sleep(0.1)
        one, many = [orjson.dumps(body(q)) for q in asked[:2000]], [
            orjson.dumps(
                body(asked[n])
                | {"evaluations": [{"resource": body(q)["resource"]} for q in asked[n : n + 50]]}
            )
            for n in range(0, 2000, 50)
        ]  # fmt: skip
        floor = 0.0
        for name, path, some in (("no-op POST over HTTP", "/noop", one),
                                 ("AuthZEN evaluation over HTTP", "/access/v1/evaluation", one),
                                 ("boxcar of 50 over HTTP", "/access/v1/evaluations", many)):  # fmt: skip
            spent = [_round(server.pid, line, path, some) for _round_ in range(3)]
            best = min(spent)
            floor = floor or best
            print(
                f"{name:52}{1 / best:12,.0f} /cpu-s{best * 1e6:10.1f} us   {best / floor:7.2f} x no-op"
            )
    finally:
        server.terminate()
        server.wait(20)


def _round(pid: int, line: http.client.HTTPConnection, path: str, some: list[bytes]) -> float:
    """CPU seconds of the server and its children for one request."""

    def spent() -> float:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(sum(p.cpu_times()[:2]) for p in family)

    before = spent()
    for sent in some:
        line.request("POST", path, sent, {"Content-Type": "application/json"})
        line.getresponse().read()
    return max(spent() - before, 1e-9) / len(some)


def served(index: Index, asked: list[Any], own: float) -> None:
    """The WSGI application itself; a server adds the same to both."""

    gate = Door(Registers(Still(index), now=lambda: datetime(2026, 10, 15, 3, tzinfo=UTC)))  # type: ignore[arg-type]

    def call(app: Any, path: str) -> Callable[[bytes], Any]:
        return lambda sent: app(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": path,
                "CONTENT_LENGTH": str(len(sent)),
                "CONTENT_TYPE": "application/json",
                "wsgi.input": io.BytesIO(sent),
            },
            lambda *_a: None,
        )

    single = [orjson.dumps(body(q)) for q in asked]
    measured("no-op POST, in process", call(noop, "/"), single, own)
    measured("AuthZEN evaluation, in process", call(gate, "/access/v1/evaluation"), single, own)
    many = [
        orjson.dumps({"evaluations": [body(q) for q in asked[n : n + 50]]})
        for n in range(0, 2000, 50)
    ]
    alike = [
        orjson.dumps(
            body(asked[n])
            | {"evaluations": [{"resource": body(q)["resource"]} for q in asked[n : n + 50]]}
        )
        for n in range(0, 2000, 50)
    ]
    for said, some in (("everything in each", many), ("subject and context once", alike)):
        rate = measured(f"AuthZEN boxcar of 50, {said}", call(gate, "/access/v1/evaluations"), some)
        print(f"{'':52}{rate * 50:12,.0f} decisions /cpu-s")


if __name__ == "__main__":
    main()
