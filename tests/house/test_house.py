"""The rules of DEVELOPERS.md that no linter knows."""

import ast
import re

import pytest

from tests.house.tree import PACKAGE, ROOT, calls, modules, parsed, short, text_of, tracked

# Who may write a row, and why; everyone else asks registers.commands.
DOORS = {
    "registers/commands": "the one door",
    "registers/store.py": "what the door does at the end",
    "ledger/": "writes what happened, knows nothing of registers",
    "jobs/": "the table of jobs is no register",
    "connectors/": "the outbox is no register",
    "checkpoint/keeping.py": "decisions that were given are no register; their chain is",
    "checkpoint/caep/": "signals on their way are no register",
    "checkpoint/pulse.py": "how far a process has followed is its own word, no fact",
    "findings/": "what judging leaves behind is derived",
    "notices/": "what was sent to whom is derived",
    "registers/saved.py": "a list as somebody saved it is a convenience, no fact",
    "registers/calendar.py": "the table of days is reckoned from settings and holidays",
    "registers/exchange/staged.py": "an upload before anybody decided is scratch paper",
    "registers/search_index.py": "the words of records, to find them by, follow from them",
    "registers/limits.py": "counts attempts, forgets them within the hour",
    "registers/links.py": "capability links hold a hash and a count, no facts",
    "registers/tokens.py": "tokens hold a hash and the moment of their last use, no facts",
    "domains/access/found_right.py": "two derived columns, in settle",
    "domains/access/right_rows.py": "derived columns, in settle and after a comparison",
    "domains/assets/asset_rows.py": "one derived column, in settle",
    "domains/assets/disclosure.py": "one derived column, in settle",
    "domains/assets/census.py": "what was signed for, counted in settle",
    "domains/documents/clause.py": "one derived column, in settle",
    "domains/education/drill_closing.py": "deletes what single people did in a drill, no records",
    "domains/education/drill_tracing.py": "traces of a drill are made to be deleted (ADR 0102)",
    "domains/education/progress.py": "where a learner stands is scratch paper, no fact",
    "domains/incidents/arrival.py": "remembers which mails were had, no facts",
    "domains/incidents/judging.py": "one derived column, in settle",
    "domains/threats/naming.py": "tables of what feeds say; the act is the feed's entry with the hash",
    "domains/threats/stock.py": "tables of what is installed; the act is the inventory's entry",
    "domains/threats/taking.py": "tables of what feeds say; the act is the feed's entry with the hash",
    "domains/people/unit.py": "one derived column, in settle",
    "domains/suppliers/assessment_answer.py": "score and gaps of an assessment, in settle",
    "domains/risk/assessment.py": "one derived column of its risks, when it is confirmed",
    "domains/risk/reckoning.py": "derived columns, in settle",
    "domains/suppliers/engagement_register.py": "tier and next assessment, in settle",
    "domains/suppliers/oral.py": "one derived column, in settle",
    "reports/docx.py": "a Word document into memory, no row",
    "simulation/drills.py": "traces of a drill are no records (ADR 0102)",
    "simulation/demo.py": "the password of the demo's accounts, no facts",
    "domains/people/preferences.py": "how an account likes its pages, no facts",
}


def _writes(call: ast.Call, name: str) -> bool:
    """Whether a method call looks like the writing of a row (dict.update and set.add do not)."""
    if name in {
        "save",
        "create",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    }:
        return True
    if name == "update":
        return bool(call.keywords) and not call.args
    return name == "delete" and not call.args


def test_only_the_commands_write_rows() -> None:
    found = [
        f"{short(path)}:{call.lineno} .{name}()"
        for path in modules()
        if not short(path).startswith(tuple(DOORS))
        for call, name in calls(path)
        if _writes(call, name)
    ]
    assert found == []


def test_no_door_is_listed_that_is_gone() -> None:
    names = [short(path) for path in modules()]
    assert [door for door in DOORS if not any(name.startswith(door) for name in names)] == []


@pytest.mark.parametrize(
    "source", ["row.save()", "M.objects.create(a=1)", "rows.update(a=1)", "r.delete()"]
)
def test_a_write_outside_the_door_is_recognised(source: str) -> None:
    call = ast.parse(source).body[0].value  # type: ignore[attr-defined]
    assert _writes(call, call.func.attr)


@pytest.mark.parametrize(
    "source", ["known.update(other)", "digest.update(chunk)", "client.delete(url)"]
)
def test_a_dict_or_a_digest_is_not_a_row(source: str) -> None:
    call = ast.parse(source).body[0].value  # type: ignore[attr-defined]
    assert not _writes(call, call.func.attr)


def test_a_module_has_at_most_300_lines() -> None:
    sizes = {short(path): len(path.read_text().splitlines()) for path in modules()}
    assert {name: lines for name, lines in sizes.items() if lines > 300} == {}


def test_no_module_uses_signals() -> None:
    receivers = [
        f"{short(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
    ]
    assert receivers == []


INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|\shx-on[:\w-]*\s*=|javascript:|<style\b|<script(?![^>]*\ssrc=)""",
    re.IGNORECASE,
)


def test_templates_hold_no_style_and_no_script() -> None:
    found = [
        f"{short(path)}:{number} {line.strip()}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line) and 'type="application/json"' not in line
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color:red">', '<a onclick="go()">', "<b hx-on:click='x'>", "<style>", "<script>",
        '<a href="javascript:x">',
    ],
)  # fmt: skip
def test_inline_style_and_script_are_recognised(line: str) -> None:
    assert INLINE.search(line)


@pytest.mark.parametrize(
    "line", ['<script src="a.js" defer></script>', '<link rel="stylesheet">', '<option value="on">']
)
def test_plain_markup_is_not_inline_script(line: str) -> None:
    assert not INLINE.search(line)


# Put together from pieces, so that this file passes its own test.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
HOSTS += [".".join(parts) for parts in (("npmjs", "com"), ("deb", "debian"), ("archive", "ubuntu"))]
FOLDERS = [f"/{name}/" for name in ("tmp", "work", "root", "farm")]


def test_no_tracked_file_names_a_registry_or_a_folder_of_some_machine() -> None:
    needles = re.compile("|".join(map(re.escape, HOSTS + FOLDERS)))
    found = [
        f"{short(path)}:{number} {match.group()}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for match in needles.finditer(line)
    ]
    assert found == []


VENDORED = re.compile(r"(^|/)(vendor|fonts)/|\.min\.(js|css)$")
LICENCE = re.compile(r"licen[cs]e|copying|notice|\bofl\b", re.IGNORECASE)


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    """A licence for ``htmx.min.js`` is a file of its folder named after it or for the whole folder."""
    bare = [
        short(path)
        for path in tracked()
        if VENDORED.search(short(path)) and not LICENCE.search(path.name)
        if path.suffix != ".md"
        and not any(
            LICENCE.search(other.name)
            and (stem := re.split(r"[.\-_]", other.name)[0].lower()) is not None
            and (path.name.lower().startswith(stem) or LICENCE.fullmatch(stem))
            for other in path.parent.iterdir()
        )
    ]
    assert bare == []


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    name = re.compile(r"SEKISHO_[A-Z][A-Z_]*[A-Z]")
    used = {found for path in modules() for found in name.findall(path.read_text())}
    page = set(name.findall((ROOT / "docs/reference/settings.md").read_text()))
    assert used - page == set(), "add them to docs/reference/settings.md"
    assert page - used == set(), "docs/reference/settings.md tells of settings that are gone"
