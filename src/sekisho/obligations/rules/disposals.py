"""The end of information: in its time, by an allowed way, with a witness, confirmed by another."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset, Disposal
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import in_charge, manager_of
from sekisho.obligations.rules.storage import CONFIRM_DAYS
from sekisho.obligations.words import NOTHING, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After

DAYS = settings.declare(
    "disposal.days", 30, _("Days to dispose of an asset after its retention is over"),
    unit=_("days"), most=180, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("Default of practice; the policy names no number."),
)  # fmt: skip
PERSONAL_DAYS = settings.declare(
    "disposal.personal_days", 14, _("Days to erase personal data after its retention is over"),
    unit=_("days"), most=60, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("APPI art. 22: without delay. The number is practice."),
)  # fmt: skip
READS = {"disposals": "", "assets": "asset", "appointments": None}


def disposable(on: date) -> Rows:
    """What is not kept for ever and on which no legal hold lies."""
    return Asset.objects.in_use(on).filter(keep_forever=False, legal_hold=False)


@obligation(
    "assets-retention-said",
    of=Asset,
    among=Asset.objects.in_use,
    duties=("O062",),
    title=_("Every asset says how long it is kept"),
    criterion=_(
        "A last day, or “for ever”, is registered; a statutory period says from when it runs."
    ),
    remedy=_("Write until when it is kept, and from when a statutory period runs."),
    act=_("Fill in"),
    verb="change",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=3,
)
def retention_said(assets: Rows, on: date) -> Rows:
    """Unknown while nobody said; nobody is late for information that has no end yet."""
    unsaid = Q(keep_until=None, keep_forever=False)
    lawful = Q(retention__isnull=False) | Q(law_years__isnull=False)
    return assets.annotate(
        due_on=NOTHING,
        unknown=truth(unsaid | (lawful & Q(law_until=None))),
        assignee=manager_of("unit", on),
    )


@obligation(
    "assets-disposed",
    of=Asset,
    among=disposable,
    duties=("O062",),
    title=_("What has outlived its retention is disposed of"),
    criterion=_(
        "Within %(disposal.days)s days (personal data %(disposal.personal_days)s) after its last day "
        "and the statutory minimum, unless on hold."
    ),
    remedy=_("Ask for its disposal, or write why it is kept longer."),
    act=_("Ask for disposal"),
    verb="add",
    reads={"assets": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
    minutes=10,
    settings=("disposal.days", "disposal.personal_days"),
)
def disposed(assets: Rows, on: date) -> Rows:
    """Both clocks must have run out: the one of the law and the one of the purpose."""
    over = Greatest(F("keep_until"), Coalesce(F("law_until"), F("keep_until")))
    personal = Asset.objects.with_personal_data().filter(pk=OuterRef("pk"))
    due = Case(
        When(Exists(personal), then=After("over", PERSONAL_DAYS())),
        default=After("over", DAYS()),
        output_field=DateField(),
    )
    return assets.annotate(over=over).annotate(due_on=due, assignee=manager_of("unit", on))


@obligation(
    "disposals-proper",
    of=Disposal,
    among=Disposal.objects.carried_out,
    duties=("O062",),
    kind=Kind.EVENT,
    title=_("Information is disposed of only as permitted and by a way its class allows"),
    criterion=_(
        "Approved before by the manager of the unit; an allowed way; a witness if required."
    ),
    remedy=_("Record the cause and a corrective action for the disposal."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS | {"disposal_methods": None},
    answers="manager",
)
def proper(rows: Rows, on: date) -> Rows:
    before = Q(approved_on__lte=F("executed_on")) & ~Q(approved_by=F("requested_by"))
    way = Exists(Disposal.objects.by_allowed_way().filter(pk=OuterRef("pk")))
    met = before & in_charge("approved_by", "approved_on", "asset__unit") & Q(way)
    return rows.annotate(
        due_on=unless(met, due=F("executed_on")),
        unknown=truth(Q(asset__classification=None)),
        assignee=manager_of("asset__unit", on),
    )


@obligation(
    "disposals-confirmed",
    of=Disposal,
    among=Disposal.objects.carried_out,
    duties=("O062", "O063"),
    title=_("Every disposal is confirmed by another person"),
    criterion=_(
        "Confirmed within %(confirmation.days)s days by someone else; a vendor's certificate is on file."
    ),
    remedy=_("Attach the certificate if a vendor did it, and have another person confirm."),
    act=_("Confirm"),
    verb="confirm",
    reads=READS | {"attachments": None},
    answers="manager",
    notice=7,
    settings=("confirmation.days",),
)
def confirmed(rows: Rows, on: date) -> Rows:
    certified = Exists(Disposal.objects.certified().filter(pk=OuterRef("pk")))
    met = Q(confirmed_on__lte=on) & ~Q(confirmed_by=F("executed_by")) & Q(certified)
    return rows.annotate(
        due_on=unless(met, due=After("executed_on", CONFIRM_DAYS())),
        assignee=manager_of("asset__unit", on),
    )
