"""Every record of this domain, so that Django finds them."""

from sekisho.domains.access.account_member import AccountMember
from sekisho.domains.access.entitlement import Entitlement
from sekisho.domains.access.entitlement_asset import EntitlementAsset
from sekisho.domains.access.right import AccessRight
from sekisho.domains.access.right_register import AccessRights
from sekisho.domains.access.system import System
from sekisho.domains.access.system_account import SystemAccount

__all__ = [
    "AccessRight",
    "AccessRights",
    "AccountMember",
    "Entitlement",
    "EntitlementAsset",
    "System",
    "SystemAccount",
]
