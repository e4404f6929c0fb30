"""Every record of this domain, so that Django finds them."""

from sekisho.domains.access.access_exception import AccessException
from sekisho.domains.access.account_list import AccountList
from sekisho.domains.access.account_member import AccountMember
from sekisho.domains.access.birthright_rule import BirthrightRule
from sekisho.domains.access.entitlement import Entitlement
from sekisho.domains.access.entitlement_asset import EntitlementAsset
from sekisho.domains.access.found_right import FoundRight
from sekisho.domains.access.found_service import FoundService
from sekisho.domains.access.monitoring_rule import MonitoringRule
from sekisho.domains.access.review_campaign import ReviewCampaign
from sekisho.domains.access.review_item import ReviewItem
from sekisho.domains.access.right import AccessRight
from sekisho.domains.access.right_register import AccessRights
from sekisho.domains.access.staff_change import StaffChange
from sekisho.domains.access.staff_change_item import StaffChangeItem
from sekisho.domains.access.system import System
from sekisho.domains.access.system_account import SystemAccount
from sekisho.domains.access.usage_check import UsageCheck

__all__ = [
    "AccessException",
    "AccessRight",
    "AccessRights",
    "AccountList",
    "AccountMember",
    "BirthrightRule",
    "Entitlement",
    "EntitlementAsset",
    "FoundRight",
    "FoundService",
    "MonitoringRule",
    "ReviewCampaign",
    "ReviewItem",
    "StaffChange",
    "StaffChangeItem",
    "System",
    "SystemAccount",
    "UsageCheck",
]
