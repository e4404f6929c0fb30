"""The classification scheme to start from, as data of the pack."""

import tomllib
from importlib.resources import files
from typing import Any

PLACE = "classification/starter.toml"


def starter_classes(language: str = "ja") -> list[dict[str, Any]]:
    """Values for ``write`` into the register of classes, strictest first.

    ``language``: that of criteria and handling rules, ``ja`` or ``en``; names come in both.
    Raises KeyError for another language.
    """
    pack = tomllib.loads(files("sekisho.packs").joinpath(PLACE).read_text("utf-8"))
    plain = ({k: v for k, v in each.items() if k not in {"ja", "en"}} for each in pack["class"])
    return [one | each[language] for one, each in zip(plain, pack["class"], strict=True)]
