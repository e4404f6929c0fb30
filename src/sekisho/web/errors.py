"""Pages for what went wrong: what happened, and what to do."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Denied, Text


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one kind of failure."""

    status: int
    title: Text
    text: Text


PAGES = {
    400: Page(400, _("The request could not be read"), _("Go back, reload the page and try again.")),
    403: Page(
        403,
        _("You cannot open this page"),
        _("It is for other roles. If you need it for your work, ask your manager or the office."),
    ),
    404: Page(
        404,
        _("There is no such page"),
        _("It may have moved, or you may not be allowed to see it. Search by number or name."),
    ),
    405: Page(
        405,
        _("This address only takes what a form sends"),
        _("Nothing was changed. It is reached by a button; open the page that the button is on."),
    ),
    413: Page(
        413,
        _("What you sent is too large"),
        _("Nothing was saved. Send a smaller file, or split it into several."),
    ),
    429: Page(
        429,
        _("Too many tries in a short time"),
        _("To keep accounts safe we paused here. Wait a few minutes and try again."),
    ),
    500: Page(
        500,
        _("Something on our side did not work"),
        _("Your last change may not have been saved. Try again; if it happens again, tell the "
          "administrator the number below."),
    ),
}  # fmt: skip
FORM = Page(
    403,
    _("This form has expired"),
    _("Nothing was saved. Go back, reload the page and send it again."),
)


def _answer(
    request: HttpRequest, page: Page, reasons: list[Text] | None = None, back: str = ""
) -> HttpResponse:
    signed_in = hasattr(request, "actor")
    context = {"page": page, "reasons": reasons or [], "in_shell": signed_in, "back": back}
    answer = render(request, "web/error.html", context, status=page.status)
    if request.headers.get("HX-Request"):
        answer.headers["X-Said"] = str(page.status)
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, PAGES[413 if isinstance(exception, RequestDataTooBig) else 400])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With every reason the guard gave, so that people know whom to ask for what."""
    reasons = [words for _code, words in exception.reasons] if isinstance(exception, Denied) else []
    return _answer(request, PAGES[403], reasons)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return _answer(request, PAGES[404])


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return _answer(request, PAGES[429])


def broken(request: HttpRequest) -> HttpResponse:
    """Drawn without the database or the session: either may be what broke."""
    context = {
        "page": PAGES[500],
        "in_shell": False,
        "number": getattr(request, "request_id", ""),
    }
    return HttpResponse(render_to_string("web/error.html", context), status=500)


def with_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An error without words, such as a wrong method, as a page with a way out."""
    bare = response.status_code in PAGES and not response.streaming and not response.content
    if not bare or response.has_header("HX-Redirect"):
        return response
    answer = _answer(request, PAGES[response.status_code], back=_page_above(request.path))
    for name, value in response.headers.items():  # Allow says which method would do
        answer.headers.setdefault(name, value)
    return answer


def _page_above(path: str) -> str:
    """The nearest address above ``path`` that leads somewhere; "" if none does."""
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:end])
        for address in (above, f"{above}/"):
            try:
                resolve(address)
            except Resolver404:
                continue
            return address
    return ""


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    del reason
    return _answer(request, FORM)
