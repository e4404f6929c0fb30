"""What the rules say about one asset or class: for the handling card and for “may I?”."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sekisho.domains.access.models import AccessRight, EntitlementAsset
from sekisho.domains.assets.classification import Classification, assumed_class
from sekisho.domains.assets.handling_words import Carriage, Place, Use, Verdict
from sekisho.domains.assets.models import (
    Asset,
    DisclosurePermit,
    Service,
    StorageRule,
    TransportRule,
    UseRule,
)
from sekisho.domains.suppliers.models import Nda, Party
from sekisho.registers import dates
from sekisho.web.keeping.services import put_into
from sekisho.web.work.because import Cause, causes

TEXTS = {
    Use.MAIL: "send", Use.CHAT: "send", Use.CARRY: "carry", Use.COPY: "printing",
    Use.PRINT: "printing", Use.AI: "store", Use.CLOUD: "store", Use.PRIVATE: "store", Use.USB: "carry",
    Use.DISCLOSE: "disclose", Use.DISPOSE: "dispose",
}  # fmt: skip
CODES = {Use.CARRY: "takeouts-permitted", Use.USB: "takeouts-permitted",
         Use.DISCLOSE: "disclosures-permitted", Use.CLOUD: "cloud-decided", Use.DISPOSE: "disposals-proper"}  # fmt: skip
OUTWARD = (Use.DISCLOSE, Use.MAIL, Use.CHAT, Use.CARRY)


@dataclass(slots=True)
class Answer:
    """``known`` False: no rule says anything, so the answer is no until somebody decides."""

    use: str
    verdict: str
    how: str = ""
    known: bool = True
    rule: str = ""
    facts: list[Any] = field(default_factory=list)
    starts: list[tuple[Any, str]] = field(default_factory=list)
    cause: Cause | None = None

    @property
    def words(self) -> Any:
        return Verdict(self.verdict).label

    @property
    def label(self) -> Any:
        return Use(self.use).label


def class_for(asset: Asset | None, chosen: Classification | None) -> Classification | None:
    """The class that decides: the asset's, else the chosen one, else the one assumed."""
    if asset is not None and asset.classification is not None:
        return asset.classification
    if asset is None and chosen is not None:
        return chosen
    found: Classification | None = (
        Classification.objects.present().filter(code=assumed_class()).first()
    )
    return found


def card_answers(asset: Asset, on: date) -> list[Answer]:
    """Every use of the asset by the rules of its class alone, in the order of the list."""
    class_ = class_for(asset, None)
    rules = {r.use: r for r in UseRule.objects.present().filter(classification=class_)}
    told = causes(["classes-complete", *CODES.values()], on)
    return [_by_rule(Use(use), rules.get(use), class_, told) for use in Use.values]


def _by_rule(
    use: Use, rule: UseRule | None, class_: Classification | None, told: dict[str, Cause]
) -> Answer:
    cause = told.get(CODES.get(use, "")) or told.get("classes-complete")
    text = getattr(class_, TEXTS[use], "") if class_ else ""
    if rule is None and use == Use.CLOUD:  # the register of services is the rule
        how = _("Only in a cloud service that is approved for this class.")
        return Answer(use, Verdict.IF, how, rule=text, cause=cause)
    if rule is None:
        how = _("Nobody has decided this yet. Please ask the manager before you do it.")
        return Answer(use, Verdict.NO, how, known=False, rule=text, cause=cause)
    return Answer(use, rule.verdict, rule.how, rule=text, cause=cause)


def kept_where(asset: Asset) -> str:
    """The places its class allows for its media, and whether under lock."""
    rules = StorageRule.objects.present().filter(classification=class_for(asset, None))
    mine = [rule for rule in rules if rule.medium in asset.media]
    codes = {place for rule in mine for place in rule.places}
    words = _("、").join(str(label) for code, label in Place.choices if code in codes)
    locked = any(rule.locked for rule in mine)
    return _("%(places)s (under lock)") % {"places": words} if words and locked else words


@dataclass(frozen=True, slots=True)
class Question:
    """``person``: who asks. ``seen``: whether they may read the asset's record."""

    use: Use
    asset: Asset | None
    class_: Classification | None
    party: Party | None
    person: UUID | None
    on: date
    seen: bool = False
    service: Service | None = None


