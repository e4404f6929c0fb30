"""Filling in the scores of risks from what was said, the asset, and the frozen method."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from sekisho.domains.risk.assessment import AssessmentState, RiskAssessment
from sekisho.domains.risk.method import RiskMethod
from sekisho.domains.risk.risk import Risk
from sekisho.domains.risk.scoring import Scheme, band, score
from sekisho.registers.errors import Invalid

DEGREES = ("confidentiality", "integrity", "availability")
DERIVED = ("asset_id", "worth", "value", "row", "column", "band", "above",
           "rest_value", "rest_row", "rest_column", "rest_above")  # fmt: skip


def reckon(risks: Sequence[Risk]) -> None:
    """Bring the derived columns of ``risks`` up to date; a few queries for all.

    Raises Invalid where a degree that the method needs is missing.
    """
    held = RiskAssessment.objects.select_related("method", "asset").in_bulk(
        {risk.assessment_id for risk in risks}
    )
    assets = _assets([risk.asset_id for risk in risks if risk.asset_id])
    for risk in risks:
        assessment = held[risk.assessment_id]
        if assessment.state != AssessmentState.DRAFT and not risk.fixed and risk.value is None:
            raise Invalid({"assessment": [_("This assessment was submitted already.")]})
        _one(risk, assessment.method, assets.get(risk.asset_id) or assessment.asset)
    Risk.objects.bulk_update(risks, DERIVED[1:], batch_size=500)


def _assets(keys: list[Any]) -> dict[Any, Any]:
    asset: type[Model] = Risk._meta.get_field("asset").related_model
    return dict(asset._default_manager.in_bulk(keys))


def _one(risk: Risk, method: RiskMethod, asset: Any) -> None:
    if risk.worth is None or not risk.fixed:
        risk.worth = _worth(risk, method.scheme, asset)
    found = score(method.scheme, risk.worth, _chance(risk, method.scheme))
    risk.value, risk.row, risk.column = found
    risk.band = band(found.value, method.medium_from, method.high_from)
    risk.above = found.value > method.acceptable_to
    rest = score(method.scheme, _rest_worth(risk, method.scheme), _rest_chance(risk, method.scheme))
    risk.rest_value, risk.rest_row, risk.rest_column = rest
    risk.rest_above = rest.value > method.acceptable_to


def _worth(risk: Risk, scheme: str, asset: Any) -> int:
    if scheme == Scheme.MATRIX:
        return _said(risk, "impact")
    degrees: list[int | None] = [
        getattr(risk, name) or getattr(asset, name, None) for name in DEGREES
    ]
    missing = [name for name, degree in zip(DEGREES, degrees, strict=True) if degree is None]
    if scheme == Scheme.PRODUCT and not missing:
        return sum(d or 0 for d in degrees)
    if scheme == Scheme.IPA and (known := max((d for d in degrees if d), default=None)):
        important: int = getattr(asset, "importance", None) or 0
        if not missing or important:
            return max(known, important)
    words = _("Neither the risk nor its asset says it. This method needs it.")
    raise Invalid({name: [words] for name in missing})


def _chance(risk: Risk, scheme: str) -> tuple[int, int]:
    if scheme == Scheme.MATRIX:
        return _said(risk, "likelihood"), 1
    return _said(risk, "threat_level"), _said(risk, "weakness_level")


def _rest_worth(risk: Risk, scheme: str) -> int:
    if scheme == Scheme.MATRIX and risk.residual_impact:
        return risk.residual_impact
    return risk.worth or 1


def _rest_chance(risk: Risk, scheme: str) -> tuple[int, int]:
    """As it was, where nobody said that it became smaller."""
    one, other = _chance(risk, scheme)
    if scheme == Scheme.MATRIX:
        return risk.residual_likelihood or one, 1
    return risk.residual_threat or one, risk.residual_weakness or other


def _said(risk: Risk, name: str) -> int:
    value: int | None = getattr(risk, name)
    if value is None:
        raise Invalid({name: [_("The method of this assessment needs this degree.")]})
    return value
