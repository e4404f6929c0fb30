"""What must be so with information assets: known, classified, marked, with a purpose."""

from datetime import date

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.measure import lacking
from sekisho.domains.assets.models import Asset
from sekisho.domains.assets.words import Ownership
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of, manager_or_owner
from sekisho.obligations.words import missing, the_latest, truth, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After

CLASSIFY_DAYS = settings.declare(
    "assets.classify_days", 7, _("Days to classify a new asset"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip
PROTECT_DAYS = settings.declare(
    "assets.protect_days", 30, _("Days to protect an asset as its class requires"), most=180,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), group=_("Information assets"),
)  # fmt: skip
LABEL_DAYS = settings.declare(
    "assets.label_days", 14, _("Days to apply the label of a class"), unit=_("days"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip


def in_use(on: date) -> Rows:
    return Asset.objects.in_use(on)


@obligation(
    "assets-classified",
    of=Asset,
    among=in_use,
    duties=("O026", "O050"),
    title=_("Every asset is classified by its manager"),
    criterion=_(
        "The unit's manager decides the class within %(assets.classify_days)s days of registration."
    ),
    remedy=_("Decide the class of the asset."),
    act=_("Decide the class"),
    verb="classify",
    reads={"assets": "", "appointments": "unit__appointments"},
    notice=3,
    answers="manager",
    settings=("assets.classify_days",),
)
def classified(assets: Rows, on: date) -> Rows:
    """Within some days of registration the manager of its unit has decided an asset's class."""
    decided = Q(classification__isnull=False, class_decided_on__lte=on)
    due = After("registered_on", CLASSIFY_DAYS())
    return assets.annotate(due_on=unless(decided, due=due), assignee=manager_of("unit", on))


@obligation(
    "assets-identified",
    of=Asset,
    among=in_use,
    duties=("O052",),
    title=_("Every asset has an owner, a place and a medium"),
    criterion=_("Number, owner, place and medium are registered."),
    remedy=_("Fill in the owner, the place and the medium."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
)
def identified(assets: Rows, on: date) -> Rows:
    """An asset can be told apart and found: who owns it, where it is, on what."""
    blank = missing("location", "media") | Q(owner__isnull=True)
    return assets.annotate(
        due_on=unless(~blank, due=F("registered_on")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "assets-purposed",
    of=Asset,
    among=in_use,
    duties=("O067",),
    title=_("Every asset has its purposes of use"),
    criterion=_("At least one purpose is registered for each asset."),
    remedy=_("Write what the asset may be used for."),
    act=_("Write the purpose"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
)
def purposed(assets: Rows, on: date) -> Rows:
    """An asset says what it may be used for."""
    stated = ~Q(purposes="")
    return assets.annotate(
        due_on=unless(stated, due=F("registered_on")), assignee=manager_of("unit", on)
    )


@obligation(
    "assets-protected",
    of=Asset,
    among=in_use,
    duties=("O003",),
    title=_("Every asset is protected as its class requires"),
    criterion=_("Within %(assets.protect_days)s days of deciding the class, the measures "
                "that class, medium and personal data ask for are in place."),
    remedy=_("Put the missing measures in place and record them; classify what has no class."),
    act=_("Record a measure"),
    verb="add",
    reads={"assets": "", "classes": "classification", "appointments": "unit__appointments",
           "measures": ("measures", "classification__measures")},
    answers="manager",
    minutes=15,
    settings=("assets.protect_days",),
)  # fmt: skip
def protected(assets: Rows, on: date) -> Rows:
    """Days after its class was decided; without a class nobody can say what it needs."""
    decided = Coalesce(F("class_decided_on"), F("registered_on"))
    due = After(the_latest(decided, "registered_on"), PROTECT_DAYS())
    return assets.annotate(
        due_on=unless(~lacking(on), due=due),
        unknown=truth(Q(classification=None)),
        assignee=manager_of("unit", on),
    )


@obligation(
    "assets-owned-said",
    of=Asset,
    among=in_use,
    duties=("O008",),
    title=_("Every asset says whose information it is"),
    criterion=_("Ownership is registered; what is entrusted or shared names its contract."),
    remedy=_("Say whose information it is, and for others' information under which contract."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=2,
)
def owned_said(assets: Rows, on: date) -> Rows:
    """Own information stands for itself; others' information is held under some contract."""
    met = Q(ownership=Ownership.OWN) | (~Q(ownership="") & ~Q(contract=""))
    return assets.annotate(
        due_on=unless(met, due=F("registered_on")), assignee=manager_of("unit", on)
    )


@obligation(
    "assets-origin-said",
    of=Asset,
    among=in_use,
    duties=("O018",),
    title=_("What comes from outside says from where and on what basis"),
    criterion=_("Origin and lawful basis are registered for information obtained from outside."),
    remedy=_("Say whether it was obtained from outside; if so from whom and on what basis."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=2,
)
def origin_said(assets: Rows, on: date) -> Rows:
    """Unknown while nobody said whether the information came from outside."""
    others = Q(ownership__in=(Ownership.ENTRUSTED, Ownership.SHARED))
    outside = Q(external=True) | others
    blank = Q(origin="") | Q(lawful_basis="")
    return assets.annotate(
        due_on=unless(~(outside & blank), due=F("registered_on")),
        unknown=truth(Q(external=None) & ~others),
        assignee=manager_of("unit", on),
    )


@obligation(
    "assets-class-reviewed",
    of=Asset,
    among=lambda on: in_use(on).filter(class_decided_on__lte=on),
    duties=("O028",),
    title=_("The class of every asset is reviewed once a year"),
    criterion=_("The manager confirms or changes the class (%(cadence.yearly)s)."),
    remedy=_("Look whether the class still fits: confirm it or decide another."),
    act=_("Confirm the class"),
    verb="review_class",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
    minutes=2,
    settings=("cadence.yearly", "calendar.first_month"),
)
def class_reviewed(assets: Rows, on: date) -> Rows:
    """Deciding the class counts as looking at it."""
    looked = Case(
        When(class_reviewed_on__gt=F("class_decided_on"), class_reviewed_on__lte=on,
             then=F("class_reviewed_on")),
        default=F("class_decided_on"),
    )  # fmt: skip
    return assets.annotate(
        due_on=yearly(looked, since=F("class_decided_on")), assignee=manager_of("unit", on)
    )


@obligation(
    "assets-labelled",
    of=Asset,
    among=lambda on: in_use(on).filter(classification__label_required=True),
    duties=("O051",),
    title=_("Every asset that needs a label bears it"),
    criterion=_(
        "The label of the class is applied within %(assets.label_days)s days of the decision."
    ),
    remedy=_("Apply the label of the class and confirm it."),
    act=_("Confirm that the label is applied"),
    verb="label",
    reads={"assets": "", "classes": "classification", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    minutes=3,
    settings=("assets.label_days",),
)
def labelled(assets: Rows, on: date) -> Rows:
    """A label counts once it is applied; a new class makes it missing again."""
    decided = Coalesce(F("class_decided_on"), F("registered_on"))
    return assets.annotate(
        due_on=unless(Q(label_applied_on__lte=on), due=After(decided, LABEL_DAYS())),
        assignee=manager_of("unit", on),
    )
