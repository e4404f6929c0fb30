"""Sample data of an invented company for /components. Nothing here is a record."""

from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.web.inputs import Input
from sekisho.web.words import STATES

JOB = 1284
CHAPTERS = (("1", 2), ("2", 2), ("3", 3), ("4", 1), ("5", 12), ("6", 8), ("7", 2), ("8", 4))
ODD = {"1.2": "at_risk", "4.1": "not_kept", "5.5": "at_risk", "5.9": "awaiting", "6.4": "not_kept",
       "6.6": "unknown", "7.2": "not_kept", "8.4": "out_of_scope"}  # fmt: skip


def clauses() -> list[dict[str, str]]:
    numbers = [f"{head}.{n}" for head, many in CHAPTERS for n in range(1, many + 1)]
    return [{"number": n, "state": ODD.get(n, "kept"), "url": f"#c{n}"} for n in numbers]


def months() -> list[dict[str, Any]]:
    counts = [(5, 5), (4, 5), (5, 4), (4, 4), (6, 4), (6, 5), (4, 5), (4, 4), (5, 5), (7, 6), (8, 3), (6, 4)]
    return [
        {"label": str((n + 10) % 12 + 1), "parts": [("not_kept", ng), ("at_risk", warn)]}
        for n, (warn, ng) in enumerate(counts, 1)
    ]  # fmt: skip


def assets() -> list[dict[str, str]]:
    names = [_("Drawings of the next control board"), _("Payroll register"), _("List of contacts")]
    return [
        {"value": f"IA-{n:04d}", "label": name, "detail": f"IA-{n:04d}"}
        for n, name in zip((12, 31, 47), names, strict=True)
    ]


def a_job(done: int, url: str) -> dict[str, Any]:
    return {
        "id": "sample",
        "title": _("Making the set of evidence"),
        "done": done,
        "total": JOB,
        "said": _("%(done)s of %(total)s. You can close this page; we tell you when it is done.")
        % {"done": f"{done:,}", "total": f"{JOB:,}"},
        "url": url,
        "quarter": f"{done * 4 // JOB * 25}%",
        "cancel": "#",
        "finished": done >= JOB,
    }


def inputs() -> list[Input]:
    kinds = [("a", _("Misdirected or shown")), ("b", _("Lost or stolen")), ("c", _("Something else"))]
    classes = [("3", _("Confidential")), ("2", _("Internal")), ("1", _("Public"))]
    return [
        Input("name", _("Name of the asset"), value=_("List of contacts"), required=True, limit=80),
        Input("note", _("Remarks"), "long", help=_("Up to three lines.")),
        Input("count", _("Number of people"), "number", value=1240),
        Input("until", _("Last day of use"), "date", required=True, example="2026/12/31",
              help=_("One year at most."), errors=[_("Please enter the last day of use.")]),
        Input("class", _("Class"), "choice", value="2", choices=classes, required=True),
        Input("what", _("What happened"), "radio", value="a", choices=kinds, required=True),
        Input("keep", _("Decision"), "seg", value="3", choices=classes),
        Input("data", _("Personal data"), "set", value=["b"], choices=kinds),
        Input("sure", _("I have read the rules"), "check"),
        Input("asset", _("Information asset"), "reference", value="IA-0047",
              shown=_("List of contacts"), search=reverse("components_options"),
              help=_("Name or number.")),
        Input("file", _("File"), "file", accept=".xlsx,.csv"),
        Input("why", _("Reason"), required=True, errors=[_("Please give the reason in a few words.")]),
    ]  # fmt: skip


def _lists() -> dict[str, Any]:
    steps = [_("Company and language"), _("Read the policy"), _("Bind clauses to duties"),
             _("People and units"), _("Appoint"), _("Check and start")]  # fmt: skip
    return {
        "states": list(STATES),
        "classes": [(_("Strictly confidential"), 3), (_("Confidential"), 2), (_("Internal"), 1),
                    (_("Public"), 0), (_("Unclassified"), None)],
        "steps": steps,
        "phases": [_("Received"), _("Judged"), _("Contained"), _("Cause"), _("Recovered"),
                   _("Prevention"), _("Closed")],
        "facts_of": [(_("Given on"), date(2026, 2, 12)), (_("Approved by"), "逢坂 千景"), (_("Until"), "")],
        "tabs_of": [{"title": _("People"), "href": "#", "count": 300},
                    {"title": _("Information assets"), "href": "#", "count": 1412, "current": True}],
        "chips_of": [{"title": _("All"), "href": "#", "count": 34, "current": True},
                     {"title": STATES["not_kept"], "href": "#", "count": 3, "state": "not_kept"},
                     {"title": STATES["unknown"], "href": "#", "count": 1, "state": "unknown"},
                     {"title": _("Class: confidential"), "href": "#", "off": True}],
    }  # fmt: skip


