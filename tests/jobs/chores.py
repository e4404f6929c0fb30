"""Tasks for the tests of the worker; the subprocesses import them too."""

import os
import time
from pathlib import Path
from typing import Any

from sekisho.jobs.context import Context, GiveUp
from sekisho.jobs.models import Job
from sekisho.jobs.queue import cancel
from sekisho.jobs.task import task

said: list[Any] = []


@task()
def say(word: str, *, loud: bool = False) -> str:
    said.append(word.upper() if loud else word)
    return f"said {word}"


@task(max_attempts=3, retry_after=10)
def stumble() -> None:
    said.append("stumble")
    raise RuntimeError("the floor is wet")


@task()
def refuse() -> None:
    raise GiveUp("this file is no spreadsheet")


@task()
def count(ctx: Context, total: int) -> int:
    """Counts in steps; leaves a mark per step, exactly once each."""
    while (at := ctx.state.get("at", 0)) < total:
        with ctx.commit():
            mark.enqueue(at)
            ctx.state["at"] = at + 1
        ctx.progress(at + 1, total, f"step {at + 1}")
    return total


@task(queue="marks")
def mark(n: int) -> None:
    """Never run here: its rows are the marks of ``count``."""


@task()
def stop_the_worker(ctx: Context) -> str:
    if ctx.attempt == 1:
        ctx.stop.set()
        ctx.state["was"] = "here"
        ctx.progress(1, 2)
    return str(ctx.state["was"])


@task()
def cancelled_midway(ctx: Context) -> None:
    assert ctx.job
    cancel(ctx.job.pk)
    with ctx.commit():
        mark.enqueue(0)
    said.append("never")


@task()
def taken_over_midway(ctx: Context) -> str:
    assert ctx.job
    Job.objects.filter(pk=ctx.job.pk).update(attempts=ctx.attempt + 1)
    return "too late"


@task(again=True)
def rejudge(depth: int = 0) -> None:
    """Asks for itself while it runs, the first time."""
    said.append("judged")
    if said.count("judged") == 1:
        rejudge.enqueue(dedupe="judge")


@task()
def crawl(ctx: Context, total: int) -> str:
    """Works through ``total`` steps; its first holder never comes back from the middle."""
    while (at := ctx.state.get("at", 0)) < total:
        with ctx.commit():
            mark.enqueue(at)
            ctx.state["at"] = at + 1
        if at + 1 == total // 2 and ctx.attempt == 1:
            Path(os.environ["HALFWAY"]).touch()
            time.sleep(600)
    return f"{total} steps, attempt {ctx.attempt}"


@task()
def plod(ctx: Context) -> None:
    """Goes on until it is told to stop."""
    while True:
        ctx.state["steps"] = ctx.state.get("steps", 0) + 1
        ctx.progress(ctx.state["steps"])
        Path(os.environ["HALFWAY"]).touch()
        time.sleep(0.05)
