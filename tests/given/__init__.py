"""Given: builders of one valid record of each kind. Each domain has its own file."""

from tests.given.people import (
    a_committee_decision,
    a_committee_meeting,
    a_company,
    a_contractor,
    a_leave,
    a_management_review,
    a_meeting_action,
    a_person,
    a_pledge,
    a_project,
    a_unit,
    an_account,
    an_agenda_item,
    an_appointment,
    an_assignment,
)

__all__ = [
    "a_committee_decision",
    "a_committee_meeting",
    "a_company",
    "a_contractor",
    "a_leave",
    "a_management_review",
    "a_meeting_action",
    "a_person",
    "a_pledge",
    "a_project",
    "a_unit",
    "an_account",
    "an_agenda_item",
    "an_appointment",
    "an_assignment",
]
