"""The people of an invented company: who is there at first, who joins, who leaves, who leads."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sekisho.domains.people.models import Account, Company, Person, Unit
from sekisho.simulation.cast import Cast, Part
from sekisho.simulation.names import a_name
from sekisho.simulation.stage import Stage, months

KINDS = ("employee",) * 16 + ("temporary", "part_time", "dispatched", "contractor")
FORMER = "情報管理導入前に受領した誓約書（総務部キャビネット A-3）"
AGENCY = "派遣個別契約書 第9条（派遣労働者の秘密保持）"
RULES = "就業規則 第12条（秘密保持）、書面による通知、退職者面談の記録"
PAPER = {"original": "paper", "kept_at": "総務部キャビネット A-3", "signing": "hand"}


@dataclass
class Firm:
    """The company as far as it has come: everybody by part, by unit, and who leads what."""

    stage: Stage
    cast: Cast
    units: dict[str, Unit] = field(default_factory=dict)
    parts: dict[str, Person] = field(default_factory=dict)
    leaders: dict[Any, Person] = field(default_factory=dict)
    staff: list[Person] = field(default_factory=list)
    joined: int = 0
    versions: list[Any] = field(default_factory=list)

    def holder(self, role: str) -> Person:
        """Who plays the part of ``role``."""
        return self.parts[self.cast.part(role).mail]

    def plan(self, unit: Unit) -> Any:
        return next(plan for plan in self.cast.units if plan.code == unit.code)


def found(firm: Firm, people: int) -> None:
    """Register the units, ``people`` persons with their accounts and posts, and the appointments."""
    stage, cast = firm.stage, firm.cast
    began = _ago(stage.first, 8)
    company = Company.objects.present().first()
    told = {"name": cast.company, "name_en": cast.company_en, "since": stage.first,
            "people_source": "sheet", "people_synced_on": stage.first}  # fmt: skip
    stage.edit("companies", company, **told)
    stage.one("settings", name="obligations.started_on", value=stage.first.isoformat(),
              reason="取締役会で運用開始を決議", decided_on=stage.first)  # fmt: skip
    for plan in cast.units:
        parent = firm.units[plan.parent].pk if plan.parent else None
        firm.units[plan.code] = stage.one(
            "units", code=plan.code, name=plan.name, kind=plan.kind, parent=parent,
            starts_on=began, leader_title=plan.leader_title,
        )  # fmt: skip
    rows = [_of_part(firm, part, began) for part in cast.parts]
    led = {part.unit for part in cast.parts if part.leads}
    rows += [_leader(firm, plan, began) for plan in cast.units if plan.code not in led]
    rows += [
        _somebody(firm, _ago(stage.first, stage.rng.randint(1, 22)))
        for _ in range(people - len(rows))
    ]
    firm.staff = _enter(firm, rows)
    by_mail = {person.email: person for person in firm.staff}
    firm.parts = {part.mail: by_mail[f"{part.mail}@{cast.domain}"] for part in cast.parts}
    _sponsored(firm, firm.staff)
    _appoint(firm, led)
    stage.add("pledges", [_declared(person) for person in firm.staff if _pledges(person)])


def _ago(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=1)


def _enter(firm: Firm, rows: list[dict[str, Any]]) -> list[Person]:
    """People with an account each, made by the administrator's list."""
    people = firm.stage.add("people", rows)
    firm.stage.add(
        "accounts",
        [{"email": p.email, "kind": "person", "name": p.name, "person": p.pk} for p in people],
    )
    return people


def _of_part(firm: Firm, part: Part, began: date) -> dict[str, Any]:
    row = {"name": part.name, "kana": part.kana, "employment": part.employment, "title": part.title,
           "unit": firm.units[part.unit].pk, "starts_on": began,
           "email": f"{part.mail}@{firm.cast.domain}"}  # fmt: skip
    return row | _numbered(firm) | _limits(firm, part.employment)


def _leader(firm: Firm, plan: Any, began: date) -> dict[str, Any]:
    row = _somebody(firm, began, "employee")
    return row | {"unit": firm.units[plan.code].pk, "title": plan.leader_title}


def _numbered(firm: Firm) -> dict[str, Any]:
    firm.joined += 1
    return {"employee_number": f"{firm.joined:06d}"}


def _somebody(firm: Firm, starts_on: date, employment: str = "") -> dict[str, Any]:
    rng = firm.stage.rng
    name, employment = a_name(rng), employment or rng.choice(KINDS)
    unit = rng.choice(list(firm.units.values()))
    number = _numbered(firm)
    return {
        "family_name": name.family, "given_name": name.given, "kana": name.kana,
        "employment": employment, "unit": unit.pk, "starts_on": starts_on,
        "email": f"s{number['employee_number']}@{firm.cast.domain}",
        **number, **_limits(firm, employment),
    }  # fmt: skip


def _limits(firm: Firm, employment: str) -> dict[str, Any]:
    """Terms end well after the history does, so that only chosen ones are late."""
    later = firm.stage.last + timedelta(days=firm.stage.rng.randint(120, 400))
    if employment == "temporary":
        return {"contract_ends_on": later}
    if employment in {"dispatched", "contractor"}:
        supplier = firm.stage.rng.choice(SUPPLIERS)
        n = SUPPLIERS.index(supplier) + 1
        return {"contract_ends_on": later, "supplier": supplier, "supplier_contact": "営業窓口",
                "supplier_email": f"madoguchi@supplier{n}.example"}  # fmt: skip
    return {}


