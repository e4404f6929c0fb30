"""The commands as a person runs them: their own process, an empty folder, JSON and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once  # each process works in a folder of its own, on SQLite
POLICY = """情報を守るための決まり

目的
当社は、お客様の情報を大切に扱い、この決まりを守ります。

体制
取締役会は、情報の管理を担当する取締役を一名選びます。
- 方針と規程を整備すること
- 年に一度見直すこと

最終改定日：2026年4月1日
"""
UNITS = "コード,名称,種類,設置日\nS1,営業部,department,2020/4/1\nS2,,department,2020/4/1\n"


def sekisho(data: Path, *words: str, **env: str) -> tuple[int, str, str]:
    more = {"SEKISHO_DATA": str(data), "SEKISHO_DATABASE_URL": "", "SEKISHO_LANG": "ja", **env}
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SEKISHO_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "sekisho.config.main", *words], env=clean | more, capture_output=True,
        text=True, timeout=180, cwd=data, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def asked(data: Path, *words: str) -> tuple[int, Any]:
    code, out, _err = sekisho(data, *words, "--json")
    return code, json.loads(out)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One installation with a policy and a judged day, shared by the tests of this file."""
    folder = tmp_path_factory.mktemp("installation")
    (folder / "policy.txt").write_text(POLICY, "utf-8")
    (folder / "units.csv").write_text(UNITS, "utf-8")
    code, report = asked(folder, "policy", "import", "policy.txt", "--accept", "0.3")
    assert code == 0
    assert [c["number"] for c in report["clauses"]] == ["1.1", "2.1", "2.1.1", "2.1.2", "2.2"]
    assert report["revised_on"] == "2026-04-01"
    return folder


def test_a_wrong_row_is_found_and_nothing_is_written(data: Path) -> None:
    code, out = asked(data, "import", "units", "units.csv")
    assert (code, out["act"], [(e["row"], e["field"]) for e in out["errors"]]) == (
        1,
        None,
        [(3, "name")],
    )


def test_evaluating_answers_in_the_agreed_shape(data: Path) -> None:
    code, found = asked(data, "evaluate")
    assert code == 0
    for one in found["obligations"]:
        parts = one["kept"] + one["due_soon"] + one["overdue"] + one["unknown"]
        assert parts == one["population"], one
    assert {c["number"] for c in found["clauses"]} == {"1.1", "2.1", "2.1.1", "2.1.2", "2.2"}


def test_every_duty_of_the_catalogue_is_listed(data: Path) -> None:
    code, found = asked(data, "duties")
    assert (code, len(found)) == (0, 124)
    assert sum(bool(row["obligations"]) for row in found) >= 30


def test_the_ledger_verifies_and_a_change_behind_it_is_found(data: Path) -> None:
    import shutil
    import sqlite3

    copy = data.parent / "tampered"
    shutil.copytree(data, copy)
    assert asked(copy, "ledger", "verify")[1]["ok"]
    with sqlite3.connect(copy / "sekisho.sqlite3") as database:
        database.execute("UPDATE documents_clause SET text = 'x' WHERE number = '1.1'")
    code, found = asked(copy, "ledger", "verify")
    assert (code, found["ok"], found["first_bad"]["kind"]) == (1, False, "clauses")


def test_an_export_is_checked_by_the_verifier_that_travels_with_it(data: Path) -> None:
    assert sekisho(data, "ledger", "export", "out", "--with-payloads")[0] == 0
    alone = [sys.executable, "-I", "-S", str(data / "out" / "verify.py"), str(data / "out")]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0


def test_a_backup_comes_back_verified_into_an_empty_place_alone(data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar")
    assert sekisho(data, "backup", file)[0] == 0
    empty = tmp_path / "empty"
    empty.mkdir()
    assert sekisho(empty, "restore", file)[0] == 0
    assert asked(empty, "ledger", "verify")[1]["ok"]
    assert sekisho(empty, "restore", file)[0] == 2


@pytest.mark.parametrize(
    "words", [("import", "nothing", "x.csv"), ("import", "units", "missing.csv"), ("import", "--undo", "x"),
              ("policy", "import", "missing.txt"), ("ledger", "verify", "--against", "nonsense")],
)  # fmt: skip
def test_wrong_use_ends_with_two_and_says_what_to_do(data: Path, words: tuple[str, ...]) -> None:
    code, found = asked(data, *words)
    assert code == 2
    assert set(found["error"]) == {"message", "hint"}
    assert found["error"]["message"]


def test_json_keys_do_not_depend_on_the_language(data: Path) -> None:
    english = json.loads(sekisho(data, "registers", "--json", SEKISHO_LANG="en")[1])
    japanese = json.loads(sekisho(data, "registers", "--json")[1])
    assert [r["name"] for r in english] == [r["name"] for r in japanese]
    assert [r["fields"] for r in english] == [r["fields"] for r in japanese]


def test_wrong_usage_is_json_when_json_is_asked_for(data: Path) -> None:
    code, out = asked(data, "registers", "--colour")
    assert (code, list(out["error"])) == (2, ["message", "hint"])
    assert "--colour" in out["error"]["message"]


def test_a_folder_that_is_not_there_is_named_with_the_way_out(data: Path) -> None:
    code, out = asked(data, "export", "units", str(data / "nowhere" / "units.csv"))
    assert code == 2
    assert str(data / "nowhere" / "units.csv") in out["error"]["message"]
    assert "パスを確認" in out["error"]["hint"]


def test_a_wrong_row_names_its_column_as_people_know_it(data: Path) -> None:
    code, out, _err = sekisho(data, "import", "units", "units.csv")
    assert code == 1
    assert "3行目 名称：" in out
