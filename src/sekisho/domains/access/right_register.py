"""The register of access rights: its columns, and who may ask, decide, set up and remove."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import right_checks, sheets
from sekisho.domains.access.account_member import AccountMember
from sekisho.domains.access.opening import Opening, no_standard_role, openings, unfit
from sekisho.domains.access.right import AccessRight, RightState
from sekisho.domains.access.right_life import LIFE
from sekisho.domains.access.words import Basis
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

DECIDERS = ("manager:unit", "director", "deputy")


@register
class AccessRights(Register[AccessRight]):
    name = "access_rights"
    title = _("Access rights")
    singular = _("access right")
    about = _("Who may do what with which information: purpose, last day, approval and removal.")
    model = AccessRight
    number = "AR-{n:05d}"
    label_with = ("person",)
    columns = ("number", "person", "entitlement", "asset", "actions", "purpose", "basis",
               "starts_on", "ends_on", "state", "last_used_on")  # fmt: skip
    filters = ("state", "person", "entitlement", "asset", "account", "basis", "actions",
               "starts_on", "ends_on", "approved_by", "last_used_on", "last_reviewed_on",
               "removal_cause", "removal_asked_on", "opens_on", "closed_on", "unit", "rule")  # fmt: skip
    search = ("number", "person__name", "person__kana", "entitlement__name", "asset__name",
              "purpose", "ticket")  # fmt: skip
    order = ("-number",)
    unit_path = "unit"
    asset_path = "asset"
    shut_when_frozen = frozenset(
        {"add", "approve", "open_early", "provision", "confirm", "renew", "restore"}
    )
    person_path = "person"
    own_paths = ("requester",)
    sealed = frozenset({
        "rule", "approved_by", "approved_at", "provisioned_by", "provisioned_at", "ticket",
        "wanted_until", "renewed_at", "renewed_on", "last_used_on", "last_reviewed_on", "removal_cause",
        "removal_asked_on", "removed_by", "removed_at", "removal_ticket", "removal_verified_on",
        "opens_on", "closed_on",
    })  # fmt: skip
    derived = frozenset({"unit", "last_used_on"})
    follows: ClassVar[dict[str, tuple[str, ...]]] = {
        "assets": ("unit", "classification"), "systems": ("unit",),
        "entitlement_assets": ("add", "ends_on"),
    }  # fmt: skip
    withdrawable = False
    life = LIFE
    headers = sheets.RIGHT_HEADERS
    values = sheets.RIGHT_VALUES
    views = (
        View(_("To be decided"), {"state": "requested,provisional,renewal"}),
        View(_("To be set up"), {"state": "approved"}),
        View(_("To be removed"), {"state": "removal"}),
        View(_("In effect"), {"state": "provisional,approved,active,renewal"}),
    )
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "contractor:own",
              "operator"),
        add=(*LEADERS, "admin", "manager", "employee", "operator", "engine"),
        change=("admin", "employee:own", "operator"),
        moves={
            "approve": DECIDERS,
            "open_early": ("admin",),
            "shorten": DECIDERS,
            "send_back": DECIDERS,
            "refuse": DECIDERS,
            "resubmit": ("admin", "employee:own"),
            "take_back": ("admin", "employee:own"),
            "provision": ("admin",),
            "confirm": DECIDERS,
            "ask_renewal": ("admin", "employee:own"),
            "renew": (*DECIDERS, "engine"),
            "keep": DECIDERS,
            "decline_renewal": DECIDERS,
            "remove": (*DECIDERS, "admin", "employee:own", "engine"),
            "restore": DECIDERS,
            "confirm_removal": ("admin",),
            "verify_removal": ("admin", "manager:unit", "operator"),
            "lapse": ("operator", "engine"),
            "expire": ("operator", "engine"),
        },
        never_own=("approve", "open_early", "shorten", "confirm", "renew", "keep", "decline_renewal", "restore"),
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: AccessRight | None, act: Act) -> None:
        right_checks.complete(values, record, act)

    def check(
        self, values: Mapping[str, Any], record: AccessRight | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        return right_checks.problems(values, record, act)

    def settle(self, records: Sequence[AccessRight], act: Act) -> None:
        """Raises Invalid when a right asked for or renewed does not fit what it opens."""
        AccessRight.objects.placed([record.pk for record in records])
        if no_standard_role(record for record in records if record.ver == 1):
            words = _("This is not an approved standard role. Please request it.")
            raise Invalid({"entitlement": [words]})
        wanted = [record for record in records if _is_judged(record, act)]
        found: dict[UUID, Opening] = openings(wanted, act.on)
        for right in wanted:
            since = act.on if right.renewed_at == act.at else right.starts_on
            if bad := dict(unfit(right, found.get(right.pk) or Opening(), since)):
                raise Invalid({name: [words] for name, words in bad.items()})

    def against(self, act: Act, name: str, record: AccessRight) -> Iterable[tuple[str, Text]]:
        """Who uses a shared account benefits from its rights, whoever answers for it."""
        if name not in self.rights.never_own or not (record.account_id and act.actor.person):
            return
        users = AccountMember.objects.in_use(act.on).filter(account=record.account_id)
        if users.filter(person=act.actor.person).exists():
            yield "own", _("You use this shared account. Somebody else has to decide.")

    def following(self, name: str, recs: Sequence[UUID]) -> set[UUID]:
        return AccessRight.objects.resting_on(name, recs)

    def followed(self, name: str, recs: Sequence[UUID]) -> None:
        """The deciding unit follows what the right opens: a unit that gave an asset away lets go."""
        AccessRight.objects.placed(list(self.following(name, recs)))

    def label(self, record: AccessRight) -> str:
        return f"{record.number} {record.person}"


def _is_judged(right: AccessRight, act: Act) -> bool:
    """Whether this act asks for the right or prolongs it: what is carried over stands as it is."""
    asked = right.state == RightState.REQUESTED and right.basis in {Basis.REQUEST, Basis.POST}
    return asked or right.renewed_at == act.at