SUPPLIERS = (
    "株式会社ハルカゼスタッフ",
    "有限会社みなと設計",
    "合同会社コトリ技研",
    "株式会社シラカバ情報",
)


def _sponsored(firm: Firm, people: list[Person]) -> None:
    """Every contractor's worker has an employee of ours who answers for them."""
    own = [p for p in firm.staff if p.employment == "employee"]
    rows = [
        (p, {"sponsor": next((o for o in own if o.unit_id == p.unit_id), own[0]).pk})
        for p in people
        if p.employment == "contractor"
    ]
    if rows:
        firm.stage.change("people", rows)


def _appoint(firm: Firm, led: set[str]) -> None:
    """The board's appointments, and every leader as manager of the unit."""
    stage = firm.stage
    shown = {"starts_on": _ago(stage.first, 2), "decided_by": "取締役会", "decided_on": _ago(stage.first, 2),
             "minute": "取締役会議事録 第3号議案"}  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"role": role, "person": firm.parts[part.mail].pk, "covers": part.covers, **shown}
        for part in firm.cast.parts
        for role in part.roles
        if role not in {"employee", "contractor", "manager"}
    ]
    firm.leaders = _leading(firm, led)
    rows += [
        {"role": "manager", "person": p.pk, "unit": unit, **shown}
        for unit, p in firm.leaders.items()
    ]
    stage.add("appointments", rows)
    stage.add(
        "assignments",
        [{"person": p.pk, "unit": unit, "title": p.title, "main": True, "leads": True,
          "starts_on": shown["starts_on"]} for unit, p in firm.leaders.items()],
    )  # fmt: skip


def _leading(firm: Firm, led: set[str]) -> dict[Any, Person]:
    own = {part.unit: firm.parts[part.mail] for part in firm.cast.parts if part.leads}
    titled: dict[Any, Person] = {}
    for person in firm.staff[len(firm.cast.parts) :]:
        if person.title:
            titled.setdefault(person.unit_id, person)
    return {
        unit.pk: own[code] if code in led else titled[unit.pk] for code, unit in firm.units.items()
    }


def _pledges(person: Person) -> bool:
    return person.employment != "contractor"


def _declared(person: Person) -> dict[str, Any]:
    return {"person": person.pk, "occasion": "joining", "outcome": "declared", **PAPER,
            "basis": FORMER}  # fmt: skip


def live(firm: Firm, people: int, agree: Any) -> None:
    """Month by month some join and as many leave; the list is compared with personnel's.

    ``agree(people)`` is called with those who joined, on the day they are asked to read.
    """
    stage = firm.stage
    share = max(1, round(people * 0.01))
    for month in months(stage.first + timedelta(days=31), stage.last):
        stage.work(month, lambda: join(firm, share, agree))
        stage.work(month + timedelta(days=5), lambda: _leave(firm, share))
    for week in range(0, (stage.last - stage.first).days, 14):
        stage.at(stage.first + timedelta(days=week), lambda: _compare(firm), 18)


def _compare(firm: Firm) -> None:
    company = Company.objects.present().get()
    firm.stage.edit("companies", company, people_synced_on=firm.stage.on)


def join(firm: Firm, share: int, agree: Any) -> None:
    stage = firm.stage
    fresh = _enter(firm, [_somebody(firm, stage.on) for _ in range(share)])
    firm.staff += fresh
    _sponsored(firm, fresh)
    stage.add("pledges", [_pledged(p, "joining", stage.on) for p in fresh if _pledges(p)])
    stage.work(stage.on + timedelta(days=8), lambda: agree(fresh))


def _leave(firm: Firm, share: int) -> None:
    """Notice a month ahead; the pledge is signed a week before the last day at work."""
    stage = firm.stage
    kept = {p.pk for p in (*firm.leaders.values(), *firm.parts.values())}
    sponsors = set(Person.objects.present().exclude(sponsor=None).values_list("sponsor", flat=True))
    free = [p for p in firm.staff if p.pk not in kept | sponsors]
    going = stage.rng.sample(free, min(share, len(free)))
    gone = {p.pk for p in going}
    firm.staff = [p for p in firm.staff if p.pk not in gone]
    last = stage.on + timedelta(days=25)
    ends = {"last_working_on": last - timedelta(days=10), "ends_on": last, "leaving": "retire"}
    stage.change("people", [(p, ends) for p in going])
    stage.work(last - timedelta(days=17), lambda: _ask_leavers(firm, going))
    accounts = Account.objects.present().filter(person__in=gone)
    stage.at(last, lambda: _close(firm, list(accounts)), 19)


def _ask_leavers(firm: Firm, going: list[Person]) -> None:
    on = firm.stage.on
    firm.stage.add("pledges", [_pledged(p, "leaving", on) for p in going if _pledges(p)])


def _pledged(person: Person, occasion: str, on: date) -> dict[str, Any]:
    """Signed; by agreement with the company that sends them; now and then a leaver does not sign."""
    asked = {"person": person.pk, "occasion": occasion, "asked_on": on}
    if person.employment == "dispatched":
        return asked | {"alternative": ("agency",), "basis": AGENCY}
    if occasion == "leaving" and person.number.endswith("7"):
        instead = ("notice", "rules", "interview")
        return asked | {"outcome": "refused", "alternative": instead, "basis": RULES}
    return asked | {"outcome": "signed", "signed_on": on, "no_former_secrets": True, **PAPER}


def _close(firm: Firm, accounts: list[Account]) -> None:
    firm.stage.change("accounts", [(a, {"active": False}) for a in accounts])
