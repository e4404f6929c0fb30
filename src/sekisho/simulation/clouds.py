"""Cloud services of an invented company: asked for, evaluated, decided; a few that are not in order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sekisho.domains.assets.cloud_words import QUESTIONS
from sekisho.domains.assets.models import CloudEvaluation, CloudItem, Service
from sekisho.simulation.organisation import Firm

SERVICES = (
    ("CRM「ナギ」", "株式会社ナギソフト", "顧客と商談の管理", "confidential", "sales", "nagi-crm.example"),
    ("ハコニワ Drive", "ハコニワ株式会社", "ファイルの共有", "confidential", "sales", "hakoniwa.example"),
    ("文書管理「書院」", "株式会社ショイン", "契約書の保管", "confidential", "legal", "shoin.example"),
    ("給与クラウド「ともしび給与」", "ともしび株式会社", "給与の計算", "strictly_confidential",
     "personnel", "tomoshibi.example"),
    ("採用クラウド「つぐみ」", "株式会社ツグミ", "採用選考の管理", "confidential", "personnel",
     "tsugumi.example"),
    ("請求クラウド「あさぎ」", "あさぎ株式会社", "請求書の発行", "confidential", "accounting",
     "asagi.example"),
)  # fmt: skip
Clouds = Mapping[str, Sequence[Any]]
FOUND = {
    "certificates": ("ISO/IEC 27001・27017の登録証を確認", "iso27001"),
    "location": ("国内の2か所に保存、準拠法は日本法", ""),
    "abroad": ("国外からの閲覧はない", ""),
    "encryption": ("通信はTLS 1.3、保存はAES-256", "iso27017"),
    "sign_in": ("シングルサインオンと多要素認証に対応", ""),
    "rights": ("役割ごとの権限と管理者の分離ができる", "iso27017"),
    "logs": ("操作ログを1年間、画面から確認できる", ""),
    "backup": ("毎日、別の拠点に保存。年1回の復元試験あり", ""),
    "sla": ("月間99.9%、未達の月は減額", ""),
    "vulnerability": ("年1回の第三者診断、重大なものは7日以内に修正", "iso27001"),
    "notice": ("覚知から24時間以内に管理者へ通知", ""),
    "subcontract": ("再委託先の一覧を公開、変更は30日前に通知", ""),
    "return": ("CSVで取り出せる。解約後30日で消去し証明書を発行", ""),
    "training": ("学習には使わないと規約に明記", ""),
    "division": ("責任分界の表を確認", "iso27017"),
    "continuity": ("直近3期は黒字、代替の手順を用意", ""),
    "cost": ("利用者1人あたり月額、解約金なし", ""),
}


def adopt(firm: Firm, classes: Mapping[str, Any]) -> Clouds:
    """The services there were: evaluated in earlier years, taken over with where that is kept."""
    stage = firm.stage
    works = {plan.work for plan in firm.cast.units}
    known = [row for row in SERVICES if row[4] in works]
    unit = next(iter(firm.units.values())).pk
    found = stage.add("services", [
        {"name": name, "provider": provider, "purpose": purpose, "unit": unit, "kind": "saas",
         "owner": firm.holder("admin").pk, "country": "日本", "sso": True, "mfa": True,
         "hosts": [host], "ai": False, "ai_trains": False, "certificates": ["iso27001"],
         "first_used_on": stage.first - timedelta(days=900)}
        for name, provider, purpose, *_more, host in known
    ])  # fmt: skip
    clouds: dict[str, list[Any]] = defaultdict(list)
    for one, row in zip(found, known, strict=True):
        made = request(firm, one, unit, firm.holder("committee"), classes[row[3]], row[2],
                       occasion="earlier", proof="クラウド評価シート（情報システム部 文書棚 C-2）",
                       no_risk_reason="導入時の評価で挙げたリスクは対応済みのため")  # fmt: skip
        decide(firm, made, "approve", firm.holder("director"), stage.rng.randint(60, 300))
        stage.at(stage.first + timedelta(days=320),
                 lambda one=one, row=row: _again(firm, one, unit, row))  # type: ignore[misc]  # fmt: skip
        clouds[row[4]].append(Service.objects.select_related("max_class").get(pk=one.pk))
    return clouds


def _again(firm: Firm, service: Any, unit: Any, row: Sequence[str]) -> None:
    """Evaluated again before the first year is over, item by item this time."""
    made = request(firm, service, unit, firm.holder("committee"), _class(row[3]), row[2],
                   occasion="periodic", no_risk_reason="前回から変わりがないため")  # fmt: skip
    look(firm, made)
    decide(firm, made, "approve", firm.holder("director"), firm.stage.rng.randint(60, 250))


def request(
    firm: Firm, service: Any, unit: Any, asker: Any, class_: Any, purpose: str, **more: Any
) -> Any:
    """Asked for by ``asker``."""
    told = {"service": service.pk, "unit": unit, "wanted_class": class_.pk, "purpose": purpose,
            "personal": False, "abroad": False}  # fmt: skip
    return firm.stage.one("cloud_evaluations", firm.stage.by(asker), **told | more)


def look(firm: Firm, made: Any, **but: Mapping[str, Any]) -> None:
    """The administrator looks at every item; ``but``: item → what is otherwise."""
    rows = []
    for one in QUESTIONS:
        found, certificate = FOUND[one.item.value]
        row = {"evaluation": made.pk, "item": one.item.value, "met": "yes", "found": found,
               "certificate": certificate, "proof": "" if certificate else "提供者の公開資料"}  # fmt: skip
        rows.append(row | dict(but.get(one.item.value, {})))
    firm.stage.add("cloud_items", rows, firm.stage.by(firm.holder("admin")))


def decide(firm: Firm, made: Any, move: str, by: Any, days: int, **said: Any) -> Any:
    """Handed in by the administrator, decided by ``by``, valid for ``days`` from the last day on."""
    stage = firm.stage
    stage.move(stage.by(firm.holder("admin")), "cloud_evaluations", "submit", made)
    if move != "refuse":
        year = stage.on + timedelta(days=364)
        until = min(stage.last + timedelta(days=days), year)
        said |= {
            "max_class": made.wanted_class_id,
            "valid_until": max(until, stage.on + timedelta(days=1)),
        }
    return stage.move(stage.by(by), "cloud_evaluations", move, made, **said)


def trouble(firm: Firm) -> None:
    """What came in the last months: approved, with conditions, refused, run out, ended, unasked."""
    for days, scene in ((150, _short), (100, _chat), (70, _survey), (55, _translation), (40, _writer),
                        (38, _survey_ends), (16, _cards)):  # fmt: skip
        firm.stage.at(firm.stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 11)  # type: ignore[misc]


def _new(firm: Firm, code: str, **told: Any) -> Any:
    """A service that a unit would like to use, entered by its manager."""
    unit = firm.units[code]
    leader = firm.leaders[unit.pk]
    base = {"unit": unit.pk, "owner": leader.pk, "kind": "saas", "sso": True, "mfa": True,
            "ai": False, "ai_trains": False, "country": "日本"}  # fmt: skip
    return firm.stage.one("services", firm.stage.operator, **base | told)


def _class(code: str) -> Any:
    from sekisho.domains.assets.models import Classification

    return Classification.objects.get(code=code)


def _asked(firm: Firm, service: Any, code: str, class_: str, purpose: str, **more: Any) -> Any:
    asker = firm.leaders[firm.units[code].pk]
    return request(firm, service, firm.units[code].pk, asker, _class(class_), purpose, **more)


def _chat(firm: Firm) -> None:
    """Approved after a whole evaluation; one risk is borne."""
    one = _new(firm, "1100", name="社内チャット「はなし場」", provider="はなし場株式会社",
               purpose="社内の連絡", hosts=["hanashiba.example"], users=298)  # fmt: skip
    made = _asked(firm, one, "1100", "internal", "部門間の連絡", users=298, personal=True)
    look(firm, made, logs={"met": "partly", "found": "操作ログは90日で消える", "proof": "管理者ガイド",
                           "risk": "90日より前の操作を追えない", "level": "low", "treatment": "accept"})  # fmt: skip
    decide(firm, made, "approve", firm.holder("director"), 200)
    _begin(firm, one)


def _writer(firm: Firm) -> None:
    """Generative AI, approved with conditions; one is done, the other is due soon."""
    stage = firm.stage
    one = _new(firm, "0100", name="文章生成AI「ふみ」", provider="株式会社フミラボ", ai=True, kind="saas",
               purpose="社内資料の下書きと要約", hosts=["fumi-ai.example"], users=60, mfa=True)  # fmt: skip
    made = _asked(firm, one, "0100", "internal", "社内資料の下書きと要約", users=60)
    due = stage.last - timedelta(days=12)
    look(firm, made, training={
        "met": "partly", "found": "設定で学習を止められる", "proof": "利用規約 第8条", "level": "middle",
        "risk": "設定を誤ると入力が学習に使われる", "treatment": "reduce", "due_on": due,
        "measure": "管理画面で学習を止め、全利用者に固定する"})  # fmt: skip
    decide(
        firm, made, "approve_conditionally", firm.holder("director"), 150,
        decision="利用者向けの手引きを出し、入力してよい情報を示すこと。",
        condition_due_on=stage.last + timedelta(days=9),
    )  # fmt: skip
    _begin(firm, one)
    line = CloudItem.objects.get(evaluation=made, item="training")
    stage.at(due - timedelta(days=2), lambda: stage.edit(
        "cloud_items", CloudItem.objects.get(pk=line.pk), done_on=stage.on,
        done_how="学習を止める設定を組織全体に固定した。"), 15)  # fmt: skip


def _translation(firm: Firm) -> None:
    """Refused: what is put in trains their models."""
    one = _new(firm, "2200", name="無料翻訳「ことばの橋」", provider="Kotoba Bridge Inc.", ai=True,
               ai_trains=True, country="米国", sso=False, mfa=False, hosts=["kotobabridge.example"],
               purpose="海外の問い合わせの翻訳")  # fmt: skip
    made = _asked(firm, one, "2200", "confidential", "海外の問い合わせの翻訳", abroad=True, personal=True,
                  no_risk_reason="")  # fmt: skip
    look(firm, made, training={
        "met": "no", "found": "無料版は入力を学習に使う", "risk": "問い合わせの内容が外に出る",
        "level": "high", "treatment": "avoid"})  # fmt: skip
    decide(firm, made, "refuse", firm.holder("director"), 0,
           decision="入力が学習に使われ、止められないため。有料の契約であらためて申請してください。")  # fmt: skip


def _short(firm: Firm) -> None:
    """Approved for a trial; the approval has run out and nobody has evaluated it again."""
    one = _new(firm, "2100", name="オンライン会議「まど」", provider="窓通信株式会社", purpose="商談",
               hosts=["mado-meet.example"])  # fmt: skip
    made = _asked(firm, one, "2100", "internal", "遠方の顧客との商談", users=40)
    look(firm, made, sla={"met": "partly", "found": "稼働率の約束はない", "risk": "商談中に切れる",
                          "level": "low", "treatment": "accept"})  # fmt: skip
    decide(firm, made, "approve", firm.holder("director"), -6)
    _begin(firm, one)


def _survey(firm: Firm) -> None:
    """Used for one campaign; what becomes of the answers is not recorded."""
    one = _new(firm, "2200", name="アンケート「みみ」", provider="みみ合同会社", purpose="展示会の調査",
               hosts=["mimi-survey.example"])  # fmt: skip
    made = _asked(
        firm, one, "2200", "internal", "展示会の来場者調査", personal=True, no_risk_reason=""
    )
    look(firm, made, backup={"met": "no", "found": "復元はできない", "risk": "回答を失う",
                             "level": "low", "treatment": "accept"})  # fmt: skip
    decide(firm, made, "approve", firm.holder("director"), 200)
    _begin(firm, one)


def _survey_ends(firm: Firm) -> None:
    one = Service.objects.get(name="アンケート「みみ」")
    firm.stage.move(firm.stage.by(firm.holder("chair")), "services", "end", one,
                    decision_reason="展示会の調査が終わったため")  # fmt: skip


def _cards(firm: Firm) -> None:
    """Asked for two weeks ago; nobody has looked at its items yet."""
    one = _new(firm, "2200", name="名刺管理「なふだ」", provider="株式会社ナフダ", sso=False, mfa=False,
               purpose="名刺の共有", hosts=["nafuda.example"], personal=True)  # fmt: skip
    _asked(firm, one, "2200", "confidential", "名刺の共有", users=12, personal=True, abroad=None)


def _begin(firm: Firm, service: Any) -> None:
    """Used from today on; what it holds is in the register of assets."""
    stage, one = firm.stage, _now(service)
    stage.edit("services", one, first_used_on=stage.on)
    leader, on = firm.leaders[one.unit_id], stage.on
    stage.one(
        "assets", name=f"{one.name}の登録内容", unit=one.unit_id, owner=leader.pk, media="cloud",
        location=one.name, places=["cloud"], service=one.pk, ownership="own", external=False,
        personal="no", purposes=[one.purpose], category="共通", backed_up=True,
        encrypted=True, classification=_class("internal").pk, class_decided_by=leader.pk,
        class_reason="業務の連絡に使う情報のため", class_decided_on=on, class_reviewed_on=on,
        label_applied_on=on, keep_until=on + timedelta(days=1800),
    )  # fmt: skip


def _now(service: Any) -> Any:
    return Service.objects.get(pk=service.pk)


def waiting(firm: Firm) -> None:
    """Evaluated and handed in; the decision is awaited."""
    stage, unit = firm.stage, firm.units["2100"]
    one = stage.one(
        "services", stage.by(firm.parts["nonomura"]), name="議事録クラウド「ことの葉」", kind="saas",
        provider="株式会社ことの葉工房", purpose="商談の録音からの議事録作成（試用の希望）", ai=True,
        ai_trains=False, hosts=["kotonoha.example"], unit=unit.pk, owner=firm.leaders[unit.pk].pk,
        country="日本", sso=True, mfa=False,
    )  # fmt: skip
    made: CloudEvaluation = _asked(firm, one, "2100", "internal", "商談の議事録作成", users=15)
    look(firm, made, sign_in={
        "met": "partly", "found": "シングルサインオンに対応、多要素認証はない", "proof": "提供者の回答",
        "risk": "パスワードだけで入れる経路が残る", "level": "middle", "treatment": "reduce",
        "measure": "シングルサインオンの経路だけを開ける", "due_on": stage.last + timedelta(days=30)})  # fmt: skip
    stage.move(stage.by(firm.holder("admin")), "cloud_evaluations", "submit", made)
