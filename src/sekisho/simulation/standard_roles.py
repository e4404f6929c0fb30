"""Standard roles given by rule in the demo company: approved once, given to those who came since."""

from datetime import timedelta
from functools import partial

from sekisho.domains.access.models import AccessRight, Entitlement
from sekisho.findings import birthrights
from sekisho.registers import calendar
from sekisho.registers.actor import service
from sekisho.simulation.access import together
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere


def standard_roles(firm: Firm) -> None:
    """The rules, what they give, and one more that waits for its approval."""
    for days, scene in ((33, _rules), (5, _proposal), (3, _joiners)):
        day = calendar.roll(firm.stage.last - timedelta(days=days), "previous")
        firm.stage.at(day, partial(scene, firm), 15)


def _rules(firm: Firm) -> None:
    """Whoever came since the roles were given has them from here on."""
    stage, admin = firm.stage, firm.holder("admin")
    for role in Entitlement.objects.filter(state="birthright").order_by("system", "name"):
        rule = stage.one(
            "birthright_rules", stage.by(admin), entitlement=role.pk, staff="dispatched"
        )
        stage.move(stage.by(firm.holder("director")), "birthright_rules", "approve", rule)
    birthrights.follow(stage.act(service("engine")))
    given = AccessRight.objects.filter(rule__isnull=False, state="approved").order_by("number")
    together(firm, "provision", list(given), admin, ticket=f"WO-{stage.on:%Y%m}-07")


def _joiners(firm: Firm) -> None:
    """Who comes in these days has the rights before the first day; they wait to be set up."""
    birthrights.follow(firm.stage.act(service("engine")))


def _proposal(firm: Firm) -> None:
    stage, admin = firm.stage, firm.holder("admin")
    role = Entitlement.objects.filter(system__name="CRM「ナギ」", name="閲覧").first()
    if role is None:
        raise NothingThere
    unit = firm.parts["kiriyama"].unit
    if unit is None:
        raise NothingThere
    stage.move(stage.by(admin), "entitlements", "propose", role, given_to=str(unit))
    stage.move(stage.by(firm.holder("director")), "entitlements", "approve", role)
    stage.one("birthright_rules", stage.by(admin), entitlement=role.pk, staff="own", unit=unit.pk)
