"""What an installation starts from: three methods as drafts, and a catalogue of threats."""

import tomllib
from importlib.resources import files
from typing import Any

Rows = list[dict[str, Any]]


def _pack(name: str) -> dict[str, Any]:
    return tomllib.loads(files("sekisho.packs").joinpath(f"risk/{name}.toml").read_text("utf-8"))


def starter_methods(language: str = "ja") -> Rows:
    """Values for ``write`` into ``risk_methods``; ``language``: ja or en (KeyError for another)."""
    found = []
    for each in _pack("methods")["method"]:
        plain = {k: v for k, v in each.items() if k not in {"ja", "en", "source"}}
        words = each[language]
        found.append(
            plain | {"version": 1, "title": words["title"], "scales": words["scales"].strip()}
        )
    return found


def starter_threats(language: str = "ja") -> Rows:
    """Values for ``write`` into ``risk_threats``, in one language."""
    found = []
    for each in _pack("threats")["threat"]:
        words = each[language]
        lists = {name: "\n".join(words[name]) for name in ("weaknesses", "measures")}
        plain = {name: each[name] for name in ("code", "kind", "aspects")}
        found.append(plain | {"title": words["title"]} | lists)
    return found
