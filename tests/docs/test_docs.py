"""The documents are whole: links lead somewhere, decisions have their shape, targets exist."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, modules, parsed, short, tracked

PAGES = [path for path in tracked() if path.suffix == ".md" and "src" not in path.parts]
DECISIONS = [path for path in PAGES if path.parent == ROOT / "docs" / "decisions"]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _prose(path: Path) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("document", PAGES, ids=short)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(_prose(document)) if "://" not in link]
    assert [link for link in targets if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", PAGES, ids=short)
def test_a_page_has_one_title_and_at_most_300_lines(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("document", DECISIONS, ids=short)
def test_a_decision_says_context_decision_and_consequences_in_60_lines(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert text.startswith(f"# {document.name[:4]} ")
    order = [text.find(f"\n## {part}\n") for part in ("Context", "Decision", "Consequences")]
    assert -1 not in order
    assert order == sorted(order)


def test_a_number_names_one_decision() -> None:
    numbers = [page.name[:4] for page in DECISIONS]
    assert len(numbers) == len(set(numbers))


def test_every_page_can_be_reached_from_the_index() -> None:
    """A page is linked from docs/index.md, or lies in a folder that is."""
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(_prose(index))}
    docs = [page for page in PAGES if page.is_relative_to(index.parent) and page != index]
    assert [short(page) for page in docs if not linked & {page, page.parent}] == []


def test_every_make_target_in_the_documents_exists_and_says_what_it_does() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:`|^    )make ([a-z]+)\b", page.read_text(), re.MULTILINE)
    }
    assert named - targets == set()
    assert {"setup", "demo", "test", "torture", "bench", "fix"} <= targets


def _declared(node: ast.AST) -> str:
    """The words of a command that ``@command("ledger", "verify", …)`` declares; else nothing."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        return ""
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return " ".join(words) if node.func.id == "command" else ""


def test_the_page_of_commands_tells_of_those_that_exist() -> None:
    rows = re.findall(
        r"^\| (`sekisho .*?) \|", (ROOT / "docs/reference/cli.md").read_text(), re.MULTILINE
    )
    told = {
        name for row in rows for name in re.findall(r"`sekisho ([a-z]+(?: [a-z][a-z-]*)*)", row)
    }
    declared = {
        _declared(decorator)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    } - {""}
    assert declared - told == set(), "add them to docs/reference/cli.md"
    assert told - declared == set(), "docs/reference/cli.md tells of commands that are gone"
