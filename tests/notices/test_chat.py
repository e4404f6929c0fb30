"""Chat rooms hear of incidents at once, in the form of their service, and of nothing that is secret."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from sekisho.connectors import chat as forms
from sekisho.connectors import net
from sekisho.connectors.outbox import Message
from sekisho.connectors.post import send_due
from sekisho.notices import chat
from sekisho.notices.alerts import tell
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Denied, Invalid
from tests.given.incidents import an_incident
from tests.given.notices import a_chat_room
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)  # three in the morning of a Sunday
URL = "https://192.88.98.1/services/T/B/key"


def act(*roles: str) -> Act:
    who = a_person()
    return Act(Actor(who.pk, frozenset(roles), who.pk), NIGHT, "test", NIGHT.date())


@pytest.fixture
def room() -> Any:
    found = a_chat_room()
    chat.aim(act("admin"), found, URL)
    return found


def queued() -> list[Message]:
    return list(Message.objects.filter(channel="chat"))


def test_a_room_is_told_at_night_once_with_a_link_and_without_what_happened(room: Any) -> None:
    incident = an_incident(reported_at=NIGHT)
    a_chat_room(active=False)
    for _ in range(2):
        chat.tell(incident, 0, act())
    (message,) = queued()
    said = json.loads(json.loads(message.text)["body"])["text"]
    assert incident.number in said
    assert f"/i/{incident.number}" in said
    assert incident.title not in said
    assert incident.text not in said


def test_secrets_exercises_and_small_ones_are_kept_from_a_room(room: Any) -> None:
    tell(an_incident(restricted=True), act())
    tell(an_incident(drill=True), act())
    assert not queued()
    room.major_only = True
    room.save()
    chat.tell(an_incident(), 0, act())
    assert not queued()
    chat.tell(an_incident(least="major"), 0, act())
    assert len(queued()) == 1


def test_each_service_gets_its_own_form() -> None:
    made = {
        name: json.loads(forms.formed(name, "件[1]", ["a<b"], "https://x.jp/i/1"))["body"]
        for name in forms.Service.values
    }
    assert "a&lt;b" in json.loads(made["slack"])["text"]
    card = json.loads(made["teams"])["attachments"][0]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert card["content"]["actions"][0]["url"] == "https://x.jp/i/1"
    assert "［1］" in parse_qs(made["chatwork"])["body"][0]
    works = json.loads(made["lineworks"])
    assert (works["title"], works["button"]["url"]) == ("件[1]", "https://x.jp/i/1")


def test_the_address_is_guarded_sealed_and_set_by_the_administrator_alone() -> None:
    room = a_chat_room(service="chatwork")
    for wrong in ("http://example.jp/x", "https://127.0.0.1/x", "https://10.0.0.1/x", ""):
        with pytest.raises(Invalid):
            chat.aim(act("admin"), room, wrong, "token")
    with pytest.raises(Invalid):
        chat.aim(act("admin"), room, URL)
    with pytest.raises(Denied):
        chat.aim(act("committee"), room, URL, "token")
    chat.aim(act("admin"), room, URL, "token")
    kept = chat.endpoint.Endpoint.objects.get(pk=str(room.pk))
    assert (kept.url, kept.secret) == (URL, "token")
    assert "token" not in kept.sealed_secret


def test_a_delivery_that_fails_is_tried_again_and_the_token_goes_in_the_header(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = [503, 200], []

    def fetch(method: str, url: str, **more: Any) -> net.Reply:
        asked.append((method, url, more["headers"]))
        return net.Reply(answers.pop(0), {}, b"")

    monkeypatch.setattr(net, "fetch", fetch)
    chat.tell(an_incident(), 0, act())
    assert send_due(lambda: NIGHT) == 0
    Message.objects.update(not_before=NIGHT)
    assert send_due(lambda: NIGHT) == 1
    assert asked[0][:2] == ("POST", URL)
    answers.append(200)
    forms.deliver(URL, "secret", forms.formed("chatwork", "t", [], "l"))
    assert asked[-1][2]["X-ChatWorkToken"] == "secret"
