"""`sekisho checkpoint serve` as somebody runs it who has nothing but two files."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.checkpoint.authzen.stores import PAPER_POLICIES, PAPERS, thing
from tests.cli.test_whole_commands import sekisho

QUESTION = {
    "subject": thing("user", "alice"), "action": {"name": "read"},
    "resource": thing("record", "record-1"),
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(port: int, key: str = "") -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {key}"} if key else {}
    )
    url = f"http://127.0.0.1:{port}/access/v1/evaluation"
    request = urllib.request.Request(url, json.dumps(QUESTION).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def lives(port: int, server: "subprocess.Popen[bytes]") -> bool:
    for _try in range(600):
        assert server.poll() is None, "the server has ended"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def gone(port: int) -> bool:
    for _try in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.1)
    return False


def written(folder: Path) -> None:
    (folder / "store.json").write_text(json.dumps(PAPERS))
    (folder / "papers.cedar").write_text(PAPER_POLICIES)


def test_two_files_make_a_checkpoint_that_ends_even_when_its_parent_is_killed(
    tmp_path: Path,
) -> None:
    written(tmp_path)
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SEKISHO_", "DJANGO_"))}
    words = ["checkpoint", "serve", "--port", str(port), "--store", "store.json",
             "--policies", "papers.cedar", "--key", "open-sesame"]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "sekisho.config.main", *words], cwd=tmp_path, env=clean
    )
    try:
        assert lives(port, server)
        assert ask(port)[0] == 401
        assert ask(port, "open-barley")[0] == 401
        assert ask(port, "open-sesame") == (
            200,
            {"decision": True, "context": {"policies": ["readers"]}},
        )
        shown = Path(f"/proc/{server.pid}/cmdline")
        assert not shown.exists() or b"open-sesame" not in shown.read_bytes()
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(30)
    assert gone(port)
    assert not list(tmp_path.rglob("*.sqlite3"))


def a_certificate(name: str, by: Any = None) -> tuple[Any, Any]:
    """A certificate for ``name`` with its key: of itself (a CA), or issued ``by`` one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = datetime.now(UTC) - timedelta(days=1)
    issuer = by[0].subject if by else subject
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(),
                                   day, day + timedelta(days=9))  # fmt: skip
    made = made.add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    local = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = made.add_extension(local, critical=False)
    return made.sign(by[1] if by else key, hashes.SHA256()), key


def kept(folder: Path, name: str, made: tuple[Any, Any]) -> None:
    pem = serialization.Encoding.PEM
    (folder / f"{name}.pem").write_bytes(made[0].public_bytes(pem))
    plain = made[1].private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(plain)


def test_with_a_client_ca_nobody_is_heard_without_its_certificate(tmp_path: Path) -> None:
    written(tmp_path)
    ca, foreign = a_certificate("ca"), a_certificate("another ca")
    for name, made in (("ca", ca), ("pdp", a_certificate("localhost", ca)),
                       ("point", a_certificate("wiki", ca)), ("other", a_certificate("wiki", foreign))):  # fmt: skip
        kept(tmp_path, name, made)
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SEKISHO_", "DJANGO_"))}
    words = ["checkpoint", "serve", "--port", str(port), "--store", "store.json",
             "--policies", "papers.cedar", "--tls-certificate", "pdp.pem", "--tls-key", "pdp.key",
             "--client-ca", "ca.pem"]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "sekisho.config.main", *words], cwd=tmp_path, env=clean
    )

    def heard(name: str) -> int:
        trust = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        if name:
            trust.load_cert_chain(tmp_path / f"{name}.pem", tmp_path / f"{name}.key")
        body, told = json.dumps(QUESTION).encode(), {"Content-Type": "application/json"}
        url = f"https://localhost:{port}/access/v1/evaluation"
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, body, told), timeout=10, context=trust
            ) as reply:
                return int(json.load(reply)["decision"])
        except OSError:
            return -1

    try:
        for _try in range(300):
            if heard("point") == 1:
                break
            assert server.poll() is None
            time.sleep(0.1)
        assert heard("point") == 1
        assert heard("") == -1
        assert heard("other") == -1
        server.send_signal(signal.SIGKILL)  # and a killed checkpoint permits nothing
        server.wait(30)
        assert gone(port)
        assert heard("point") == -1
    finally:
        server.kill()
        server.wait(30)


def test_what_is_wrong_with_the_files_is_said_before_anything_is_served(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "wrong.cedar").write_text('permit(principal, action, resource)\nwhen { ip("x") };')

    def serve(*words: str) -> tuple[int, str]:
        code, out, _err = sekisho(
            tmp_path, "checkpoint", "serve", *words, "--json", SEKISHO_LANG="en"
        )
        return code, json.loads(out)["error"]["message"]

    store = ("--store", "store.json")
    assert serve(*store, "--policies", "wrong.cedar") == (
        2,
        "wrong.cedar:2:8: Functions are not supported: ip(…)",
    )
    assert serve(*store, "--policies", "none.cedar")[0] == 2
    assert serve("--store", "papers.cedar", "--policies", "papers.cedar")[0] == 2
    assert serve(*store)[0] == 2
    code, said = serve(*store, "--policies", "papers.cedar", "--host", "0.0.0.0")
    assert (code, "only this machine" in said) == (2, True)
