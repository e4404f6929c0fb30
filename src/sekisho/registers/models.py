"""Every model of the framework, for Django to find."""

from sekisho.registers.approvals.rule import ApprovalRule, ApprovalStep
from sekisho.registers.approvals.run import Approval
from sekisho.registers.approvals.seat import ApprovalSeat
from sekisho.registers.calendar_models import Day
from sekisho.registers.closed_days import ClosedDay
from sekisho.registers.exchange.imports import Import
from sekisho.registers.exchange.staged import Staged
from sekisho.registers.extras import ExtraField
from sekisho.registers.limits import Bucket
from sekisho.registers.links import Capability
from sekisho.registers.notes import Attachment, Comment
from sekisho.registers.numbers import Series
from sekisho.registers.saved import SavedView
from sekisho.registers.search_index import SearchEntry, SearchState
from sekisho.registers.settings import Setting
from sekisho.registers.tokens import Token

__all__ = [
    "Approval",
    "ApprovalRule",
    "ApprovalSeat",
    "ApprovalStep",
    "Attachment",
    "Bucket",
    "Capability",
    "ClosedDay",
    "Comment",
    "Day",
    "ExtraField",
    "Import",
    "SavedView",
    "SearchEntry",
    "SearchState",
    "Series",
    "Setting",
    "Staged",
    "Token",
]
