"""The items of a clause as rows: what is measured, how many stand how, who answers, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.findings.clauses import Stood
from sekisho.findings.evaluate import Judged
from sekisho.findings.finding import Finding
from sekisho.obligations.judge import Counts
from sekisho.packs.duties import Duty
from sekisho.web.policy.answering import Holders, answers
from sekisho.web.policy.standing import Day, unit_of
from sekisho.web.words import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One measured item (実施事項), or a duty that nothing computes yet (``counts`` None)."""

    title: Text
    criterion: Text
    state: str
    who: str = ""
    counts: Counts | None = None
    said: str = ""
    due: date | None = None
    excepted: str = ""


def items_of(stood: Stood, found: Day, known: Holders, unmeasured: Sequence[Duty]) -> list[Item]:
    judged = [found.judged[code] for code in stood.obligations if code in found.judged]
    dues = next_dues([j.one.code for j in judged], found.on)
    language = get_language() or "ja"
    rows = [item(j, known, dues) for j in judged]
    for duty in unmeasured:
        rows.append(Item(duty.title.said(language), duty.criterion.said(language), "unknown"))
    return rows


def item(judged: Judged, known: Holders, dues: Mapping[str, date]) -> Item:
    one, counts = judged.one, judged.counts
    spared = (
        _("%(n)s under an exception") % {"n": unit_of(one)(counts.excepted)}
        if counts.excepted
        else ""
    )
    return Item(
        title=one.title,
        criterion=one.criterion,
        state=str(judged.seal),
        who=answers(one, known),
        counts=counts,
        said=told(judged),
        due=dues.get(one.code),
        excepted=spared,
    )


def told(judged: Judged) -> str:
    """300名中 289名・超過 3名."""
    counts, unit = judged.counts, unit_of(judged.one)
    if not counts.population:
        return (
            _("Nothing registered yet") if judged.seal != "kept" else _("Declared: there is none")
        )
    words = [
        _("%(kept)s of %(all)s in order")
        % {"kept": unit(counts.kept), "all": unit(counts.population)}
    ]
    for name, text in (
        ("overdue", _("overdue %(n)s")),
        ("due_soon", _("due soon %(n)s")),
        ("unknown", _("unknown %(n)s")),
    ):
        if n := getattr(counts, name):
            words.append(text % {"n": f"{n:,}"})
    return _(", ").join(words)


def next_dues(codes: Sequence[str], on: date) -> dict[str, date]:
    """The next due date among what is open on ``on`` and not overdue yet, by obligation."""
    rows = Finding.objects.open_on(on).filter(obligation__in=codes, due__gte=on)
    found = rows.order_by().values("obligation").annotate(first=Min("due"))
    return dict(found.values_list("obligation", "first"))
