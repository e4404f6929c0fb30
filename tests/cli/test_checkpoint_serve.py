"""`sekisho checkpoint serve` as somebody runs it who has nothing but two files."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

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
