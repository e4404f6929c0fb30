"""People: known with their dates, contractors answered for, accounts and pledges in order."""

from datetime import date

from django.db.models import Case, DateField, F, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.company import PeopleSource
from sekisho.domains.people.models import Account, Company, Person, Pledge
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import after_leave, manager_of
from sekisho.obligations.words import NOTHING, exists, registered, the_earlier, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.exchange.imports import Import

SHEET_DAYS = settings.declare(
    "people.sheet_days", 31, _("Age of the register of people kept from a list"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=366, group=_("People"),
)  # fmt: skip
DIRECTORY_DAYS = settings.declare(
    "people.directory_days", 1, _("Age of the register of people kept from a directory"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), most=31, group=_("People"),
)  # fmt: skip
LIMITED = ("temporary", "dispatched", "contractor")


def in_service(on: date) -> Rows:
    return Person.objects.in_service(on)


@obligation(
    "people-described",
    of=Person,
    among=in_service,
    duties=("O004",),
    title=_("Everyone is registered with unit and term"),
    criterion=_("Each person has a unit; people employed or sent for a time have a last day."),
    remedy=_("Fill in the unit, and the last day of those who are here for a time."),
    act=_("Fill in"),
    verb="change",
    reads={"people": ""},
    minutes=2,
)
def people_described(people: Rows, on: date) -> Rows:
    """The person can be found in the organisation, and a term has an end."""
    del on
    endless = Q(employment__in=LIMITED, ends_on=None, contract_ends_on=None)
    blank = Q(unit__isnull=True) | endless
    return people.annotate(due_on=unless(~blank, due=F("starts_on")))


@obligation(
    "people-in-step",
    of=Company,
    among=the_company,
    duties=("O004",),
    title=_("The register of people is in step with its source"),
    criterion=_(
        "Compared at least every %(people.sheet_days)s days with a list, every "
        "%(people.directory_days)s days with a directory."
    ),
    remedy=_("Import the present list of people, or record that the directory was compared."),
    act=_("Import people"),
    verb="change",
    reads={"companies": "", "imports": None},
    notice=3,
    minutes=15,
    settings=("people.sheet_days", "people.directory_days"),
)
def people_in_step(companies: Rows, on: date) -> Rows:
    """As old as the source allows; unknown when nobody said whence people come, or since when."""
    imported = Import.objects.filter(register="people", done_on__lte=on).order_by("-done_on")
    last = Subquery(imported.values("done_on")[:1])
    said = Case(When(people_synced_on__lte=on, then=F("people_synced_on")))
    companies = companies.annotate(last=last, said=said)
    both = When(last__gt=F("said"), then=F("last"))
    companies = companies.annotate(synced=Case(both, default=Coalesce(F("said"), F("last"))))
    due = Case(
        When(people_source=PeopleSource.DIRECTORY, then=After("synced", DIRECTORY_DAYS())),
        default=After("synced", SHEET_DAYS()),
        output_field=DateField(),
    )
    unsaid = Q(people_source="") | Q(synced__isnull=True)
    return companies.annotate(due_on=due, unknown=truth(unsaid))


@obligation(
    "accounts-answered-for",
    of=Account,
    among=lambda on: Account.objects.open(on).exclude(kind="service"),
    duties=("O004",),
    title=_("Every open account belongs to a person in service"),
    criterion=_("No account is open without its person; an outside auditor's has a last day."),
    remedy=_("Close the account, or name the person it belongs to."),
    act=_("Open the account"),
    verb="change",
    reads={"accounts": "", "people": "person"},
    answers="admin",
    notice=0,
    minutes=2,
)
def accounts_answered_for(accounts: Rows, on: date) -> Rows:
    """Closed by the day its person left; without a person it should never have been open."""
    auditor = Q(kind="auditor", expires_on__isnull=False)
    met = auditor | (Q(kind="person") & Q(exists(not_gone(on), pk="person")))
    left = the_earlier(F("person__ends_on"), F("person__contract_ends_on"))
    return accounts.annotate(due_on=unless(met, due=Coalesce(left, registered())))


def not_gone(on: date) -> Rows:
    """People who have not left by ``on``, those who have yet to join among them."""
    stays = Q(ends_on=None) | Q(ends_on__gte=on)
    bound = Q(contract_ends_on=None) | Q(contract_ends_on__gte=on)
    return Person.objects.present().filter(stays, bound)


def contractors(on: date) -> Rows:
    """Staff of contractors who began and of whom nobody said that they have left."""
    here = Q(ends_on=None) | Q(ends_on__gte=on)
    return Person.objects.present().filter(here, employment="contractor", starts_on__lte=on)


@obligation(
    "contractors-answered-for",
    of=Person,
    among=contractors,
    duties=("O005",),
    title=_("Every contractor's worker has a responsible employee and a last day"),
    criterion=_("A responsible employee in service and an end of contract that has not passed."),
    remedy=_("Name the responsible employee; renew the last day, or record that they left."),
    act=_("Fill in"),
    verb="change",
    reads={"people": ("", "sponsor"), "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
)
def contractors_answered_for(people: Rows, on: date) -> Rows:
    """At once for what is missing; else by the last day of the contract, unless leaving by then."""
    sponsored = exists(Person.objects.in_service(on), pk="sponsor")
    leaving = Q(ends_on__isnull=False, ends_on__lte=F("contract_ends_on"))
    due = Case(
        When(~Q(sponsored) | Q(contract_ends_on=None), then=F("starts_on")),
        When(leaving, then=NOTHING),
        default=F("contract_ends_on"),
        output_field=DateField(),
    )
    return people.annotate(due_on=due, assignee=manager_of("unit", on))


def own_people(on: date) -> Rows:
    """Officers, employees and dispatched workers; contractors are bound by their contract."""
    return Person.objects.in_service(on).exclude(employment="contractor")


@obligation(
    "pledged-on-joining",
    of=Person,
    among=own_people,
    duties=("O012",),
    title=_("Everyone is bound to secrecy when they join"),
    criterion=_(
        "By the first day a pledge that also keeps out secrets of former employers, or a record "
        "of what binds the person instead."
    ),
    remedy=_("Ask for the pledge and record the answer."),
    act=_("Record the pledge"),
    verb="add",
    reads={"people": "", "pledges": "pledges", "leaves": "leaves"},
    minutes=10,
)
def pledged_on_joining(people: Rows, on: date) -> Rows:
    """Signed, declared from an earlier record, or refused and answered by another means."""
    joining = Pledge.objects.answered().filter(occasion="joining").exclude(signed_on__gt=on)
    whole = joining.exclude(outcome="signed", no_former_secrets__isnull=True)
    whole = whole.exclude(outcome="signed", no_former_secrets=False)
    met = Q(exists(whole, person="pk")) | by_agency("joining")
    unsaid = joining.filter(outcome="signed", no_former_secrets__isnull=True)
    silent = Q(exists(unsaid, person="pk"))
    due = unless(met, due=after_leave("starts_on"))
    return people.annotate(due_on=due, unknown=truth(silent & ~met))


def by_agency(occasion: str) -> Q:
    """Dispatched workers are bound by agreement with the company that sends them."""
    agreed = Pledge.objects.secrecy().filter(occasion=occasion, alternative__contains=",agency,")
    return Q(employment="dispatched") & Q(exists(agreed, person="pk"))


def leavers(on: date) -> Rows:
    """Those of whom it is known by when they leave, unless that was before the policy began."""
    last = Coalesce(F("last_working_on"), F("ends_on"))
    rows = Person.objects.present().filter(starts_on__lte=on).annotate(last_day=last)
    began = settings.value("obligations.started_on") or date.min
    rows = rows.filter(last_day__isnull=False, last_day__gte=began)
    return rows.exclude(employment="contractor")


@obligation(
    "pledged-on-leaving",
    of=Person,
    among=leavers,
    duties=("O012",),
    title=_("Everyone who leaves is asked to keep secrets"),
    criterion=_("Asked by the last day at work; a refusal is answered by another means."),
    remedy=_("Ask for the pledge by the last day at work and record the answer."),
    act=_("Record the pledge"),
    verb="add",
    reads={"people": "", "pledges": "pledges"},
    notice=30,
    minutes=15,
)
def pledged_on_leaving(people: Rows, on: date) -> Rows:
    """Nobody can be made to sign: asked, and answered by signature or by another means."""
    leaving = Pledge.objects.answered().filter(occasion="leaving").exclude(signed_on__gt=on)
    asked = Q(exists(leaving.exclude(asked_on__gt=on), person="pk"))
    return people.annotate(due_on=unless(asked | by_agency("leaving"), due=F("last_day")))
