"""Every model of the domain, for Django to find."""

from sekisho.domains.threats.exposure import Exposure
from sekisho.domains.threats.feed import Feed
from sekisho.domains.threats.inventory import Inventory
from sekisho.domains.threats.product_name import ProductName
from sekisho.domains.threats.tables import (
    Advisory,
    Alias,
    Component,
    Occurrence,
    Package,
    Range,
    Score,
    Unplaced,
    Vulnerability,
)
from sekisho.domains.threats.threat_notice import ThreatNotice

__all__ = [
    "Advisory",
    "Alias",
    "Component",
    "Exposure",
    "Feed",
    "Inventory",
    "Occurrence",
    "Package",
    "ProductName",
    "Range",
    "Score",
    "ThreatNotice",
    "Unplaced",
    "Vulnerability",
]