def answer(asked: Question) -> Answer:
    """Yes, no or with conditions, with everything that decides it."""
    class_ = class_for(asked.asset, asked.class_)
    rule = UseRule.objects.present().filter(classification=class_, use=asked.use).first()
    told = causes([CODES.get(asked.use, ""), "classes-complete"], asked.on)
    found = _by_rule(asked.use, rule, class_, told)
    public = class_ is not None and class_.rank == 0
    if asked.asset is not None:
        _access(asked, found)
    if asked.asset is not None and asked.seen and asked.asset.purposes and not public:
        words = _("、").join(asked.asset.purposes)
        found.facts.append(_("Only for its purposes: %(purposes)s") % {"purposes": words})
    if asked.service is not None or (asked.use in {Use.AI, Use.CLOUD} and not public):
        put_into(asked.service, class_, found, ai=asked.use == Use.AI)
    if found.verdict != Verdict.NO and not public:
        _starts(asked, class_, found)
    return found


def _access(asked: Question, found: Answer) -> None:
    """Where roles open the asset, somebody without one of them may do nothing with it."""
    asset, on = asked.asset, asked.on
    assert asset is not None  # noqa: S101 - the caller has looked
    opened = EntitlementAsset.objects.open(on).filter(asset=asset)
    if not opened.exists() or asked.person == asset.owner_id:
        return
    rights = AccessRight.objects.open(on).filter(person=asked.person)
    mine = rights.filter(Q(asset=asset) | Q(entitlement__in=opened.values("entitlement")))
    if mine.exists():
        found.facts.append(_("You have an access right to it on record."))
        return
    found.verdict = Verdict.NO
    found.facts.append(_("No access right of yours to it is on record. Please ask for one first."))
    found.starts.append((_("Ask for an access right"), reverse("new", args=["access_rights"])))


def _starts(asked: Question, class_: Classification | None, found: Answer) -> None:
    """The record or request it begins, with what is known filled in."""
    if (asked.party is not None and asked.use in OUTWARD) or asked.use == Use.DISCLOSE:
        _outward(asked, class_, found)
    if asked.use in {Use.CARRY, Use.USB}:
        rule = TransportRule.objects.present().filter(classification=class_).first()
        if rule is not None and rule.methods:
            named = dict(Carriage.choices)
            ways = _("、").join(str(named[m]) for m in rule.methods)
            found.facts.append(_("Ways allowed: %(ways)s") % {"ways": ways})
        if rule is None or rule.permit:
            found.starts.append((_("Ask for a take-out permit"), ask("takeouts", asked.asset)))
    if asked.use == Use.DISPOSE:
        found.starts.append((_("Ask for disposal"), ask("disposals", asked.asset)))


def _outward(asked: Question, class_: Classification | None, found: Answer) -> None:
    """To somebody outside: a permit in force, or the way to one."""
    rank = class_.rank if class_ else 0
    permits = DisclosurePermit.objects.permitted(asked.on).filter(classification__rank__gte=rank)
    permits = permits.filter(party=asked.party) if asked.party else permits.none()
    permit = permits.filter(Q(asset=None) | Q(asset=asked.asset)).select_related("nda").first()
    nda = Nda.objects.lets_out(asked.on).filter(party=asked.party).first() if asked.party else None
    more = {"party": asked.party.number} if asked.party else {}
    if permit is not None:
        found.facts.append(
            _("Permit %(number)s is in force until %(day)s.")
            % {"number": permit.number, "day": dates.day(permit.ends_on)}
        )
        _marking(permit.nda, found)
        href = ask("disclosures", asked.asset, permit=permit.number, **more)
        found.starts.append((_("Record the disclosure today"), href))
        return
    found.verdict = Verdict.NO
    found.facts.append(
        _("No permit to disclose this to them is in force. Please ask for one first.")
        if asked.party
        else _("It depends on the receiver. Please choose the counterparty.")
    )
    if asked.party:
        found.facts.append(
            _("An agreement with them is valid: %(nda)s") % {"nda": nda.number}
            if nda
            else _("No valid confidentiality agreement with them: another ground is needed.")
        )
    more |= {"ground": "nda", "nda": nda.number} if nda else {}
    found.starts.append(
        (_("Ask for a permit to disclose"), ask("disclosure_permits", asked.asset, **more))
    )


def _marking(nda: Nda | None, found: Answer) -> None:
    if nda is not None and nda.marking:
        words = {"holder": nda.marking_holder or "—", "word": nda.marking_word or "—"}
        found.facts.append(_("Mark it with “%(word)s” and the holder “%(holder)s”.") % words)


def ask(register: str, asset: Asset | None, **known: str) -> str:
    """The page that asks for it: the one of the asset, else the plain form."""
    if asset is None:
        home = reverse("new", kwargs={"name": register})
    else:
        home = reverse("keeping-ask", kwargs={"key": asset.number, "name": register})
    return f"{home}?{urlencode(known)}" if known else home
