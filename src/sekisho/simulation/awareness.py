"""Awareness in the invented company: a post a quarter, which most managers pass on in time."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.education.models import AwarenessPost
from sekisho.packs.awareness import starters
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import months

WORDS = (
    "", "うちの部門では、客先へ送る見積書がこれに当たります。", "今週の朝礼でも取り上げます。", "",
    "迷ったら、私か総務部に聞いてください。",
)  # fmt: skip
LATE = 6
"""Every sixth unit passes nothing on in the running quarter."""
QUARTERS = (1, 4, 7, 10)


def live(firm: Firm) -> None:
    stage = firm.stage
    opens = [day for day in months(stage.first, stage.last) if day.month in QUARTERS]
    for n, day in enumerate(opens):
        last = n == len(opens) - 1
        stage.work(day + timedelta(days=8), partial(_post, firm, n), 10)
        stage.work(day + timedelta(days=13), partial(_share, firm, n, late=last), 9)
        if last:
            stage.work(day + timedelta(days=14), partial(_read, firm), 13)


def _post(firm: Firm, n: int) -> None:
    """The chair publishes one of the starters for the whole company."""
    stage, chair = firm.stage, firm.holder("chair")
    one = starters()[n * 3 % len(starters())]
    made = stage.one(
        "awareness_posts", stage.by(chair), title=one.title.ja, title_en=one.title.en,
        text=one.text.ja, text_en=one.text.en, duties=list(one.duties),
    )  # fmt: skip
    stage.move(stage.by(chair), "awareness_posts", "publish", made)


def _newest(on: date) -> AwarenessPost | None:
    found: AwarenessPost | None = AwarenessPost.objects.out(on).order_by("-published_on").first()
    return found


def _share(firm: Firm, n: int, *, late: bool) -> None:
    stage = firm.stage
    post = _newest(stage.on)
    if post is None:
        return
    rows = [
        {"unit": unit.pk, "way": "shared", "post": post.pk, "given_by": leader.pk,
         "given_on": stage.on, "text": WORDS[(k + n) % len(WORDS)]}
        for k, (unit, leader) in enumerate(_led(firm))
        if not (late and k % LATE == LATE - 1)
    ]  # fmt: skip
    stage.add("guidance_log", rows)


def _led(firm: Firm) -> Iterable[tuple[Any, Any]]:
    for unit in firm.units.values():
        if leader := firm.leaders.get(unit.pk):
            yield unit, leader


def _read(firm: Firm) -> None:
    """One person in four has read the newest by the next day; those who try the demo have not."""
    stage, doors = firm.stage, {person.pk for person in firm.parts.values()}
    post = _newest(stage.on)
    for person in firm.staff[::4]:
        if post is not None and person.pk not in doors and person.employment != "contractor":
            stage.one("post_receipts", stage.by(person), post=post.pk, person=person.pk)
