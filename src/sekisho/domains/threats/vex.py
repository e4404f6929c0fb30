"""VEX, in CycloneDX: what we found out about the faults of an asset, and what a supplier found out.

A supplier's word never closes anything: it is laid beside the exposure for whoever judges it.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from sekisho.domains.threats.exposure import Exposure
from sekisho.domains.threats.exposure_words import UNJUDGED, Justification, Step
from sekisho.domains.threats.formats.inventories import affected, refs, vex
from sekisho.domains.threats.formats.told import inner, text
from sekisho.domains.threats.inventory import Inventory
from sekisho.domains.threats.tables import Alias, Occurrence
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

STATES = {
    Step.NOT_AFFECTED: "not_affected", Step.VERIFIED: "resolved", Step.GONE: "resolved",
    Step.NEW: "in_triage", Step.TRIAGING: "in_triage",
}  # fmt: skip
RESPONSES = {Step.ACCEPTED: "will_not_fix", Step.ACCEPT_REQUESTED: "can_not_fix", Step.MITIGATE: "workaround_available",
             Step.REMEDIATE: "update", Step.IN_PROGRESS: "update", Step.FIXED_CLAIMED: "update"}  # fmt: skip
JUSTIFICATIONS = {
    Justification.NOT_PRESENT: "code_not_present", Justification.CODE_NOT_PRESENT: "code_not_present",
    Justification.NOT_IN_PATH: "code_not_reachable", Justification.NO_CONTROL: "requires_environment",
    Justification.MITIGATED: "protected_by_mitigating_control",
}  # fmt: skip


def document(act: Act, inventory: Inventory, serial: UUID) -> dict[str, Any]:
    """What was found out about everything in ``inventory``, as CycloneDX 1.6; for a client or ourselves."""
    rows = Exposure.objects.present().filter(asset=inventory.asset_id).order_by("number")
    components = _components(inventory)
    known = {c["name"]: c["bom-ref"] for c in components}
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"timestamp": act.at.isoformat(timespec="seconds"),
                     "component": {"type": "application", "name": inventory.name, "bom-ref": "subject"}},
        "components": components,
        "vulnerabilities": [_vulnerability(one, known) for one in rows],
    }  # fmt: skip


def _components(inventory: Inventory) -> list[dict[str, Any]]:
    rows = Occurrence.objects.filter(inventory=inventory).select_related("component__package")
    return [
        {"type": "library", "bom-ref": f"c{one.component_id}", "version": one.component.version,
         "name": one.component.package.name.partition("/")[2]}
        for one in rows.order_by("component_id")
    ]  # fmt: skip


def _vulnerability(one: Exposure, known: dict[str, str]) -> dict[str, Any]:
    analysis: dict[str, Any] = {"state": STATES.get(Step(one.state), "exploitable")}
    if one.state == Step.NOT_AFFECTED and one.justification:
        analysis["justification"] = JUSTIFICATIONS[Justification(one.justification)]
    if one.state in RESPONSES:
        analysis["response"] = [RESPONSES[Step(one.state)]]
    if one.detail and one.state not in UNJUDGED:
        analysis["detail"] = one.detail
    found = [
        known[name]
        for name in (part.rpartition(" ")[0] for part in one.components.split(", "))
        if name in known
    ]
    return {
        "id": one.vulnerability, "analysis": analysis,
        "affects": [{"ref": ref} for ref in dict.fromkeys(found)] or [{"ref": "subject"}],
    }  # fmt: skip


def take(act: Act, path: Path, asset: UUID) -> int:
    """Lay the verdicts of a document beside the exposures of ``asset`` that are still to be judged."""
    said = {}
    parts = refs(path)
    for one in vex(path):
        verdict = _said(one, [parts[r].name for r in affected(one) if r in parts])
        if verdict:
            said[text(one["id"], 120)] = verdict
    groups = dict(Alias.objects.filter(name__in=list(said)).values_list("vulnerability", "name"))
    rows = Exposure.objects.present().filter(asset=asset, state__in=UNJUDGED)
    mine = dict(
        Alias.objects.filter(name__in=rows.values("vulnerability")).values_list(
            "name", "vulnerability"
        )
    )
    lines = []
    for row in rows.order_by("number"):
        name = (
            row.vulnerability
            if row.vulnerability in said
            else groups.get(mine.get(row.vulnerability, 0))
        )
        if name and said[name] not in row.detail:
            lines.append(Line({"detail": f"{row.detail}\n{said[name]}".strip()}, row))
    return len(write_many(registry["exposures"], act, lines))


def _said(one: dict[str, Any], names: list[str]) -> str:
    state = text(inner(one, "analysis", "state"), 40)
    if not state:
        return ""
    why = text(inner(one, "analysis", "justification"), 60)
    detail = text(inner(one, "analysis", "detail"), 1000)
    about = f" ({', '.join(names)})" if names else ""
    return f"VEX: {state}{f' / {why}' if why else ''}{about}{f': {detail}' if detail else ''}"
