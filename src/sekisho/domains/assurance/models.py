"""Every model of the domain, for Django to find."""

from sekisho.domains.assurance.nonconformity import Nonconformity
from sekisho.domains.assurance.personal_request import PersonalRequest

__all__ = ["Nonconformity", "PersonalRequest"]
