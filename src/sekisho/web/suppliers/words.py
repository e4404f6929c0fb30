"""Words the pages of suppliers share."""

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "organisation": _("Organisation"),
    "rules": _("Rules"),
    "people": _("Their people"),
    "physical": _("Premises"),
    "technical": _("Technology"),
    "operation": _("Daily work"),
    "subcontracting": _("Sub-contracting"),
    "incident": _("Incidents"),
    "continuity": _("Business continuity"),
    "law": _("Law and audit"),
}
