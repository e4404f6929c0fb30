"""Enforcement points known by a client certificate that a trusted proxy verified."""

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sekisho.checkpoint.authzen.asking import Answer, Page
from sekisho.checkpoint.authzen.door import Door
from sekisho.checkpoint.certificates import fingerprint, from_environment
from sekisho.checkpoint.keys import asking
from tests.checkpoint.authzen.calling import Caller

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
QUESTION = {"subject": {"type": "person", "id": "P-1"}, "action": {"name": "read"},
            "resource": {"type": "asset", "id": "IA-1"}}  # fmt: skip


@pytest.fixture(scope="module")
def certificate() -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "wiki")])
    day = datetime(2026, 10, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, day, day + timedelta(days=90))
    return made.sign(key, hashes.SHA256())


class Yes:
    """Decides yes, and tells who asked."""

    def decide(self, _ask: Any) -> Answer:
        return Answer(True, {"point": asking.get()})

    def search(self, *_args: Any) -> Page:
        return Page([], False)


def asked(settings: dict[str, str], header: str = "", **environ: str) -> Any:
    door = Door(Yes(), lambda key: key == "sesame", certificates=from_environment(settings))
    told = {"HTTP_CLIENT_CERT": header} if header else {}
    return Caller(door).post("/access/v1/evaluation", QUESTION, **{"REMOTE_ADDR": "127.0.0.1", **told, **environ})  # fmt: skip


def settings_for(certificate: x509.Certificate, **more: str) -> dict[str, str]:
    said = sha256(certificate.public_bytes(DER)).hexdigest()
    return {"SEKISHO_CHECKPOINT_CERTIFICATES": f"wiki={said}"} | more


def test_every_way_in_which_proxies_write_a_certificate_is_read(
    certificate: x509.Certificate,
) -> None:
    der, pem = certificate.public_bytes(DER), certificate.public_bytes(PEM).decode()
    body = base64.b64encode(der).decode()
    told = sha256(der).hexdigest()
    colons = ":".join(told[n : n + 2] for n in range(0, 64, 2)).upper()
    xfcc = f'By=spiffe://x;Hash={"0" * 64};Subject="CN=a",By=y;Hash={told};URI=z'
    for said in (
        told,
        colons,
        f":{body}:",
        quote(pem, safe=""),
        quote(body, safe=""),
        f"{body},AAAA",
        xfcc,
    ):
        assert fingerprint(said) == told, said
    for nonsense in (
        "",
        "x",
        ":::",
        "%%%",
        "Hash=12",
        quote("-----BEGIN CERTIFICATE-----"),
        "AAAA",
    ):
        assert fingerprint(nonsense) == ""


def test_a_listed_certificate_admits_and_is_named_another_does_not(
    certificate: x509.Certificate,
) -> None:
    known = settings_for(certificate)
    said = quote(certificate.public_bytes(PEM).decode(), safe="")
    answer = asked(known, said)
    assert (answer.status, answer.body["context"]["point"]) == (200, "wiki")
    assert asked(known).status == 401
    assert asked(known, "0" * 64).status == 401
    assert asked(known, HTTP_AUTHORIZATION="Bearer sesame").status == 200


@pytest.mark.parametrize("address", ["203.0.113.9", "", "unix", "::2"])
def test_a_certificate_header_that_no_trusted_proxy_set_is_not_believed(
    certificate: x509.Certificate, address: str
) -> None:
    known = settings_for(certificate)
    said = known["SEKISHO_CHECKPOINT_CERTIFICATES"].removeprefix("wiki=")
    assert asked(known, said, REMOTE_ADDR=address).status == 401
    wider = settings_for(certificate, SEKISHO_CHECKPOINT_PROXIES="203.0.113.0/24")
    assert (asked(wider, said, REMOTE_ADDR=address).status == 200) is (address == "203.0.113.9")


def test_both_a_certificate_and_a_key_can_be_asked_for(certificate: x509.Certificate) -> None:
    known = settings_for(
        certificate, SEKISHO_CHECKPOINT_ADMIT="both", SEKISHO_CHECKPOINT_CERTIFICATE_HEADER="X-Cert"
    )
    said = known["SEKISHO_CHECKPOINT_CERTIFICATES"].removeprefix("wiki=")
    assert asked(known, HTTP_X_CERT=said).status == 401
    assert asked(known, HTTP_AUTHORIZATION="Bearer sesame").status == 401
    assert asked(known, HTTP_X_CERT=said, HTTP_AUTHORIZATION="Bearer barley").status == 401
    assert asked(known, HTTP_X_CERT=said, HTTP_AUTHORIZATION="Bearer sesame").status == 200


@pytest.mark.parametrize(
    ("name", "said"),
    [("CERTIFICATES", "wiki=12"), ("ADMIT", "all"), ("PROXIES", "here")],
)
def test_a_setting_that_cannot_be_read_stops_the_start(
    certificate: x509.Certificate, name: str, said: str
) -> None:
    with pytest.raises(ValueError, match=rf"{said}|{name}"):
        from_environment(settings_for(certificate, **{f"SEKISHO_CHECKPOINT_{name}": said}))
