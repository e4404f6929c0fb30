"""Every model of the domain, for Django to find."""

from sekisho.domains.suppliers.contract import Contract
from sekisho.domains.suppliers.nda import Nda
from sekisho.domains.suppliers.oral import OralDisclosure
from sekisho.domains.suppliers.party import Party

__all__ = ["Contract", "Nda", "OralDisclosure", "Party"]
