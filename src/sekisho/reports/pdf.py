"""PDF by typst: a template of this package, data as JSON, the fonts shipped here and no others.

    pdf.render("approvals", paper(title, act) | {"facts": […]})

A template never gets a value as markup: it reads ``data`` and sets text. The same data gives the same
bytes. Every paper is A4 and tagged for assistive technology (PDF/UA-1).
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import orjson

from sekisho.reports.glyphs import fit

NAME = re.compile(r"[a-z][a-z0-9_]*")
HOME = files("sekisho.reports")


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of ``templates/<template>.typ``; ``data`` holds at least what ``paper()`` answers.

    Raises LookupError when there is no such template.
    """
    from typst import compile as typeset

    with as_file(HOME) as home:
        source = home / "templates" / f"{template}.typ"
        if not NAME.fullmatch(template) or not source.is_file():
            raise LookupError(f"no template {template!r}")
        made = typeset(
            source,
            root=home / "templates",
            font_paths=_fonts(home),
            sys_inputs={"data": _json(data, home)},
            pdf_standards=["ua-1"],
            timestamp=datetime.fromisoformat(data["paper"]["at"]),
        )
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    return made


def _json(data: Mapping[str, Any], home: Path) -> str:
    """The data as text, with promises and dates in words, and only characters that can be set."""
    plain = orjson.loads(orjson.dumps(data, default=str))
    return orjson.dumps(fit(plain, home / "fonts")).decode()


@cache
def _fonts(home: Path) -> Any:
    """The fonts, read once for the process."""
    from typst import Fonts

    return Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[home / "fonts"]
    )
