"""The words rules speak about assets in: SQL only, and dated where the facts carry dates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sekisho.domains.assets.measure import lacking
from sekisho.domains.assets.personal_data import PersonalData
from sekisho.domains.assets.retention_rule import RetentionRule, least
from sekisho.domains.assets.words import Medium, PersonalKind
from sekisho.registers.record import Records


def holds(kind: PersonalKind) -> Q:
    """Declared to hold data of ``kind``."""
    return Q(personal__contains=f",{kind},")


def undetailed() -> Q:
    """Some declared kind of personal data has no line in the personal data register."""
    missing = Q()
    for kind in PersonalKind:
        if kind != PersonalKind.NONE:
            lines = PersonalData.objects.present().filter(asset=OuterRef("pk"), kind=kind)
            missing |= Q(holds(kind), ~Exists(lines))
    return missing


class AssetRows(Records):
    """Assets by what rules ask of them. Only ``in_use`` looks back: the other facts carry no past."""

    def in_use(self, on: date) -> "AssetRows":
        """Registered on or before ``on`` and not ended by then."""
        kept = Q(ended_on=None) | Q(ended_on__gt=on)
        return self.present().filter(kept, registered_on__lte=on)

    def unclassified(self) -> "AssetRows":
        """No class yet. Never to be shown, labelled or counted as any class."""
        return self.filter(classification=None)

    def of_rank_at_least(self, rank: int) -> "AssetRows":
        """Classified, of ``rank`` or stricter."""
        return self.filter(classification__rank__gte=rank)

    def with_personal_data(self) -> "AssetRows":
        """Declared to hold at least one kind of personal data."""
        return self.exclude(personal=()).exclude(holds(PersonalKind.NONE))

    def personal_unsaid(self) -> "AssetRows":
        """Nobody has said whether there is personal data in it."""
        return self.filter(personal=())

    def personal_undetailed(self) -> "AssetRows":
        """Declared kinds of personal data without their line in the register."""
        return self.filter(undetailed())

    def of_medium(self, medium: Medium) -> "AssetRows":
        return self.filter(media__contains=f",{medium},")

    def label_missing(self) -> "AssetRows":
        """Of a class that must be labelled, and not labelled since that class was given."""
        return self.filter(classification__label_required=True, label_applied_on=None)

    def mark_labels(self) -> None:
        """Bring the derived column ``label_missing`` up to date, in two statements."""
        due = Q(classification__label_required=True, label_applied_on=None)
        self.filter(due, label_missing=False).update(label_missing=True)
        self.filter(label_missing=True).exclude(due).update(label_missing=False)

    def mark_retention(self, assets: Sequence[Any]) -> None:
        """Bring the derived end of the statutory minimum up to date; one statement per end."""
        wanted = [a.retention_id for a in assets if a.retention_id]
        rules = dict(RetentionRule.objects.filter(pk__in=wanted).values_list("pk", "years"))
        ends = defaultdict(list)
        for one in assets:
            end = least(one.retention_from, one.law_years, rules.get(one.retention_id))
            if end != one.law_until:
                ends[end].append(one.pk)
                one.law_until = end
        for end, some in ends.items():
            self.model.objects.filter(pk__in=some).update(law_until=end)

    def lacking_measures(self, on: date) -> "AssetRows":
        """Without some measure that their class, medium or personal data asks for."""
        return self.filter(lacking(on))

    def from_outside(self) -> "AssetRows":
        """Obtained from outside the company, or held for somebody else."""
        return self.filter(Q(external=True) | Q(ownership__in=("entrusted", "shared")))
