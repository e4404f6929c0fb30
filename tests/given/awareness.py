"""Given: awareness posts, who has read them and what managers told their units."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

from sekisho.domains.education.models import AwarenessPost, Guidance, PostReceipt
from tests.given.people import a_person, a_unit, made, numbers

WHEN = date(2026, 10, 5)


def a_post(**but: Any) -> AwarenessPost:
    """By default published, for the whole company."""
    n = next(numbers)
    fields = {
        "number": f"AW-{n:04d}", "title": "宛先をもう一度", "title_en": "Look at the address again",
        "text": "送る前に、宛先をもう一度見ましょう。", "text_en": "Look again before you send.",
        "duties": ["O090"], "state": "published", "published_on": WHEN,
    }  # fmt: skip
    return made(AwarenessPost, **fields | but)


def a_receipt(**but: Any) -> PostReceipt:
    post, person = but.pop("post", None) or a_post(), but.pop("person", None) or a_person()
    at = datetime(2026, 10, 6, 1, 0, tzinfo=UTC)
    fields = {"on": date(2026, 10, 6), "at": at, "via": "web"}
    return made(PostReceipt, post=post, person=person, **fields | but)


def a_guidance(**but: Any) -> Guidance:
    """By default an instruction."""
    n = next(numbers)
    fields = {
        "number": f"GL-{n:04d}", "way": "instruction", "given_on": WHEN,
        "text": "客先へ送る見積書は、宛先を二人で確かめる。", "evidence": "朝礼の記録（部門フォルダー）",
    }  # fmt: skip
    unit = but.pop("unit", None) or a_unit()
    giver = but.pop("given_by", None) or a_person(unit=unit)
    return made(Guidance, unit=unit, given_by=giver, **fields | but)


def some_awareness(luck: Random, units: list[Any], staff: list[Any], near: Any) -> None:
    """Posts of the company and of a unit, shared and not, and instructions."""
    for _n in range(2):
        unit, by = luck.choice((None, *units)), luck.choice(staff)
        post = a_post(unit=unit, published_by=by, published_on=near())
        ways = {"way": "shared", "post": post}, {"way": "instruction"}
        a_guidance(unit=luck.choice(units), given_by=by, given_on=near(), **luck.choice(ways))
