"""Mail that cannot be bent."""

from typing import Any

import pytest
from django.core import mail as outgoing

from sekisho.connectors import mail
from sekisho.connectors.mail import Unsendable


def test_a_message_goes_out_with_both_bodies_and_marked_automatic() -> None:
    mail.send("taro@example.jp", "確認のお願い", "本文です。", "<p>本文です。</p>")
    sent = outgoing.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["taro@example.jp"], "確認のお願い", "本文です。")
    assert "Auto-Submitted: auto-generated" in sent.message().as_string()
    assert "text/html" in sent.message().as_string()


def test_a_message_may_name_another_sender_but_never_two_lines_of_one() -> None:
    mail.send("taro@example.jp", "x", "x", sender="窓口 <desk@example.jp>")
    assert "desk@example.jp" in outgoing.outbox[0].message()["From"]
    for bad in ("desk", "a <b@example.jp>\nBcc: c@example.jp"):
        with pytest.raises(Unsendable):
            mail.send("taro@example.jp", "x", "x", sender=bad)


@pytest.mark.parametrize(
    "to", ["", "taro", "a@example.jp,b@example.jp", "a@example.jp\nBcc: b@example.jp", "a b@c.jp"]
)
def test_only_one_plain_address_is_written_to(to: str) -> None:
    with pytest.raises(Unsendable):
        mail.send(to, "x", "x")
    assert not outgoing.outbox


@pytest.mark.parametrize("subject", ["", " ", "a\nBcc: b@example.jp", "a\rb", "a\0b", "a\u2028b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(Unsendable):
        mail.send("taro@example.jp", subject, "x")


@pytest.mark.parametrize(
    "headers",
    [{"Bcc": "b@example.jp"}, {"from": "x"}, {"X": "a\nBcc: b"}, {"X: y\n": "z"}, {"": ""}],
)
def test_headers_cannot_add_recipients_or_lines(headers: Any) -> None:
    with pytest.raises(Unsendable):
        mail.send("taro@example.jp", "x", "x", headers=headers)
