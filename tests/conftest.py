"""What every test may use. Builders of records are in tests/given/."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test.client import ClientHandler
from django.utils import translation
from hypothesis import settings as hypothesis

from sekisho.checkpoint.company import force
from sekisho.ledger import seals
from sekisho.registers import extras
from sekisho.registers import settings as company_settings

# As root Chromium has no sandbox; the other flags keep it from asking the network for anything.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of the browser: $CHROMIUM, else what is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


hypothesis.register_profile("plain", deadline=None, database=None)
hypothesis.register_profile("torture", deadline=None, database=None, max_examples=2000)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.load_profile("torture" if config.getoption("torture") else "plain")


FIRST = (
    "tests/kill",
    "tests/config/test_proving",
    "tests/simulation",
    "tests/cli",
    "tests/jobs",
    "tests/ledger/test_schema",
)
"""Tests that take longest: begun last they would keep one core waiting for the other."""


BROWSER = Path(__file__).parent / "browser"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What ``-m browser`` and ``-m "not browser"`` leave out is not even read."""
    journeys = BROWSER in (collection_path, *collection_path.parents)
    above = collection_path in BROWSER.parents
    wanted = {"browser": journeys or above, "not browser": not journeys}
    return None if wanted.get(config.option.markexpr, True) else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))  # stable
    if config.getoption("postgres"):
        _keep(config, items, on_each_database)
        if not config.getoption("whole"):
            _keep(config, items, in_its_half)
    if config.getoption("torture"):
        _keep(config, items, has_long_rounds)


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[..., bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def in_its_half(item: pytest.Item) -> bool:
    """Whether `make test` asks this on PostgreSQL: of the tests that ask the same of every register
    every second pair of test and register; what is of one register alone is always asked."""
    if not item.nodeid.startswith(("tests/contract", "tests/api/test_laws")):
        return True
    return not item.nodeid.endswith("]") or crc32(item.nodeid.encode()) % 2 == 0


def has_long_rounds(item: pytest.Item) -> bool:
    """Whether --torture makes a test longer; the others are run by `make test` as they are."""
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return random or "rounds" in getattr(item, "fixturenames", ())


def on_each_database(item: pytest.Item) -> bool:
    """Whether a test says something of its own on PostgreSQL: what uses no database, or always
    SQLite (marker ``once``), is tested by the run on SQLite."""
    if item.get_closest_marker("once"):
        return False
    uses = {"db", "transactional_db", "live_server", "client"} & set(item.fixturenames)  # type: ignore[attr-defined]
    marked = any(item.get_closest_marker(name) for name in ("django_db", "kill", "browser"))
    return bool(uses) or marked


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not chromium():
        words = "no Chromium here: `apt-get install chromium`, or set CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test starts in Japanese, whatever the one before it left active."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process keeps for two seconds belongs to the test before; kept longer, a count of
    queries does not depend on when the two seconds end."""
    monkeypatch.setattr(force, "_held", [float("inf"), ()])  # until a test forgets it
    for module in (company_settings, extras):
        module.forget()
        monkeypatch.setattr(module, "KEEP", 3600.0)
    yield
    for module in (company_settings, extras):
        module.forget()


@pytest.fixture(scope="session", autouse=True)
def _ledger_can_be_emptied() -> Iterator[None]:
    """The ledger's tables refuse to be emptied; after a test with real transactions they must be."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def unsealed(operations: Any, statements: list[str]) -> None:
        seals.lift(operations.connection)
        flush(operations, statements)
        seals.fix(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unsealed)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_chain_of_middleware() -> Iterator[None]:
    """Every test client asks through the same chain: building it reads all static files."""
    load = ClientHandler.load_middleware
    first: dict[str, Any] = {}

    def once(handler: Any) -> None:
        if not first:
            load(handler)
            first.update({n: v for n, v in vars(handler).items() if n.startswith("_")})
        vars(handler).update(first)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", once)
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """Texts are English during this test."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def rounds(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """``rounds(6, 36)``: how often to try, in `make test` and in `make torture`."""
    return lambda few, many: many if pytestconfig.getoption("torture") else few


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """``figure("acts acknowledged", 412)``: added up and printed at the end of the run."""
    return lambda name, n: record_property(f"figure: {name}", n)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    sums: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        sums.update({name: n for name, n in report.user_properties if name.startswith("figure: ")})
    for name, n in sums.items():
        terminalreporter.write_line(f"{n:>9,} {name.removeprefix('figure: ')}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium(), "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
