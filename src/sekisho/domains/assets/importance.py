"""How important an asset is: one law, used when a record is written and when it is explained."""

from collections.abc import Iterable


def importance(
    degrees: Iterable[int | None], *, personal: bool | None, vital: bool = False
) -> int | None:
    """Importance 1–3 from the degrees of confidentiality, integrity and availability.

    The greatest of the three; 3 whenever the asset holds personal data or the company's survival
    hangs on it, whatever the degrees. None while something not yet said could still raise it.
    Source: IPA, Information Security Guideline for SMEs v3.1, risk analysis sheet.
    """
    said = list(degrees)
    known = [degree for degree in said if degree is not None]
    if personal or vital or 3 in known:
        return 3
    if len(known) < len(said) or personal is None:
        return None
    return max(known)
