"""What the company may decide about threats: days, thresholds; each default with its source."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from sekisho.registers import settings

GROUP = _("Threats and vulnerabilities")
SINCE = date(2026, 4, 1)
PRACTICE = _("Default of practice; the policy names no number.")
CISA = _(
    "CISA BOD 22-01 gives two weeks for most of its catalogue of exploited vulnerabilities; shorter "
    "here by default of practice."
)
SSVC = _(
    "After the decisions of SSVC (act, attend, track*, track); the days are a default of practice."
)


def _days(name: str, default: int, title: object, source: object = SSVC) -> Callable[[], int]:
    return settings.declare(
        f"threats.{name}", default, title, unit=_("days"), least=1, most=365,  # type: ignore[arg-type]
        source=source, since=SINCE, group=GROUP,
    )  # fmt: skip


INTERNET_DAYS = _days(
    "exploited_internet_days",
    2,
    _("Days to treat what is exploited and reachable from the internet"),
    CISA,
)
EXPLOITED_DAYS = _days("exploited_days", 7, _("Days to treat what is exploited elsewhere"), CISA)
ACT_DAYS = _days("act_days", 7, _("Days to treat priority “act”"))
ATTEND_DAYS = _days("attend_days", 30, _("Days to treat priority “attend”"))
NEXT_DAYS = _days("track_star_days", 60, _("Days to treat priority “track*”"))
TRACK_DAYS = _days("track_days", 90, _("Days to treat priority “track”"))
ACCEPT_DAYS = _days("accept_days", 180, _("Longest acceptance of a vulnerability"), PRACTICE)
ACCEPT_SEVERE_DAYS = _days(
    "accept_severe_days",
    90,
    _("Longest acceptance of a severe or exploited vulnerability"),
    PRACTICE,
)
FEED_DAYS = _days("feed_days", 1, _("Days within which a feed has been read"), PRACTICE)
INVENTORY_DAYS = _days(
    "inventory_days", 30, _("Days after which an inventory is too old"), PRACTICE
)
TRIAGE_DAYS = settings.declare(
    "threats.triage_days", 5, _("Business days to judge a vulnerability or a notice"),
    unit=_("business days"), least=1, most=60, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
TRIAGE_EXPLOITED_DAYS = settings.declare(
    "threats.triage_exploited_days", 2, _("Business days to judge what is known to be exploited"),
    unit=_("business days"), least=1, most=60, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
LIKELY = settings.declare(
    "threats.epss_percent", 10, _("EPSS from which exploitation counts as likely"), unit=_("percent"),
    least=1, most=100, since=SINCE, group=GROUP,
    source=_("FIRST names no threshold; ten percent is a default of practice."),
)  # fmt: skip
