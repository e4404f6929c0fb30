"""Sekisho (関所): makes a company's information security policy run."""

__version__ = "0.1.0"
