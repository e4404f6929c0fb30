"""What an agreement of confidentiality can say, when it says enough, and how sheets call it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.suppliers.term import Renewal
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.originals import Place


class Form(models.TextChoices):
    AGREEMENT = "agreement", _("Agreement of its own")
    CLAUSE = "clause", _("Clause in another contract")
    MEMO = "memo", _("Memorandum")


class Direction(models.TextChoices):
    MUTUAL = "mutual", _("Both sides")
    OURS = "disclose", _("We disclose")
    THEIRS = "receive", _("We receive")


class Secrecy(models.TextChoices):
    MONTHS = "months", _("For a number of months")
    ENDLESS = "endless", _("Without limit")
    ENDS = "ends", _("Ends with the agreement")


class Return(models.TextChoices):
    RETURN = "return", pgettext_lazy("information", "Return")
    DESTROY = "destroy", _("Destroy")
    EITHER = "either", _("Return or destroy, as the other side says")
    UNSAID = "not_agreed", _("Not agreed")


HEADERS: Mapping[str, tuple[str, ...]] = {
    "party": ("相手", "相手(会社/個人)", "取引先", "契約先", "相手先", "会社名"),
    "title": ("件名", "契約名", "契約書名"),
    "form": ("形式", "区分"),
    "signed_on": ("契約日", "締結年月日"),
    "valid_from": ("開始日", "有効期間開始", "有効期間（自）"),
    "valid_until": ("終了日", "有効期間終了", "有効期間（至）", "満了日", "有効期限"),
    "scope": ("秘密情報範囲", "秘密情報の定義", "対象情報"),
    "secrecy_months": ("存続期間（月）", "存続期間(月)"),
    "returning": ("返却・廃棄義務", "返還義務"),
    "marking": ("表示義務", "秘密表示"),
    "damages": ("損害賠償条項",),
    "kept_at": ("原本保管", "原本保管場所"),
    "document_id": ("電子契約ID",),
    "owner": ("担当", "担当者"),
    "unit": ("担当部署",),
}


def secrecy_until(values: Mapping[str, Any]) -> date | None:
    """The last day of secrecy, once the day of the end is known."""
    end = values.get("ends_on")
    if end is None or values.get("secrecy") in {"", None, Secrecy.ENDLESS}:
        return None
    if values["secrecy"] == Secrecy.ENDS:
        return end  # type: ignore[no-any-return]
    return after_months(end, values["secrecy_months"]) if values.get("secrecy_months") else None


def undescribed() -> Q:
    """Agreements that leave a question open which somebody will have to answer one day."""
    silent = Q()
    for name in ("direction", "scope", "renewal", "secrecy", "returning"):
        silent |= Q((name, ""))
    for name in ("signed_on", "valid_from", "marking", "oral", "owner"):
        silent |= Q((f"{name}__isnull", True))
    endless = Q(renewal=Renewal.ENDLESS)
    unsaid = Q(secrecy=Secrecy.MONTHS, secrecy_months=None) | Q(oral=True, oral_days=None)
    unshown = Q(marking=True) & (Q(marking_word="") | Q(marking_holder=""))
    return silent | (~endless & Q(valid_until=None)) | unsaid | unshown


def unfit(values: Mapping[str, Any], on: date) -> Iterator[tuple[str, Text]]:
    """Answers that contradict each other."""
    if values.get("secrecy_months") and values.get("secrecy") != Secrecy.MONTHS:
        yield "secrecy", _("Months of secrecy are given. Please choose “for a number of months”.")
    if values.get("marking") is False and (values["marking_word"] or values["marking_holder"]):
        yield "marking", _("A word or holder to be shown is given, though no marking is required.")
    if values.get("oral_days") and not values.get("oral"):
        yield "oral", _("Days to confirm are given. Please say that confirmation is required.")
    if values.get("returned_on") and values["returned_on"] > on:
        yield "returned_on", _("This day has not come yet.")
    if values.get("original") == Place.HERE:
        yield "original", _("A contract with others is not kept as a record of consent here.")
