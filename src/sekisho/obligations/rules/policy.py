"""The policy itself: in force, approved, known to everyone, looked at again every year."""

from datetime import date

from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Acknowledgement, Campaign, Document, Version
from sekisho.domains.people.models import Company, Person
from sekisho.obligations.company import not_in_force_since, the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, in_office, paused, self_or_sponsor
from sekisho.obligations.words import exactly, exists, the_latest, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterDays
from sekisho.registers.rights import Role

ACKNOWLEDGE_DAYS = settings.declare(
    "policy.acknowledge_days", 14, _("Days to acknowledge a new version"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Policies and regulations"),
)  # fmt: skip
ANNOUNCE_DAYS = settings.declare(
    "policy.announce_days", 7, _("Days to ask everyone to read a new version"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=90, group=_("Policies and regulations"),
)  # fmt: skip
RULES = (Kind.REGULATION, Kind.MANUAL, Kind.PERSONAL)


def policies(on: date) -> Rows:
    return Document.objects.of_kind(Kind.POLICY).in_force(on)


@obligation(
    "policy-in-force",
    of=Company,
    among=the_company,
    duties=("O001",),
    title=_("A security policy is in force"),
    criterion=_("An approved version of the policy is published and effective."),
    remedy=_("Have the policy approved and publish it."),
    act=_("Publish the policy"),
    verb="publish",
    reads={"companies": "", "documents": None, "versions": None, "appointments": None},
    answers="director",
    dated=True,
    minutes=30,
)
def policy_in_force(companies: Rows, on: date) -> Rows:
    """Some version of some policy is in force; due since the last one ended."""
    there = Exists(Version.objects.of_kind(Kind.POLICY).in_force(on))
    return companies.annotate(
        due_on=unless(there, due=not_in_force_since(on, Kind.POLICY)),
        assignee=holder(Role.DIRECTOR, on),
    )


@obligation(
    "policy-sound",
    of=Document,
    among=policies,
    duties=("O001",),
    title=_("The policy in force is the one that was approved"),
    criterion=_(
        "Exactly one version is in force, approved by the director in charge or the deputy, "
        "and published as the file that was approved."
    ),
    remedy=_("End the other version, or have the version approved and published again."),
    act=_("Open the versions"),
    verb="change",
    reads={"documents": "", "versions": "versions", "appointments": None},
    answers="director",
)
def policy_sound(documents: Rows, on: date) -> Rows:
    """One version in force, approved by one in office that day, its file unchanged since."""
    now = Version.objects.in_force(on)
    same = now.filter(published_sha256=F("original_sha256")).exclude(original_sha256="")
    by = same.filter(in_office("approved_by", "approved_on", Role.DIRECTOR, Role.DEPUTY))
    sound = Q(exactly(1, now, document="pk")) & Q(exists(by, document="pk"))
    first = now.filter(document=OuterRef("pk")).order_by("-effective_on").values("effective_on")
    return documents.annotate(
        due_on=unless(sound, due=Subquery(first[:1])), assignee=holder(Role.DIRECTOR, on)
    )


def to_acknowledge(on: date, *kinds: str) -> Rows:
    """Versions in force that bind the person of the outer query and that they did not agree to."""
    given = Acknowledgement.objects.by(on).filter(version=OuterRef("pk"))
    kind = Concat(Value(","), OuterRef("employment"), Value(","))
    binding = Q(document__binds=()) | Q(document__binds__contains=kind)
    rows = Version.objects.in_force(on).of_kind(*kinds).filter(binding)
    return rows.filter(~Exists(given.filter(person=OuterRef(OuterRef("pk")))))


def bound(on: date) -> Rows:
    """Everyone in service, once there is a policy to agree to."""
    there = Exists(Version.objects.of_kind(Kind.POLICY).in_force(on))
    return Person.objects.in_service(on).filter(there)


@obligation(
    "policy-acknowledged",
    of=Person,
    among=bound,
    duties=("O002",),
    title=_("Everyone has acknowledged the policy in force"),
    criterion=_("Within %(policy.acknowledge_days)s days of its publication or of joining; leave pauses it."),
    remedy=_("Read the policy and acknowledge it."),
    act=_("Read and acknowledge"),
    verb="add",
    reads={
        "people": "", "acknowledgements": "acknowledgements", "leaves": "leaves",
        "campaigns": None, "versions": None, "documents": None,
    },
    answers="employee",
    minutes=10,
    dated=True,
    settings=("policy.acknowledge_days",),
)  # fmt: skip
def policy_acknowledged(people: Rows, on: date) -> Rows:
    """Days after publication, request or joining, whichever came last, the person has agreed."""
    asked = Campaign.objects.started(on).filter(version=OuterRef("pk")).order_by("starts_on")
    start = Coalesce(Subquery(asked.values("starts_on")[:1]), F("published_on"))
    days = Coalesce(
        Subquery(asked.values("due_days")[:1]), ACKNOWLEDGE_DAYS(), output_field=IntegerField()
    )
    rows = to_acknowledge(on, Kind.POLICY)
    rows = rows.annotate(
        due=AfterDays(the_latest(start, "published_on", OuterRef("starts_on")), days)
    )
    owed = Subquery(rows.order_by("due").values("due")[:1])
    return paused(people, owed).annotate(assignee=self_or_sponsor())


@obligation(
    "rules-acknowledged",
    of=Person,
    among=bound,
    duties=("O002", "O022", "O023"),
    title=_("Everyone has acknowledged the regulations and sections that bind them"),
    criterion=_("By the day of each request to acknowledge; leave pauses it."),
    remedy=_("Read what you were asked to read and acknowledge it."),
    act=_("Read and acknowledge"),
    verb="add",
    reads={
        "people": "", "acknowledgements": "acknowledgements", "leaves": "leaves",
        "campaigns": None, "versions": None, "documents": None,
    },
    answers="employee",
    minutes=10,
)  # fmt: skip
def rules_acknowledged(people: Rows, on: date) -> Rows:
    """Of every version the person was asked to read, agreement by the day of the request."""
    given = Acknowledgement.objects.by(on).filter(version=OuterRef("version"))
    kind = Concat(Value(","), OuterRef("employment"), Value(","))
    asked = Campaign.objects.started(on).filter(
        Q(audience=()) | Q(audience__contains=kind),
        ~Exists(given.filter(person=OuterRef(OuterRef("pk")))),
        version__in=Version.objects.in_force(on).of_kind(*RULES),
    )
    joined = the_latest("starts_on", OuterRef("starts_on"))
    due = asked.annotate(due=AfterDays(joined, "due_days")).order_by("due").values("due")
    return paused(people, Subquery(due[:1])).annotate(assignee=self_or_sponsor())


def to_announce(on: date) -> Rows:
    return Version.objects.in_force(on).of_kind(Kind.POLICY, *RULES)


@obligation(
    "versions-announced",
    of=Version,
    among=to_announce,
    duties=("O002", "O022", "O023"),
    title=_("Everyone is asked to read each new version"),
    criterion=_(
        "A request to acknowledge starts within %(policy.announce_days)s days of publication."
    ),
    remedy=_("Ask the people it binds to read and acknowledge the version."),
    act=_("Ask for acknowledgement"),
    verb="add",
    reads={"versions": "", "documents": "document", "campaigns": "campaigns"},
    dated=True,
    notice=7,
    settings=("policy.announce_days",),
)
def versions_announced(versions: Rows, on: date) -> Rows:
    """A campaign has started for the version in force."""
    started = exists(Campaign.objects.started(on), version="pk")
    return versions.annotate(
        due_on=unless(started, due=After("published_on", ANNOUNCE_DAYS())),
        assignee=F("document__owner_id"),
    )
