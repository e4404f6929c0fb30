"""The policy and its documents: imported, decided clause by clause, approved, published, agreed to."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sekisho.domains.documents.agreeing import agree
from sekisho.domains.documents.importing import import_policy, pair_translation
from sekisho.domains.documents.models import Binding, Campaign, Clause, Document, Interpretation
from sekisho.domains.documents.publishing import publish
from sekisho.domains.documents.starter import demo
from sekisho.domains.documents.words import Bound
from sekisho.obligations.obligation import obligations
from sekisho.simulation import statements, texts
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import months

REVISED = date(2026, 4, 1)
OTHERS = (
    ("ISR-01", "情報管理規程", "Information management regulation", "regulation", texts.REGULATION),
    ("ISM-01", "情報管理マニュアル", "Information management manual", "manual", texts.MANUAL),
    ("PIR-01", "個人情報取扱規程", "Rules on personal information", "personal_information_rules", texts.PERSONAL),
)  # fmt: skip
SOURCE = "2025年度までの同意書つづり（総務部キャビネット A-2）"
DAYS = 14


def rule(firm: Firm, singly: bool) -> None:
    """Everything written: what is in force from the first days, and the revision of April 2026.

    ``singly``: each person agrees in an act of their own, as in life; else agreements on paper
    are entered as a list, which is what a company of ten thousand does on its first day.
    """
    stage = firm.stage
    old = stage.first + timedelta(days=30) < REVISED <= stage.last
    text = demo("ja").decode().replace("株式会社汐見野テクノ", firm.cast.company)
    former = text
    for now, before in texts.FORMER:
        former = former.replace(now, before)
    stage.at(
        stage.first,
        lambda: _issue_all(firm, former if old else text, "第3版" if old else "第4版"),
        14,
    )
    if old:
        stage.work(REVISED - timedelta(days=30), lambda: _revise(firm, text, singly))
    stage.work(stage.first + timedelta(days=40), lambda: change_of_law(firm))
    statements.plan(firm)
    for month in months(stage.first, stage.last):
        if month.month == 3 or month == stage.first:
            stage.work(month + timedelta(days=5), lambda: _review(firm), 15)


def _issue_all(firm: Firm, text: str, label: str) -> None:
    stage = firm.stage
    version = _draft(firm, text, label)
    enact(firm, version, min(stage.on, REVISED))
    for row in OTHERS:
        _other(firm, *row)
    _watch_laws(firm)
    declare(firm, firm.staff)


def _draft(firm: Firm, text: str, label: str) -> Any:
    """The policy as a draft with its English beside it, every clause decided."""
    stage = firm.stage
    version, _told = import_policy(
        stage.operator, text.encode(), f"情報セキュリティ方針 {label}.md"
    )
    version = stage.edit("versions", version, label=label)
    owner, unit = firm.holder("chair"), next(iter(firm.units.values()))
    stage.edit("documents", version.document, title="情報セキュリティ方針", owner=owner.pk,
              title_en="Information Security Policy", unit=unit.pk)  # fmt: skip
    pair_translation(stage.operator, version, demo("en"), "policy.en.md")
    _decide(firm, version)
    return version


def _decide(firm: Firm, version: Any) -> None:
    """The committee confirms what is computed; what nothing computes waits, and one is unknown."""
    stage, chair = firm.stage, firm.holder("chair")
    known = {
        (b.clause_id, b.duty): b for b in Binding.objects.present().filter(clause__version=version)
    }
    for clause in Clause.objects.of(version):
        if clause.number == texts.LEFT_OUT and clause.scope != "out_of_scope":
            stage.move(stage.by(chair), "clauses", "leave_out", clause, scope_reason=texts.LEFT_OUT_WHY,
                       scope_review_on=stage.on + timedelta(days=365))  # fmt: skip
        statements.ask(firm, clause)
        for duty in _wanted(clause.number):
            one = known.get((clause.pk, duty))
            one = one or stage.one("bindings", stage.by(chair), clause=clause.pk, duty=duty)
            if one.state == "suggested":
                stage.move(stage.by(chair), "bindings", "confirm", one)
    for word in Interpretation.objects.present().filter(clause__version=version, state="open"):
        if word.word in texts.MEANINGS:
            meaning, amount, unit = texts.MEANINGS[word.word]
            word = stage.edit("interpretations", word, amount=amount, unit=unit)
            stage.move(stage.by(chair), "interpretations", "decide", word, meaning=meaning)


def _wanted(number: str) -> list[str]:
    duties = texts.DUTIES.get(number, "").split()
    return [d for d in duties if number == texts.UNMEASURED or obligations.of_duty(d)]


def enact(firm: Firm, version: Any, effective_on: date) -> None:
    """Submitted by the chair, approved by the director, published with a request to agree."""
    stage = firm.stage
    version = stage.move(stage.by(firm.holder("chair")), "versions", "submit", version)
    version = stage.move(stage.by(firm.holder("director")), "versions", "approve", version)
    version = publish(stage.by(firm.holder("chair")), version, effective_on, DAYS)
    firm.versions = [v for v in firm.versions if v.document_id != version.document_id]
    firm.versions.append(version)


def _other(firm: Firm, code: str, title: str, english: str, kind: str, text: str) -> None:
    stage = firm.stage
    owner = firm.holder("committee")
    precedence = "この規程は情報セキュリティ方針に優先する。" if kind.startswith("personal") else ""
    document = stage.one(
        "documents", code=code, title=title, title_en=english, kind=kind, owner=owner.pk,
        unit=next(iter(firm.units.values())).pk, precedence=precedence,
        binds=tuple(Bound.values) if kind == "manual" else (),
    )  # fmt: skip
    version, _told = import_policy(stage.operator, text.encode(), f"{title}.md", document)
    if kind == "manual":
        members = [firm.parts[part.mail] for part in firm.cast.parts if "committee" in part.roles]
        stage.add("sections", [
            {"document": document.pk, "title": words, "topic": topic, "owner": members[n % len(members)].pk}
            for n, (topic, words) in enumerate(texts.SECTIONS.items())
        ])  # fmt: skip
    enact(firm, version, min(stage.on, date(2024, 4, 1)))


def _watch_laws(firm: Firm) -> None:
    """The list of requirements, and which section of the manual answers them."""
    from sekisho.domains.documents.models import Section

    stage = firm.stage
    owner = firm.holder("committee")
    sections = {s.topic: s.pk for s in Section.objects.present()}
    made = stage.add("requirements", [
        {"title": title, "kind": kind, "source": source, "duties": duties.split(), "owner": owner.pk,
         "last_checked_on": stage.on, "manual": bool(topic)}
        for title, kind, source, duties, topic in texts.LAWS
    ])  # fmt: skip
    stage.add("coverages", [
        {"requirement": one.pk, "section": sections[law[4]]}
        for one, law in zip(made, texts.LAWS, strict=True) if law[4]
    ])  # fmt: skip


def change_of_law(firm: Firm) -> None:
    """A change of law becomes known, is assessed and carried out before it applies."""
    stage, owner = firm.stage, firm.holder("committee")
    law = requirements()[0]
    known = stage.one(
        "requirement_changes", requirement=law.pk, what="指針の改定（記録の保存に関する項の明確化）",
        known_on=stage.on, effective_on=stage.on + timedelta(days=90),
    )  # fmt: skip
    stage.work(stage.on + timedelta(days=15), lambda: stage.move(
        stage.by(owner), "requirement_changes", "assess", known, decision="change",
        findings="マニュアル第2章の記録の項を書き改める。",
    ))  # fmt: skip
    stage.work(stage.on + timedelta(days=60), lambda: stage.move(
        stage.by(owner), "requirement_changes", "finish", known,
    ))  # fmt: skip


def declare(firm: Firm, people: Iterable[Any]) -> None:
    """Enter signed sheets for ``people``: every version in force that binds them."""
    stage = firm.stage
    told = {"kind": "declared", "on": stage.on, "source": SOURCE}
    campaigns = dict(Campaign.objects.present().values_list("version", "pk"))
    for version in firm.versions:
        done = set(version.acknowledgements.values_list("person", flat=True))
        own = {"version": version.pk, "campaign": campaigns[version.pk], **told}
        stage.add("acknowledgements", [own | {"person": p.pk} for p in people if p.pk not in done])


def agree_each(firm: Firm, people: Iterable[Any]) -> None:
    """Each person reads and agrees in their own name."""
    for campaign in Campaign.objects.present().filter(version__in=[v.pk for v in firm.versions]):
        done = set(campaign.acknowledgements.values_list("person", flat=True))
        for person in people:
            if person.pk not in done:
                agree(firm.stage.by(person), campaign, person)


def _revise(firm: Firm, text: str, singly: bool) -> None:
    """The fourth version: drafted in March, approved a week later, in force from April."""
    stage = firm.stage
    version = _draft(firm, text, "第4版")
    stage.work(REVISED - timedelta(days=9), lambda: enact(firm, version, REVISED))
    if not singly:
        stage.work(REVISED + timedelta(days=6), lambda: declare(firm, firm.staff))
        return
    for day in (1, 2, 5, 7, 9, 12):
        stage.work(REVISED + timedelta(days=day), lambda n=day: _some(firm, n), 10)  # type: ignore[misc]


def _some(firm: Firm, day: int) -> None:
    """More of those who have not agreed yet; on the twelfth day the last of them."""
    share = len(firm.staff) if day == 12 else len(firm.staff) * day // 12
    agree_each(firm, firm.staff[:share])


def _review(firm: Firm) -> None:
    """Once a fiscal year somebody looks at each document, and the director approves the answer."""
    stage = firm.stage
    member, director = firm.holder("committee"), firm.holder("director")
    reviews = stage.add("reviews", [
        {"document": document.pk, "held_on": stage.on, "outcome": "not_needed", "held_by": member.pk,
         "reason": "法令、事業、技術の変化と照らし合わせ、いまの内容で足りると判断した。"}
        for document in Document.objects.present().in_force(stage.on).order_by("code")
    ], stage.by(firm.holder("chair")))  # fmt: skip
    for review in reviews:
        stage.move(stage.by(director), "reviews", "approve", review)
    checked = [(r, {"last_checked_on": stage.on}) for r in requirements()]
    stage.change("requirements", checked)


def requirements() -> list[Any]:
    from sekisho.domains.documents.models import Requirement

    return list(Requirement.objects.present().order_by("title"))
