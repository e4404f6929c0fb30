"""Given: work entrusted to suppliers, what was asked of them, and their people."""

from itertools import count
from random import Random
from typing import Any

from sekisho.domains.suppliers.models import (
    Assessment,
    AssessmentAnswer,
    ContractClause,
    Engagement,
    EngagementPerson,
    PerformanceCheck,
    Questionnaire,
    SubSupplier,
    SupplierCertificate,
)
from sekisho.packs import questionnaires as packs
from tests.given.assets import a_class
from tests.given.people import LONG_AGO, a_person, a_unit, made
from tests.given.suppliers import LATER, a_contract, a_party

number = count(1)


def an_engagement(**but: Any) -> Engagement:
    """Under way since long ago, in good order; of tier 1."""
    party = but.pop("party", None) or a_party(kinds=("supplier",))
    unit = but.pop("unit", None) or a_unit()
    n = next(number)
    fields = {
        "number": f"EG-{n:04d}", "title": f"伝票の入力 {n}", "personal": ("no",), "tier": 1,
        "subcontracting": "no", "starts_on": LONG_AGO, "started_on": LONG_AGO, "state": "running",
        "contact": "業務責任者", "contact_email": f"sekinin{n}@supplier.example",
    }  # fmt: skip
    return made(Engagement, party=party, unit=unit, **fields | but)


def a_questionnaire(**but: Any) -> Questionnaire:
    n = next(number)
    fields = {"code": f"form{n}", "edition": "1", "title_ja": "業務委託先の情報セキュリティ対策", "title_en": "Security measures of suppliers", "questions": 40,
              "content": packs.text_of("supplier").strip(), "state": "in_force",
              "in_force_from": LONG_AGO}  # fmt: skip
    return made(Questionnaire, **fields | but)


def an_assessment(**but: Any) -> Assessment:
    """Requested, with a form whose three questions of depth 0 are meant."""
    engagement = but.pop("engagement", None) or an_engagement()
    fields = {"number": f"SA-2020-{next(number):03d}", "kind": "pre_use", "depth": 0}
    return made(
        Assessment, engagement=engagement,
        questionnaire=but.pop("questionnaire", None) or a_questionnaire(), **fields | but,
    )  # fmt: skip


def an_approval(engagement: Engagement, **but: Any) -> Assessment:
    """An assessment that ended well, long ago and for long."""
    told = {"state": "approved", "decided_on": LONG_AGO, "valid_until": LATER, "decision": "十分"}
    return an_assessment(engagement=engagement, **told | but)


def an_assessment_answer(**but: Any) -> AssessmentAnswer:
    assessment = but.pop("assessment", None) or an_assessment()
    fields = {"place": 1, "question": f"S{next(number):02d}", "text": "責任者を決めていますか。",
              "answer": "full"}  # fmt: skip
    return made(AssessmentAnswer, assessment=assessment, **fields | but)


def a_contract_clause(**but: Any) -> ContractClause:
    fields = {"clause": "secrecy", "outcome": "present", "article": "第8条", "checked_on": LONG_AGO}
    return made(ContractClause, contract=but.pop("contract", None) or a_contract(), **fields | but)


def every_clause(contract: Any, *left_out: str) -> None:
    """Each required term checked and present, but for those left out."""
    for code in packs.clauses():
        if code not in left_out:
            a_contract_clause(contract=contract, clause=code)


def a_supplier_certificate(**but: Any) -> SupplierCertificate:
    fields = {"scheme": "isms", "number": f"JI-{next(number):05d}", "valid_until": LATER,
              "confirmed_on": LONG_AGO}  # fmt: skip
    return made(SupplierCertificate, party=but.pop("party", None) or a_party(), **fields | but)


def a_sub_supplier(**but: Any) -> SubSupplier:
    fields = {"name": f"合同会社まごうけ {next(number)}", "work": "印刷", "starts_on": LONG_AGO}
    return made(
        SubSupplier, engagement=but.pop("engagement", None) or an_engagement(), **fields | but
    )


def a_performance_check(**but: Any) -> PerformanceCheck:
    fields = {"kind": "report", "checked_on": LONG_AGO, "result": "kept", "found": "手順どおり"}
    one = but.pop("engagement", None) or an_engagement()
    return made(PerformanceCheck, engagement=one, **fields | but)


def an_engagement_person(**but: Any) -> EngagementPerson:
    person = but.pop("person", None) or a_person(employment="contractor")
    fields = {"starts_on": LONG_AGO, "training": "not_needed", "training_reason": "公知の情報だけ"}
    one = but.pop("engagement", None) or an_engagement()
    return made(EngagementPerson, engagement=one, person=person, **fields | but)


def some_engagements(
    luck: Random, units: list[Any], staff: list[Any], near: Any, past: Any
) -> None:
    """Work in every state around the day, some of it in disorder."""
    kind = a_class(rank=2)
    for n in range(4):
        contract = a_contract(unit=luck.choice(units), signed_on=luck.choice((None, past())))
        one = an_engagement(
            unit=luck.choice((None, *units)), owner=luck.choice((None, *staff)),
            classification=luck.choice((None, kind)), tier=luck.choice((None, 1, 2, 3)),
            personal=luck.choice(((), ("no",), ("personal",))), started_on=past(),
            subcontracting=luck.choice(("", "no")), contract=luck.choice((None, contract)),
            confirmed_on=luck.choice((None, past())), ended_on=near() if n == 0 else None,
            state="ended" if n == 0 else "running",
        )  # fmt: skip
        a_contract_clause(contract=contract, outcome=luck.choice(("present", "gap")))
        for state in ("approved", "rejected"):
            found = an_assessment(
                engagement=one, state=state, decided_on=past(), valid_until=near()
            )
            an_assessment_answer(
                assessment=found, answer="no", finding="gap", due_on=luck.choice((None, near())),
                done_on=luck.choice((None, past())),
            )  # fmt: skip
        an_assessment(engagement=one, state="sent", sent_on=past(), due_on=near())
        a_performance_check(engagement=one, checked_on=past())
        a_sub_supplier(engagement=one, starts_on=past(), state=luck.choice(("requested", "approved")),
                       approved_on=luck.choice((None, near())))  # fmt: skip
        an_engagement_person(
            engagement=one, person=a_person(employment="contractor", sponsor=luck.choice(staff)),
            starts_on=past(), training=luck.choice(("", "needed", "not_needed")),
            trained_on=luck.choice((None, past())),
        )  # fmt: skip
