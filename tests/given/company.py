"""Given: a small company as a whole, with something late and something to decide, judged today."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Account, Unit
from sekisho.findings import daily
from sekisho.registers.actor import Act, service
from tests.given.assets import a_classified_asset, an_asset, the_starter_classes
from tests.given.documents import a_binding, a_clause, a_version_in_force
from tests.given.people import a_company, a_person, a_unit, an_account, an_appointment

NAMES = (
    "次期制御基板 設計図一式",
    "全社 給与台帳",
    "取引先担当者名簿",
    "見積共有フォルダ",
    "顧客保守契約書",
)


@dataclass(frozen=True, slots=True)
class Given:
    """Accounts by role, the sales unit and its assets."""

    director: Account
    chair: Account
    admin: Account
    manager: Account
    employee: Account
    unit: Unit
    assets: list[Asset]


def engine() -> Act:
    return Act.now(service("engine"), timezone.now(), "engine", settings.TIME_ZONE)


def a_whole_company() -> Given:
    """Five people with roles, six assets of which one waits too long for its class, a policy with
    two clauses bound to duties; findings and tasks as judging leaves them."""
    a_company(name="株式会社汐見野テクノ")
    unit = a_unit(name="営業二部")
    roles = {
        "director": ("藤代 真紀", "取締役"),
        "chair": ("榊 直人", "管理部長"),
        "admin": ("伊吹 蓮", "情報システム課長"),
        "manager": ("桐山 修", "営業二部長"),
    }
    accounts = {}
    for role, (name, title) in roles.items():
        person = a_person(name=name, family_name=name.split()[0], title=title, unit=unit)
        an_appointment(person=person, role=role, unit=unit if role == "manager" else None)
        accounts[role] = an_account(person=person, name=name)
    person = a_person(
        name="宮瀬 ひなた", family_name="宮瀬", given_name="ひなた",
        kana="ミヤセ ヒナタ", romaji="MIYASE HINATA", unit=unit,
    )  # fmt: skip
    accounts["employee"] = an_account(person=person, name="宮瀬 ひなた")
    scheme = sorted(the_starter_classes().values(), key=lambda c: -c.rank)
    manager = accounts["manager"].person
    assets = [
        a_classified_asset(
            name=name, unit=unit, owner=manager, classification=scheme[n % len(scheme)],
            class_decided_by=manager, personal=("no",) if n % 2 else ("personal",),
        )
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    late = timezone.localdate() - timedelta(days=25)
    assets.append(an_asset(name="展示会アンケート", unit=unit, owner=manager, registered_on=late))
    version = a_version_in_force()
    for number, text, duty in (
        ("3.1", "会社が扱う情報は、部門の管理者が重要さを見きわめて区分する。", "O050"),
        ("2.1", "この方針は全員が読み、内容に同意する。", "O002"),
    ):
        clause = a_clause(version=version, number=number, text=text)
        a_binding(clause=clause, duty=duty, state="confirmed", decided_on=date(2020, 4, 2))
    daily.evaluate(engine())
    return Given(unit=unit, assets=assets, **accounts)
