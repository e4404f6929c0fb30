"""What each account sets for itself: no facts of the register, so no act and no history."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from sekisho.domains.people.account import Account

OWN = ("language", "theme", "shortcuts")


def keep(account: UUID, **chosen: Any) -> dict[str, list[str]]:
    """Store ``language``, ``theme`` or ``shortcuts`` of one account; all or nothing.

    Returns problems by name (empty: stored). Raises TypeError for any other name.
    """
    if strange := chosen.keys() - set(OWN):
        raise TypeError(f"not a preference: {', '.join(sorted(strange))}")
    problems = {name: _problems(name, value) for name, value in chosen.items()}
    problems = {name: texts for name, texts in problems.items() if texts}
    if chosen and not problems:
        Account.objects.filter(pk=account).update(**chosen)
    return problems


def _problems(name: str, value: Any) -> list[str]:
    try:
        Account._meta.get_field(name).clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        return list(error.messages)
    return []
