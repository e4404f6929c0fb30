"""The test: one question a page, answered, explained with the clause it comes from; no timer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sekisho.domains.education import progress, taking
from sekisho.domains.education.drawing import mixed
from sekisho.domains.education.text import Question
from sekisho.web.learning.course import frame
from sekisho.web.learning.desk import Desk
from sekisho.web.learning.markdown import drawn
from sekisho.web.work.because import cause_of


def quiz(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The next question; ``?seen=key`` shows what became of one that is answered."""
    if not desk.open or desk.unread:
        return redirect(desk.onward if desk.open else desk.href)
    desk.begin()
    asked = taking.paper(desk.assignment, desk.place)
    if not asked:
        return redirect(desk.href)
    answers = desk.place.answers
    if request.method == "POST":
        return _posted(request, desk, asked)
    seen = next((q for q in asked if q.key == request.GET.get("seen")), None)
    if seen is not None and seen.key in answers:
        return _explained(request, desk, asked, seen)
    following = next((q for q in asked if q.key not in answers), None)
    if following is None:
        return redirect(f"{desk.quiz}?seen={asked[-1].key}")
    return _question(request, desk, asked, following)


def _posted(request: HttpRequest, desk: Desk, asked: list[Question]) -> HttpResponse:
    if request.POST.get("do") == "finish":
        if any(q.key not in desk.place.answers for q in asked):
            return redirect(desk.quiz)
        taking.hand_in(desk.act, desk.assignment, desk.place)
        return redirect(f"{desk.href}#result")
    one = next((q for q in asked if q.key == request.POST.get("question")), None)
    if one is None:
        return redirect(desk.quiz)
    if one.key not in desk.place.answers:  # an answer that was explained stays as it was
        chosen = _chosen(request, one)
        if not chosen:
            return _question(request, desk, asked, one, wrong=True)
        answers = {**desk.place.answers, one.key: chosen}
        drawn_now = [q.key for q in asked]
        progress.keep(desk.place, desk.act.at, drawn=drawn_now, answers=answers)
    return redirect(f"{desk.quiz}?seen={one.key}")


def _chosen(request: HttpRequest, one: Question) -> list[int]:
    given = {raw for raw in request.POST.getlist("choice") if raw.isascii() and raw.isdecimal()}
    chosen = sorted({n for raw in given if (n := int(raw[:3])) < len(one.choices)})
    return chosen if one.several or len(chosen) == 1 else []


def _question(
    request: HttpRequest, desk: Desk, asked: list[Question], one: Question, *, wrong: bool = False
) -> HttpResponse:
    context = _frame(desk, asked, one) | {"choices": _choices(desk, one), "wrong": wrong}
    return render(request, "web/learning/question.html", context, status=422 if wrong else 200)


def _explained(
    request: HttpRequest, desk: Desk, asked: list[Question], one: Question
) -> HttpResponse:
    chosen = frozenset(desk.place.answers[one.key])
    left = [q for q in asked if q.key not in desk.place.answers]
    chapter = next((c for c in desk.chapters if c.key == one.chapter), None)
    choices = [
        {"words": one.choices[n], "right": n in one.right, "mine": n in chosen}
        for n, _words in _choices(desk, one)
    ]
    context = _frame(desk, asked, one) | {
        "right": chosen == one.right,
        "choices": choices,
        "explanation": one.explanation,
        "cause": cause_of(one.duty, desk.act.on) if one.duty else None,
        "again": (chapter.title, desk.chapter(chapter.key)) if chapter else None,
        "over": not left,
    }
    return render(request, "web/learning/explained.html", context)


def _choices(desk: Desk, one: Question) -> list[tuple[int, str]]:
    a = desk.assignment
    order = mixed(one, a.person_id, a.cycle, taking.attempts(a) + 1)
    return [(n, one.choices[n]) for n in order]


def _frame(desk: Desk, asked: list[Question], one: Question) -> dict[str, Any]:
    n = asked.index(one) + 1
    title = _("Question %(n)s of %(of)s") % {"n": n, "of": len(asked)}
    return frame(desk, title) | {
        "question": one, "stem": drawn(one.stem, desk.file), "n": n, "of": len(asked),
        "done": len(desk.place.answers),
    }  # fmt: skip
