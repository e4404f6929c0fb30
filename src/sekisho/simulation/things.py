"""What information a unit has, by its kind of work: name, class, media, personal data, purpose."""

from typing import NamedTuple


class Thing(NamedTuple):
    """A kind of information asset; ``personal`` empty: declared to hold none; of at most
    ``persons`` people, kept for ``keep`` years."""

    name: str
    classification: str
    media: str
    purpose: str
    personal: str = ""
    persons: str = "1000"
    keep: int = 5


S, C, N, P = "strictly_confidential", "confidential", "internal", "public"
COMMON = (
    Thing("部内会議 議事録", N, "server", "部内の連絡と決定の記録"),
    Thing("業務手順書", N, "server", "業務の標準化"),
    Thing("業務連絡綴り（紙）", N, "paper", "部内の連絡"),
    Thing("部門予算・実績表", C, "server", "予算の管理"),
    Thing("緊急連絡網", C, "file", "緊急時の連絡", "personal", "100", 1),
)
BY_WORK: dict[str, tuple[Thing, ...]] = {
    "sales": (
        Thing("取引先担当者名簿", C, "cloud", "取引先への連絡と契約の履行", "personal", "5000"),
        Thing("見積書控え", C, "cloud", "見積と受注の管理"),
        Thing("顧客保守契約書", C, "cloud;paper", "保守契約の履行", keep=10),
        Thing("展示会アンケート", C, "cloud", "製品案内の送付", "personal", "1000", 2),
        Thing("商談記録", C, "cloud", "営業活動の管理"),
        Thing("製品カタログ", P, "file", "製品の案内"),
        Thing("営業日報", N, "server", "営業活動の共有"),
    ),
    "technical": (
        Thing("制御基板 設計図一式", S, "server", "製品の設計と改良", keep=10),
        Thing("試作評価データ", S, "server", "試作品の評価", keep=10),
        Thing("ソースコード", C, "server", "製品の開発"),
        Thing("お客様預かり仕様書", C, "server", "受託設計の履行", keep=10),
        Thing("部品表", C, "server", "製品の設計"),
        Thing("開発計画", N, "server", "開発の進行管理"),
        Thing("公開技術資料", P, "file", "技術情報の公開"),
    ),
    "quality": (
        Thing("品質検査記録（紙）", N, "paper", "出荷品質の保証", keep=10),
        Thing("校正証明書", N, "server;paper", "計測器の校正管理", keep=10),
        Thing("不具合解析報告", C, "server", "品質の改善"),
        Thing("品質監査記録", C, "server", "品質監査の実施"),
        Thing("ISO規格対応表", N, "file", "規格への適合確認"),
    ),
    "production": (
        Thing("製造ライン 制御プログラム", S, "server", "製造設備の運転", keep=10),
        Thing("製造指図書", N, "server;paper", "製造の指示"),
        Thing("工程条件表", C, "server", "製造品質の維持"),
        Thing("設備保全記録", N, "server", "設備の保全"),
        Thing("作業標準書", N, "server", "作業の標準化"),
    ),
    "personnel": (
        Thing(
            "全社 給与台帳", S, "cloud", "給与の計算と支払い", "personal;property_damage", "1000", 7
        ),
        Thing("個人番号管理簿", S, "server", "法定調書の作成", "my_number", "1000", 7),
        Thing("採用応募者ファイル", C, "cloud", "採用選考", "personal", "1000", 1),
        Thing("健康診断結果", S, "server", "安全配慮義務の履行", "special_care", "1000", 5),
        Thing("人事評価表", S, "server", "処遇の決定", "personal", "1000"),
        Thing("従業員名簿", C, "server", "雇用の管理", "personal", "1000"),
    ),
    "general": (
        Thing("株主名簿", C, "server", "株主総会の運営", "personal", "100", 10),
        Thing("取締役会議事録", S, "server;paper", "会社の意思決定の記録", keep=10),
        Thing("鍵・入館カード貸与簿", N, "server", "入退室の管理", "personal", "1000", 3),
        Thing("会社案内", P, "file", "会社の紹介"),
        Thing("施設図面", C, "server;paper", "施設の管理"),
    ),
    "legal": (
        Thing("契約書原本", C, "cloud;paper", "契約の管理", keep=10),
        Thing("秘密保持契約台帳", C, "server", "秘密保持義務の管理", keep=10),
        Thing("知的財産 出願資料", S, "server", "知的財産の保護", keep=10),
        Thing("法令・規則集", N, "file", "法令の順守"),
    ),
    "accounting": (
        Thing("総勘定元帳", C, "server", "会計処理", keep=10),
        Thing("請求書控え", C, "cloud", "代金の請求", keep=7),
        Thing("未公表 決算資料", S, "server", "決算の準備", keep=10),
        Thing("公表済み 決算公告", P, "file", "決算の公告"),
        Thing("固定資産台帳", N, "server", "固定資産の管理", keep=10),
    ),
    "it": (
        Thing("サーバー構成資料", C, "server", "システムの運用"),
        Thing("暗号鍵 保管簿", S, "server", "暗号鍵の管理"),
        Thing("アクセスログ", C, "server", "不正アクセスの調査", "personal", "1000", 1),
        Thing("利用者アカウント一覧", C, "server", "アクセス権限の管理", "personal", "1000", 1),
        Thing("利用案内", N, "file", "社内システムの案内"),
    ),
    "planning": (
        Thing("中期経営計画（未公表）", S, "server", "経営計画の策定", keep=10),
        Thing("取引先与信資料", C, "server", "与信の管理"),
        Thing("事業統計", N, "server", "経営の分析"),
        Thing("公開ニュース原稿", P, "file", "広報"),
    ),
}
PLACES = {"server": "部門ファイルサーバー", "file": "共有ファイル置き場", "paper": "本社書庫",
          "cloud": "クラウドサービス"}  # fmt: skip


def things(work: str) -> tuple[Thing, ...]:
    """What a unit that does ``work`` has, its own things first."""
    return (*BY_WORK[work], *COMMON)
