"""Regulations and manuals: they exist, are complete, and are looked at again in time."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Kind, ReviewCycle
from sekisho.domains.documents.models import Document, Review, Version
from sekisho.domains.people.models import Company
from sekisho.obligations.company import not_in_force_since, the_company
from sekisho.obligations.obligation import Obligation, Rows, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.words import exists, latest, truth, unless, yearly
from sekisho.registers.datesql import MonthEndAfter
from sekisho.registers.errors import Text
from sekisho.registers.rights import Role


def must_exist(kind: str, code: str, duty: str, title: Text, remedy: Text) -> Obligation:
    """The obligation that some document of ``kind`` is in force."""

    @obligation(
        code,
        of=Company,
        among=the_company,
        duties=(duty,),
        title=title,
        criterion=_("A version of such a document is approved, published and effective."),
        remedy=remedy,
        act=_("Publish the document"),
        verb="publish",
        reads={"companies": "", "documents": None, "versions": None, "appointments": None},
        dated=True,
        minutes=60,
    )
    def in_force(companies: Rows, on: date) -> Rows:
        there = Exists(Version.objects.of_kind(kind).in_force(on))
        return companies.annotate(
            due_on=unless(there, due=not_in_force_since(on, kind)), assignee=holder(Role.CHAIR, on)
        )

    return in_force


must_exist(
    Kind.REGULATION, "regulation-in-force", "O022",
    _("A management regulation is in force"),
    _("Draw up the management regulation, have it approved and publish it."),
)  # fmt: skip
must_exist(
    Kind.MANUAL, "manual-in-force", "O023",
    _("A management manual is in force"),
    _("Draw up the management manual, have it approved and publish it."),
)  # fmt: skip
must_exist(
    Kind.PERSONAL, "personal-rules-in-force", "O014",
    _("Rules of their own for personal information are in force"),
    _("Draw up the rules on personal information, have them approved and publish them."),
)  # fmt: skip


def kept(on: date, *kinds: str) -> Rows:
    """Documents of ``kinds`` (of all kinds if none is named) in force, with their last approval."""
    rows = Document.objects.of_kind(*kinds or Kind.values).in_force(on)
    current = Version.objects.in_force(on)
    return rows.annotate(current_since=latest(current, "effective_on", document="pk"))


@obligation(
    "personal-rules-first",
    of=Document,
    among=lambda on: kept(on, Kind.PERSONAL),
    duties=("O014",),
    title=_("The rules on personal information say that they come first"),
    criterion=_("The document states which text comes first where two differ."),
    remedy=_("Write down which document comes first where two say different things."),
    act=_("Fill in"),
    verb="change",
    reads={"documents": "", "versions": "versions"},
)
def personal_rules_first(documents: Rows, on: date) -> Rows:
    """The stricter rules win, and the document says so."""
    del on
    return documents.annotate(
        due_on=unless(~Q(precedence=""), due=F("current_since")), assignee=F("owner_id")
    )


@obligation(
    "manuals-complete",
    of=Document,
    among=lambda on: kept(on, Kind.MANUAL),
    duties=("O023",),
    title=_("The manual has every section it needs, each with an owner"),
    criterion=_("Every required topic has a section, and the section an owner."),
    remedy=_("Add the missing sections of the manual and name an owner for each."),
    act=_("Add a section"),
    verb="add",
    reads={"documents": "", "versions": "versions", "sections": "sections"},
    minutes=30,
)
def manuals_complete(documents: Rows, on: date) -> Rows:
    """No required topic is without a section that somebody keeps."""
    del on
    lacking = Document.objects.lacking_sections().filter(pk=OuterRef("pk"))
    return documents.annotate(
        due_on=unless(~Exists(lacking), due=F("current_since")), assignee=F("owner_id")
    )


@obligation(
    "documents-owned",
    of=Document,
    among=kept,
    duties=("O035",),
    title=_("Every document in force has an owner and an approver"),
    criterion=_("The owner is registered, and so is who approved the version in force."),
    remedy=_("Name the owner of the document; a version without approver is approved anew."),
    act=_("Name the owner"),
    verb="change",
    reads={"documents": "", "versions": "versions", "appointments": None},
)
def documents_owned(documents: Rows, on: date) -> Rows:
    """Somebody keeps the document, and somebody answered for the text that is in force."""
    approved = Version.objects.in_force(on).filter(approved_by__isnull=False)
    met = Q(owner__isnull=False) & Q(exists(approved, document="pk"))
    return documents.annotate(
        due_on=unless(met, due=F("current_since")),
        assignee=Coalesce(F("owner_id"), holder(Role.CHAIR, on)),
    )


def reviewed(documents: Rows, on: date) -> Rows:
    """Due again after each document's own cycle, counted from its last approved review."""
    documents = documents.annotate(
        reviewed_on=latest(Review.objects.approved(on), "held_on", document="pk")
    )
    start = Coalesce(F("reviewed_on"), F("current_since"))
    by_months = When(
        review_cycle=ReviewCycle.MONTHS, review_months__isnull=False,
        then=MonthEndAfter(start, "review_months"),
    )  # fmt: skip
    due = Case(
        by_months,
        default=yearly(F("reviewed_on"), since=F("current_since")),
        output_field=DateField(),
    )
    return documents.annotate(due_on=due, assignee=F("owner_id"))


@obligation(
    "documents-reviewed",
    of=Document,
    among=lambda on: kept(on).exclude(kind=Kind.POLICY),
    duties=("O014", "O022", "O023", "O035"),
    title=_("Every regulation and manual is reviewed in time"),
    criterion=_(
        "An approved review within the document's own cycle; where it has none: %(cadence.yearly)s."
    ),
    remedy=_("Look whether the document still fits, and have the review approved."),
    act=_("Record the review"),
    verb="add",
    reads={"documents": "", "versions": "versions", "reviews": "reviews"},
    notice=30,
    minutes=60,
    settings=("cadence.yearly", "calendar.first_month"),
)
def documents_reviewed(documents: Rows, on: date) -> Rows:
    """Reviewing is what falls due, not revising."""
    return reviewed(documents, on)


@obligation(
    "policy-reviewed",
    of=Document,
    among=lambda on: kept(on, Kind.POLICY),
    duties=("O035", "O124"),
    title=_("The policy is reviewed in time"),
    criterion=_(
        "An approved review, whether a revision is needed or not, within the "
        "document's own cycle, else %(cadence.yearly)s. Without any review on record it is unknown."
    ),
    remedy=_("Look whether the policy still fits, and have the review approved."),
    act=_("Record the review"),
    verb="add",
    reads={"documents": "", "versions": "versions", "reviews": "reviews"},
    notice=30,
    minutes=60,
    settings=("cadence.yearly", "calendar.first_month"),
)
def policy_reviewed(documents: Rows, on: date) -> Rows:
    """Nobody knows of a policy that was never reviewed on record whether it still fits."""
    found = reviewed(documents, on)
    return found.annotate(unknown=truth(Q(reviewed_on__isnull=True)))
