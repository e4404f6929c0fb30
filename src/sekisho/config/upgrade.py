"""Making and upgrading the database: quick when there is nothing to do."""

import hashlib
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from sekisho.registers.actor import Act


def upgrade(at: datetime | None = None) -> bool:
    """Bring the database up to this release; whether anything had to be done.

    ``at``: the moment of the first entries of a new ledger, where an invented past follows.

    A stamp in the data folder holds the migrations applied, so that most commands read one small
    file instead of the whole history.
    """
    stamp = settings.DATA / "keys" / f"schema-{_place()}.stamp"
    wanted = _fingerprint()
    if _read(stamp) == wanted and _there():
        return False
    settings.DATA.mkdir(parents=True, exist_ok=True)
    sys.stderr.write(_("Preparing the database …") + "\n")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    first_steps(at)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    part = stamp.with_suffix(".part")
    part.write_text(wanted)
    part.replace(stamp)
    return True


def first_steps(at: datetime | None = None) -> None:
    """What an empty installation starts with: the calendar, the signing key, the company."""
    from sekisho.domains.people import company
    from sekisho.ledger.files import signer
    from sekisho.registers import calendar
    from sekisho.registers.actor import Act, service

    calendar.ensure(timezone.localdate())
    signer()
    act = Act.now(service("operator"), at or timezone.now(), "start", settings.TIME_ZONE)
    company.ensure(act)
    _propose_classes(act)


def _propose_classes(act: "Act") -> None:
    """Propose a classification scheme where there is none: lists import by its words at once, and
    it is in force only when the director has approved it. With it come its rules of handling."""
    from sekisho.domains.assets.models import Classification, RetentionRule, UseRule
    from sekisho.domains.assets.starter import (
        starter_classes,
        starter_retention,
        starter_rules,
    )
    from sekisho.registers.commands import write_many
    from sekisho.registers.plan import Line
    from sekisho.registers.register import registry

    def propose(register: str, rows: list[dict[str, Any]]) -> None:
        write_many(registry[register], act, [Line(row) for row in rows])

    language = "en" if settings.LANGUAGE_CODE.startswith("en") else "ja"
    if not Classification._default_manager.exists():
        propose("classes", starter_classes(language))
    if not UseRule._default_manager.exists():
        classes = dict(Classification.objects.present().values_list("code", "pk"))
        for register, rows in starter_rules(classes, language).items():
            propose(register, rows)
    if not RetentionRule._default_manager.exists():
        propose("retention_rules", starter_retention(language))
    _propose_risk(propose, language)


def _propose_risk(propose: Callable[[str, list[dict[str, Any]]], None], language: str) -> None:
    """Three methods as drafts, of which the director puts one in force, and the catalogue of threats."""
    from sekisho.domains.risk.models import RiskMethod, RiskThreat
    from sekisho.domains.risk.starter import starter_methods, starter_threats

    if not RiskMethod._default_manager.exists():
        propose("risk_methods", starter_methods(language))
    if not RiskThreat._default_manager.exists():
        propose("risk_threats", starter_threats(language))


def _place() -> str:
    """A short name for the database, so that two of them keep two stamps."""
    where = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT']}/{connection.settings_dict['NAME']}"
    return hashlib.sha256(where.encode()).hexdigest()[:12]


def _fingerprint() -> str:
    names = []
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if folder.is_dir():
            names += [f"{app.label}.{f.name}" for f in os.scandir(folder) if f.name.endswith(".py")]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def _there() -> bool:
    """Whether the database still is where the stamp was made."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return "django_migrations" in connection.introspection.table_names()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
