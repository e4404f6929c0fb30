"""Every model and register of the domain, for Django to find."""

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.asset_register import Assets
from sekisho.domains.assets.census import Census, Censuses
from sekisho.domains.assets.class_rules import (
    DisposalMethod,
    DisposalMethods,
    TransportRule,
    TransportRules,
    UseRule,
    UseRules,
)
from sekisho.domains.assets.classification import Classes, Classification
from sekisho.domains.assets.disposal import Disposal
from sekisho.domains.assets.disposal_register import Disposals
from sekisho.domains.assets.label_check import LabelCheck, LabelChecks
from sekisho.domains.assets.measure import Measure, Measures
from sekisho.domains.assets.personal_data import PersonalData, PersonalDataRegister
from sekisho.domains.assets.retention_rule import RetentionRule, RetentionRules
from sekisho.domains.assets.service import Service, Services
from sekisho.domains.assets.storage_check import StorageCheck, StorageChecks
from sekisho.domains.assets.storage_rule import StorageRule, StorageRules
from sekisho.domains.assets.takeout import Takeout
from sekisho.domains.assets.takeout_register import Takeouts

__all__ = [
    "Asset", "Assets", "Census", "Censuses", "Classes", "Classification", "Disposal",
    "DisposalMethod", "DisposalMethods", "Disposals", "LabelCheck", "LabelChecks", "Measure",
    "Measures", "PersonalData", "PersonalDataRegister", "RetentionRule", "RetentionRules",
    "Service", "Services", "StorageCheck", "StorageChecks", "StorageRule", "StorageRules",
    "Takeout", "Takeouts", "TransportRule", "TransportRules", "UseRule", "UseRules",
]  # fmt: skip
