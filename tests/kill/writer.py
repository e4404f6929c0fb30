"""Writes without end, and notes every act once it is acknowledged.

A line of the file ``acks`` is an act, and is on the disk before the next begins. It holds for each record
the register, id, version and number; with a message the key under which it was queued.
"""

import json
import os
import random
from typing import Any
from uuid import uuid4

from django.db import OperationalError, transaction
from django.utils import timezone

from sekisho.connectors import outbox
from sekisho.registers.commands import move, withdraw, write, write_many
from sekisho.registers.plan import Line
from tests.kill.company import DIRECTOR, act, an_asset, assets, registry, tasks


def told(kind: str, record: Any, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "rec": str(record.pk), "ver": record.ver, "number": record.number, **more}


class Writer:
    def __init__(self, acks: str, seed: str) -> None:
        self.acks = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.chance = random.Random(seed)
        self.unit = registry["units"].rows().get(code="S1")
        self.hot = list(assets().rows().filter(name__startswith="みなの台帳"))
        self.mine: list[Any] = []

    def acknowledge(self, *done: dict[str, Any]) -> None:
        os.write(self.acks, f"{json.dumps(done)}\n".encode())
        os.fsync(self.acks)

    def add(self) -> None:
        one = write(assets(), act(), an_asset(f"台帳 {uuid4()}", self.unit))
        self.mine.append(one)
        self.acknowledge(told("assets", one))

    def change(self) -> None:
        one = self.chance.choice(self.hot)
        values = {"note": f"見直し {self.chance.random()}"}
        self.acknowledge(told("assets", write(assets(), act(), values, one)))

    def many(self) -> None:
        n = self.chance.randrange(2, 12)
        lines = [Line(an_asset(f"一括 {uuid4()}", self.unit)) for _ in range(n)]
        done = write_many(assets(), act(request=f"many {n} {uuid4()}"), lines)
        self.acknowledge(*(told("assets", one.record) for one in done))

    def go_round(self) -> None:
        """A task written and closed, and opened again: three acts by two actors."""
        values = {"title": "点検", "role": "admin", "opened_on": "2026-04-01"}
        one = write(tasks(), act(), values)
        self.acknowledge(told("tasks", one))
        one = move(tasks(), act(DIRECTOR), "cancel", one, {"note": "不要になりました"}, one.ver)
        self.acknowledge(told("tasks", one))
        self.acknowledge(told("tasks", move(tasks(), act(DIRECTOR), "reopen", one)))

    def end(self) -> None:
        if self.mine:
            one = withdraw(assets(), act(), self.mine.pop(), "重複していました")
            self.acknowledge(told("assets", one))

    def tell(self) -> None:
        """An act and a message about it, in one transaction: both or neither."""
        key = str(uuid4())
        with transaction.atomic():
            one = write(assets(), act(), {"note": key}, self.chance.choice(self.hot))
            mail = outbox.Draft(
                outbox.Channel.MAIL, "somebody@example.co.jp", "知らせ", key, dedupe=key,
                kind="assets", rec=one.pk,
            )  # fmt: skip
            outbox.queue(mail, timezone.now())
        self.acknowledge(told("assets", one, message=key))

    def go_on(self) -> None:
        ways = (self.add, self.add, self.change, self.change, self.many, self.go_round, self.end)
        while True:
            try:
                self.chance.choice((*ways, self.tell))()
            except OperationalError as error:
                if "locked" not in str(error):  # SQLite let us wait too long: nothing was done
                    raise


def main(acks: str, seed: str) -> None:
    Writer(acks, seed).go_on()
