"""Webhooks: what is told, to whom, how it can be checked, and when it stops."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.utils import timezone

from sekisho.connectors import post
from sekisho.connectors import webhook as wire
from sekisho.connectors.endpoint import Endpoint
from sekisho.connectors.outbox import Message, State
from sekisho.findings.task import Task
from sekisho.ledger import sequence
from sekisho.notices import webhook
from sekisho.notices.models import Webhook
from sekisho.registers import commands
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.api.calling import V1, acting, caller, operator, send
from tests.connectors.listening import listening

pytestmark = pytest.mark.django_db

HOOKS = registry["webhooks"]


def a_hook(**but: Any) -> Webhook:
    values = {"name": "SIEM", "url": "https://203.0.114.9/hook"}
    made: Webhook = commands.write(HOOKS, acting(), values | but)
    return made


def a_change(name: str = "山田部") -> Any:
    values = {"code": f"U{Message.objects.count()}{name}", "name": name, "starts_on": "2026-04-01"}
    return commands.write(registry["units"], acting(), values)


def told() -> list[dict[str, Any]]:
    sequence.integrate()
    while webhook.queue(timezone.now()):
        pass
    bodies = [orjson.loads(message.text) for message in Message.objects.all()]
    return sorted(bodies, key=lambda body: int(body["pos"]))


def test_a_change_is_told_with_its_core_facts_and_nothing_of_its_content() -> None:
    a_hook(registers="units")
    unit = a_change("秘密の部")
    (body,) = told()
    assert body.keys() == {"id", "pos", "kind", "rec", "act", "ver", "at", "href"}
    assert (body["kind"], body["rec"], body["act"], body["ver"]) == (
        "units",
        str(unit.pk),
        "add",
        1,
    )
    assert body["href"].endswith(f"/api/v1/units/{unit.pk}")
    assert "秘密" not in str(body)


def test_only_the_registers_asked_for_are_told() -> None:
    a_hook(registers="assets")
    a_change()
    assert told() == []


def test_without_a_choice_every_register_is_told() -> None:
    a_hook()
    a_change()
    assert [body["kind"] for body in told()] == ["webhooks", "units"]


def test_what_happened_before_the_webhook_is_not_told() -> None:
    a_change()
    a_hook(registers="units")
    assert told() == []


def test_an_entry_is_queued_once_however_often_the_tail_is_read() -> None:
    from sekisho.ledger import tail

    a_hook(registers="units")
    a_change()
    assert len(told()) == 1
    tail.reset(webhook.CONSUMER, 0)
    assert len(told()) == 1


def test_the_secret_is_shown_once_and_stands_nowhere_in_the_clear() -> None:
    made = send(operator(), "POST", "/webhooks", {"name": "SIEM", "url": "https://203.0.114.9/"})
    here = f"/webhooks/{made.json()['id']}"
    shown = send(operator(), "POST", f"{here}/secret").json()["secret"]
    hook = Endpoint.objects.get()
    assert hook.secret == shown
    assert shown not in hook.sealed_secret
    assert shown not in operator().get(f"{V1}{here}").text
    history = operator().get(f"{V1}{here}/history")
    assert history.json()["items"][0]["act"] == "renew_secret"
    assert shown not in history.text
    assert send(caller("auditor"), "POST", f"{here}/secret").status_code == 403
    assert send(caller("employee"), "POST", f"{here}/secret").status_code == 403


@pytest.mark.parametrize("url", [
    "http://203.0.114.9/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/",
    "https://169.254.169.254/latest", "https://203.0.114.9:22/", "ftp://203.0.114.9/", "hook",
])  # fmt: skip
def test_an_address_inside_is_refused_when_it_is_saved(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_hook(url=url)
    assert list(refused.value.problems) == ["url"]


def test_a_register_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        a_hook(registers="units\ncolours")
    assert list(refused.value.problems) == ["registers"]


def test_a_delivery_is_signed_and_the_receiver_can_tell(settings: Any) -> None:
    with listening() as heard:
        here = f"http://127.0.0.1:{heard.port}"
        settings.OUTBOUND_INTERNAL = [here]
        hook = a_hook(url=f"{here}/hook", registers="units")
        secret = webhook.renew_secret(acting(), hook)
        a_change()
        told()
        assert post.send_due(timezone.now) == 1
    ((_method, path, headers, body),) = heard.requests
    assert path == "/hook"
    given = headers["Sekisho-Id"], headers["Sekisho-Signature"]
    assert wire.verify(secret, *given, body, timezone.now())


def test_turning_a_webhook_off_takes_back_what_waits() -> None:
    hook = a_hook(registers="units")
    a_change()
    told()
    commands.write(HOOKS, acting(), {"active": False}, hook)
    assert [m.state for m in Message.objects.all()] == [State.CANCELLED]
    a_change("次の部")
    sequence.integrate()
    webhook.queue(timezone.now())
    assert Message.objects.count() == 1


def engine(days: int = 0) -> Act:
    at = timezone.now() + timedelta(days=days)
    return Act.now(service("engine"), at, "engine", "Asia/Tokyo")


def test_a_webhook_that_only_fails_is_turned_off_after_the_days_set_with_a_task() -> None:
    hook = a_hook(registers="units")
    a_change()
    told()
    Message.objects.update(state=State.FAILED)
    assert webhook.give_up(engine(4)) == []
    assert webhook.give_up(engine(6)) == [hook.pk]
    hook.refresh_from_db()
    assert not hook.active
    task = Task.objects.get()
    assert task.role == "admin"
    assert "SIEM" in task.title
    assert webhook.give_up(engine(7)) == []


def test_a_webhook_that_also_delivers_stays_on() -> None:
    a_hook(registers="units")
    a_change()
    a_change("次の部")
    told()
    first = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=first.pk).update(state=State.FAILED)
    sent = timezone.now() + timedelta(days=5)
    Message.objects.exclude(pk=first.pk).update(state=State.SENT, sent_at=sent)
    assert webhook.give_up(engine(6)) == []


def test_a_webhook_withdrawn_has_no_address_left() -> None:
    hook = a_hook()
    admin = Act.now(service("admin"), timezone.now(), "test", "Asia/Tokyo")
    commands.withdraw(HOOKS, admin, hook, "使わない")
    assert not Endpoint.objects.exists()


def test_only_those_in_charge_renew_a_secret() -> None:
    hook = a_hook()
    with pytest.raises(Denied):
        webhook.renew_secret(Act.now(service("x"), timezone.now(), "t", "Asia/Tokyo"), hook)
