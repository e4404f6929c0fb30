"""The register of engagements (委託先管理台帳): rights, what follows from what, and when work may start."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.engagement import Engagement
from sekisho.domains.suppliers.engagement_person import EngagementPerson
from sekisho.domains.suppliers.engagement_words import LIFE, EngagementState, Entrusted, tier_of
from sekisho.domains.suppliers.starting import hindrances
from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write_many
from sekisho.registers.errors import Text
from sekisho.registers.plan import Line
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered
from sekisho.registers.workflow import Workflow

IN_CHARGE = (*LEADERS, "manager:unit")


@register
class EngagementRegister(Register[Engagement]):
    name = "engagements"
    title = _("Work entrusted to suppliers")
    singular = _("engagement")
    about = _(
        "Which work is entrusted to whom, with which information, under which contract, how deep it "
        "is looked into, and how it ends."
    )
    model = Engagement
    number = "EG-{n:04d}"
    key = ("party", "title")
    handles = ("title",)
    label_with = ("party",)
    columns = ("number", "party", "title", "unit", "classification", "personal", "tier", "starts_on",
               "assessed_until", "state")  # fmt: skip
    filters = ("state", "tier", "party", "unit", "owner", "classification", "personal",
               "subcontracting", "contract", "starts_on", "ends_on", "assessed_until")  # fmt: skip
    search = ("number", "title", "party__name", "party__kana", "contact")
    order = ("party__kana", "number")
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"started_on", "confirmed_on", "ended_on", "ending", "returned_on",
                        "return_proof"})  # fmt: skip
    derived = frozenset({"tier", "assessed_until"})
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "assessments": ("valid_until", "state"),
        "classes": ("rank",),
    }
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("Under way"), {"state": "running"}),
        View(_("In preparation"), {"state": "planned"}),
        View(_("Return to be confirmed"), {"state": "ended"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "party": ("委託先", "委託先名", "業務委託先", "名称"),
        "title": ("委託業務", "委託業務内容", "業務内容"),
        "unit": ("担当部署", "責任部署"),
        "owner": ("担当者", "担当"),
        "classification": ("取扱情報区分", "情報区分", "区分"),
        "personal": ("個人データ", "個人情報の有無", "特定個人情報"),
        "persons": ("件数", "個人データ件数"),
        "handover": ("データ授受方法", "授受方法"),
        "subcontracting": ("再委託", "再委託の有無"),
        "contract": ("契約書番号", "契約"),
        "contact": ("業務責任者", "委託先責任者"),
        "contact_email": ("業務責任者メール",),
        "starts_on": ("開始日", "委託開始日"),
        "ends_on": ("終了日", "委託終了日"),
    }
    values: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "personal": {"なし": "no", "無": "no", "無し": "no", "あり": "personal", "有": "personal",
                     "個人データ": "personal", "マイナンバー": "my_number"},
        "subcontracting": {"無": "no", "無し": "no", "有": "approved", "あり": "approved",
                           "禁止": "forbidden"},
    }  # fmt: skip
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "auditor", "admin", "operator"),
        add=WRITERS, change=WRITERS, withdraw=KEEPERS,
        moves={
            "start": IN_CHARGE, "take_over": LEADERS, "confirm": IN_CHARGE, "finish": IN_CHARGE,
            "prove": IN_CHARGE, "cancel": IN_CHARGE,
        },
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: Engagement | None, act: Act) -> None:
        del record, act
        if Entrusted.NONE in values["personal"] and len(values["personal"]) > 1:
            values["personal"] = tuple(k for k in values["personal"] if k != Entrusted.NONE)

    def check(
        self, values: Mapping[str, Any], record: Engagement | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        yield from ordered(values)
        yield from ordered(values, "ended_on", start="started_on")
        for name in ("started_on", "ended_on", "returned_on"):
            if values[name] and values[name] > act.on:
                yield name, _("This day has not come yet.")
        over = record is not None and record.state in {
            EngagementState.CLOSED, EngagementState.CANCELLED,
        }  # fmt: skip
        if over and values["contract"] != record.contract_id:  # type: ignore[union-attr]
            yield "contract", _("This engagement is over.")

    def against(self, act: Act, name: str, record: Engagement) -> Iterable[tuple[str, Text]]:
        """Work starts under a contract with its terms, after an approved assessment."""
        if name == "start":
            yield from hindrances(record, act.on)
        elif name == "take_over" and not began_before(record, act.on):
            words = _(
                "Only work that began before the policy was put into operation. Please start it."
            )
            yield "not_old", words

    def moved(self, act: Act, name: str, record: Engagement, said: Mapping[str, Any]) -> None:
        """Whoever works on it leaves with it."""
        if name != "finish":
            return
        del said
        engine = replace(act, actor=service("engine"), via="engine")
        rows = EngagementPerson.objects.present().filter(engagement=record.pk, ends_on=None)
        late = EngagementPerson.objects.present().filter(
            engagement=record.pk, ends_on__gt=record.ended_on
        )
        lines = [Line({"ends_on": max(record.ended_on, one.starts_on)}, one) for one in rows | late]
        if lines:
            write_many(registry["engagement_people"], engine, lines)

    def settle(self, records: Sequence[Engagement], act: Act) -> None:
        """The tier follows from class and data; people leave with the work they came for."""
        del act
        follow(Engagement.objects.filter(pk__in=[one.pk for one in records]))

    def followed(self, name: str, recs: Sequence[Any]) -> None:
        if name == "assessments":
            rows = Engagement.objects.filter(assessments__in=recs).distinct()
        else:
            rows = Engagement.objects.filter(classification__in=recs)
        follow(rows)

    def following(self, name: str, recs: Sequence[Any]) -> set[Any]:
        path = "assessments" if name == "assessments" else "classification"
        rows = Engagement.objects.filter(**{f"{path}__in": recs})
        return set(rows.values_list("pk", flat=True))

    def label(self, record: Engagement) -> str:
        return f"{record.number} {record.party.name} {record.title}"


def began_before(record: Engagement, on: date) -> bool:
    """Whether the work began before the policy was put into operation (A6: day one is no wall of red)."""
    began: date | None = settings.value("obligations.started_on")
    return record.starts_on < (began or on)


def follow(rows: Any) -> None:
    """Bring tier and next assessment in step with what they rest on."""
    changed = []
    until = Assessment.objects.last_days(rows)
    for one in rows.select_related("classification"):
        said = one.classification is not None and bool(one.personal)
        reaches = bool(one.enters or one.vital)
        tier = (
            tier_of(one.classification.rank, one.personal, one.persons, reaches=reaches)
            if said else None
        )  # fmt: skip
        if (tier, until.get(one.pk)) != (one.tier, one.assessed_until):
            one.tier, one.assessed_until = tier, until.get(one.pk)
            changed.append(one)
    Engagement.objects.bulk_update(changed, ["tier", "assessed_until"], batch_size=500)
