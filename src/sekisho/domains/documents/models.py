"""Every model of the domain, for Django to find."""

from sekisho.domains.documents.acknowledgement import Acknowledgement
from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.campaign import Campaign
from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.coverage import Coverage
from sekisho.domains.documents.document import Document
from sekisho.domains.documents.interpretation import Interpretation
from sekisho.domains.documents.requirement import Requirement
from sekisho.domains.documents.requirement_change import RequirementChange
from sekisho.domains.documents.review import Review
from sekisho.domains.documents.section import Section
from sekisho.domains.documents.statement import Statement
from sekisho.domains.documents.version import Version

__all__ = [
    "Acknowledgement",
    "Binding",
    "Campaign",
    "Clause",
    "Coverage",
    "Document",
    "Interpretation",
    "Requirement",
    "RequirementChange",
    "Review",
    "Section",
    "Statement",
    "Version",
]
