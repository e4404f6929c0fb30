"""The texts that come with the product: a template policy, and the demo company's own."""

from datetime import date
from importlib.resources import files
from typing import Literal

Lang = Literal["ja", "en"]
BLANKS = {"ja": ("［会社名］", "［年月日］"), "en": ("[Company]", "[date]")}


def template(language: Lang, company: str, on: date) -> bytes:
    """The template policy (Markdown, UTF-8) with the company's name and the day filled in."""
    name, day = BLANKS[language]
    text = _text(f"template.{language}.md").replace(name, company)
    return text.replace(day, _day(language, on)).encode()


def demo(language: Lang) -> bytes:
    """The policy of the invented demo company (Markdown, UTF-8)."""
    return _text(f"demo.{language}.md").encode()


def _text(name: str) -> str:
    return (files("sekisho.packs") / "policy" / name).read_text(encoding="utf-8")


def _day(language: Lang, on: date) -> str:
    if language == "ja":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {on:%B %Y}"
