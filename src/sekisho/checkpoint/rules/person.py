"""Rules about the person: identity, standing, training."""

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.index import debts
from sekisho.checkpoint.index.facts import ALWAYS, Debt
from sekisho.checkpoint.rules.case import Case, Failure, iso

STRONG = frozenset({"hwk", "swk", "phr", "phrh", "webauthn", "fido", "passkey"})
SECOND = frozenset({"mfa", "otp", "sms", "totp", "push"}) | STRONG


def account(case: Case) -> Failure | None:
    known = case.index.accounts.get(case.person.id)
    if known is None:
        return None  # signs in elsewhere; the enforcement point has seen to it
    active, expires = known
    if not active or expires < case.on:
        return Failure("account_closed", _("The account is closed."))
    case.until_day(expires)
    return None


def identity(case: Case) -> Failure | None:
    """Recent and strong enough a proof of who it is."""
    terms, signals = case.terms, case.signals
    if terms.mfa == "none":
        return None
    if signals.mfa_at is None:
        words = _("It is not known how and when the identity was proved.")
        return Failure("mfa_unknown", words, unknown=True, advice="step_up")
    age = case.now - signals.mfa_at
    minutes = terms.mfa_seconds // 60
    if age < -60 or age > terms.mfa_seconds:
        words = _("The identity was proved %(age)s minutes ago; at most %(most)s are allowed.")
        return Failure(
            "mfa_stale", words, {"age": int(age // 60), "most": minutes}, advice="step_up"
        )
    if terms.mfa == "strong" and not signals.methods & STRONG:
        words = _("A passkey or another phishing-resistant proof is needed.")
        return Failure("mfa_weak", words, advice="step_up")
    if not signals.methods & SECOND:
        return Failure("mfa_weak", _("A second factor is needed."), advice="step_up")
    case.until_moment(signals.mfa_at + terms.mfa_seconds)
    return None


def employed(case: Case) -> Failure | None:
    person = case.person
    if case.on < person.starts:
        return Failure("not_begun", _("Work begins on %(day)s."), {"day": iso(person.starts)})
    if case.on > person.ends:
        words = _("Employment or contract ended on %(day)s.")
        return Failure("not_employed", words, {"day": iso(person.ends)})
    case.until_day(person.ends)
    return None


def person_free(case: Case) -> Failure | None:
    index = case.index
    if len(index.frozen_people) == 0 == len(index.frozen_units):
        return None
    number = index.frozen_people.get(case.person.id) or index.frozen_unit(case.person.unit)
    if number:
        words = _("Access by this person is frozen (%(number)s).")
        return Failure("person_frozen", words, {"number": number})
    return None


def _paid(case: Case, codes: tuple[str, ...], late: Failure, unsaid: Failure) -> Failure | None:
    debt: Debt = debts.owed(case.index, codes, case.person.id, case.on)
    if debt.due < case.on:
        return late._replace(values={"day": iso(debt.due)})
    if debt.unknown:
        return case.gap(unsaid)
    case.until_day(debt.due)
    return None


def acknowledged(case: Case) -> Failure | None:
    if not case.terms.acknowledged:
        return None
    late = Failure(
        "not_acknowledged",
        _("The rules in force had to be acknowledged by %(day)s."),
        advice="acknowledge",
    )
    unsaid = Failure(
        "acknowledgement_unknown", _("It is not known whether the rules are acknowledged.")
    )
    return _paid(case, debts.ACKNOWLEDGED, late, unsaid)


def pledged(case: Case) -> Failure | None:
    """Bound to secrecy; for staff of others, their company too."""
    if not case.terms.pledged:
        return None
    late = Failure(
        "not_pledged", _("The record of what binds the person was due on %(day)s and is missing.")
    )
    unsaid = Failure("pledge_unknown", _("It is not known whether the person is bound to secrecy."))
    return _paid(case, debts.PLEDGED, late, unsaid) or _company(case)


def _company(case: Case) -> Failure | None:
    if case.person.employment != "contractor":
        return None
    name = case.person.supplier
    if not name or name not in case.index.suppliers:
        words = _("No company that sends the person is registered.")
        return case.gap(Failure("supplier_unknown", words))
    until = case.index.bound.get(name)
    if until is None or until < case.on:
        words = _("No confidentiality agreement with “%(name)s” is in force.")
        return Failure("supplier_unbound", words, {"name": name})
    case.until_day(min(ALWAYS, until))
    return _entrusted(case, name)


def _entrusted(case: Case, name: str) -> Failure | None:
    """The person's company works for us, and its measures were found good enough."""
    until = case.index.engaged.get(name)
    if until is None:
        words = _("No work under way is entrusted to “%(name)s”.")
        return case.gap(Failure("supplier_not_engaged", words, {"name": name}))
    if until < case.on:
        words = _("The measures of “%(name)s” are not approved, or the approval has run out.")
        return Failure("supplier_not_approved", words, {"name": name})
    case.until_day(until)
    return None


def trained(case: Case) -> Failure | None:
    if not case.terms.trained:
        return None
    late = Failure("not_trained", _("The training was due on %(day)s."), advice="training")
    words = _("There is no record of training.")  # nothing to take: no way through for them alone
    unsaid = Failure("training_unknown", words, advice="unrecorded")
    failure = _paid(case, debts.TRAINED, late, unsaid)
    if failure is None and debts.outstanding(case.index, debts.FIRST, case.person.id, case.on):
        words = _("The joining course comes before such information.")
        return Failure("not_trained_yet", words, advice="training")
    return failure
