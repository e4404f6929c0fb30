"""The course and its chapters: how far, how long still, and on where one left off (ux.md 4.8)."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sekisho.domains.education import progress
from sekisho.domains.education.words import DONE, State
from sekisho.ledger import evidence
from sekisho.registers import notes
from sekisho.registers.register import registry
from sekisho.web.learning.desk import Desk
from sekisho.web.learning.markdown import drawn

SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "video/webm"}


def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    one, read = desk.assignment, set(desk.place.read)
    passed = one.state in DONE
    chapters = [
        {"title": c.title, "minutes": c.minutes, "href": desk.chapter(c.key),
         "read": passed or c.key in read}
        for c in desk.chapters
    ]  # fmt: skip
    left = sum(c.minutes for c in desk.unread)
    attempts = desk.attempts()
    context = frame(desk, str(one.course)) | {
        "one": one,
        "passed": passed,
        "failed": one.state == State.FAILED,
        "chapters": chapters,
        "left": left,
        "asked": min(one.course.draw, len(desk.version.questions())),
        "attempts": attempts,
        "last": attempts[0] if attempts else None,
        "answered": bool(desk.place.drawn),
    }
    return render(request, "web/learning/course.html", context)


def chapter(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """One chapter; going on notes that it was read."""
    chapters = desk.chapters
    n = next((n for n, one in enumerate(chapters) if one.key == key), None)
    if n is None:
        raise Http404(key)
    after = chapters[n + 1] if n + 1 < len(chapters) else None
    if desk.open:
        desk.begin()
    if request.method == "POST":
        if desk.open and key not in desk.place.read:
            progress.keep(desk.place, desk.act.at, read=[*desk.place.read, key])
        if after is not None:
            return redirect(desk.chapter(after.key))
        return redirect(desk.quiz if desk.open else desk.href)
    context = frame(desk, chapters[n].title) | {
        "chapter": chapters[n],
        "body": drawn(chapters[n].text, desk.file),
        "n": n + 1,
        "of": len(chapters),
        "before": desk.chapter(chapters[n - 1].key) if n else "",
        "last": after is None,
    }
    return render(request, "web/learning/chapter.html", context)


def file(desk: Desk, name: str) -> FileResponse:
    """A picture or film of the version: only kinds that browsers show and never run."""
    rows = notes.files(registry["course_versions"], [desk.version.pk])
    found = rows.filter(name=name, media__in=SHOWN).order_by("-stored_at").first()
    if found is None:
        raise Http404(name)
    answer = FileResponse(evidence.open_(found.sha256), content_type=found.media)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def frame(desk: Desk, title: str) -> dict[str, Any]:
    """What every page of the course needs."""
    return {
        "around": desk.shell,
        "title": title,
        "desk": desk,
        "crumbs": [desk.back, (str(desk.assignment.course), desk.href), (title, "")]
        if title != str(desk.assignment.course)
        else [desk.back, (title, "")],
        "course": desk.assignment.course,
        "today": desk.act.on,
        "back": desk.back,
    }
