"""Every model and register of the domain, for Django to find."""

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.asset_register import Assets
from sekisho.domains.assets.census import Census, Censuses
from sekisho.domains.assets.census_line import CensusLine, CensusLines
from sekisho.domains.assets.class_rules import (
    DisposalMethod,
    DisposalMethods,
    TransportRule,
    TransportRules,
    UseRule,
    UseRules,
)
from sekisho.domains.assets.classification import Classes, Classification
from sekisho.domains.assets.cloud_evaluation import CloudEvaluation
from sekisho.domains.assets.cloud_evaluation_register import CloudEvaluations
from sekisho.domains.assets.cloud_item import CloudItem, CloudItems
from sekisho.domains.assets.disclosure import Disclosure, Disclosures
from sekisho.domains.assets.disclosure_permit import DisclosurePermit
from sekisho.domains.assets.disclosure_permit_register import DisclosurePermits
from sekisho.domains.assets.disposal import Disposal
from sekisho.domains.assets.disposal_register import Disposals
from sekisho.domains.assets.label_check import LabelCheck, LabelChecks
from sekisho.domains.assets.measure import Measure, Measures
from sekisho.domains.assets.personal_data import PersonalData, PersonalDataRegister
from sekisho.domains.assets.provision import ProvisionRecord, Provisions
from sekisho.domains.assets.retention_rule import RetentionRule, RetentionRules
from sekisho.domains.assets.service import Service, Services
from sekisho.domains.assets.storage_check import StorageCheck, StorageChecks
from sekisho.domains.assets.storage_rule import StorageRule, StorageRules
from sekisho.domains.assets.takeout import Takeout
from sekisho.domains.assets.takeout_register import Takeouts
from sekisho.domains.assets.trade_secret import TradeSecretSheet, TradeSecretSheets

__all__ = [
    "Asset", "Assets", "Census", "CensusLine", "CensusLines", "Censuses", "Classes", "Classification", "CloudEvaluation", "CloudEvaluations", "CloudItem", "CloudItems", "Disclosure", "DisclosurePermit", "DisclosurePermits", "Disclosures", "Disposal",
    "DisposalMethod", "DisposalMethods", "Disposals", "LabelCheck", "LabelChecks", "Measure",
    "Measures", "PersonalData", "PersonalDataRegister", "ProvisionRecord", "Provisions", "RetentionRule", "RetentionRules",
    "Service", "Services", "StorageCheck", "StorageChecks", "StorageRule", "StorageRules",
    "Takeout", "Takeouts", "TradeSecretSheet", "TradeSecretSheets", "TransportRule", "TransportRules", "UseRule", "UseRules",
]  # fmt: skip
