"""Every model and register of the domain, for Django to find."""

from sekisho.domains.incidents.affected import AffectedAsset, AffectedAssets
from sekisho.domains.incidents.alert import Alert, Alerts
from sekisho.domains.incidents.arrival import Arrival
from sekisho.domains.incidents.containment import Containment, Containments
from sekisho.domains.incidents.custody import CustodyLink, CustodyRegister
from sekisho.domains.incidents.draft import IncidentDraft, IncidentDrafts
from sekisho.domains.incidents.emergency_contact import EmergencyContact, EmergencyContacts
from sekisho.domains.incidents.evidence import Evidence, EvidenceRegister
from sekisho.domains.incidents.fact import Fact, FactRegister
from sekisho.domains.incidents.identity import ReporterIdentities, ReporterIdentity
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.incident_register import IncidentRegister
from sekisho.domains.incidents.member import Member, Members
from sekisho.domains.incidents.offline_kit import OfflineKit, OfflineKits
from sekisho.domains.incidents.on_call import OnCallTurn, OnCallTurns
from sekisho.domains.incidents.outside import OutsideContact, OutsideContacts
from sekisho.domains.incidents.person_notice import PersonNotice, PersonNotices
from sekisho.domains.incidents.prevention import Prevention, Preventions
from sekisho.domains.incidents.recovery import RecoveryCheck, RecoveryChecks
from sekisho.domains.incidents.report_duty import ReportDuty, ReportDutyRegister
from sekisho.domains.incidents.report_link import ReportLink, ReportLinks
from sekisho.domains.incidents.severity import SeverityRule, SeverityRules
from sekisho.domains.incidents.silence import SilenceCheck, SilenceChecks
from sekisho.domains.incidents.step import IncidentStep, IncidentSteps
from sekisho.domains.incidents.timeline import Timeline, TimelineEntry

__all__ = [
    "AffectedAsset", "AffectedAssets", "Alert", "Alerts", "Arrival", "Containment",
    "Containments", "CustodyLink", "CustodyRegister", "EmergencyContact", "EmergencyContacts",
    "Evidence", "EvidenceRegister", "Fact", "FactRegister", "Incident", "IncidentDraft",
    "IncidentDrafts", "IncidentRegister", "IncidentStep", "IncidentSteps", "Member", "Members",
    "OfflineKit", "OfflineKits", "OnCallTurn", "OnCallTurns", "OutsideContact", "OutsideContacts", "PersonNotice",
    "PersonNotices", "Prevention", "Preventions", "RecoveryCheck", "RecoveryChecks",
    "ReportDuty", "ReportDutyRegister", "ReportLink", "ReportLinks", "ReporterIdentities",
    "ReporterIdentity", "SeverityRule", "SeverityRules", "SilenceCheck", "SilenceChecks",
    "Timeline", "TimelineEntry",
]  # fmt: skip
