"""The base score of a CVSS 3 vector, reckoned as the specification says (version 2 and 4: as told)."""

import math

WEIGHTS = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
PRIVILEGES = {"N": (0.85, 0.85), "L": (0.62, 0.68), "H": (0.27, 0.5)}
"""Where the scope stays, and where it changes."""


def of_vector(text: str) -> float | None:
    """The base score; None for what is no CVSS 3 vector."""
    if not text.startswith(("CVSS:3.0/", "CVSS:3.1/")):
        return None
    told = dict(part.partition(":")[::2] for part in text.split("/")[1:])
    changed = told.get("S") == "C"
    try:
        weight = {name: table[told[name]] for name, table in WEIGHTS.items()}
        privileges = PRIVILEGES[told["PR"]][changed]
    except KeyError:
        return None
    lost = 1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"])
    impact = 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 if changed else 6.42 * lost
    if impact <= 0:
        return 0.0
    ease = 8.22 * weight["AV"] * weight["AC"] * privileges * weight["UI"]
    return _up(min((1.08 if changed else 1.0) * (impact + ease), 10))


def _up(score: float) -> float:
    """The next tenth above, without the errors of binary fractions."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (math.floor(whole / 10_000) + 1) / 10
