"""Given: any record. One builder for each register, by its name."""

from collections.abc import Callable
from typing import Any

from tests.given import (
    access,
    assets,
    documents,
    findings,
    framework,
    notices,
    people,
    suppliers,
)

BUILDERS: dict[str, Callable[..., Any]] = {
    "access_rights": access.an_access_right,
    "account_members": access.an_account_member,
    "accounts": people.an_account,
    "acknowledgements": documents.an_acknowledgement,
    "appointments": people.an_appointment,
    "assets": assets.an_asset,
    "assignments": people.an_assignment,
    "attachments": framework.an_attachment,
    "bindings": documents.a_binding,
    "campaigns": documents.a_campaign,
    "censuses": assets.a_census,
    "classes": assets.a_class,
    "clauses": documents.a_clause,
    "closed_days": framework.a_closed_day,
    "comments": framework.a_comment,
    "committee_meetings": people.a_committee_meeting,
    "companies": people.a_company,
    "contracts": suppliers.a_contract,
    "corrections": findings.a_correction,
    "coverages": documents.a_coverage,
    "declarations": findings.a_declaration,
    "documents": documents.a_document,
    "entitlement_assets": access.an_opened_asset,
    "entitlements": access.an_entitlement,
    "exceptions": findings.an_exception,
    "fields": framework.an_own_field,
    "imports": framework.an_import,
    "interpretations": documents.an_interpretation,
    "label_checks": assets.a_label_check,
    "leaves": people.a_leave,
    "management_reviews": people.a_management_review,
    "measures": assets.a_measure,
    "meeting_actions": people.a_meeting_action,
    "ndas": suppliers.an_nda,
    "oral_disclosures": suppliers.an_oral_disclosure,
    "parties": suppliers.a_party,
    "people": people.a_person,
    "personal_data": assets.a_personal_data_line,
    "pledges": people.a_pledge,
    "requirement_changes": documents.a_requirement_change,
    "requirements": documents.a_requirement,
    "reviews": documents.a_document_review,
    "sections": documents.a_section,
    "services": assets.a_service,
    "settings": framework.a_setting,
    "statements": documents.a_statement,
    "system_accounts": access.a_system_account,
    "systems": access.a_system,
    "tasks": findings.a_task,
    "terms": findings.terms_of_application,
    "units": people.a_unit,
    "versions": documents.a_version,
    "webhooks": notices.a_webhook,
}


def a_record(register: str, **but: Any) -> Any:
    """One valid record of ``register``, made without the commands."""
    return BUILDERS[register](**but)
