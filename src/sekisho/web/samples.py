"""Sample data of an invented company for /components. Nothing here is a record."""

from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from sekisho.registers.dates import japanese
from sekisho.web.inputs import Input
from sekisho.web.words import STATES

JOB = 1284
CHAPTERS = (("1", 2), ("2", 2), ("3", 3), ("4", 1), ("5", 12), ("6", 8), ("7", 2), ("8", 4))
ODD = {"1.2": "at_risk", "4.1": "not_kept", "5.5": "at_risk", "5.9": "awaiting", "6.4": "not_kept",
       "6.6": "unknown", "7.2": "not_kept", "8.4": "out_of_scope"}  # fmt: skip


def two(english: str, ja: str) -> str:
    """Sample data in both languages: what a company would have typed, not words of ours."""
    return ja if japanese() else english


def clauses() -> list[dict[str, str]]:
    numbers = [f"{head}.{n}" for head, many in CHAPTERS for n in range(1, many + 1)]
    return [{"number": n, "state": ODD.get(n, "kept"), "url": f"#c{n}"} for n in numbers]


def months() -> list[dict[str, Any]]:
    counts = [
        (5, 5),
        (4, 5),
        (5, 4),
        (4, 4),
        (6, 4),
        (6, 5),
        (4, 5),
        (4, 4),
        (5, 5),
        (7, 6),
        (8, 3),
        (6, 4),
    ]
    return [
        {"label": str((n + 10) % 12 + 1), "parts": [("not_kept", ng), ("at_risk", warn)]}
        for n, (warn, ng) in enumerate(counts, 1)
    ]  # fmt: skip


def assets() -> list[dict[str, str]]:
    names = [
        two("Drawings of the next control board", "次期制御基板 設計図一式"),
        two("Payroll register", "全社 給与台帳"),
        two("List of contacts", "取引先担当者名簿"),
    ]
    return [
        {"value": f"IA-{n:04d}", "label": name, "detail": f"IA-{n:04d}"}
        for n, name in zip((12, 31, 47), names, strict=True)
    ]


def a_job(done: int, url: str) -> dict[str, Any]:
    return {
        "id": "sample",
        "title": two("Making the set of evidence", "証跡一式を作っています"),
        "done": done,
        "total": JOB,
        "said": two(
            "%(done)s of %(total)s. You can close this page; we tell you when it is done.",
            "%(total)s件中 %(done)s件。この画面を閉じても続き、終わると知らせます。",
        )
        % {"done": f"{done:,}", "total": f"{JOB:,}"},
        "url": url,
        "quarter": f"{done * 4 // JOB * 25}%",
        "cancel": "#",
        "finished": done >= JOB,
    }


def inputs() -> list[Input]:
    kinds = [
        ("a", two("Misdirected or shown", "まちがって送った・見せた")),
        ("b", two("Lost or stolen", "なくした・盗まれた")),
        ("c", two("Something else", "そのほか・分からない")),
    ]
    classes = [
        ("3", two("Confidential", "機密")),
        ("2", two("Internal", "社外秘")),
        ("1", two("Public", "公知")),
    ]
    return [
        Input("name", two("Name of the asset", "資産名"), value=two("List of contacts", "取引先担当者名簿"), required=True, limit=80),
        Input("note", two("Remarks", "備考"), "long", help=two("Up to three lines.", "3行まで。")),
        Input("count", two("Number of people", "人数"), "number", value=1240),
        Input("until", two("Last day of use", "使い終わる日"), "date", required=True, example="2026/12/31",
              help=two("One year at most.", "最長 1年。"), errors=[two("Please enter the last day of use.", "使い終わる日を入れてください。")]),
        Input("class", two("Class", "機密区分"), "choice", value="2", choices=classes, required=True),
        Input("what", two("What happened", "何が起きましたか"), "radio", value="a", choices=kinds, required=True),
        Input("keep", two("Decision", "判定"), "seg", value="3", choices=classes),
        Input("data", two("Personal data", "個人情報"), "set", value=["b"], choices=kinds),
        Input("sure", two("I have read the rules", "規程を読みました"), "check"),
        Input("asset", two("Information asset", "情報資産"), "reference", value="IA-0047",
              shown=two("List of contacts", "取引先担当者名簿"), search=reverse("components_options"),
              help=two("Name or number.", "名前か番号で探せます。")),
        Input("file", two("File", "ファイル"), "file", accept=".xlsx,.csv"),
        Input("why", two("Reason", "理由"), required=True, errors=[two("Please give the reason in a few words.", "理由をひとことで書いてください。")]),
    ]  # fmt: skip


def _lists() -> dict[str, Any]:
    steps = [two("Company and language", "会社と言語"), two("Read the policy", "ポリシーを読み込む"), two("Bind clauses to duties", "条項を実施事項に分ける"),
             two("People and units", "人と部門"), two("Appoint", "担当を決める"), two("Check and start", "確認して始める")]  # fmt: skip
    return {
        "states": list(STATES),
        "badges": [(two("Major", "重大"), "ng"), (two("New", "新しく登録 201"), "ok"),
                   (two("Changed", "変更 31"), "warn"), (two("Waiting", "承認待ち"), "wait"),
                   (two("Personal data", "個人情報"), "info"), (two("Same", "同じ 2"), "")],
        "classes": [(two("Strictly confidential", "極秘"), 3), (two("Confidential", "機密"), 2), (two("Internal", "社外秘"), 1),
                    (two("Public", "公知"), 0), (two("Unclassified", "未区分"), None)],
        "steps": steps,
        "phases": [two("Received", "受付"), two("Judged", "判定"), two("Contained", "封じ込め"), two("Cause", "原因究明"), two("Recovered", "復旧"),
                   two("Prevention", "再発防止"), two("Closed", "完了")],
        "facts_of": [(two("Given on", "与えた日"), date(2026, 2, 12)), (two("Approved by", "承認"), "逢坂 千景"), (two("Until", "期限"), "")],
        "tabs_of": [{"title": two("People", "人"), "href": "#", "count": 300},
                    {"title": two("Information assets", "情報資産"), "href": "#", "count": 1412, "current": True}],
        "chips_of": [{"title": two("All", "すべて"), "href": "#", "count": 34, "current": True},
                     {"title": STATES["not_kept"], "href": "#", "count": 3, "state": "not_kept"},
                     {"title": STATES["unknown"], "href": "#", "count": 1, "state": "unknown"},
                     {"title": two("Class: confidential", "区分：機密"), "href": "#", "off": True}],
    }  # fmt: skip


