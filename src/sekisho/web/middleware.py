"""What happens around every page: headers, language, signing in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


class _Pass:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class Headers(_Pass): ...


class Language(_Pass): ...


class SignedIn(_Pass): ...
