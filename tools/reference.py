"""The reference pages that follow from the source: registers, rights, obligations, commands, settings.

    python tools/reference.py write     write them under docs/reference
    python tools/reference.py check     fail where one is out of date

Whole pages are written anew; in the others only what stands between the two marks.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")

HOME = Path(__file__).resolve().parent.parent / "docs" / "reference"
BEGIN = "<!-- from here on written by tools/reference.py -->"
END = "<!-- to here -->"
VERBS = ("read", "add", "change", "withdraw")
API = (
    ("read", "list, filter, sort", "GET /api/v1/{name}"),
    ("read", "read one", "GET /api/v1/{name}/ID"),
    ("read", "its history, comments, files", "GET /api/v1/{name}/ID/history"),
    ("read", "a sheet", "GET /api/v1/{name}/export.csv"),
    ("add", "add", "POST /api/v1/{name}"),
    ("change", "change, with `If-Match`", "PATCH /api/v1/{name}/ID"),
    ("withdraw", "withdraw", "POST /api/v1/{name}/ID/withdraw"),
)


def cell(words: Any) -> str:
    """Text fit to stand in a cell of a table."""
    return " ".join(str(words).replace("|", "\\|").split())


def table(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return lines + [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]


def codes(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def japanese(text: Any) -> str:
    from django.utils import translation

    with translation.override("ja"):
        return str(text)


def listed() -> list[Any]:
    from sekisho.registers.register import registry

    return sorted((one for one in registry if one.listed), key=lambda one: one.name)


def page_of(register: Any) -> list[str]:
    """The reference page of one register."""
    number = f"numbered `{register.number.format(n=1, year=2026)}`; " if register.number else ""
    key = codes(register.key) or "`number`"
    return [
        f"# {register.title} ({japanese(register.title)})",
        "",
        cell(register.about),
        "",
        f"Name `{register.name}`, page `/r/{register.name}/`; {number}a sheet finds its rows by {key}.",
        "",
        *_fields(register),
        *_moves(register),
        *_rights(register),
        *_doors(register),
    ]


def _fields(register: Any) -> Iterator[str]:
    from sekisho.registers.schema import Schema

    rows = []
    for field in Schema(register).fields:
        kind = f"[{field.target}]({field.target}.md)" if field.target else field.type
        if field.choices:
            kind += ": " + codes(code for code, _ in field.choices)
        how = "required" if field.required and field.writable else ""
        how = how or ("" if field.writable else "by the system")
        rows.append((f"`{field.name}`", field.label, japanese(field.label), kind, how, field.help))
    yield from ("## Fields", "")
    yield from table(("field", "label", "日本語", "type", "", "help"), rows)
    yield ""


def _moves(register: Any) -> Iterator[str]:
    life = register.life
    if life is None:
        return
    yield from ("## Moves", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {life.initial}")
    for step in life.moves:
        yield from (f"    {source} --> {step.target} : {step.name}" for source in step.sources)
    yield from ("```", "")
    rows = [
        (f"`{step.name}`", step.label, japanese(step.label), codes(step.asks),
         codes(step.other_than), codes(name for name, _ in step.sets))
        for step in life.moves
    ]  # fmt: skip
    yield from table(("move", "label", "日本語", "asks", "not whoever did", "fills in"), rows)
    yield ""


def who(rights: Any, verb: str) -> str:
    """Roles with their reach, as the rights name them."""
    grants = rights.of(verb).items()
    return ", ".join(f"{role} ({scope})" if scope else role for role, scope in grants) or "nobody"


def verbs(register: Any) -> list[str]:
    return [*VERBS, *(register.rights.moves if register.life else ())]


def _rights(register: Any) -> Iterator[str]:
    yield from ("## Rights", "")
    rows = [(f"`{verb}`", who(register.rights, verb)) for verb in verbs(register)]
    yield from table(("verb", "who"), rows)
    if register.rights.never_own:
        yield ""
        yield f"Nobody does {codes(register.rights.never_own)} to a record about themselves."
    yield from ("", "What the words mean: [Permissions](../permissions.md).", "")


def _doors(register: Any) -> Iterator[str]:
    yield from ("## Program and command line", "")
    rows = [
        (what, f"`{how.format(name=register.name)}`")
        for verb, what, how in API
        if register.rights.of(verb)
    ]
    if register.life:
        rows.append(("move", f"`POST /api/v1/{register.name}/ID/moves/NAME`"))
    yield from table(("to", "ask for"), rows)
    name = register.name
    yield ""
    if register.rights.of("add"):
        yield f"    sekisho import {name} FILE --dry-run"
    yield f"    sekisho export {name} FILE"


def permissions() -> list[str]:
    from sekisho.registers.rights import Role, Scope

    roles = [(f"`{role.value}`", role.label, japanese(role.label)) for role in Role]
    scopes = [(f"`{scope.value}`", scope.label) for scope in Scope]
    lines = [
        "# Permissions", "",
        "A role comes from an appointment or an employment, never from an account. A verb that is not",
        "named is nobody's. Roles add up; the deputy has the director's rights. The built-in operator",
        "reads and writes what some role may, and makes a move only where it is named. A token does no",
        "more than its scopes say. A move may not be made by whoever made the step it names. *Leaders* are",
        "the director, the deputy, the chair and the committee; *everyone* is every person with an account.", "",
        *table(("role", "", "日本語"), roles), "",
        *table(("reach", "meaning"), scopes), "",
    ]  # fmt: skip
    rows = [
        (f"[{one.name}](registers/{one.name}.md)", *(short(one.rights, verb) for verb in VERBS))
        for one in listed()
    ]
    lines += ["Who may make which move stands on the page of the register.", ""]
    return lines + table(("register", *VERBS), rows)


def short(rights: Any, verb: str) -> str:
    """``who``, with the leaders and everybody by one word."""
    from sekisho.registers.rights import LEADERS, everyone

    grants = rights.of(verb)
    for word, roles in (("everyone", everyone()), ("leaders", LEADERS)):
        if all(grants.get(role) == "" for role in roles):
            grants = {word: ""} | {n: s for n, s in grants.items() if n not in roles}
    return ", ".join(f"{n} ({scope})" if scope else n for n, scope in grants.items()) or "nobody"


def obligation_page() -> list[str]:
    from sekisho.obligations.obligation import obligations
    from sekisho.obligations.saying import by_default

    rows = [
        (f"`{one.code}`", ", ".join(one.duties), f"**{cell(one.title)}** {cell(by_default(one.asks))}",
         codes(dict.fromkeys((one.register_name, *one.reads))), codes(one.settings))
        for one in sorted(obligations, key=lambda one: (one.duties, one.code))
    ]  # fmt: skip
    return [
        "# Obligations", "",
        "What must be so, for every subject, and by when. Each answers one or more duties of the",
        "catalogue (`sekisho duties`). The first register is that of its subjects; after a change to any",
        "of them it is judged again. Settings in the last column decide its days and numbers.", "",
        *table(("code", "duties", "what must be so", "registers", "settings"), rows),
    ]  # fmt: skip


def company_settings() -> list[str]:
    from sekisho.registers.settings import declared

    rows = []
    for one in declared():
        unit = f" {one.unit}" if one.unit else ""
        reach = f"{one.least} to {one.most:,}" if one.type == "integer" else ""
        reach = codes(code for code, _ in one.choices) or reach or one.type
        default = "*(none)*" if one.default is None else f"{one.default}{unit}"
        rows.append((f"`{one.name}`", one.title, default, reach, one.source))
    return table(
        ("setting", "what it decides", "default", "may be", "where the default is from"), rows
    )


def command_options() -> list[str]:
    from sekisho.config.main import parser

    lines: list[str] = []
    for words, one in leaves(parser(), ()):
        if not asked(one):
            continue  # the table above says all there is to say
        lines += [f"### sekisho {' '.join(words)}", "", *usage(one), ""]
    return lines[:-1]


def leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield words, parser
    for group in groups:
        for word, one in group.choices.items():
            yield from leaves(one, (*words, word))


def usage(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from (f"{cell(parser.description)}.".capitalize(), "") if parser.description else ()
    for action in asked(parser):
        name = ", ".join(action.option_strings) or str(action.metavar or action.dest).upper()
        value = "" if action.nargs == 0 or not action.option_strings else f" {argument(action)}"
        words = cell((action.help or "") % {"default": action.default}) if action.help else ""
        yield f"- `{name}{value}`{': ' + words if words else ''}"


def asked(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What this command alone takes."""
    return [action for action in parser._actions if action.dest not in {"help", "json", "as_"}]


