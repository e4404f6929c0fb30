"""Given: counterparties, contracts and what was agreed about secrecy."""

from datetime import date
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.suppliers.models import Contract, Nda, OralDisclosure, Party
from sekisho.domains.suppliers.nda_words import secrecy_until
from tests.given.framework import an_attachment
from tests.given.people import LONG_AGO, a_person, a_unit, made

number = count(1)
LATER = date(2040, 3, 31)


def a_party(**but: Any) -> Party:
    n = next(number)
    fields = {"number": f"PT-{n:04d}", "name": f"株式会社みなと計器 {n}", "kinds": ("client",)}
    return made(Party, **fields | but)


def a_contract(**but: Any) -> Contract:
    """In force, its original on paper."""
    party = but.pop("party", None) or a_party()
    n, unit = next(number), but.pop("unit", None) or a_unit()
    fields = {
        "number": f"CT-2020-{n:03d}", "title": f"取引基本契約書 {n}", "kind": "basic", "secrets": True,
        "original": "paper", "kept_at": "法務部 書庫 B-1", "signing": "seal", "signer": "代表取締役",
    }  # fmt: skip
    return made(Contract, party=party, unit=unit, **fields | _term(but) | but)


def an_nda(**but: Any) -> Nda:
    """In force until 2040, with every question answered."""
    party = but.pop("party", None) or a_party()
    n = next(number)
    fields = {
        "number": f"NDA-2020-{n:03d}", "title": f"秘密保持契約書 {n}", "direction": "mutual",
        "scope": "技術資料と見積", "secrecy": "months", "secrecy_months": 36, "marking": False,
        "oral": False, "returning": "either", "owner": but.pop("owner", None) or a_person(),
        "original": "paper", "kept_at": "法務部 書庫 B-1", "signing": "seal", "signer": "代表取締役",
    }  # fmt: skip
    told = fields | _term(but) | but
    return made(Nda, party=party, **told | {"secrecy_until": secrecy_until(told)})


def _term(but: dict[str, Any]) -> dict[str, Any]:
    until = but.get("valid_until", LATER)
    term = {
        "signed_on": LONG_AGO,
        "valid_from": LONG_AGO,
        "valid_until": until,
        "renewal": "expires",
    }
    ends = None if but.get("renewal") in {"automatic", "endless"} else until
    return term | {"ends_on": but.get("ended_on") or ends}


def an_oral_disclosure(**but: Any) -> OralDisclosure:
    nda = but.pop("nda", None) or an_nda(oral=True, oral_days=30)
    person = but.pop("person", None) or a_person()
    fields = {
        "number": f"OD-2020-{next(number):03d}", "speaker": "we", "disclosed_on": LONG_AGO,
        "what": "新製品の寸法", "occasion": "打合せ",
    }  # fmt: skip
    return made(OralDisclosure, nda=nda, person=person, **fields | but)


def some_agreements(luck: Random, units: list[Any], staff: list[Any], near: Any, past: Any) -> None:
    """Agreements around the day, some of them in disorder."""
    party = a_party(owner=luck.choice(staff))
    for _ in range(4):
        term = {
            "signed_on": past(), "valid_from": past(), "renewal": luck.choice(("expires", "automatic")),
            "valid_until": near(), "owner": luck.choice(staff), "unit": luck.choice(units),
            "original": luck.choice(("", "paper", "file")), "decision": luck.choice(("", "renew")),
            "decided_on": near(),
        }  # fmt: skip
        contract = a_contract(party=party, secrets=luck.choice((None, True, False)), **term)
        nda = an_nda(
            party=luck.choice((party, None)), contract=luck.choice((contract, None)),
            marking=luck.choice((None, True, False)), oral=luck.choice((None, True, False)),
            oral_days=luck.choice((None, 5, 20)), returned_on=luck.choice((None, near())), **term,
        )  # fmt: skip
        an_oral_disclosure(
            nda=nda, person=luck.choice(staff), disclosed_on=near(),
            confirmed_on=luck.choice((None, near())),
        )  # fmt: skip
        an_attachment(kind="ndas", rec=nda.pk)
