"""How personnel systems and other people's sheets call these columns, and what their words mean."""

from sekisho.registers.parse import folded


def words(**fields: dict[str, str]) -> dict[str, dict[str, str]]:
    """Field → word as the importer compares it → value."""
    return {name: {folded(w): v for w, v in known.items()} for name, known in fields.items()}


UNIT_HEADERS = {
    "code": ("部署コード", "部門コード", "組織コード", "所属コード", "コード", "department code"),
    "name": (
        "部署名",
        "部門名",
        "組織名",
        "所属名",
        "部署",
        "部門",
        "プロジェクト名",
        "department",
    ),
    "short_name": ("略称", "略名"),
    "kind": ("種別", "区分", "組織区分"),
    "parent": ("上位部署", "上位組織", "上位部門", "親部署", "親部門", "上位コード", "parent"),
    "starts_on": ("開始日", "有効開始日", "適用開始日", "設立日"),
    "ends_on": ("終了日", "有効終了日", "適用終了日"),
}
UNIT_WORDS = words(
    kind={"部署": "department", "組織": "department", "部": "department", "課": "department",
          "PJ": "project", "プロジェクト": "project"},
)  # fmt: skip

PERSON_HEADERS = {
    "employee_number": ("社員コード", "従業員番号", "従業員コード", "職員番号", "社員ID", "社員No",
                        "employee id", "employee no"),
    "name": ("名前", "社員名", "従業員名", "漢字氏名", "表示名", "display name"),
    "family_name": ("氏", "苗字", "名字", "last name", "surname"),
    "given_name": ("first name",),
    "kana": ("カナ", "カナ氏名", "氏名カナ", "氏名(カナ)", "ふりがな", "フリガナ氏名"),
    "romaji": ("ローマ字", "英字氏名", "氏名(ローマ字)", "氏名ローマ字"),
    "former_name": ("旧氏名",),
    "email": ("メール", "E-mail", "Eメール", "email", "mail"),
    "phone": ("電話", "携帯電話", "連絡先"),
    "employment": ("雇用形態", "社員区分", "従業員区分", "区分", "employment type"),
    "unit": ("部署", "部門", "所属", "所属部署", "所属部門", "主務部署", "department"),
    "title": ("役職名", "職位", "title"),
    "starts_on": ("入社日", "入社年月日", "採用日", "就業開始日", "契約開始日", "hire date"),
    "last_working_on": ("最終出勤日", "最終勤務日"),
    "ends_on": ("退社日", "退職年月日", "離職日", "termination date"),
    "leaving": ("退職理由", "退職事由"),
    "sponsor": ("社内責任者", "受入担当者", "担当社員"),
    "supplier": ("会社名", "所属会社", "派遣元", "派遣会社", "委託先", "業務委託先"),
    "supplier_contact": ("委託先責任者", "派遣元責任者"),
    "contract_ends_on": ("契約満了日", "契約期間終了日", "契約終了"),
}  # fmt: skip
PERSON_WORDS = words(
    employment={"取締役": "officer", "監査役": "officer", "執行役": "officer",
                "正規": "employee", "正社員(無期)": "employee", "社員": "employee",
                "嘱託": "temporary", "嘱託社員": "temporary", "契約": "temporary",
                "有期社員": "temporary", "アルバイト": "part_time", "パート": "part_time",
                "パートタイマー": "part_time", "パート社員": "part_time", "派遣": "dispatched",
                "派遣スタッフ": "dispatched", "業務委託": "contractor", "委託": "contractor",
                "請負": "contractor", "準委任": "contractor", "外部委託": "contractor"},
    leaving={"自己都合": "retire", "会社都合": "retire", "定年": "retire", "定年退職": "retire",
             "契約満了": "retire", "懲戒解雇": "dismissal", "普通解雇": "dismissal"},
)  # fmt: skip

ROLE_WORDS = words(
    role={"情報セキュリティ担当取締役": "director", "CISO": "director", "代理": "deputy",
          "委員長": "chair", "委員": "committee", "管理者": "manager",
          "情報セキュリティ責任者": "manager", "内部監査員": "auditor", "監査人": "auditor",
          "システム管理者": "admin", "情シス": "admin"},
)  # fmt: skip
