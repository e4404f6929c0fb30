"""Personal information: known, counted, recorded as the law asks, and protected more strictly.

Act on the Protection of Personal Information, art. 17 to 32; My Number Act, art. 12.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset_rows import undetailed
from sekisho.domains.assets.measure import lacking, required
from sekisho.domains.assets.models import Asset, PersonalData
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import NOTHING, exists, truth, unless


@obligation(
    "assets-personal-said",
    of=Asset,
    among=Asset.objects.in_use,
    duties=("O015",),
    title=_("Every asset says whether it holds personal information"),
    criterion=_("The kinds of personal data are registered; “none” is an answer, silence is not."),
    remedy=_("Say which kinds of personal data the asset holds, or that it holds none."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=2,
)
def personal_said(assets: Rows, on: date) -> Rows:
    """Unknown while nobody has said."""
    return assets.annotate(
        due_on=NOTHING, unknown=truth(Q(personal=())), assignee=manager_of("unit", on)
    )


def with_personal_data(on: date) -> Rows:
    return Asset.objects.in_use(on).with_personal_data()


@obligation(
    "personal-assets-guarded",
    of=Asset,
    among=with_personal_data,
    duties=("O015",),
    title=_("Personal information is counted and protected more strictly"),
    criterion=_(
        "Each kind says of how many people; importance is 3; the stricter measures are in place."
    ),
    remedy=_("Register each kind with the number of people, and put the measures in place."),
    act=_("Register the details"),
    verb="add",
    reads={"assets": "", "personal_data": "personal_lines",
           "measures": ("measures", "classification__measures"),
           "appointments": "unit__appointments"},
    answers="manager",
    minutes=15,
)  # fmt: skip
def personal_guarded(assets: Rows, on: date) -> Rows:
    """Every declared kind is counted, and the measures personal data asks for are working."""
    stricter = [rule for rule in required() if rule.personal]
    uncounted = exists(PersonalData.objects.present().filter(count_band=""), asset="pk")
    met = Q(importance=3) & ~undetailed() & ~Q(uncounted) & ~lacking(on, stricter)
    return assets.annotate(
        due_on=unless(met, due=F("registered_on")), assignee=manager_of("unit", on)
    )


def lines(on: date) -> Rows:
    """Lines of the personal data register whose asset is in use."""
    held = Asset.objects.in_use(on).filter(pk=OuterRef("asset"))
    return PersonalData.objects.present().filter(Exists(held))


@obligation(
    "personal-data-recorded",
    of=PersonalData,
    among=lines,
    duties=("O016",),
    title=_("Each kind of personal data is recorded as the law asks"),
    criterion=_(
        "Purpose and how it was made known, source, consent where needed, provision and retention."
    ),
    remedy=_("Fill in what is missing in the personal data register."),
    act=_("Fill in"),
    verb="change",
    reads={"personal_data": "", "assets": "asset", "appointments": "asset__unit__appointments"},
    answers="manager",
    minutes=10,
)
def personal_recorded(rows: Rows, on: date) -> Rows:
    """For My Number also the affair, the people handling it and the area."""
    whole = Exists(PersonalData.objects.complete().filter(pk=OuterRef("pk")))
    return rows.annotate(
        due_on=unless(whole, due=F("asset__registered_on")),
        assignee=manager_of("asset__unit", on),
    )
