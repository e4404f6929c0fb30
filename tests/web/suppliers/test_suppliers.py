"""From the question to the start of the work: link, answers, gaps, contract, people, and an incident there."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.test import Client

from sekisho.connectors.outbox import Message
from sekisho.domains.incidents.models import AffectedAsset, Incident
from sekisho.domains.suppliers import answer_sheet
from sekisho.domains.suppliers.models import Assessment, AssessmentAnswer, Engagement
from sekisho.notices import questionnaires
from sekisho.packs.questionnaires import clauses
from sekisho.registers import calendar
from sekisho.registers.actor import Act, service
from sekisho.registers.notes import Attachment
from tests.given.assets import a_class, a_classified_asset
from tests.given.engagements import (
    a_supplier_certificate,
    an_assessment,
    an_engagement,
    an_engagement_person,
    every_clause,
)
from tests.given.keeping import a_disclosure
from tests.given.people import a_company, a_unit
from tests.given.risk import a_risk_acceptance
from tests.given.suppliers import a_contract
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def entered(role: str) -> Client:
    client = Client()
    client.force_login(somebody(role, language="ja"))
    return client


@pytest.fixture
def office() -> Client:
    return entered("committee")


@pytest.fixture
def work() -> Engagement:
    a_company()
    return an_engagement(
        state="planned", started_on=None, starts_on=date.today(), tier=1, title="名簿の入力",
        classification=a_class(rank=1), contract=a_contract(kind="outsourcing"), unit=a_unit(),
    )  # fmt: skip


def asked(office: Client, work: Engagement) -> Assessment:
    office.post(f"/suppliers/engagements/{work.pk}/assess")
    one = Assessment.objects.get(engagement=work)
    said = {"necessity": "名簿を扱うため", "cost": "no_cost", "ver": one.ver}
    office.post(f"/r/assessments/{one.number}/moves/send", said)
    return Assessment.objects.get(pk=one.pk)


def link_of(office: Client, one: Assessment) -> str:
    page = office.post(f"/suppliers/assessments/{one.pk}/link", {"do": "show"}, follow=True)
    found = re.search(r"/answer/[^\"<]+", page.content.decode())
    assert found
    return found[0]


def answered(link: str, **but: str) -> Client:
    """Every page filled in with ○, but for the answers given; not handed in."""
    nobody = Client(enforce_csrf_checks=True)
    page = nobody.get(link).content.decode()
    for _ in range(12):
        codes = re.findall(r'name="(S\d\d)-supplement"', page)
        if not codes:
            return nobody
        group = re.search(r'name="page" value="(\w+)"', page)
        said = {f"{c}-answer": "full" for c in codes}
        said |= {name.replace("_", "-", 1): text for name, text in but.items() if name[:3] in codes}
        sent = nobody.post(link, said | {"page": group[1] if group else "", "do": "next"})
        page = (nobody.get(sent["Location"]) if sent.status_code == 302 else sent).content.decode()
    raise AssertionError("never done")


def test_from_the_link_to_the_start_of_the_work(office: Client, work: Engagement) -> None:
    one = asked(office, work)
    assert (one.state, one.depth, one.answers.count()) == ("sent", 1, 8)
    link = link_of(office, one)
    but = {"S06_answer": "full", "S05_answer": "no", "S05_supplement": "来月に実施する"}
    nobody = answered(link, **but)
    assert nobody.post(link, {"page": "send", "do": "submit"}).status_code == 422  # no name
    sent = nobody.post(link, {"page": "send", "do": "submit", "submitted_by": "山田 花子"})
    assert sent.status_code == 200
    assert nobody.get(link).status_code == 404  # the link has served
    one.refresh_from_db()
    assert (one.state, one.gaps, one.submitted_by) == ("submitted", 1, "山田 花子")

    office.post(f"/r/assessments/{one.number}/moves/review", {"ver": one.ver})
    decider = entered("director")
    refused = decider.post(f"/r/assessments/{one.number}/moves/approve", {"decision": "可"})
    assert refused.status_code == 403
    assert "S05" in decider.get(f"/r/assessments/{one.number}").content.decode()
    gap = {"S05-finding": "gap", "S05-action": "教育の実施", "S05-due_on": "2030/4/1"}
    office.post(f"/suppliers/assessments/{one.pk}/view", gap)
    said = {"conditions": "教育を終えること", "decision": "おおむね十分"}
    decider.post(f"/r/assessments/{one.number}/moves/approve_conditionally", said)
    one.refresh_from_db()
    assert one.state == "conditional"
    assert one.valid_until > date.today() + timedelta(days=700)

    start = f"/r/engagements/{work.number}/moves/start"
    stopped = office.post(start)
    assert stopped.status_code == 403
    page = office.get(f"/r/engagements/{work.number}").content.decode()
    assert "秘密保持" in page
    assert "委託を開始できません" in page
    terms = {f"{code}-outcome": "present" for code in clauses()}
    terms |= {f"{code}-article": "第8条" for code in clauses()}
    office.post(f"/suppliers/contracts/{work.contract_id}/clauses", terms)
    assert office.post(start).status_code == 302
    work.refresh_from_db()
    assert (work.state, work.started_on) == ("running", date.today())
    assert work.assessed_until == one.valid_until


def test_an_accepted_risk_lets_the_work_start(office: Client, work: Engagement) -> None:
    start = f"/r/engagements/{work.number}/moves/start"
    assert office.post(start).status_code == 403
    until = date.today() + timedelta(days=10)
    risk = a_risk_acceptance(state="accepted", ends_on=until)
    Engagement.objects.filter(pk=work.pk).update(risk=risk)
    assert office.post(start).status_code == 302


def test_answers_are_saved_page_by_page_and_a_condition_opens_a_question(
    office: Client, work: Engagement
) -> None:
    link = link_of(office, asked(office, work))
    nobody = Client()
    file = BytesIO(PDF)
    file.name = "規程.pdf"
    said = {"page": "organisation", "S01-answer": "partial", "S01-file": file, "do": "save"}
    assert nobody.post(link, said).status_code == 302
    assert AssessmentAnswer.objects.get(question="S01").answer == "partial"
    assert Attachment.objects.get().name == "規程.pdf"
    lacking = nobody.post(link, {"page": "organisation", "S01-answer": "partial", "do": "next"})
    assert lacking.status_code == 422  # △ says nothing without words
    before = nobody.get(f"{link}?page=subcontracting").content.decode()
    assert "S07-answer" not in before
    told = {"page": "subcontracting", "S06-answer": "full", "do": "next"}
    after = nobody.post(link, told, follow=True)
    assert b"S07-answer" in after.content
    assert "追加の設問" in after.content.decode()
    assert b"Sub-contracting" in nobody.get(f"{link}?page=subcontracting&lang=en").content


def test_only_returned_questions_are_open_again(office: Client, work: Engagement) -> None:
    one = asked(office, work)
    link = link_of(office, one)
    nobody = answered(link)
    nobody.post(link, {"page": "send", "do": "submit", "submitted_by": "山田"})
    one.refresh_from_db()
    office.post(f"/r/assessments/{one.number}/moves/review")
    again = {"S03-finding": "return", "S03-remark": "何時間以内ですか"}
    office.post(f"/suppliers/assessments/{one.pk}/view", again)
    office.post(f"/r/assessments/{one.number}/moves/return", {"remark": "再確認"})
    one.refresh_from_db()
    link = link_of(office, one)
    page = nobody.get(link).content.decode()
    assert "何時間以内ですか" in page
    assert re.findall(r'name="(S\d\d)-supplement"', page) == ["S03"]
    nobody.post(link, {"page": "rules", "S04-answer": "no", "do": "save"})
    assert AssessmentAnswer.objects.get(question="S04").answer == "full"


def test_a_certificate_answers_what_it_answers(office: Client, work: Engagement) -> None:
    a_supplier_certificate(party=work.party)
    a_supplier_certificate(party=work.party, scheme="pmark", confirmed_on=None)
    one = asked(office, work)
    credited = one.answers.filter(basis="certificate").values_list("question", flat=True)
    assert sorted(credited) == ["S01", "S04", "S05"]


def test_the_sheet_comes_back_whole_or_not_at_all(office: Client, work: Engagement) -> None:
    one = asked(office, work)
    home = f"/suppliers/assessments/{one.pk}/sheet"
    assert office.get(f"{home}.xlsx").content[:2] == b"PK"
    lines = [answer_sheet.Line(q, "", "full", "", "規程") for q in one.questions]
    whole = BytesIO(answer_sheet.write("質問票", one.number, "ja", lines))
    wrong = BytesIO(answer_sheet.write("質問票", one.number, "ja", [
        replace(lines[0], answer="no"), *lines[1:],
    ]))  # fmt: skip
    wrong.name = whole.name = "answers.xlsx"
    page = office.post(home, {"file": wrong}, follow=True).content.decode()
    assert "E5" in page  # × without a supplement
    assert one.answers.exclude(answer="").count() == 0
    office.post(home, {"file": whole})
    assert one.answers.filter(answer="full", evidence="規程").count() == 8
    broken = BytesIO(b"no sheet")
    broken.name = "x.xlsx"
    assert office.post(home, {"file": broken}, follow=True).status_code == 200


def test_the_link_is_mailed_once_a_day_and_its_day_is_reminded_of(
    office: Client, work: Engagement
) -> None:
    one = asked(office, work)

    def followed(before: int) -> int:
        on = one.due_on - timedelta(days=before)
        at = datetime.combine(on, time(1), UTC)
        return questionnaires.follow(Act(service("engine"), at, "engine", on))

    Assessment.objects.filter(pk=one.pk).update(due_on=date(2026, 11, 20))  # a Friday
    one.refresh_from_db()
    calendar.ensure(date(2026, 11, 20))
    assert [followed(n) for n in (9, 9, 8, 7, 4, 3, 1)] == [1, 0, 0, 1, 0, 1, 1]
    mail = Message.objects.order_by("created_at").first()
    assert mail is not None
    assert mail.to == work.contact_email
    assert "/answer/" in mail.text


def test_a_suppliers_report_opens_an_incident_of_ours(office: Client, work: Engagement) -> None:
    Engagement.objects.filter(pk=work.pk).update(state="running", started_on=date.today())
    asset = a_classified_asset(unit=work.unit)
    a_disclosure(asset=asset, party=work.party)
    page = office.post(f"/suppliers/engagements/{work.pk}/link", {"do": "make"}, follow=True)
    link = re.search(r"/report/supplier/[^\"<]+", page.content.decode())[0]  # type: ignore[index]
    nobody = Client(enforce_csrf_checks=True)
    assert nobody.get(link).status_code == 200
    assert nobody.post(link, {"text": "漏えい"}).status_code == 422  # nobody says who tells
    sent = nobody.post(link, {"text": "名簿を誤送信した", "informant": "山田 090", "persons": "30"})
    made = Incident.objects.get()
    assert made.number in sent.content.decode()
    assert (made.category, made.engagement_id, made.unit_id) == ("supplier", work.pk, work.unit_id)
    assert made.aware_at == made.reported_at
    assert AffectedAsset.objects.get().asset == asset
    assert Assessment.objects.get().kind == "incident"
    office.post(f"/suppliers/engagements/{work.pk}/link", {"do": "end"})
    assert nobody.get(link).status_code == 404


def test_the_pages_show_how_each_supplier_stands(office: Client, work: Engagement) -> None:
    contract = a_contract()
    every_clause(contract)
    running = an_engagement(contract=contract, classification=a_class(rank=3), title="給与計算")
    an_engagement_person(engagement=running, training="", training_reason="")
    a_supplier_certificate(party=running.party)
    page = office.get("/suppliers").content.decode()
    assert "給与計算" in page
    assert "名簿の入力" in page
    one = office.get(f"/suppliers/{running.party.number}").content.decode()
    assert "教育要否が未判断" in one
    assert "ISMS" in one
    assert entered("employee").get("/suppliers").status_code == 404


def test_a_stranger_gets_nothing_by_a_link_that_is_none(office: Client) -> None:
    assert Client().get("/answer/nonsense").status_code == 404
    assert Client().get("/report/supplier/nonsense").status_code == 404
    assert an_assessment().state == "requested"
    assert entered("employee").get("/suppliers/PT-9999").status_code == 404
