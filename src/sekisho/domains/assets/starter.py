"""What an installation starts from, as data of the packs: classes, rules of handling, retention."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from sekisho.domains.assets.handling_words import Use

PLACE = "classification/starter.toml"
HANDLING = "handling/starter.toml"
RETENTION = "retention/statutory.toml"
Rows = list[dict[str, Any]]


def _pack(place: str) -> dict[str, Any]:
    return tomllib.loads(files("sekisho.packs").joinpath(place).read_text("utf-8"))


def starter_classes(language: str = "ja") -> Rows:
    """Values for ``write`` into the register of classes, strictest first.

    ``language``: that of criteria and handling rules, ``ja`` or ``en``; names come in both.
    Raises KeyError for another language.
    """
    pack = _pack(PLACE)
    plain = ({k: v for k, v in each.items() if k not in {"ja", "en"}} for each in pack["class"])
    return [one | each[language] for one, each in zip(plain, pack["class"], strict=True)]


def starter_rules(classes: Mapping[str, Any], language: str = "ja") -> dict[str, Rows]:
    """Register → rows of the rules of handling, for those ``classes`` (by code) that the pack knows."""
    pack = _pack(HANDLING)
    return {
        "storage_rules": list(_by_medium(pack["storage"], classes)),
        "transport_rules": [
            {k: v for k, v in one.items() if k != "class"}
            | {"classification": classes[one["class"]]}
            for one in pack["transport"]
            if one["class"] in classes
        ],
        "disposal_methods": list(_by_medium(pack["disposal"], classes)),
        "use_rules": list(_uses(pack["use"], classes, language)),
    }


def _by_medium(parts: Rows, classes: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if part["class"] not in classes:
            continue
        for rule in part["rules"]:
            rest = {k: v for k, v in rule.items() if k != "media"}
            for medium in rule["media"]:
                yield rest | {"classification": classes[part["class"]], "medium": medium}


def _uses(parts: Rows, classes: Mapping[str, Any], language: str) -> Iterator[dict[str, Any]]:
    at = {"ja": 1, "en": 2}[language]
    for part in parts:
        if part["class"] not in classes:
            continue
        for use in Use:
            said = part[use.value]
            yield {"classification": classes[part["class"]], "use": use.value,
                   "verdict": said[0], "how": said[at]}  # fmt: skip


def starter_retention(language: str = "ja") -> Rows:
    """Values for the register of statutory retention periods."""
    return [
        {"code": one["code"], "years": one["years"], "name_ja": one["ja"][0],
         "name_en": one["en"][0], "runs_from": one[language][1], "law": one["law"],
         "article": one["article"], "since": one.get("since"), "note": one.get("note", "")}
        for one in _pack(RETENTION)["rule"]
    ]  # fmt: skip
