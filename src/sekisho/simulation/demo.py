"""The demo company 株式会社汐見野テクノ: three hundred people, and a little that is not in order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset, Classification, PersonalData
from sekisho.domains.documents.importing import import_policy
from sekisho.domains.documents.models import Document
from sekisho.domains.people.models import Account, CommitteeMeeting, Person
from sekisho.ledger import sequence
from sekisho.registers.errors import Text
from sekisho.simulation import (
    access_trouble,
    accidents,
    client_answers,
    clouds,
    disclosing,
    drills,
    duty_sheets,
    educating,
    emergency,
    forbidding,
    found_clouds,
    gates,
    intake,
    keeping,
    organisation,
    papers,
    reviewing,
    standard_roles,
    texts,
    undecided,
)
from sekisho.simulation.cast import Cast, Part, UnitPlan
from sekisho.simulation.organisation import Firm
from sekisho.simulation.story import Size, tell

DOMAIN = "shiomino.example"
PASSWORD = "seki-no-to-wo-tataku"  # noqa: S105 - shown to everybody who starts the demo
SIZE = Size(people=298, assets=402, months=13, seed=48, grants=900)

UNITS = (
    UnitPlan("0100", "経営企画室", "planning", leader_title="室長"),
    UnitPlan("1000", "管理本部", "planning", leader_title="本部長"),
    UnitPlan("1100", "総務部", "general", "1000"),
    UnitPlan("1200", "人事部", "personnel", "1000"),
    UnitPlan("1300", "法務部", "legal", "1000"),
    UnitPlan("1400", "経理部", "accounting", "1000"),
    UnitPlan("1500", "情報システム部", "it", "1000"),
    UnitPlan("2000", "営業本部", "planning", leader_title="本部長"),
    UnitPlan("2100", "営業一部", "sales", "2000"),
    UnitPlan("2200", "営業二部", "sales", "2000"),
    UnitPlan("2300", "保守サービス部", "technical", "2000"),
    UnitPlan("3000", "技術本部", "planning", leader_title="本部長"),
    UnitPlan("3100", "開発部", "technical", "3000"),
    UnitPlan("3200", "品質保証部", "quality", "3000"),
    UnitPlan("3300", "製造部", "production", "3000"),
    UnitPlan("3400", "購買部", "accounting", "3000"),
    UnitPlan(
        "P001", "次期制御基板プロジェクト", "technical", kind="project", leader_title="リーダー"
    ),
    UnitPlan("P002", "基幹システム更新プロジェクト", "it", kind="project", leader_title="リーダー"),
)
PARTS = (
    Part("藤代 真紀", "フジシロ マキ", "fujishiro", "0100", "取締役", ("director",), employment="officer"),
    Part("大庭 和彦", "オオバ カズヒコ", "ooba", "1000", "取締役 管理本部長", ("deputy",), (), True, "officer"),
    Part("榊 直人", "サカキ ナオト", "sakaki", "2000", "営業本部長", ("chair",), ("business",), True),
    Part("三浦 佳代", "ミウラ カヨ", "miura", "1100", "総務部長", ("committee",), ("legal_hr",), True),
    Part("柏木 拓", "カシワギ タク", "kashiwagi", "1500", "情報システム部長", ("committee",), ("it",), True),
    Part("片桐 涼子", "カタギリ リョウコ", "katagiri", "1300", "法務部長", ("committee",), ("legal_hr",), True),
    Part("宮瀬 ひなた", "ミヤセ ヒナタ", "miyase", "2200", "", ("employee",)),
    Part("桐山 修", "キリヤマ オサム", "kiriyama", "2200", "営業二部長", ("manager",), (), True),
    Part("野々村 健", "ノノムラ ケン", "nonomura", "1500", "システム管理者", ("admin",)),
    Part("逢坂 千景", "オウサカ チカゲ", "ousaka", "1200", "人事部長", (), (), True),
    Part("小早川 慎", "コバヤカワ シン", "kobayakawa", "3100", "開発部長", (), (), True),
    Part("早川 みのり", "ハヤカワ ミノリ", "hayakawa", "3200", "品質保証部長", (), (), True),
    Part("有馬 透", "アリマ トオル", "arima", "2100", "営業一部長", (), (), True),
    Part("郡司 隆", "グンジ タカシ", "gunji", "3300", "製造部長", (), (), True),
    Part("相原 翔", "アイハラ ショウ", "aihara", "2200", "CRM運用", ("contractor",), employment="contractor"),
)  # fmt: skip
CAST = Cast("株式会社汐見野テクノ", "Shiomino Techno Co., Ltd.", DOMAIN, UNITS, PARTS)
AUDITOR = Part("神田 玲", "カンダ レイ", "kanda", "")


@dataclass(frozen=True, slots=True)
class Door:
    """An account to try the demo with: what its person is, and how to come in."""

    role: Text
    name: str
    email: str


def _door(role: Text, mail: str) -> Door:
    part = next(part for part in (*PARTS, AUDITOR) if part.mail == mail)
    return Door(role, part.name, f"{mail}@{DOMAIN}")


DOORS = (
    _door(_("Director in charge"), "fujishiro"),
    _door(_("Deputy of the director in charge"), "ooba"),
    _door(_("Chair of the committee"), "sakaki"),
    _door(_("Member of the committee"), "miura"),
    _door(_("Information security manager"), "kiriyama"),
    _door(_("Employee"), "miyase"),
    _door(_("Contractor"), "aihara"),
    _door(_("Auditor"), "kanda"),
    _door(_("System administrator"), "nonomura"),
)


def is_demo() -> bool:
    """Whether this database holds the demo company."""
    return bool(Account.objects.filter(email=DOORS[0].email).exists())


def create(now: datetime, size: Size = SIZE) -> None:
    """Invent the demo company up to ``now`` and open its nine doors."""
    firm = tell(CAST, size, now, trouble, singly=True)
    gates.pass_by(firm, now)
    forbidding.propose(firm, now)
    while sequence.integrate():
        pass
    secret = make_password(PASSWORD)
    Account.objects.filter(email__in=[door.email for door in DOORS]).update(password=secret)


def trouble(firm: Firm) -> None:
    """What is not in order today, and what soon will not be; all within the last month."""
    stage = firm.stage
    gates.equip(firm)
    reviewing.review(firm)
    for days, scene in (
        (30, _auditor), (28, _contracts), (26, _unclassified), (18, _law), (15, _exception),
        (12, _unclassified), (9, _unlabelled), (9, duty_sheets.renew), (8, _new_manual), (6, _gap), (5, _action),
        (4, _joiners), (2, _unclassified),
    ):  # fmt: skip
        stage.at(stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 10)  # type: ignore[misc]

    educating.educate(firm)
    access_trouble.trouble(firm)
    standard_roles.standard_roles(firm)
    keeping.trouble(firm)
    clouds.trouble(firm)
    found_clouds.trouble(firm)
    client_answers.trouble(firm)
    accidents.trouble(firm)
    intake.open_doors(firm)
    drills.trouble(firm)
    emergency.live(firm)
    undecided.trouble(firm)
    disclosing.trouble(firm)


def _auditor(firm: Firm) -> None:
    until = firm.stage.last + timedelta(days=120)
    firm.stage.one("accounts", email=f"{AUDITOR.mail}@{DOMAIN}", name=AUDITOR.name, kind="auditor",
                   expires_on=until)  # fmt: skip


def _contracts(firm: Firm) -> None:
    """Two contracts end soon and nobody has said whether they are renewed."""
    rows = Person.objects.present().filter(employment="contractor", ends_on=None)
    soon = firm.stage.last + timedelta(days=13)
    found = rows.exclude(pk=firm.parts["aihara"].pk).order_by("number")[:2]
    firm.stage.change("people", [(person, {"contract_ends_on": soon}) for person in found])


NEW = (("2200", "展示会アンケート（今年度）"), ("3100", "試作二号機 評価写真"), ("1100", "防犯カメラ画像"),
       ("2300", "保守訪問記録"), ("3300", "外注先 図面控え"), ("P002", "移行データ 検証結果"))  # fmt: skip


def _fresh(firm: Firm, code: str, name: str) -> dict[str, Any]:
    leader = firm.leaders[firm.units[code].pk]
    return {
        "name": name, "unit": firm.units[code].pk, "owner": leader.pk, "media": "server",
        "location": "部門ファイルサーバー", "ownership": "own", "external": False, "personal": "no",
        "purposes": ["業務の記録"], "category": firm.units[code].name, "places": ["server"],
        "keep_until": firm.stage.on + timedelta(days=1800),
    }  # fmt: skip


def _unclassified(firm: Firm) -> None:
    """Two more assets come in without a class; their managers have seven days."""
    names = set(Asset.objects.values_list("name", flat=True))
    some = [(code, name) for code, name in NEW if name not in names][:2]
    firm.stage.add("assets", [_fresh(firm, code, name) for code, name in some])


def _law(firm: Firm) -> None:
    owner = firm.parts["katagiri"]
    law = papers.requirements()[0]
    firm.stage.one(
        "requirement_changes", firm.stage.by(owner), requirement=law.pk,
        what="施行規則の改正（安全管理措置に関する項の追加）", known_on=firm.stage.on,
        effective_on=firm.stage.on + timedelta(days=150),
    )  # fmt: skip


def _classified(firm: Firm, code: str, name: str, class_code: str) -> Any:
    stage = firm.stage
    (asset,) = stage.add("assets", [_fresh(firm, code, name)])
    class_ = Classification.objects.get(code=class_code)
    return stage.move(stage.by(firm.leaders[asset.unit_id]), "assets", "classify", asset,
                      classification=class_.pk, class_reason="取引先の情報を含むため")  # fmt: skip


def _exception(firm: Firm) -> None:
    """A prototype that cannot bear a label: accepted for half a year, kept under lock instead."""
    stage = firm.stage
    asset = _classified(firm, "3100", "お客様預かり試作機", "confidential")
    one = stage.one(
        "exceptions", stage.by(firm.parts["kobayakawa"]), obligation="assets-labelled",
        subject=asset.pk, unit=asset.unit_id, reason="筐体に表示を付けると測定に影響するため。",
        instead="施錠した試作室に置き、保管箱に表示する。", starts_on=stage.on,
        ends_on=stage.on + timedelta(days=180),
    )  # fmt: skip
    stage.move(stage.by(firm.holder("director")), "exceptions", "approve", one,
               decision="保管箱の表示で足りると認める。")  # fmt: skip


def _unlabelled(firm: Firm) -> None:
    for code, name in (("2200", "共同提案 見積資料"), ("3300", "特注品 工程条件")):
        _classified(firm, code, name, "confidential")


def _new_manual(firm: Firm) -> None:
    """A new version of the manual; three in five have agreed to it by now."""
    stage = firm.stage
    manual = Document.objects.get(code="ISM-01")
    text = texts.MANUAL.replace(
        "戻した日を記録する。", "戻した日を記録する。私物のスマートフォンには写さない。"
    )
    text = text.replace(
        "施行日：2024年4月1日", f"施行日：{stage.on.year}年{stage.on.month}月{stage.on.day}日"
    )
    version, _told = import_policy(
        stage.operator, text.encode(), "情報管理マニュアル 第2版.md", manual
    )
    papers.enact(firm, version, stage.on)
    waiting = {firm.parts[mail].pk for mail in ("miyase", "aihara")}
    some = [p for n, p in enumerate(firm.staff) if n % 5 < 3 and p.pk not in waiting]
    stage.at(stage.on + timedelta(days=3), lambda: papers.agree_each(firm, some), 13)


def _gap(firm: Firm) -> None:
    """Somebody struck a retention period, meaning to write a better one."""
    lines = PersonalData.objects.present().order_by("-asset__registered_on", "-id")
    firm.stage.edit("personal_data", lines.first(), keep="")


def _action(firm: Firm) -> None:
    meeting = CommitteeMeeting.objects.present().latest("held_on")
    firm.stage.one(
        "meeting_actions", firm.stage.by(firm.holder("chair")), meeting=meeting.pk,
        what="展示会アンケートの置き場所と保存期間を決める", owner=firm.parts["kiriyama"].pk,
        due_on=firm.stage.last + timedelta(days=9),
    )  # fmt: skip


def _joiners(firm: Firm) -> None:
    organisation.join(firm, 2, lambda people: papers.agree_each(firm, people))
