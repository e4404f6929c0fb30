"""Shared signals: what closes here is told once to each who wants it; what others tell only closes."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.test import Client
from django.utils import timezone

from sekisho.checkpoint.caep import receiving, signing, telling
from sekisho.checkpoint.caep.events import URI
from sekisho.checkpoint.models import SignalToFetch
from sekisho.connectors import post
from sekisho.connectors.outbox import Message
from sekisho.domains.safeguards.models import Device, Freeze
from sekisho.ledger.sequence import integrate
from sekisho.registers import tokens
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.checkpoint.live.company import NOW, Company
from tests.given.access import an_active_right
from tests.given.people import a_person, an_account
from tests.given.safeguards import a_device, a_signal_source, a_signal_stream

pytestmark = pytest.mark.django_db

CAEP, RISC = receiving.CAEP, receiving.RISC


def plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by(*roles: str) -> Act:
    return Act.now(Actor(a_person().pk, frozenset(roles), a_person().pk), NOW, "test", "Asia/Tokyo")


def engine(at: datetime = NOW) -> Act:
    return Act.now(service("engine"), at, "engine", "Asia/Tokyo")


def followed(act: Act) -> int:
    integrate()  # on PostgreSQL acts get their place a moment after they are committed
    return telling.follow(act)


def told(token: str) -> Any:
    return signing.verify(token, [signing.public()])


def waiting() -> list[Any]:
    return [told(one.token) for one in SignalToFetch.objects.order_by("at", "jti")]


def kinds() -> list[str]:
    return [next(iter(one["events"])).removeprefix(URI) for one in waiting()]


# --- tokens


def test_a_token_of_ours_holds_and_no_change_to_it_does() -> None:
    token = signing.sign({"iss": "x", "n": 1})
    assert told(token) == {"iss": "x", "n": 1}
    head, body, mark = token.split(".")
    other = plain(orjson.dumps({"iss": "x", "n": 2}))
    none = plain(orjson.dumps({"typ": "secevent+jwt", "alg": "none"}))
    symmetric = plain(orjson.dumps({"typ": "secevent+jwt", "alg": "HS256"}))
    untyped = plain(orjson.dumps({"alg": "ES256"}))
    for bad in (f"{head}.{other}.{mark}", f"{none}.{body}.", f"{symmetric}.{body}.{mark}",
                f"{untyped}.{body}.{mark}", f"{head}.{body}", "x.y.z", "", "é.é.é",
                f"{head}.{body}.{mark[:-4]}", "a" * 70_000):  # fmt: skip
        with pytest.raises(signing.Unsigned):
            told(bad)


def test_the_example_of_the_standard_verifies() -> None:
    """RFC 7515, appendix A.3: ES256."""
    key = {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
           "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}  # fmt: skip
    signed = ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
              "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ")  # fmt: skip
    mark = base64.urlsafe_b64decode(
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q=="
    )
    assert signing._holds(key, "ES256", signed.encode(), mark)
    assert not signing._holds(key, "RS256", signed.encode(), mark)
    assert not signing._holds(key, "ES256", signed.encode() + b"x", mark)


# --- telling


def test_what_closes_here_is_told_once_to_each_stream_that_wants_it() -> None:
    company = Company(anew=False)
    a_signal_stream(name="all", created_at=NOW - timedelta(days=1))
    a_signal_stream(
        name="rights", events=("token-claims-change",), created_at=NOW - timedelta(days=1)
    )
    followed(engine())
    act = by("admin", "chair", "committee")
    write(registry["freezes"], act, {"person": company.hana.pk, "reason": "不審な利用"})
    move(registry["access_rights"], act, "remove", company.right, {"removal_cause": "unneeded"})
    write(registry["devices"], act, {"firewall": False}, company.device)
    followed(engine())
    assert sorted(kinds()) == ["device-compliance-change", "session-revoked",
                               "token-claims-change", "token-claims-change"]  # fmt: skip
    everything = json.dumps(waiting(), ensure_ascii=False)
    assert "不審" not in everything  # why stays here
    (revoked,) = [one for one in waiting() if URI + "session-revoked" in one["events"]]
    assert revoked["sub_id"] == {"format": "email", "email": company.hana.email}
    claims = [one for one in waiting() if URI + "token-claims-change" in one["events"]]
    assert claims[0]["events"][URI + "token-claims-change"]["claims"] == {
        "access": {company.plans.number: []}
    }
    assert claims[0]["aud"] != claims[1]["aud"]
    write(registry["devices"], act, {"screen_lock": False}, company.device)  # no better, no news
    followed(engine())
    assert len(kinds()) == 4
    assert followed(engine()) == 0


def test_a_frozen_asset_is_told_to_whom_it_shuts_and_its_lifting_gives_back() -> None:
    company = Company(anew=False)
    a_signal_stream(created_at=NOW - timedelta(days=1))
    followed(engine())
    act = by("chair")
    freeze = write(registry["freezes"], act, {"asset": company.plans.pk, "reason": "調査"})
    followed(engine())
    move(registry["freezes"], act, "lift", freeze, {"lift_reason": "誤報"})
    followed(engine(NOW + timedelta(seconds=2)))
    given = [one["events"][URI + "token-claims-change"]["claims"]["access"] for one in waiting()]
    assert given == [{company.plans.number: []}, {company.plans.number: ["read", "write"]}]


def test_the_new_day_tells_whose_work_and_which_rights_ended() -> None:
    a_signal_stream()
    eve = date(2026, 10, 14)
    leaver = a_person(ends_on=eve, last_working_on=eve)
    right = an_active_right(ends_on=eve)
    assert telling.lapse(engine()) == 2
    assert telling.lapse(engine()) == 2  # run again, and told but once
    assert SignalToFetch.objects.count() == 2
    subjects = [one["sub_id"]["email"] for one in waiting()]
    assert sorted(subjects) == sorted([leaver.email, right.person.email])


def test_a_pushed_signal_goes_out_through_the_guarded_door(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid):
        write(registry["signal_streams"], by("admin"),
              {"name": "内側", "delivery": "push", "audience": "x", "url": "http://127.0.0.1:1/"})  # fmt: skip
    with pytest.raises(Invalid):
        write(
            registry["signal_streams"],
            by("admin"),
            {"name": "無", "delivery": "push", "audience": "x"},
        )
    fields = {"name": "外", "delivery": "push", "audience": "rp", "url": "https://192.88.98.1/ssf"}
    stream = write(registry["signal_streams"], by("admin"), fields)
    followed(engine())
    company = Company(anew=False)
    write(registry["freezes"], by("chair"), {"person": company.hana.pk, "reason": "調査"})
    followed(engine())
    message = Message.objects.get()
    sent: list[Any] = []

    def fetch(method: str, url: str, **more: Any) -> Any:
        sent.append((method, url, more["headers"]["Content-Type"], more["body"]))
        from sekisho.connectors.net import Reply

        return Reply(202, {}, b"")

    monkeypatch.setattr("sekisho.connectors.net.fetch", fetch)
    assert post.send_due(timezone.now) == 1
    ((method, url, kind, body),) = sent
    assert (method, url, kind) == ("POST", "https://192.88.98.1/ssf", "application/secevent+jwt")
    assert told(body.decode())["aud"] == "rp"
    message.refresh_from_db()
    assert message.state == "sent"
    write(registry["signal_streams"], by("admin"), {"active": False}, stream)
    write(registry["freezes"], by("chair"), {"asset": company.plans.pk, "reason": "調査"})
    followed(engine())
    assert Message.objects.count() == 1


def a_token_for(scope: str) -> str:
    account = an_account()
    at = timezone.now()
    act = Act.now(Actor(account.pk), at, "test", "Asia/Tokyo")
    return tokens.make(act, account.pk, "受信先", [scope], act.on + timedelta(days=30))[1]


def test_a_receiver_fetches_acknowledges_and_finds_nothing_more(client: Client) -> None:
    stream = a_signal_stream(name="rp", created_at=NOW - timedelta(days=1))
    company = Company(anew=False)
    followed(engine())
    for thing in ({"person": company.hana.pk}, {"asset": company.plans.pk}):
        write(registry["freezes"], by("chair"), {**thing, "reason": "調査"})
    followed(engine())

    def fetch(body: Any, key: str, name: str = "rp") -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        return client.post(
            f"/ssf/poll/{name}", json.dumps(body), "application/json", headers=headers
        )

    key = a_token_for("signal_streams.poll")
    assert fetch({}, "nobody").status_code == 401
    assert fetch({}, a_token_for("read")).status_code == 401
    assert fetch({}, key, "none").status_code == 404
    for nonsense in ([], {"maxEvents": "x"}, {"ack": 1}, {"maxEvents": -1}):
        assert fetch(nonsense, key).status_code == 400
    first = fetch({"maxEvents": 1}, key).json()
    assert first["moreAvailable"]
    (jti,) = first["sets"]
    assert told(first["sets"][jti])["aud"] == stream.audience
    rest = fetch({"ack": [jti, "nonsense"]}, key).json()
    assert len(rest["sets"]) == 1
    assert not rest["moreAvailable"]
    (other,) = rest["sets"]
    done = fetch({"setErrs": {other: {"err": "invalid_request", "description": "?"}}}, key).json()
    assert done == {"sets": {}, "moreAvailable": False}
    told_ = client.get("/.well-known/ssf-configuration").json()
    assert told_["jwks_uri"].endswith("/ssf/jwks.json")
    assert client.get("/ssf/jwks.json").json() == {"keys": [signing.public()]}


# --- receiving


class Sender:
    """Another system with a key of its own."""

    def __init__(self, kind: str = "EC") -> None:
        if kind == "EC":
            self.key: Any = ec.generate_private_key(ec.SECP256R1())
            numbers = self.key.public_key().public_numbers()
            jwk = {"kty": "EC", "crv": "P-256", "x": plain(numbers.x.to_bytes(32)),
                   "y": plain(numbers.y.to_bytes(32))}  # fmt: skip
        else:
            self.key = rsa.generate_private_key(65537, 2048)
            numbers = self.key.public_key().public_numbers()
            jwk = {"kty": "RSA", "n": plain(numbers.n.to_bytes(256)), "e": "AQAB"}
        self.alg = "ES256" if kind == "EC" else "RS256"
        self.source = a_signal_source(
            issuer=f"https://{kind.lower()}.example", keys=json.dumps({"keys": [jwk]})
        )
        self.count = 0

    def token(self, uri: str, subject: Any, said: Any = None, **but: Any) -> str:
        self.count += 1
        claims = {"iss": self.source.issuer, "aud": self.source.audience, "jti": f"j{self.count}",
                  "iat": int(timezone.now().timestamp()), "sub_id": subject,
                  "events": {uri: said or {}}} | but  # fmt: skip
        head = {"typ": "secevent+jwt", "alg": self.alg}
        signed = f"{plain(orjson.dumps(head))}.{plain(orjson.dumps(claims))}"
        if self.alg == "RS256":
            mark = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        else:
            pair = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
            mark = b"".join(n.to_bytes(32) for n in pair)
        return f"{signed}.{plain(mark)}"


def sent(client: Client, token: str, kind: str = "application/secevent+jwt") -> Any:
    return client.post("/ssf/events", token, kind)


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_a_stolen_credential_ends_sessions_and_freezes_once(client: Client, kind: str) -> None:
    sender, person = Sender(kind), a_person(email="hana@example.jp")
    account, ended = an_account(person=person), list[Any]()
    subject = {"format": "email", "email": "Hana@example.jp"}
    token = sender.token(RISC + "credential-compromise", subject)
    assert sent(client, token).status_code == 202
    freeze = Freeze.objects.get()
    assert freeze.person == person
    assert sent(client, token).status_code == 202  # the same again does nothing
    assert sent(client, sender.token(RISC + "account-disabled", subject)).status_code == 202
    assert Freeze.objects.count() == 1
    assert sent(client, sender.token(RISC + "account-enabled", subject)).status_code == 202
    assert Freeze.objects.get().state == "frozen"  # nothing of theirs opens a door
    act = Act.now(service("operator"), timezone.now(), "signals", "Asia/Tokyo")
    again = sender.token(CAEP + "session-revoked", subject)
    receiving.receive(again, act, lambda one: ended.append(one) or 1)
    assert ended == [account]


def test_a_device_out_of_compliance_shuts_and_its_return_does_not_open() -> None:
    company = Company(anew=False)
    sender, client = Sender(), Client()
    assert company.codes() == []
    subject = {"format": "complex", "device": {"format": "opaque", "id": company.device.tag}}
    uri = CAEP + "device-compliance-change"
    away = {"previous_status": "compliant", "current_status": "not-compliant"}
    back = {"previous_status": "not-compliant", "current_status": "compliant"}
    assert sent(client, sender.token(uri, subject, away)).status_code == 202
    assert company.codes() == ["device_unsound"]
    assert sent(client, sender.token(uri, subject, back)).status_code == 202
    assert company.codes() == ["device_unsound"]
    held = Device.objects.get(pk=company.device.pk)
    write(registry["devices"], by("admin"), {"noncompliant_at": None}, held)
    assert company.codes() == []


def test_a_token_that_is_not_for_us_or_not_theirs_is_refused_with_the_reason(
    client: Client,
) -> None:
    sender, other = Sender(), Sender("RSA")
    a_device()
    subject = {"format": "email", "email": "x@example.jp"}
    uri = CAEP + "session-revoked"
    stranger = sender.token(uri, subject, iss="https://nobody.example")
    wrong = {
        "authentication_failed": [sender.token(uri, subject, iss=other.source.issuer), "nonsense"],
        "invalid_issuer": [stranger],
        "invalid_audience": [sender.token(uri, subject, aud="another")],
        "invalid_request": [sender.token(uri, subject, iat=0), sender.token(uri, subject, iat="now"),
                            sender.token(uri, subject, jti=None), sender.token(uri, subject, events=[])],
    }  # fmt: skip
    for code, some in wrong.items():
        for token in some:
            answer = sent(client, token)
            assert (answer.status_code, answer.json()["err"]) == (400, code)
    assert sent(client, sender.token(uri, subject), "application/json").status_code == 400
    assert client.get("/ssf/events").status_code == 405
    odd = [None, [], {"format": "email", "email": 5}, {"user": 7}, {"device": {"id": {}}}]
    for about in odd:
        for name in (uri, CAEP + "device-compliance-change", RISC + "credential-compromise"):
            assert sent(client, sender.token(name, about)).status_code == 202
    sender.source.active = False
    sender.source.save()
    assert sent(client, sender.token(uri, subject)).json()["err"] == "invalid_issuer"


def test_a_source_needs_keys_that_can_be_read() -> None:
    for bad in ("", "{}", '{"keys": []}', "[1]", '{"keys": [1]}'):
        with pytest.raises(Invalid):
            write(registry["signal_sources"], by("admin"),
                  {"name": "源", "issuer": "i", "audience": "a", "keys": bad})  # fmt: skip
    for key in (
        {"kty": "EC", "crv": "P-521"},
        {"kty": "RSA", "n": plain(b"\x01" * 64), "e": "AQAB"},
        {"kty": "EC", "crv": "P-256"},
    ):
        with pytest.raises(ValueError, match=r"JWK|read"):
            signing.read_key(key)


def test_the_day_of_a_signal_is_kept_no_longer_than_needed() -> None:
    a_signal_stream(created_at=NOW - timedelta(days=1))
    an_active_right(ends_on=date(2026, 10, 14))
    telling.lapse(engine())
    telling.tidy(datetime(2026, 10, 30, tzinfo=UTC))
    receiving.tidy(datetime(2026, 12, 30, tzinfo=UTC))
    assert not SignalToFetch.objects.exists()