def argument(action: argparse.Action) -> str:
    if action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest).upper()


def between(page: Path, lines: list[str]) -> str:
    """The page with ``lines`` between its marks."""
    before, _mark, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    return "\n".join([f"{before}{BEGIN}", "", *lines, "", f"{END}{after}"])


def pages() -> dict[Path, str]:
    """Every page, or part of one, that follows from the source."""
    whole = {HOME / "registers" / f"{one.name}.md": page_of(one) for one in listed()}
    whole |= {HOME / "permissions.md": permissions(), HOME / "obligations.md": obligation_page()}
    found = {path: "\n".join(lines).rstrip() + "\n" for path, lines in whole.items()}
    found[HOME / "settings.md"] = between(HOME / "settings.md", company_settings())
    found[HOME / "cli.md"] = between(HOME / "cli.md", command_options())
    return found


def stale(found: dict[Path, str]) -> list[Path]:
    """Pages that say something else than the source, and pages of registers that are gone."""
    changed = [p for p, text in found.items() if not p.exists() or p.read_text("utf-8") != text]
    return changed + [path for path in (HOME / "registers").glob("*.md") if path not in found]


def main(words: list[str]) -> int:
    import django
    import translations
    from django.utils import translation

    translations.build()
    django.setup()
    with translation.override("en"):
        found = pages()
    old = stale(found)
    if words == ["write"]:
        (HOME / "registers").mkdir(exist_ok=True)
        for path in old:
            if path in found:
                path.write_text(found[path], encoding="utf-8")
            else:
                path.unlink()
        print(f"docs/reference: {len(old)} pages written, {len(found)} in all")
        return 0
    if words == ["check"]:
        for path in old:
            print(f"{path.relative_to(HOME.parent.parent)} is out of date: run `make docs`")
        return 1 if old else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
