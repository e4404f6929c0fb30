"""Every model of the domain, for Django to find."""

from sekisho.domains.people.account import Account
from sekisho.domains.people.agenda_item import AgendaItem
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.assignment import Assignment
from sekisho.domains.people.company import Company
from sekisho.domains.people.decision import CommitteeDecision
from sekisho.domains.people.delegation import Delegation
from sekisho.domains.people.identity import Identity
from sekisho.domains.people.leave import Leave
from sekisho.domains.people.meeting import CommitteeMeeting
from sekisho.domains.people.meeting_action import MeetingAction
from sekisho.domains.people.person import Person
from sekisho.domains.people.pledge import Pledge
from sekisho.domains.people.review import ManagementReview
from sekisho.domains.people.unit import Unit

__all__ = [
    "Account",
    "AgendaItem",
    "Appointment",
    "Assignment",
    "CommitteeDecision",
    "CommitteeMeeting",
    "Company",
    "Delegation",
    "Identity",
    "Leave",
    "ManagementReview",
    "MeetingAction",
    "Person",
    "Pledge",
    "Unit",
]
