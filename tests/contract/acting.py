"""Acts on any record of any register: by whom, when, and with which values."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sekisho.ledger.sequence import integrate
from sekisho.ledger.verify import Report, verify
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.plan import Line, plan
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, schema
from sekisho.registers.verifying import states
from sekisho.registers.workflow import Move
from tests.given.cloud import every_item
from tests.given.every import a_record
from tests.given.people import a_person

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAMES = [register.name for register in registry]
LIVES = [register.name for register in registry if register.life]

WORDS = {
    "text": "別の言葉", "long": "別の言葉", "email": "other@example.jp", "url": "https://example.jp",
    "integer": 2, "decimal": "0.75", "boolean": True, "date": ON, "moment": AT,
    "words": ("別の言葉",), "json": {},
}  # fmt: skip


def an_act(actor: Actor | None = None, **but: Any) -> Act:
    """An act of somebody who is a person, unless told otherwise."""
    return Act(**{"actor": actor or somebody(), "at": AT, "via": "test", "on": ON} | but)


def an_act_of_the_system() -> Act:
    """An act for which no person needs to be there."""
    return Act(service("operator"), AT, "test", ON)


def somebody(*roles: str) -> Actor:
    return Actor(uuid4(), frozenset(roles), a_person().pk)


def given_values(register: Register[Any], record: Any) -> dict[str, Any]:
    """What somebody would fill in to make ``record``."""
    values = schema(register).values(record)
    return {n: values[n] for n in schema(register).writable if values[n] not in (None, "", (), {})}


def unsaved(register: Register[Any], **but: Any) -> dict[str, Any]:
    """Values of one valid record that is not there yet."""
    if "classified" in but:
        rank = but.pop("classified")
        but["classification"] = a_record("classes", rank=rank, level=rank)
    record = a_record(register.name, **but)
    values = given_values(register, record)
    record.delete()
    return values


def added(register: Register[Any], act: Act, **but: Any) -> Any:
    """A record that came by the commands."""
    values = unsaved(register, **START.get(register.name, {}) | but)
    if register.name in OWN:
        act = replace(act, actor=replace(act.actor, person=values["person"]))
    return write(register, act, values)


def other(field: Field, value: Any = None) -> Any:
    """A value ``field`` may take, another than ``value`` where there is one."""
    if field.type == "choice":
        return next((code for code, _ in field.choices if code != str(value)), value)
    if field.type == "set":
        return next((code,) for code, _ in field.choices if (code,) != value)
    if field.type == "reference":
        return a_record(field.target).pk
    return WORDS[field.type]


def a_change(register: Register[Any], act: Act, record: Any) -> dict[str, Any]:
    """One field with a value that may stand in ``record``; {} where nothing may change."""
    fields = schema(register).writable
    for name in sorted(fields, key=lambda n: fields[n].type not in {"long", "text"}):
        field = fields[name]
        if field.type == "reference":
            continue
        values = {name: other(field, schema(register).values(record)[name])}
        (row,) = plan(register, act, [Line(values, record)], guarded=False)
        if row.changes and not row.problems:
            return values
    return {}


def ways(register: Register[Any]) -> Mapping[str, list[Move]]:
    """State → the moves that lead there from the first one; shortest way."""
    life = register.life
    assert life is not None
    found: dict[str, list[Move]] = {str(life.initial): []}
    waiting = deque([str(life.initial)])
    while waiting:
        state = waiting.popleft()
        for step in life.from_state(state):
            if step.target and str(step.target) not in found:
                found[str(step.target)] = [*found[state], step]
                waiting.append(str(step.target))
    return found


def answers(register: Register[Any], step: Move, record: Any) -> dict[str, Any]:
    """What ``step`` asks, answered so that it may be made."""
    if (register.name, step.name) in BESIDE:
        BESIDE[register.name, step.name](record)
    own = ANSWERS.get((register.name, step.name), {})
    known = schema(register).all
    return {
        name: own[name](record)
        if name in own
        else other(known[name])
        if name in known
        else "そう決めました。"
        for name in step.asks
    }


def as_own(register: Register[Any], act: Act, step: Move, record: Any) -> Act:
    """The act, as that of the person the record is about where only they may make ``step``."""
    if (register.name, step.name) in OWN:
        return replace(act, actor=replace(act.actor, person=record.person_id))
    return act


def made_move(register: Register[Any], act: Act, step: Move, record: Any) -> Any:
    """``step``, answered, by somebody who may make it."""
    act = as_own(register, act, step, record)
    return move(register, act, step.name, record, answers(register, step, record))


def _class(rank: int) -> Any:
    return lambda _record: a_record("classes", rank=rank, level=rank).pk


def _risk_accepted(record: Any) -> None:
    """Work may start without contract and assessment where somebody accepted the risk."""
    risk = a_record("risk_acceptances", state="accepted", ends_on=ON)
    type(record).objects.filter(pk=record.pk).update(risk=risk)


# What only the person does whom the record is about: adding, or a move.
OWN: set[Any] = {
    "acknowledgements", "post_receipts", ("pledges", "consent"), ("approvals", "pull_back"),
    ("approvals", "retract"), ("approvals", "renew"), ("approval_seats", "approve"),
    ("approval_seats", "send_back"),
}  # fmt: skip
_ALLOWED: dict[str, Any] = {
    "max_class": lambda record: record.wanted_class_id,
    "valid_until": lambda _record: ON + timedelta(days=90),
}
# What a record needs for every one of its moves to be possible.
START: dict[str, dict[str, Any]] = {
    "personal_requests": {"kind": "complaint"},
    "assets": {"classified": 2},
    "engagements": {"classified": 1},
    "incidents": {"personal_data": "no", "uncontained_reason": "広がるおそれがない。"},
    "report_duties": {"rule": "client-contract"},
    "risk_assessments": {"nothing_found": "特記すべきリスクはない。"},
    "risks": {"impact": 1, "likelihood": 1},
    "pledges": {
        "wording": "秘密を守ります。",
        "outcome": "",
        "signed_on": None,
        "original": "",
        "signing": "",
    },
}
# What has to stand beside a record before a move.
BESIDE: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("approval_rules", "enact"): lambda record: a_record("approval_steps", rule=record),
    ("client_questionnaires", "propose"): lambda one: a_record(
        "client_questions", questionnaire=one
    ),
    ("cloud_evaluations", "submit"): every_item,
    ("education_plans", "submit"): lambda record: a_record("training_sessions", plan=record),
    ("training_sessions", "confirm"): lambda record: a_record("attendances", session=record),
    ("engagements", "start"): _risk_accepted,
    ("assessments", "submit"): lambda record: record.answers.update(answer="full"),
}
ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("drills", "announce"): {"announced_on": lambda _record: ON - timedelta(days=30)},
    ("assets", "classify"): {"classification": _class(3)},
    ("assets", "propose_lowering"): {"proposed_class": _class(1)},
    ("personal_requests", "refuse"): {"outcome": lambda _record: "refused"},
    ("incidents", "triage"): {"severity": lambda _record: "minor"},
    ("incidents", "raise"): {"severity": lambda _record: "minor"},
    ("incidents", "lower"): {"severity": lambda _record: "near_miss"},
    ("report_duties", "submit"): {"submitted_at": lambda record: record.aware_at},
    ("cloud_evaluations", "approve"): _ALLOWED,
    ("cloud_evaluations", "approve_conditionally"): _ALLOWED,
    ("found_services", "tolerate"): {"until": lambda _record: ON + timedelta(days=30)},
    ("services", "approve"): {"next_review_on": lambda _record: ON + timedelta(days=90)},
    ("services", "approve_conditionally"): {
        "next_review_on": lambda _record: ON + timedelta(days=90)
    },
}


def walked(register: Register[Any], steps: list[Move], **but: Any) -> Any:
    """A record that has made ``steps``, each by somebody else, one minute apart."""
    at = AT - timedelta(minutes=len(steps) + 1)
    record = added(register, an_act(at=at), **but)
    for step in steps:
        at += timedelta(minutes=1)
        record = made_move(register, an_act(at=at), step, record)
    return record


def verified(*names: str) -> Report:
    """The whole ledger, and the records of these registers that an act has touched."""

    def touched(name: str) -> Any:
        return lambda using: (s for s in states(registry[name], using) if s[1] > 0)

    integrate()  # a test's transaction hides its entries from the sequencer
    return verify(records={name: touched(name) for name in names})
