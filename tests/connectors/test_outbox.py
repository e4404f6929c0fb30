"""The outbox: queued with the act, sent at least once, forgotten in time."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail as outgoing
from django.db import connection, transaction

from sekisho.connectors import endpoint, outbox, post
from sekisho.connectors.addresses import Blocked
from sekisho.connectors.mail import Unsendable
from sekisho.connectors.outbox import Channel, Draft, Message, State
from sekisho.connectors.post import send_due
from sekisho.connectors.webhook import verify
from tests.connectors.listening import Heard, listening, plain

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
REC = UUID(int=7)


def local(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def a_mail(**other: Any) -> Draft:
    values = {
        "channel": Channel.MAIL, "to": "taro@example.jp", "subject": "確認のお願い",
        "text": "こちら: https://localhost/l/secret-token", "dedupe": str(uuid4()),
        "kind": "tasks", "rec": REC,
    }  # fmt: skip
    return Draft(**values | other)  # type: ignore[arg-type]


def send(at: datetime = NOON) -> int:
    return send_due(lambda: at, resolver=local)


def one() -> Message:
    return Message.objects.get()


def test_a_message_is_sent_once_and_noted() -> None:
    assert outbox.queue(a_mail(), NOON)
    assert (send(), send()) == (1, 0)
    assert (one().state, one().sent_at, one().attempts) == (State.SENT, NOON, 1)
    assert outgoing.outbox[0].body == "こちら: https://localhost/l/secret-token"


def test_its_id_is_the_same_on_every_attempt() -> None:
    outbox.queue(a_mail(), NOON)
    send()
    Message.objects.update(state=State.SENDING, lease_until=NOON)
    send(NOON + timedelta(minutes=5))
    ids = {sent.message()["Message-ID"] for sent in outgoing.outbox}
    assert len(outgoing.outbox) == 2
    assert ids == {f"<{one().pk}@localhost>"}


def test_an_act_that_fails_sends_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.queue(a_mail(), NOON)
        raise ZeroDivisionError
    assert send() == 0


def test_a_key_is_used_once_even_after_sending() -> None:
    assert outbox.queue(a_mail(dedupe="k"), NOON)
    assert not outbox.queue(a_mail(dedupe="k"), NOON)
    send()
    assert not outbox.queue(a_mail(dedupe="k"), NOON)
    assert outbox.queue_many([a_mail(dedupe=key) for key in "kabb"], NOON) == 2


def test_a_message_waits_for_its_moment() -> None:
    outbox.queue(a_mail(not_before=NOON + timedelta(hours=6)), NOON)
    assert send() == 0
    assert send(NOON + timedelta(hours=6)) == 1


def test_the_table_shows_neither_body_nor_token() -> None:
    outbox.queue(a_mail(html="<a href='https://localhost/l/secret-token'>x</a>"), NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox")
        assert "secret-token" not in str(cursor.fetchall())
    assert "secret-token" in one().text
    assert "secret-token" in one().markup


def test_a_log_tells_nothing_of_whom_and_what(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    outbox.queue(a_mail(), NOON)
    assert send() == 0
    assert "not sent" in caplog.text
    assert "taro" not in caplog.text
    assert "secret-token" not in caplog.text


def test_a_mail_server_that_is_away_is_tried_again_ever_later_and_in_the_end_not(
    settings: Any,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    outbox.queue(a_mail(), NOON)
    at, waits = NOON, []
    while one().state == State.READY:
        send(at)
        waits.append((one().not_before - at).total_seconds())
        at = one().not_before
    assert one().state == State.FAILED
    assert waits == sorted(waits)
    assert len(waits) == post.MAX_ATTEMPTS
    assert one().error


def test_a_message_in_another_hand_is_left_until_its_lease_is_over() -> None:
    outbox.queue(a_mail(), NOON)
    Message.objects.update(state=State.SENDING, lease_until=NOON + post.LEASE, attempts=1)
    assert send(NOON + post.LEASE) == 0
    assert send(NOON + post.LEASE + timedelta(seconds=1)) == 1


def test_what_no_mail_can_be_is_refused_before_anything_is_written() -> None:
    with pytest.raises(Unsendable):
        outbox.queue_many([a_mail(), a_mail(subject="a\nBcc: b@example.jp")], NOON)
    assert not Message.objects.exists()


def test_messages_about_a_record_can_be_taken_back_while_they_wait() -> None:
    outbox.queue(a_mail(), NOON)
    outbox.queue(a_mail(rec=UUID(int=8)), NOON)
    assert outbox.cancel("tasks", REC) == 1
    assert send() == 1


def test_sent_messages_are_forgotten_but_not_their_keys() -> None:
    outbox.queue(a_mail(dedupe="k"), NOON)
    outbox.queue(a_mail(not_before=NOON + timedelta(days=60)), NOON)
    send()
    assert outbox.forget(NOON) == 0
    assert outbox.forget(NOON + timedelta(seconds=1)) == 1
    gone = Message.objects.get(dedupe="k")
    assert (gone.to, gone.subject, gone.text) == ("", "", "")
    assert not outbox.queue(a_mail(dedupe="k"), NOON)


def test_an_erased_person_gets_nothing_and_leaves_nothing() -> None:
    person = uuid4()
    outbox.queue(a_mail(person=person), NOON)
    assert outbox.forget_person(person) == 1
    assert send() == 0
    assert "taro" not in str(Message.objects.values().get())


def test_a_changed_secret_key_fails_what_was_waiting_and_says_why(settings: Any) -> None:
    outbox.queue(a_mail(), NOON)
    settings.SECRET_KEY = "another"
    assert send() == 0
    assert one().state == State.FAILED
    assert one().error


def test_a_postman_told_to_stop_leaves_the_rest() -> None:
    outbox.queue(a_mail(), NOON)
    stop = Event()
    stop.set()
    assert send_due(lambda: NOON, stop=stop) == 0
    assert one().state == State.READY


def test_in_the_demo_mail_becomes_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    outbox.queue(a_mail(), NOON)
    assert send() == 1
    assert "taro@example.jp" in next((tmp_path / "mail").iterdir()).read_text()


@pytest.fixture
def receiver(settings: Any) -> Iterator[tuple[Heard, str]]:
    statuses = [503, 204]
    with listening(lambda handler: plain(handler, statuses.pop(0), b"")) as server:
        settings.OUTBOUND_INTERNAL = [url := f"http://hook.example:{server.port}"]
        yield server, endpoint.put("chat", f"{url}/key-in-the-path", NOON, local)


def test_a_webhook_is_tried_again_and_verifies_at_the_receiver(
    receiver: tuple[Heard, str],
) -> None:
    server, secret = receiver
    outbox.queue(a_mail(channel=Channel.WEBHOOK, to="chat", text='{"a":1}'), NOON)
    assert send() == 0
    assert (one().state, one().not_before) == (State.READY, NOON + timedelta(seconds=30))
    later = NOON + timedelta(seconds=30)
    assert send(later) == 1
    first, second = server.requests
    assert first[2]["Sekisho-Id"] == second[2]["Sekisho-Id"] == str(one().pk)
    assert verify(secret, str(one().pk), second[2]["Sekisho-Signature"], second[3], later)


def test_address_and_secret_of_a_webhook_are_sealed(receiver: tuple[Heard, str]) -> None:
    row = str(endpoint.Endpoint.objects.values().get())
    assert receiver[1] not in row
    assert "key-in-the-path" not in row


def test_a_webhook_that_was_dropped_fails_what_waits_for_it(receiver: tuple[Heard, str]) -> None:
    outbox.queue(a_mail(channel=Channel.WEBHOOK, to="chat"), NOON)
    assert endpoint.drop("chat")
    send()
    assert one().state == State.FAILED
    assert receiver[0].requests == []


def test_a_webhook_cannot_be_pointed_into_the_own_network() -> None:
    with pytest.raises(Blocked):
        endpoint.put("evil", "https://169.254.169.254/", NOON)
    assert not endpoint.Endpoint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_postmen_never_carry_the_same_message() -> None:
    outbox.queue_many([a_mail() for _ in range(20)], NOON)
    sent: list[int] = []

    def walk() -> None:
        try:
            sent.append(send())
        finally:
            connection.close()

    walkers = [threading.Thread(target=walk) for _ in range(3)]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    assert sum(sent) == 20
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
