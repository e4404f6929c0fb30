"""Every model of the domain, for Django to find."""

from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.assessment_answer import AssessmentAnswer
from sekisho.domains.suppliers.assessment_register import AssessmentRegister
from sekisho.domains.suppliers.certificate import SupplierCertificate
from sekisho.domains.suppliers.contract import Contract
from sekisho.domains.suppliers.contract_clause import ContractClause
from sekisho.domains.suppliers.engagement import Engagement
from sekisho.domains.suppliers.engagement_person import EngagementPerson
from sekisho.domains.suppliers.engagement_register import EngagementRegister
from sekisho.domains.suppliers.nda import Nda
from sekisho.domains.suppliers.oral import OralDisclosure
from sekisho.domains.suppliers.party import Party
from sekisho.domains.suppliers.performance_check import PerformanceCheck
from sekisho.domains.suppliers.questionnaire import Questionnaire
from sekisho.domains.suppliers.sub_supplier import SubSupplier

__all__ = [
    "Assessment", "AssessmentAnswer", "AssessmentRegister", "Contract", "ContractClause",
    "Engagement", "EngagementPerson", "EngagementRegister", "Nda", "OralDisclosure", "Party",
    "PerformanceCheck", "Questionnaire", "SubSupplier", "SupplierCertificate",
]  # fmt: skip
