"""Reports by mail: each mail once, from anybody, with what hangs on it; machines are not answered."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings

from sekisho.connectors import mailbox
from sekisho.connectors.outbox import Message
from sekisho.domains.incidents.models import Incident, TimelineEntry
from sekisho.notices import mails
from sekisho.notices.mail_intake import poll, take
from sekisho.registers.actor import Act, service
from sekisho.registers.notes import Attachment
from tests.given.people import an_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 3, 5, tzinfo=UTC)
ACT = Act(service("operator"), NOON, "cli", NOON.date())


def a_mail(text: str = "社員証をなくしました。", **headers: Any) -> EmailMessage:
    mail = EmailMessage()
    given = {"From": "通行人 <passer@example.com>", "Subject": "落とし物", "Message-ID": "<1@example.com>",
             "Date": "Tue, 17 Nov 2026 11:50:00 +0900"}  # fmt: skip
    for name, value in (given | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        mail[name] = value
    mail.set_content(text)
    return mail


def test_a_mail_of_a_stranger_becomes_an_incident_with_all_that_hangs_on_it() -> None:
    mail = a_mail()
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="a.png")
    mail.add_attachment(b"MZ\x90\x00", maintype="application", subtype="x", filename="../run.exe")
    taken = take(mail.as_bytes(), ACT)
    made = Incident.objects.get()
    assert (taken.outcome, taken.incident) == ("new", made)
    assert (made.title, made.text, made.channel) == ("落とし物", "社員証をなくしました。", "mail")
    assert (made.unverified, made.reporter, made.informant) == (
        True,
        None,
        "通行人 <passer@example.com>",
    )
    assert made.noticed_at == NOON - timedelta(minutes=15)
    files = Attachment.objects.filter(rec=made.pk).values_list("name", flat=True)
    assert set(files) == {"mail.eml", "a.png"}
    assert "run.exe" in TimelineEntry.objects.get().text


def test_a_mail_delivered_again_changes_nothing_and_the_sender_is_told_the_number_once() -> None:
    raw = a_mail().as_bytes()
    assert [take(raw, ACT).outcome for _ in range(2)] == ["new", "known"]
    made, told = Incident.objects.get(), Message.objects.get(to="passer@example.com")
    assert made.number in told.subject


def test_an_answer_with_the_number_goes_on_with_the_incident_and_a_strangers_does_not() -> None:
    take(a_mail().as_bytes(), ACT)
    made = Incident.objects.get()
    again = {
        "Subject": f"Re: [Sekisho] {made.number} 受け付けました",
        "Message_ID": "<2@example.com>",
    }
    assert take(a_mail("見つかりました。", **again).as_bytes(), ACT).outcome == "added"
    assert TimelineEntry.objects.get(incident=made).text == "見つかりました。"
    other = again | {"From": "x@example.net", "Message_ID": "<3@example.net>"}
    assert take(a_mail("別件", **other).as_bytes(), ACT).outcome == "new"


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"From": "MAILER-DAEMON@example.com"}, {"Return_Path": "<>"},
     {"From": settings.DEFAULT_FROM_EMAIL}],
)  # fmt: skip
def test_an_answer_by_a_machine_is_left_alone(headers: dict[str, str]) -> None:
    assert take(a_mail(**headers).as_bytes(), ACT).outcome == "automatic"
    assert not Incident.objects.exists()
    assert not Message.objects.exists()


def test_a_machine_may_report_and_is_not_answered() -> None:
    assert take(a_mail(Auto_Submitted="auto-generated").as_bytes(), ACT).outcome == "new"
    assert not Message.objects.exists()


def test_the_known_sender_is_named_and_their_unit_is_told() -> None:
    account = an_account()
    take(a_mail(From=account.email.upper()).as_bytes(), ACT)
    made = Incident.objects.get()
    assert (made.reporter_id, made.unverified) == (account.person_id, False)
    assert made.unit_id == account.person.unit_id


def test_html_is_read_as_words_and_rubbish_is_taken_all_the_same() -> None:
    mail = a_mail()
    mail.set_content(
        "<style>x{}</style><p>流出<br>しました</p><script>alert(1)</script>", subtype="html"
    )
    assert mails.read(mail.as_bytes()).text == "流出\nしました"
    for n, raw in enumerate(
        (b"\xff\xfe\x00rubbish", b"From: =?x?b?\n\n\x00", b"Subject: " + b"a" * 999)
    ):
        assert take(raw, ACT).outcome == "new", n
    assert Incident.objects.count() == 3


def test_too_many_from_one_sender_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.notices.mail_intake.PER_SENDER", (1, 3600))
    take(a_mail().as_bytes(), ACT)
    assert take(a_mail("二通目", Message_ID="<9@example.com>").as_bytes(), ACT).outcome == "later"


class Box:
    """An IMAP server as far as it is asked: two mails, one of them read before."""

    def __init__(self, *_args: Any, **_more: Any) -> None:
        self.said: list[Any] = []

    def login(self, *_: Any) -> None: ...
    def logout(self) -> None: ...

    def select(self, folder: str) -> tuple[str, list[bytes]]:
        return "OK", [folder.encode()]

    def uid(self, verb: str, *words: str) -> tuple[str, list[Any]]:
        self.said.append((verb, *words))
        if verb == "SEARCH":
            return "OK", [b"7"]
        if verb == "FETCH" and "SIZE" in words[1]:
            return "OK", [b"1 (UID 7 RFC822.SIZE 300)"]
        return "OK", [(b"1 (BODY[] {300}", a_mail().as_bytes()), b")"]


def test_the_mailbox_is_read_once_and_its_mails_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert poll(ACT) == 0
    box = Box()
    monkeypatch.setattr(settings, "SEKISHO_IMAP_HOST", "imap.example.jp")
    monkeypatch.setattr(mailbox.imaplib, "IMAP4_SSL", lambda *_a, **_m: box)
    assert poll(ACT) == 1
    assert ("STORE", "7", "+FLAGS", r"(\Seen)") in box.said
    assert ("FETCH", "7", "(BODY.PEEK[])") in box.said
    assert Incident.objects.count() == 1
