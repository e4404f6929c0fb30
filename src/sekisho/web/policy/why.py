"""Why a clause stands as it does, and what brings it back to kept, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sekisho.findings.clauses import Stood
from sekisho.findings.evaluate import Judged
from sekisho.obligations.judge import Seal
from sekisho.registers.register import registry
from sekisho.web.dates import day
from sekisho.web.policy.standing import unit_of, unmeasured
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.words import Text


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and where it leads ("" for nowhere)."""

    text: Text
    href: str = ""
    link: Text = ""


def why(stood: Stood, judged: Sequence[Judged]) -> list[str]:
    """The reasons of the clause's own seal, worst items first."""
    if stood.seal == Seal.OUT_OF_SCOPE:
        return [stood.clause.scope_reason or _("No reason was given.")]
    word = [_stated(stood)] if stood.stated else []
    if not stood.duties and not stood.stated:
        return [_("Nobody has confirmed yet what this sentence asks for, so nothing is measured.")]
    told = word + [_reason(j) for j in judged if j.seal == stood.seal]
    missing = unmeasured(stood)
    if missing and stood.seal in (Seal.UNKNOWN, Seal.NOT_KEPT):
        words = ngettext(
            "%(n)s item is not computed from records yet.",
            "%(n)s items are not computed from records yet.",
            missing,
        )
        told.append(words % {"n": missing})
    return told


def _stated(stood: Stood) -> str:
    """The yearly word of a person, or that there is none."""
    said = stood.statement
    if said is None:
        return _("It is stated by a person once a year, and nobody has stated it yet.")
    words = {
        "name": said.person.name,
        "day": day(said.stated_on),
        "verdict": said.get_verdict_display(),
        "until": day(said.valid_until),
        "basis": said.basis,
    }
    return _("%(name)s stated on %(day)s: %(verdict)s (until %(until)s). %(basis)s") % words


def _reason(judged: Judged) -> str:
    counts, unit = judged.counts, unit_of(judged.one)
    words = {
        "title": judged.one.title,
        "all": unit(counts.population),
        "overdue": unit(counts.overdue),
        "soon": unit(counts.due_soon),
        "unknown": unit(counts.unknown),
    }
    if judged.seal == Seal.NOT_KEPT:
        return _("%(title)s: of %(all)s, %(overdue)s are past the due date.") % words
    if judged.seal == Seal.UNKNOWN and not counts.population:
        return _("%(title)s: nothing it could be about is registered.") % words
    if judged.seal == Seal.UNKNOWN:
        return _("%(title)s: for %(unknown)s of %(all)s an input is missing or old.") % words
    if judged.seal == Seal.AT_RISK:
        return _("%(title)s: %(soon)s of %(all)s will be due soon.") % words
    if judged.seal == Seal.AWAITING:
        return _("%(title)s: it does not apply yet.") % words
    return _("%(title)s: all of %(all)s are in order.") % words


def cure(request: Request, stood: Stood, judged: Sequence[Judged], *, now: bool) -> list[Line]:
    """What brings the clause back to kept, or keeps it there; with a way to go where one may."""
    if stood.seal == Seal.OUT_OF_SCOPE:
        return _again(stood)
    if not stood.duties and not stood.stated:
        return [_items(request, stood, _("Confirm the items of this clause. Then it is measured."))]
    if stood.seal == Seal.KEPT and stood.statement and not stood.duties:
        words = _("Nothing to do until %(day)s. If something changes before, state it again.")
        return [_state(request, stood, words % {"day": day(stood.statement.valid_until)})]
    if stood.seal == Seal.KEPT:
        return [Line(_("Nothing to do. It is computed again after every change of the records."))]
    found = [_state(request, stood)] if stood.stated else []
    found += [_remedy(request, j, now=now) for j in judged if j.seal == stood.seal]
    if stood.seal == Seal.UNKNOWN and unmeasured(stood):
        words = _(
            "For what is not computed: have it stated once a year, or leave it out with a reason."
        )
        found.append(_items(request, stood, words))
    return found


def _again(stood: Stood) -> list[Line]:
    if not stood.clause.scope_review_on:
        return []
    on = day(stood.clause.scope_review_on)
    return [Line(_("This decision is looked at again on %(day)s.") % {"day": on})]


def _state(request: Request, stood: Stood, words: Text = "") -> Line:
    words = words or _("Look how it is kept and state it; the statement counts for a year.")
    if not allowed(request, "add", registry["statements"]):
        return Line(words)
    href = f"{reverse('new', args=['statements'])}?clause={stood.clause.pk}"
    return Line(words, href, _("State it"))


def _items(request: Request, stood: Stood, words: Text) -> Line:
    if not allowed(request, "change", registry["bindings"]):
        return Line(words)
    href = f"{reverse('policy-draft', args=[stood.clause.version_id])}#c-{stood.clause.number}"
    return Line(words, href, _("Edit the items"))


def _remedy(request: Request, judged: Judged, *, now: bool) -> Line:
    one, counts = judged.one, judged.counts
    if judged.seal == Seal.UNKNOWN and not counts.population:
        return _register(request, judged)
    if judged.seal == Seal.AT_RISK:
        words = _("%(remedy)s Done before the due date, it stays kept.") % {"remedy": one.remedy}
        return Line(words, "#unmet" if now else "", _("Whom it concerns") if now else "")
    left = counts.overdue if judged.seal == Seal.NOT_KEPT else counts.unknown
    words = _("%(remedy)s %(n)s to put right; then it returns to kept at once.") % {
        "remedy": one.remedy,
        "n": unit_of(one)(left),
    }
    return Line(words, "#unmet" if now else "", _("Whom it concerns") if now else "")


def _register(request: Request, judged: Judged) -> Line:
    """Nothing is registered: register, or declare that there is none."""
    register = registry[judged.one.register_name]
    words = _("Register in “%(register)s”, or have a person declare that there is none.") % {
        "register": register.title
    }
    if not allowed(request, "read", register) or not register.listed:
        return Line(words)
    return Line(words, reverse("list", args=[register.name]), register.title)
