"""A ledger of one's own: an empty data folder, and acts to fill it with."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from sekisho.ledger.entries import Draft, Origin, Written, append

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return settings.DATA


def origin(at: datetime = NOON, **values: Any) -> Origin:
    return Origin(**{"actor": uuid4(), "at": at, "via": "web", "grp": uuid4()} | values)


def draft(rec: UUID | None = None, ver: int = 1, act: str = "change", **values: Any) -> Draft:
    plain = {"kind": "assets", "payload": {"state": "ab" * 32, "set": {"name": "顧客台帳"}}}
    return Draft(act=act, rec=rec or uuid4(), ver=ver, **plain | values)


def happen(drafts: Sequence[Draft], at: datetime = NOON, **values: Any) -> list[Written]:
    """One act that leaves these entries behind."""
    with transaction.atomic():
        return append(drafts, origin(at, **values))


def a_year(records: int = 5, acts: int = 8) -> list[UUID]:
    """Some records, each changed again and again, in turns."""
    recs = [uuid4() for _ in range(records)]
    for ver in range(1, acts + 1):
        for rec in recs:
            happen([draft(rec, ver)], NOON + timedelta(days=ver))
    return recs
