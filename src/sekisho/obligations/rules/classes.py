"""The scheme of classes: enough of them, each with its criteria and its handling."""

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.classification import HANDLING, ClassState
from sekisho.domains.assets.models import Classification
from sekisho.domains.people.models import Company
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.words import at_least, missing, registered, unless
from sekisho.registers.rights import Role

LEAST = 3
HANDLED = tuple(name for name in HANDLING if name != "labelling")


def in_force(on: date) -> Rows:
    """Classes in force; one whose day of approval nobody recorded counts as well."""
    known = Q(approved_on=None) | Q(approved_on__lte=on)
    return Classification.objects.present().filter(known, state=ClassState.IN_FORCE)


@obligation(
    "classes-defined",
    of=Company,
    among=the_company,
    duties=("O025",),
    title=_("A scheme of security classes is in force"),
    criterion=_("At least three classes are approved and in force."),
    remedy=_("Define the classes and have them approved."),
    act=_("Define the classes"),
    verb="add",
    reads={"companies": "", "classes": None, "appointments": None},
    answers="chair",
    minutes=30,
)
def classes_defined(companies: Rows, on: date) -> Rows:
    """Strictest, middle and public at the least."""
    met = Q(at_least(LEAST, in_force(on), "rank"))
    return companies.annotate(due_on=unless(met, due=F("since")), assignee=holder(Role.CHAIR, on))


@obligation(
    "classes-complete",
    of=Classification,
    among=in_force,
    duties=("O025",),
    title=_("Every class has criteria and rules of handling"),
    criterion=_("How to store, send, carry, print, dispose of, disclose and mark is written down."),
    remedy=_("Write the criteria and the missing rules of handling."),
    act=_("Open for revision"),
    verb="revise",
    reads={"classes": "", "appointments": None},
    answers="chair",
    minutes=20,
)
def classes_complete(classes: Rows, on: date) -> Rows:
    """Nothing about handling is left open; where no label is required, marking may be."""
    unmarked = Q(label_required=True, labelling="")
    blank = missing("criteria", *HANDLED) | unmarked
    return classes.annotate(
        due_on=unless(~blank, due=Coalesce(F("approved_on"), registered())),
        assignee=holder(Role.CHAIR, on),
    )
