"""A decision as a road: gate by gate, where it stopped, what would be now, and the way through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sekisho.checkpoint.deciding import Broken, Verdict
from sekisho.checkpoint.rules.gates import Gate
from sekisho.checkpoint.rules.table import RULES
from sekisho.checkpoint.saying import help_of, way, words_of
from sekisho.checkpoint.words import tongue

NUMBERS = ("一", "二", "三", "四", "五", "六", "七")


def said(one: Broken) -> str:
    return words_of(one)[tongue()]


def seen(broken: Iterable[Broken]) -> list[str]:
    """What the person is told: each reason, and what can be done about it."""
    found = [f"{said(one)} {help_of(one).get(tongue(), '')}".strip() for one in broken]
    return list(dict.fromkeys(found))


@dataclass(slots=True)
class Step:
    """One gate on the page (``parts/gate.html``)."""

    state: str
    title: str
    text: str
    evidence: str = ""
    tried: str = ""
    more: list[str] = field(default_factory=list)
    stopped: bool = False


def steps(
    broken: Sequence[Broken],
    now: Sequence[Broken] | None,
    clauses: Mapping[str, Sequence[str]],
    passed: Mapping[str, str],
) -> list[Step]:
    """The gates in order. The first closed one stops the road; those after it are told as they
    were found, with what would be ``now`` (None: the same moment, nothing to compare)."""
    if any(one.rule is None for one in broken):
        return []
    found, stopped = [], False
    for number, gate in enumerate(Gate):
        here = [one for one in broken if one.rule is not None and one.rule.gate == gate]
        later = [one for one in now or () if one.rule is not None and one.rule.gate == gate]
        title = _("Gate %(n)s: %(what)s") % {
            "n": NUMBERS[number] if tongue() == "ja" else number + 1, "what": gate.label,
        }  # fmt: skip
        text = " ".join(map(said, here)) or passed.get(gate) or _("Nothing stood against it.")
        state = "open" if not here and not stopped else "past" if stopped else "shut"
        if state == "past" and not here:
            text = _("It would have been passed.")
        tried = ""
        if now is not None and (stopped or here):
            tried = _("Tried now: %(what)s") % {"what": " ".join(map(said, later)) or _("passed")}
        stopped = stopped or bool(here)
        found.append(Step(state, title, text, _evidence(gate, clauses), tried,
                          stopped=state == "shut"))  # fmt: skip
    return found


def _evidence(gate: Gate, clauses: Mapping[str, Sequence[str]]) -> str:
    duties = {duty for rule in RULES if rule.gate == gate for duty in rule.duties}
    numbers = sorted({number for duty in duties for number in clauses.get(duty, ())})
    return _("Policy %(clauses)s") % {"clauses": _(", ").join(numbers[:4])} if numbers else ""


def ways(broken: Iterable[Broken], verdict: Verdict | None) -> list[dict[str, str]]:
    """What would open the road, in order: who does what, and where."""
    found: dict[str, dict[str, str]] = {}
    for one in broken:
        what = help_of(one).get(tongue()) or said(one)
        who = str(one.rule.fixer.label) if one.rule else ""
        found.setdefault(what, {"who": who, "what": what, "url": way(one, verdict)})
    return list(found.values())


def headline(broken: Sequence[Broken], *, allowed: bool, emergency: str = "") -> str:
    if allowed:
        return _("emergency access %(number)s") % {"number": emergency} if emergency else ""
    return said(broken[0]) if broken else ""
