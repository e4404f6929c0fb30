"""Every model of the layer, for Django to find."""

from sekisho.obligations.terms import Declaration, Term

__all__ = ["Declaration", "Term"]
