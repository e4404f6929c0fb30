"""What is done with a post: said to be read, passed on to a unit, brought to mind, begun from a starter."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sekisho.connectors.outbox import Channel, Draft, queue_many
from sekisho.domains.education.awareness_post import AwarenessPost, PostState
from sekisho.domains.people.models import Account
from sekisho.packs.awareness import starters
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.web.awareness.reading import asked, for_me, managed, post_or_404
from sekisho.web.request import Request
from sekisho.web.work.mine import leads


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """One press; a second one changes nothing."""
    request = cast("Request", request)
    one = for_me(request).filter(number=key).first()
    if one is None:
        raise Http404(key)
    if not one.has:
        values = {"post": one.pk, "person": request.actor.person}
        write(registry["post_receipts"], request.act(), values)
        messages.success(request, _("Thank you for reading."))
    return redirect("awareness")


@require_POST
def share(request: HttpRequest, key: str) -> HttpResponse:
    """To one of the units I manage, with a word of mine or without."""
    request = cast("Request", request)
    one, act = post_or_404(request, key), request.act()
    units = {str(unit.pk): unit for unit in managed(request, act.on)}
    unit = units.get(request.POST.get("unit", ""))
    if unit is None:
        raise PermissionDenied
    values = {"unit": unit.pk, "way": "shared", "post": one.pk,
              "text": request.POST.get("text", "").strip()[:4000]}  # fmt: skip
    try:
        write(registry["guidance_log"], act, values)
    except Invalid as invalid:
        messages.error(
            request, " ".join(str(t) for told in invalid.problems.values() for t in told)
        )
    else:
        messages.success(request, _("Shared with %(unit)s and noted in the guidance log.")
                         % {"unit": unit.name})  # fmt: skip
    return redirect("awareness-post", key=one.number)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft from a starter, to be made one's own before it is published."""
    request = cast("Request", request)
    found = next((one for one in starters() if one.key == request.POST.get("starter")), None)
    if found is None:
        raise Http404
    values: dict[str, Any] = {"title": found.title.ja, "title_en": found.title.en, "text": found.text.ja,
              "text_en": found.text.en, "duties": list(found.duties)}  # fmt: skip
    units = managed(request, request.act().on)
    if request.actor.roles <= {"manager", "employee"} and units:
        values["unit"] = units[0].pk
    made = write(registry["awareness_posts"], request.act(), values)
    return redirect("record", name="awareness_posts", key=made.number)


@require_POST
def remind(request: HttpRequest, key: str) -> HttpResponse:
    """A mail to those who have not read it, at most once a week each; people on leave are left alone."""
    request = cast("Request", request)
    one, act = post_or_404(request, key), request.act()
    if not leads(request) or one.state != PostState.PUBLISHED or request.actor.roles <= {"auditor"}:
        raise PermissionDenied
    waiting = list(asked(request, one).filter(has=False).exclude(email=""))
    ids = [person.pk for person in waiting]
    tongues = dict(Account.objects.filter(person__in=ids).values_list("person", "language"))
    week = f"{act.on:%G-%V}"
    with transaction.atomic():
        drafts = [_mail(one, p, week, tongues.get(p.pk, "ja")) for p in waiting]
        n = queue_many(drafts, act.at)
    words = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", n) % {"n": n}
    messages.success(request, words)
    return redirect("awareness-post", key=one.number)


def _mail(one: AwarenessPost, person: Any, week: str, language: str) -> Draft:
    href = settings.BASE_URL.rstrip("/") + reverse("awareness-post", args=[one.number])
    with translation.override(language):
        said = {"name": person.name, "what": one.said("title"), "n": one.minutes, "href": href}
        text = _("Dear %(name)s\n\nWhen you have a moment, please read “%(what)s”. It takes about "
                 "%(n)s minutes.\n\n%(href)s\n")  # fmt: skip
        return Draft(
            channel=Channel.MAIL, to=person.email,
            subject=(_("A short read: %(what)s") % said)[:200], text=text % said,
            dedupe=f"awareness:{one.pk}:{person.pk}:{week}", kind="awareness_posts", rec=one.pk,
            person=person.pk,
        )  # fmt: skip
