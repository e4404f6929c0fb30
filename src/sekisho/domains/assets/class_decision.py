"""Deciding the class of an asset: by the manager; downwards only with a second person.

A class may be written (imported) while nobody has decided; it then stands as declared. From the
first decision on it changes by moves alone, told apart by the moment that only a move can set.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset, AssetState
from sekisho.domains.assets.classification import Classification
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text

DECISION = ("classification", "class_decided_by", "class_decided_on")


def decided_now(values: Mapping[str, Any], act: Act) -> bool:
    """Whether this very act decides the class."""
    return bool(values["class_decided_at"] == act.at)


def problems(
    values: Mapping[str, Any], record: Asset | None, act: Act
) -> Iterator[tuple[str, Text]]:
    """What forbids the change of class or the proposal in ``values``."""
    yield from _declared(values, act)
    yield from _proposed(values, record)
    if decided_now(values, act):
        yield from _decided(values, record)
    elif record is not None and (record.class_decided_on or record.state == AssetState.LOWERING):
        yield from _kept(values, record)


def _declared(values: Mapping[str, Any], act: Act) -> Iterator[tuple[str, Text]]:
    if values["class_decided_on"] and values["classification"] is None:
        yield "classification", _("There is a decision but no class. Which class was decided?")
    if values["class_decided_on"] and values["class_decided_on"] > act.on:
        yield "class_decided_on", _("This day has not come yet.")


def _proposed(values: Mapping[str, Any], record: Asset | None) -> Iterator[tuple[str, Text]]:
    """A proposal comes only by its move, and only for a lower class."""
    new, old = values["proposed_class"], record.proposed_class_id if record else None
    if new is None or new == old:
        return
    before = record.state if record else values["state"]
    if values["state"] == before:
        yield "proposed_class", _("A lower class is proposed with “Propose a lower class”.")
    elif not lower(new, values["classification"]):
        yield (
            "proposed_class",
            _("This class is not lower. Decide it with “Decide the class”."),
        )


def _decided(values: Mapping[str, Any], record: Asset | None) -> Iterator[tuple[str, Text]]:
    one_person = record is not None and record.state == AssetState.IN_USE
    if record and one_person and lower(values["classification"], record.classification_id):
        yield (
            "classification",
            _("A lower class needs a second person. Use “Propose a lower class”."),
        )


def _kept(values: Mapping[str, Any], record: Asset) -> Iterator[tuple[str, Text]]:
    stands = (record.classification_id, record.class_decided_by_id, record.class_decided_on)
    for name, value in zip(DECISION, stands, strict=True):
        if values[name] != value:
            yield (
                name,
                _(
                    "The class is decided. "
                    "Change it with “Decide the class” or “Propose a lower class”."
                ),
            )


def lower(new: Any, old: Any) -> bool:
    """Whether class ``new`` ranks below ``old``. It queries: for single acts alone."""
    if new is None or old is None or new == old:
        return False
    rank = dict(Classification.objects.filter(pk__in=(new, old)).values_list("pk", "rank"))
    return bool(rank[new] < rank[old])
