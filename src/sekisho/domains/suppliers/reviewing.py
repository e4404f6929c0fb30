"""What follows from sending questions, handing in answers and deciding: rows, completeness, plans."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers import answering
from sekisho.domains.suppliers.answering import Answer
from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.assessment_answer import AssessmentAnswer, Basis, Finding
from sekisho.domains.suppliers.certificate import SupplierCertificate
from sekisho.packs.questionnaires import Question
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write_many
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

Reason = tuple[str, Text]


def unsendable(record: Assessment) -> Iterator[Reason]:
    if record.depth is None and record.engagement.tier is None:
        yield (
            "tier_unknown",
            _("Class and personal data are not entered: nobody knows what to ask."),
        )


def put_questions(act: Act, record: Assessment) -> None:
    """Lay out a row for each question; certificates answer what they answer."""
    engine = replace(act, actor=service("engine"), via="engine")
    held = certificates(record.engagement.party_id, act.on)
    lines = [
        Line(_row(record, place, one, answering.credited(one, held)))
        for place, one in enumerate(record.questions, start=1)
    ]
    write_many(registry["assessment_answers"], engine, lines)


def _row(record: Assessment, place: int, one: Question, credit: str) -> dict[str, object]:
    row: dict[str, object] = {
        "assessment": record.pk, "place": place, "question": one.code,
        "text": one.text.said(record.language), "severity": one.severity,
    }  # fmt: skip
    if credit:
        row |= {"answer": Answer.FULL, "evidence": credit, "basis": Basis.CERTIFICATE}
    return row


def certificates(party: object, on: date) -> dict[str, str]:
    """Scheme → the certificate in words, for those that count on ``on``."""
    rows = SupplierCertificate.objects.valid(on).filter(party=party).order_by("valid_until")
    return {
        one.scheme: _("%(what)s, valid until %(day)s") % {"what": one, "day": one.valid_until}
        for one in rows
    }


def answers_of(record: Assessment) -> dict[str, str]:
    rows = AssessmentAnswer.objects.present().filter(assessment=record.pk)
    return dict(rows.values_list("question", "answer"))


def demand_complete(record: Assessment) -> None:
    """Raises Invalid while a question that is asked has no answer."""
    left = answering.unanswered(record.questions, answers_of(record))
    if left:
        codes = ", ".join(one.code for one in left[:10])
        words = _("Not answered yet: %(codes)s.") % {"codes": codes}
        raise Invalid({"": [words]})


def undecidable(record: Assessment) -> Iterator[Reason]:
    """Nothing is approved while an answer was not looked at, or a gap has no plan."""
    rows = AssessmentAnswer.objects.present().filter(assessment=record.pk)
    short = rows.filter(answer__in=(Answer.PARTIAL, Answer.NONE))
    facts = [one.code for one in record.questions if one.kind == "fact"]
    unseen = short.filter(finding="").exclude(question__in=facts)
    if codes := list(unseen.order_by("place").values_list("question", flat=True)[:10]):
        words = _("Please say of each △ and × whether it is good enough or a gap: %(codes)s.")
        yield "not_looked_at", words % {"codes": ", ".join(codes)}
    plan = ~Q(action="") & Q(due_on__isnull=False)
    bare = rows.filter(finding=Finding.GAP).exclude(plan | Q(risk__state="accepted"))
    if codes := list(bare.order_by("place").values_list("question", flat=True)[:10]):
        words = _("These gaps have neither a plan with a day nor an accepted risk: %(codes)s.")
        yield "no_plan", words % {"codes": ", ".join(codes)}
    if codes := list(rows.filter(finding=Finding.RETURN).values_list("question", flat=True)[:10]):
        words = _("There are still questions to the supplier: %(codes)s.")
        yield "asked_again", words % {"codes": ", ".join(codes)}
