"""What an administrator does with an account besides its fields: invite, sign out everywhere."""

from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from sekisho.connectors.mail import Unsendable
from sekisho.connectors.outbox import Channel, Draft, queue
from sekisho.domains.people.account import AccountKind
from sekisho.domains.people.actors import may_sign_in
from sekisho.registers.guard import demand
from sekisho.registers.noting import note
from sekisho.registers.register import Register
from sekisho.web.register import cells
from sekisho.web.register.extras import Extra, extra
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.request import Request
from sekisho.web.signin import password_link


@extra("accounts")
def offered(request: Request, register: Register[Any], record: Any) -> list[Extra]:
    """The buttons beside an account."""
    if record.kind == AccountKind.SERVICE or not allowed(request, "change", register, record):
        return []
    key = str(record.pk)
    return [
        Extra(
            _("Send the invitation"),
            reverse("account-invite", kwargs={"key": key}),
            _("A mail with a link by which the person sets a password once."),
        ),
        Extra(
            _("Sign out everywhere"),
            reverse("account-sign-out", kwargs={"key": key}),
            _("Every open session of this account ends at once."),
            danger=True,
        ),
    ]


def _asked(request: HttpRequest, key: str) -> tuple[Request, Register[Any], Any]:
    asked = cast("Request", request)
    register = register_or_404(asked, "accounts")
    record = record_or_404(asked, register, key)
    demand(asked.actor, "change", register, record, asked.act().on)
    return asked, register, record


@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Mail the account its link to set a password; each invitation is an entry of the ledger."""
    asked, register, record = _asked(request, key)
    act = asked.act()
    if not may_sign_in(record, act.on):
        messages.error(asked, _("This account may not sign in today, so it cannot be invited."))
        return redirect(cells.address(register, record))
    link = asked.build_absolute_uri(password_link(record))
    with override(record.language):
        text = render_to_string("web/mail/invitation.txt", {"account": record, "link": link})
        subject = _("Your access to Sekisho")
    mail = Draft(
        Channel.MAIL, record.email, f"[Sekisho] {subject}", text, f"invite:{record.pk}:{act.at.isoformat()}",
        kind=register.name, rec=record.pk, person=record.person_id,
    )  # fmt: skip
    try:
        queue(mail, act.at)
    except Unsendable as problem:
        messages.error(asked, str(problem))
        return redirect(cells.address(register, record))
    note(register, act, "invite", record)
    messages.success(
        asked, _("The invitation is on its way to %(email)s.") % {"email": record.email}
    )
    return redirect(cells.address(register, record))


@require_POST
def sign_out(request: HttpRequest, key: str) -> HttpResponse:
    """End every session of the account; an entry of the ledger says who did it."""
    asked, register, record = _asked(request, key)
    ended = end_sessions(record)
    note(register, asked.act(), "sign_out", record)
    messages.success(asked, _("Ended sessions: %(n)s") % {"n": ended})
    return redirect(cells.address(register, record))


def end_sessions(account: Any) -> int:
    """End every session of ``account``; how many there were."""
    held = list(UserSession.objects.filter(user=account))
    for session in held:
        session.end()
    return len(held)