def _table() -> dict[str, Any]:
    label = _("Owner")
    rows = [
        {"href": "#", "title": one["label"], "pick": one["value"], "cells": [
            {"value": one["label"], "note": one["value"], "head": True},
            {"value": "桐山 修", "label": label}, {"value": 26, "label": _("Rights"), "num": True},
        ]}
        for one in assets()
    ]  # fmt: skip
    columns = [{"title": _("Name"), "href": "?sort=-name", "sort": "ascending"}, {"title": label},
               {"title": _("Rights"), "num": True}]  # fmt: skip
    return {"rows": rows, "columns": columns, "filters": _filters()}


def _filters() -> dict[str, Any]:
    units = [{"value": "1", "words": "営業一部", "count": 34}, {"value": "2", "words": "営業二部", "count": 26, "chosen": True}]
    return {
        "label": _("Narrow the information assets"),
        "search": {"name": "q", "value": "", "label": _("Name, number or place")},
        "set": [{"title": _("Class: confidential"), "href": "#"}],
        "choices": [{"title": _("Unit"), "name": "unit", "options": units}],
        "saved": [{"title": _("Unclassified"), "href": "#", "count": 6}],
    }  # fmt: skip


def _stories() -> dict[str, Any]:
    return {
        "timeline_of": [
            {"at": "11/23(月)", "title": _("Decide the notice to the people concerned"), "mark": "next"},
            {"at": "11/20(金) 08:40", "title": _("First interview about the cause"), "mark": "done",
             "text": _("Two files with similar names were in one place.")},
            {"at": "11/17(火) 12:05", "title": _("Found and reported"), "mark": "ng"}],
        "task_late": {"title": _("Take the security course 2026"), "because": "7.2", "late": "11/16(月)",
                      "meta": ["15 min", "3/8"], "href": "#", "action": _("Go on"), "primary": True},
        "task_done": {"title": _("Agreed to the policy"), "done": True, "meta": ["4/3(金) 10:22"]},
        "decide_of": {"title": "R-031 VPN", "text": _("Stop it for six hours, or accept the risk?"), "url": "#",
                      "actions": [{"title": _("Approve"), "name": "do", "value": "approve", "primary": True, "press": "a"},
                                  {"title": _("Send back"), "name": "do", "value": "return", "press": "r"}]},
        "gates": [
            {"state": "open", "title": _("It is really this person"), "text": _("By passkey."), "evidence": "6.1"},
            {"state": "shut", "title": _("The training is valid"), "text": _("It ran out."), "evidence": "7.2"},
            {"state": "past", "title": _("The device is sound"), "text": _("Not judged."), "tried": _("Would pass")}],
        "nodes": [{"title": "5", "open": True, "counts": [{"tone": "ng", "text": STATES["not_kept"]}], "children": [
            {"title": "5.1", "state": "kept", "href": "#"}, {"title": "5.2", "state": "not_kept"}]}],
        "risks": [{"impact": 5, "chance": 4, "number": "R-031", "url": "#", "worse": True},
                  {"impact": 3, "chance": 3, "number": "R-002", "url": "#"}],
        "impacts": [_("minor"), _("small"), _("medium"), _("large"), _("severe")],
        "chances": [_("rare"), _("low"), _("possible"), _("high"), _("almost certain")],
        "events": [{"on": date(2026, 11, 16), "title": _("Training"), "tone": "ng", "href": "#"},
                   {"on": date(2026, 11, 27), "title": _("Committee"), "tone": "g"}],
        "groups": [(_("People"), [(1, {"title": "葉山 リサ", "url": "#", "icon": "i-user"})])],
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
