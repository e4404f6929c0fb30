"""What the evidence of a standard answer says today: the newest judging, if it is fresh."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sekisho.findings.finding import Standing
from sekisho.obligations.judge import Seal

FRESH = timedelta(days=7)  # an older judging tells nothing about today
SAID = {Seal.KEPT.value, Seal.AT_RISK.value, Seal.NOT_KEPT.value}


def states(codes: Iterable[str], on: date) -> Mapping[str, str]:
    """Code → kept, at_risk or not_kept; unknown where nobody judged it lately. One query."""
    wanted = list(codes)
    rows = Standing.objects.filter(obligation__in=wanted, on__gt=on - FRESH, on__lte=on)
    newest = dict(rows.order_by("on").values_list("obligation", "seal"))
    return {code: seal if (seal := newest.get(code)) in SAID else "unknown" for code in wanted}