def _table() -> dict[str, Any]:
    label = two("Owner", "管理者")
    rows = [
        {"href": "#", "title": one["label"], "pick": one["value"], "cells": [
            {"value": one["label"], "note": one["value"], "head": True},
            {"value": "桐山 修", "label": label}, {"value": 26, "label": two("Rights", "アクセス権限"), "num": True},
        ]}
        for one in assets()
    ]  # fmt: skip
    columns = [{"title": two("Name", "資産名"), "href": "?sort=-name", "sort": "ascending"}, {"title": label},
               {"title": two("Rights", "アクセス権限"), "num": True}]  # fmt: skip
    return {"rows": rows, "columns": columns, "filters": _filters()}


def _filters() -> dict[str, Any]:
    units = [
        {"value": "1", "words": "営業一部", "count": 34},
        {"value": "2", "words": "営業二部", "count": 26, "chosen": True},
    ]
    return {
        "label": two("Narrow the information assets", "情報資産をしぼり込む"),
        "search": {"name": "q", "value": "", "label": two("Name, number or place", "名前・番号・保管先で探す")},
        "set": [{"title": two("Class: confidential", "区分：機密"), "href": "#"}],
        "choices": [{"title": two("Unit", "部門"), "name": "unit", "options": units}],
        "saved": [{"title": two("Unclassified", "未区分"), "href": "#", "count": 6}],
    }  # fmt: skip


def _stories() -> dict[str, Any]:
    return {
        "timeline_of": [
            {"at": "11/23(月)", "title": two("Decide the notice to the people concerned", "本人への通知文を委員会で決める"), "mark": "next"},
            {"at": "11/20(金) 08:40", "title": two("First interview about the cause", "原因の聞き取り 1回目が終わった"), "mark": "done",
             "text": two("Two files with similar names were in one place.", "似た名前のファイルが同じ場所にあった。")},
            {"at": "11/17(火) 12:05", "title": two("Found and reported", "発見と報告"), "mark": "ng"}],
        "task_late": {"title": two("Take the security course 2026", "情報セキュリティ教育(2026年度)を受ける"), "because": "7.2", "late": "11/16(月)",
                      "meta": ["15 min", "3/8"], "href": "#", "action": two("Go on", "続きから受ける"), "primary": True},
        "task_done": {"title": two("Agreed to the policy", "ポリシー第4版に同意しました"), "done": True, "meta": ["4/3(金) 10:22"]},
        "decide_of": {"title": "R-031 VPN", "text": two("Stop it for six hours, or accept the risk?", "6時間止めて更新するか、受容するか。"), "url": "#",
                      "actions": [{"title": two("Approve", "承認"), "name": "do", "value": "approve", "primary": True, "press": "a"},
                                  {"title": two("Send back", "差し戻す"), "name": "do", "value": "return", "press": "r"}]},
        "gates": [
            {"state": "open", "title": two("It is really this person", "一の門　本人である"), "text": two("By passkey.", "パスキーで本人確認。"), "evidence": "6.1"},
            {"state": "shut", "title": two("The training is valid", "二の門　教育が有効である"), "text": two("It ran out.", "365日で失効しました。"), "evidence": "7.2"},
            {"state": "past", "title": two("The device is sound", "三の門　端末が健全である"), "text": two("Not judged.", "判定していません。"), "tried": two("Would pass", "いま試すと：通過")}],
        "nodes": [{"title": "5", "open": True, "counts": [{"tone": "ng", "text": STATES["not_kept"]}], "children": [
            {"title": "5.1", "state": "kept", "href": "#"}, {"title": "5.2", "state": "not_kept"}]}],
        "risks": [{"impact": 5, "chance": 4, "number": "R-031", "url": "#", "worse": True},
                  {"impact": 3, "chance": 3, "number": "R-002", "url": "#"}],
        "impacts": [two("minor", "軽微"), two("small", "小"), two("medium", "中"), two("large", "大"), two("severe", "甚大")],
        "chances": [two("rare", "まれ"), two("low", "低い"), two("possible", "ありうる"), two("high", "高い"), two("almost certain", "ほぼ確実")],
        "events": [{"on": date(2026, 11, 16), "title": two("Training", "教育"), "tone": "ng", "href": "#"},
                   {"on": date(2026, 11, 27), "title": two("Committee", "委員会"), "tone": "g"}],
        "groups": [(two("People", "人"), [(1, {"title": "葉山 リサ", "url": "#", "icon": "i-user"})])],
    }  # fmt: skip


def everything() -> dict[str, Any]:
    asked = inputs()
    return {
        "clauses_of": clauses(),
        "months_of": months(),
        "inputs": asked,
        "job": a_job(806, reverse("components_job") + "?done=806"),
        "at": datetime(2026, 11, 20, 0, 7, 42, tzinfo=UTC),
        "due": date(2026, 11, 16),
        "month": date(2026, 11, 1),
        **_lists(),
        **_table(),
        **_stories(),
    }
