"""Papers: the same for the same data, readable, guarded; QR codes that can be read."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pypdf import PdfReader

from sekisho.domains.people.actors import actor_for
from sekisho.registers import commands
from sekisho.registers.actor import Act
from sekisho.registers.errors import Denied, Missing
from sekisho.registers.register import registry
from sekisho.reports import pdf, printing, qr
from sekisho.reports.paper import paper
from tests.given.people import a_committee_meeting, a_company
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 0, 7, tzinfo=UTC)


def an_act(role: str = "director", **but: object) -> Act:
    return Act.now(actor_for(somebody(role, **but), AT.date()), AT, "web", "Asia/Tokyo")


def words(made: bytes) -> str:
    """The text without its spaces: setting Japanese puts thin ones around digits."""
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return "".join(said.split())


def test_a_paper_says_whose_it_is_and_of_when_and_never_reads_data_as_markup() -> None:
    a_company(name="株式会社汐見野テクノ")
    data = paper("承認記録", an_act(), version="第2版", label="社外秘") | {
        "stamps": [{"office": "起案", "name": "葉山 灯", "day": "2026/11/20", "note": "代理"}],
        "facts": [["件名", "#set text(red) *太字* $x$ 髙﨑 葛󠄀 𠮟 📎"]],
        "steps": [[str(n)] * 5 for n in range(60)],
        "words": {"contents": "内容", "steps": "経過", "columns": list("あいうえお")},
    }
    made = pdf.render("approvals", data)
    assert made == pdf.render("approvals", data)
    said = words(made)
    expected = ("株式会社汐見野テクノ", "第2版", "社外秘", "2026年11月20日(金)09:07", "#settext(red)",
                "*太字*", "髙﨑", "〓(U+1F4CE)", "葉山灯", "代理", "1/2", "2/2")  # fmt: skip
    assert [part for part in expected if part not in said] == []


def test_a_template_that_does_not_exist_or_leads_elsewhere_is_refused() -> None:
    for name in ("nothing", "../fonts/x", "base.typ"):
        with pytest.raises(LookupError):
            pdf.render(name, {"paper": {"at": AT.isoformat()}})


def test_the_approval_record_names_drafter_and_approver_and_its_place_in_the_ledger() -> None:
    register = registry["committee_meetings"]
    writer, other = an_act(name="藤代 真紀"), an_act("chair", name="榊 直人")
    meeting = a_committee_meeting(state="planned", held_on=date(2026, 11, 2), minutes="")
    said = {"attendees": "榊 直人", "minutes": "年度計画を承認した。"}
    commands.move(register, writer, "hold", meeting, said)
    made, file = printing.make("approvals", printing.Asked(other, register, meeting))
    assert file == f"{meeting.number}_approvals.pdf"
    assert "榊直人" not in words(made).partition("内容")[0]
    meeting = commands.move(register, other, "approve", meeting)
    made, _file = printing.make("approvals", printing.Asked(other, register, meeting))
    boxes = words(made).partition("内容")[0]
    assert "藤代真紀" in boxes and "榊直人" in boxes
    assert "証跡台帳" in words(made)


def test_only_who_may_read_a_record_may_print_it(enter: Callable[..., Client]) -> None:
    register = registry["committee_meetings"]
    meeting = a_committee_meeting()
    path = f"/r/committee_meetings/{meeting.number}/print/approvals.pdf"
    answer = enter("committee").get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert enter("employee").get(path).status_code == 404
    with pytest.raises(Denied):
        printing.make("approvals", printing.Asked(an_act("employee"), register, meeting))
    for name in ("nothing", "approvals"):
        with pytest.raises(Missing):
            printing.make(name, printing.Asked(an_act()))
        assert enter("director").get(f"/print/{name}.pdf").status_code == 404


def test_a_qr_code_is_one_plain_svg() -> None:
    drawn = ET.fromstring(qr.svg("https://sekisho.example/a/IA-0047", "<IA-0047>"))
    assert drawn.attrib["aria-label"] == "<IA-0047>"
    assert not any("style" in part.attrib for part in drawn.iter())
    side = int(drawn.attrib["viewBox"].split()[-1])
    assert side == 29 + 2 * qr.QUIET  # version 3: up to 42 bytes at level M


def test_the_boxes_follow_the_run_with_consultation_and_standing_in() -> None:
    from sekisho.reports.stamps import stamps
    from tests.given.approvals import a_line_in_force, an_approval, an_approval_seat
    from tests.given.assets import a_class
    from tests.given.people import a_person

    record = a_class(code="stamped", state="in_force")
    line = a_line_in_force({}, {}, {}, title="三段", register="tasks")
    run = an_approval(rule=line, rec=record.pk, person=a_person(name="起案者"), state="approved")
    day = {"state": "approved", "decided_on": date(2026, 11, 17)}
    first, stand_in = a_person(name="課長"), a_person(name="次長")
    an_approval_seat(approval=run, place=1, person=first, decided_by=stand_in, proxy=True, **day)
    an_approval_seat(approval=run, place=2, mode="consult", person=first, decided_by=first, **day)
    an_approval_seat(approval=run, place=3, person=first, state="waiting")
    an_approval_seat(approval=run, place=3, person=first, state="released")
    boxes = stamps(registry["classes"], record)
    assert [(b["office"], b["name"], b["note"]) for b in boxes] == [
        ("起案", "起案者", ""), ("確認", "次長", "課長 代理"), ("合議", "課長", ""), ("決裁", "", "")
    ]  # fmt: skip
