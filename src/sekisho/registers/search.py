"""Finding records by words, in any register."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from sekisho.registers.parse import folded
from sekisho.registers.register import Register


def narrowed(register: Register[Any], rows: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """The rows in which every word is found in one of the register's search fields."""
    if not register.search:
        return rows.none() if words.split() else rows
    for word in words.split():
        forms = {word, folded(word)}
        found = (Q((f"{name}__icontains", form)) for name in register.search for form in forms)
        rows = rows.filter(reduce(or_, found, Q()))
    return rows
