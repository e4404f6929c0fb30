"""Every model of the domain, for Django to find."""

from sekisho.domains.assurance.client_questionnaire import (
    ClientQuestion,
    ClientQuestionnaire,
)
from sekisho.domains.assurance.nonconformity import Nonconformity
from sekisho.domains.assurance.personal_request import PersonalRequest
from sekisho.domains.assurance.standard_answer import StandardAnswer

__all__ = [
    "ClientQuestion",
    "ClientQuestionnaire",
    "Nonconformity",
    "PersonalRequest",
    "StandardAnswer",
]
