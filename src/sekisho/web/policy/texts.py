"""The words of a clause as a page shows them: in the reader's language where there is a translation."""

from dataclasses import dataclass

from sekisho.domains.documents.models import Clause, Document
from sekisho.registers.dates import japanese


@dataclass(frozen=True, slots=True)
class Said:
    """``lang``: the language of ``text`` when it is not that of the page, else "".

    ``behind``: the translation was made from other words than the clause has now.
    """

    text: str
    lang: str = ""
    behind: bool = False


def said(clause: Clause, language: str = "ja") -> Said:
    """The text of a clause of a document written in ``language``."""
    page = "ja" if japanese() else "en"
    if page == "en" and clause.text_en:
        return Said(clause.text_en, "", clause.translation_behind)
    return Said(clause.text, "" if language == page else language)


def other(clause: Clause, language: str = "ja") -> Said | None:
    """The same clause in the other language, where there is one."""
    if not clause.text_en:
        return None
    if japanese():
        return Said(clause.text_en, "en", clause.translation_behind)
    return Said(clause.text, language)


def heading(clause: Clause) -> str:
    return clause.heading if japanese() else clause.heading_en or clause.heading


def chapter(clause: Clause) -> str:
    """The outermost heading above the clause."""
    english = not japanese() and clause.path_en
    path = clause.path_en if english else clause.path
    return str(path[0]) if path else heading(clause)


def title(document: Document) -> str:
    return document.title if japanese() else document.title_en or document.title
