"""Who reads and keeps the registers of counterparties, and how a corporate number is checked."""

from sekisho.registers.rights import LEADERS

READERS = (*LEADERS, "manager", "employee", "auditor", "admin", "operator")
WRITERS = (*LEADERS, "manager:unit", "operator")
KEEPERS = ("director", "deputy", "chair", "committee")
DIGITS = 13


def sound(number: str) -> bool:
    """Whether ``number`` is a corporate number (法人番号): 13 digits, the first of them a check digit.

    National Tax Agency: 9 minus the remainder by 9 of the digits' sum, each second one doubled.
    """
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()):
        return False
    digits = [int(sign) for sign in reversed(number[1:])]
    total = sum(digit * (2 if place % 2 else 1) for place, digit in enumerate(digits))
    return int(number[0]) == 9 - total % 9
