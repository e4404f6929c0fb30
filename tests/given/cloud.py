"""Given: cloud services asked for, evaluated and decided; services found in lists."""

from datetime import date
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.access.models import FoundService
from sekisho.domains.assets.cloud_words import QUESTIONS
from sekisho.domains.assets.models import CloudEvaluation, CloudItem
from tests.given.assets import a_class, a_service
from tests.given.people import a_person, a_unit, made

number = count(1)
ASKED = date(2026, 5, 1)


def a_cloud_evaluation(**but: Any) -> CloudEvaluation:
    """By default asked for, and said enough about to be handed in once its items are there."""
    service = but.pop("service", None) or a_service(approval="not_assessed", first_used_on=None)
    fields = {
        "number": f"CE-2020-{next(number):03d}", "requester": but.pop("requester", None) or a_person(),
        "requested_on": ASKED, "purpose": "商談資料の共有", "personal": False, "abroad": False,
        "unit": but.pop("unit", None) or a_unit(),
        "wanted_class": but.pop("wanted_class", None) or a_class(rank=2),
        "no_risk_reason": "公開資料だけを置くため",
    }  # fmt: skip
    return made(CloudEvaluation, service=service, **fields | but)


def a_decided_evaluation(**but: Any) -> CloudEvaluation:
    """Approved on the day it was asked for."""
    day = but.pop("decided_on", ASKED)
    service = but.pop("service", None) or a_service(approved_on=day)
    class_ = but.pop("max_class", None) or a_class(rank=2)
    fields = {
        "state": "approved", "evaluator": a_person(), "evaluated_on": day, "decided_by": a_person(),
        "decided_on": day, "max_class": class_, "valid_until": date(day.year + 1, day.month, 1),
    }  # fmt: skip
    return a_cloud_evaluation(service=service, **fields | but)


def a_cloud_item(**but: Any) -> CloudItem:
    evaluation = but.pop("evaluation", None) or a_cloud_evaluation()
    fields = {"item": "logs", "met": "yes", "found": "1年間保存", "proof": "管理者ガイド"}
    return made(CloudItem, evaluation=evaluation, **fields | but)


def a_found_service(**but: Any) -> FoundService:
    n = next(number)
    fields = {"domain": f"found{n}.example", "name": f"見つかったサービス{n}", "sources": ("proxy",),
              "first_seen_on": ASKED, "last_seen_on": ASKED, "listed_on": ASKED}  # fmt: skip
    return made(FoundService, **fields | but)


def every_item(evaluation: CloudEvaluation, **but: Any) -> list[CloudItem]:
    """All questions answered and proved that are not yet; ``but``: item → other values."""
    there = set(CloudItem.objects.filter(evaluation=evaluation.pk).values_list("item", flat=True))
    return [
        a_cloud_item(evaluation=evaluation, item=one.item.value, **but.get(one.item.value, {}))
        for one in QUESTIONS
        if one.item.value not in there
    ]


def some_cloud(services: list[Any], units: list[Any], staff: list[Any], near: Any) -> None:
    """Two evaluations of each service, some decided, with risks and conditions."""
    luck = Random(len(staff))
    for service in services:
        for state in ("requested", luck.choice(("approved", "conditional"))):
            day = near() if state != "requested" else None
            one = a_cloud_evaluation(
                service=service, unit=luck.choice(units), requester=luck.choice(staff), state=state,
                decided_on=day, decided_by=luck.choice(staff) if day else None,
                no_risk_reason=luck.choice(("", "特になし")),
            )  # fmt: skip
            risk = luck.choice(({}, {"risk": "見られる", "level": "low", "treatment": "accept"}))
            a_cloud_item(evaluation=one, owner=luck.choice((None, *staff)), due_on=near(),
                         done_on=luck.choice((None, near())), **risk)  # fmt: skip
    for state in ("new", "to_request", "tolerated", "blocked"):
        day = near() if state != "new" else None
        a_found_service(state=state, first_seen_on=near(), last_seen_on=near(), decided_on=day,
                        until=near() if state == "tolerated" else None, listed_on=near())  # fmt: skip
    a_found_service(state="known", service=services[0], decided_on=near(), listed_on=near())
