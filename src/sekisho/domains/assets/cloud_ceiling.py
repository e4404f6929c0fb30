"""No asset is put into a cloud service above the class the service was approved for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.classification import Classification
from sekisho.domains.assets.service import Approval, Service
from sekisho.registers.errors import Text

CLOSED = (Approval.REFUSED.value, Approval.ENDED.value)


def beyond_service(
    rows: Sequence[tuple[Mapping[str, Any], Asset | None]],
) -> Iterator[tuple[int, str, Text]]:
    """The rows that would put more into a service than it may hold; two queries for all of them.

    An asset that stands so already (its service was lowered since) may still be changed otherwise:
    the duty tells of it. Without a class, or a service nobody decided on, nothing is compared.
    """
    linking = {
        index: (values, record)
        for index, (values, record) in enumerate(rows)
        if values["service"] and _moves(values, record)
    }
    if not linking:
        return
    services = {
        one.pk: one
        for part in _parts({values["service"] for values, _ in linking.values()})
        for one in Service.objects.filter(pk__in=part).select_related("max_class")
    }
    classes = {one.pk: one for one in Classification.objects.all()}
    for index, (values, record) in linking.items():
        service, class_ = services[values["service"]], classes.get(values["classification"])
        words = {"service": service.name, "class": class_, "most": service.max_class}
        if service.approval in CLOSED and (record is None or record.service_id != service.pk):
            yield index, "service", _("The use of %(service)s was refused or has ended.") % words
        elif class_ and service.max_class and class_.rank > service.max_class.rank:
            named = (
                "service" if record is None or record.service_id != service.pk else "classification"
            )
            yield (
                index,
                named,
                _(
                    "%(service)s is approved up to “%(most)s”; this is “%(class)s”. Keep it elsewhere, "
                    "or have the service evaluated for this class."
                )
                % words,
            )


def _moves(values: Mapping[str, Any], record: Asset | None) -> bool:
    """Whether the service or the class is about to change."""
    if record is None:
        return True
    before = (record.service_id, record.classification_id)
    return (values["service"], values["classification"]) != before


def _parts(found: set[UUID]) -> Iterator[list[UUID]]:
    every = sorted(found)
    for start in range(0, len(every), 500):
        yield every[start : start + 500]
