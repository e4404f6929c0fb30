"""Facts of protection that each asset states itself: encryption, the service it is in, secrecy."""

from datetime import date

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.measure import lacking
from sekisho.domains.assets.models import (
    Asset,
    CensusLine,
    PersonalData,
    ProvisionRecord,
    TradeSecretSheet,
)
from sekisho.domains.assets.personal_words import Provision
from sekisho.domains.assets.storage_rule import ruled
from sekisho.domains.assets.words import Cipher, TradeSecret
from sekisho.domains.people.models import Unit
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.rules.assets import PROTECT_DAYS
from sekisho.obligations.rules.personal import lines
from sekisho.obligations.rules.units import units
from sekisho.obligations.words import exists, latest, truth, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After

STRONG = (Cipher.AES256, Cipher.AES128, Cipher.PROVIDER)
FOLLOW_DAYS = settings.declare(
    "census.follow_days", 30, _("Days to find an asset missed in the census, or to end it"),
    unit=_("days"), most=90, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("Default of practice; the policy names no number."),
)  # fmt: skip


def to_encrypt(on: date) -> Rows:
    """Assets whose class or storage rule asks for encryption."""
    by_rule = ruled(encrypted=True)
    return Asset.objects.in_use(on).filter(Q(classification__encryption_required=True) | by_rule)


@obligation(
    "assets-encrypted",
    of=Asset,
    among=to_encrypt,
    duties=("O066",),
    title=_("What its class wants encrypted is encrypted, at rest and when sent"),
    criterion=_("Within %(assets.protect_days)s days: encrypted at rest and when sent, by an allowed method, with a keeper of the key."),
    remedy=_("Encrypt it and register the method and the keeper of the key."),
    act=_("Register the encryption"),
    verb="change",
    reads={"assets": "", "classes": "classification", "appointments": "unit__appointments",
           "storage_rules": "classification__storage_rules"},
    answers="manager",
    minutes=10,
    settings=("assets.protect_days",),
)  # fmt: skip
def encrypted(assets: Rows, on: date) -> Rows:
    """Unknown while nobody said; paper and the like are under lock instead."""
    paper = Q(media=",paper,") | Q(media=",knowledge,")
    met = Q(encrypted=True, encrypted_in_transit=True, cipher__in=STRONG, key_owner__isnull=False)
    unsaid = Q(encrypted=None) | Q(encrypted_in_transit=None) | Q(cipher="")
    refused = Q(encrypted=False) | Q(encrypted_in_transit=False)
    return assets.annotate(
        due_on=unless(met | paper, due=After("registered_on", PROTECT_DAYS())),
        unknown=truth(unsaid & ~refused & ~paper),
        assignee=manager_of("unit", on),
    )


@obligation(
    "assets-fit-their-service",
    of=Asset,
    among=lambda on: Asset.objects.in_use(on).filter(
        service__isnull=False, classification__isnull=False
    ),
    duties=("O027", "O118"),
    title=_("No service holds information of a stricter class than it is approved for"),
    criterion=_("The class is within the strictest one allowed; multi-factor sign-in where asked for."),
    remedy=_("Move the information, or have the service approved for the class."),
    act=_("Change the service"),
    verb="change",
    reads={"assets": "", "classes": "classification", "services": "service",
           "appointments": "unit__appointments"},
    answers="manager",
    minutes=10,
)  # fmt: skip
def fits_service(assets: Rows, on: date) -> Rows:
    """Unknown while nobody said for which class the service is approved."""
    within = Q(classification__rank__lte=F("service__max_class__rank"))
    factor = Q(classification__mfa_required=False) | Q(service__mfa=True)
    unsaid = Q(service__max_class=None) | Q(classification__mfa_required=True, service__mfa=None)
    return assets.annotate(
        due_on=unless(within & factor, due=F("registered_on")),
        unknown=truth(unsaid),
        assignee=manager_of("unit", on),
    )


