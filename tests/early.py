"""Before Django reads its settings: a data folder of our own, and a PostgreSQL when asked.

Loaded by ``-p tests.early`` (pyproject.toml), for conftest.py comes too late for that.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from tools import pg, translations

URL = "SEKISHO_DATABASE_URL"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        action="store_true",
        help=f"run on PostgreSQL: the one at ${URL}, else a throw-away one",
    )
    parser.addoption(
        "--whole", action="store_true", help="on PostgreSQL: ask every register everything"
    )
    parser.addoption("--torture", action="store_true", help="long rounds: see the fixture `rounds`")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")  # its parent has prepared the environment
    sys.dont_write_bytecode = False  # hundreds of processes would compile the same files again
    url = os.environ.get(URL)
    if not worker:
        _forget_the_environment()
        translations.build()
        if early_config.known_args_namespace.postgres:
            os.environ[URL] = url or _server(early_config)
    data = Path(tempfile.mkdtemp(prefix=f"sekisho-{worker or 'test'}-"))
    early_config.add_cleanup(lambda: shutil.rmtree(data, ignore_errors=True))
    os.environ |= {"SEKISHO_DATA": str(data), "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}


def _forget_the_environment() -> None:
    """What a developer has exported for an own installation must not reach the tests."""
    for name in [name for name in os.environ if name.startswith("SEKISHO_")]:
        del os.environ[name]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _server(config: pytest.Config) -> str:
    server = pg.start()
    config.add_cleanup(server.stop)
    return server.url
