"""Every model and register of the domain, for Django to find."""

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.asset_register import Assets
from sekisho.domains.assets.census import Census, Censuses
from sekisho.domains.assets.classification import Classes, Classification
from sekisho.domains.assets.label_check import LabelCheck, LabelChecks
from sekisho.domains.assets.measure import Measure, Measures
from sekisho.domains.assets.personal_data import PersonalData, PersonalDataRegister
from sekisho.domains.assets.service import Service, Services

__all__ = [
    "Asset", "Assets", "Census", "Censuses", "Classes", "Classification", "LabelCheck",
    "LabelChecks", "Measure", "Measures", "PersonalData", "PersonalDataRegister", "Service",
    "Services",
]  # fmt: skip