@obligation(
    "trade-secrets-held",
    of=Asset,
    among=lambda on: Asset.objects.in_use(on).filter(trade_secret=TradeSecret.SECRET),
    duties=("O003",),
    title=_("Every trade secret can be shown to be one"),
    criterion=_("Kept secret by class, label and measures; usefulness, not being public and notice to staff are written and looked at (%(cadence.yearly)s)."),
    remedy=_("Fill in the trade secret sheet, and put label and measures in place."),
    act=_("Fill in the sheet"),
    verb="add",
    reads={"assets": "", "trade_secrets": "trade_secret_sheet", "classes": "classification",
           "measures": ("measures", "classification__measures"),
           "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
    minutes=20,
    settings=("cadence.yearly", "calendar.first_month"),
)  # fmt: skip
def secrets_held(assets: Rows, on: date) -> Rows:
    """Unfair Competition Prevention Act, art. 2 (6): all three conditions, at all times."""
    sheets = TradeSecretSheet.objects.complete().filter(checked_on__lte=on)
    checked = latest(sheets, "checked_on", asset="pk")
    kept = Q(classification__rank__gte=1) & ~lacking(on)
    shown = Q(classification__label_required=False) | Q(label_applied_on__lte=on)
    due = Case(
        When(
            kept & shown & Q(checked__isnull=False), then=yearly(F("checked"), since=F("checked"))
        ),
        default=F("registered_on"),
        output_field=DateField(),
    )
    return assets.annotate(checked=checked).annotate(due_on=due, assignee=manager_of("unit", on))


@obligation(
    "census-missing-followed",
    of=Unit,
    among=units,
    duties=("O006",),
    title=_("Every asset missed in the census is found or ended"),
    criterion=_(
        "Within %(census.follow_days)s days it is seen again, or no longer held with its reason."
    ),
    remedy=_("Look for it; report an incident if it may be lost; then correct the line or end it."),
    act=_("Correct the line"),
    verb="change",
    reads={
        "units": "",
        "census_lines": "censuses__lines",
        "censuses": "censuses",
        "assets": "censuses__lines__asset",
        "appointments": "appointments",
    },
    answers="manager",
    settings=("census.follow_days",),
)
def missing_followed(rows: Rows, on: date) -> Rows:
    """Counted from the earliest day something was missed that is neither found nor ended."""
    gone = Q(asset__ended_on__lte=on)
    lost = CensusLine.objects.missing().filter(seen_on__lte=on, census__unit=OuterRef("pk"))
    first = Subquery(lost.exclude(gone).order_by("seen_on").values("seen_on")[:1])
    rows = rows.annotate(lost_on=first)
    return rows.annotate(due_on=After("lost_on", FOLLOW_DAYS()), assignee=manager_of("pk", on))


def to_record() -> Q:
    """Given to third parties in ways that must be recorded each time."""
    asks = Q(pk=None)
    for way in (Provision.CONSENT, Provision.OPT_OUT, Provision.FOREIGN):
        asks |= Q(provision__contains=f",{way},")
    return asks


@obligation(
    "provisions-recorded",
    of=PersonalData,
    among=lines,
    duties=("O016",),
    title=_("Giving personal data to third parties is on record"),
    criterion=_("Data given by consent, opt-out or abroad has its records of giving (art. 29)."),
    remedy=_("Record what was given to whom and on which ground."),
    act=_("Add a record"),
    verb="add",
    reads={"personal_data": "", "assets": "asset", "provisions": "provisions",
           "appointments": "asset__unit__appointments"},
    answers="manager",
    minutes=10,
)  # fmt: skip
def provisions_recorded(rows: Rows, on: date) -> Rows:
    """Whoever says that it is given has given it at least once since."""
    given = exists(ProvisionRecord.objects.by(on).filter(direction="gave"), line="pk")
    return rows.annotate(
        due_on=unless(Q(given) | ~to_record(), due=F("asset__registered_on")),
        assignee=manager_of("asset__unit", on),
    )
