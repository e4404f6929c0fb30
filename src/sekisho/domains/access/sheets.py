"""How other people's lists of systems, accounts and rights call their columns and words."""

from sekisho.registers.parse import folded

_SYSTEM = ("システム", "対象システム", "アプリケーション", "application")
_PERSON = ("利用者", "使用者", "対象者", "利用者氏名", "氏名", "ユーザー名")
_LOGIN = ("アカウントID", "アカウント", "ログインID", "ユーザーID", "ログイン名", "ID",
          "userPrincipalName", "username", "user name", "login", "account")  # fmt: skip
_ROLE = (
    "権限",
    "ロール",
    "権限・ロール",
    "権限名",
    "ロール名",
    "グループ",
    "role",
    "group",
    "permission",
)

SYSTEM_HEADERS = {
    "name": ("システム名", *_SYSTEM),
    "note": ("備考", "概要", "説明"),
    "unit": ("所管部署", "管理部署", "主管部署", "部署", "部門"),
    "admin": ("システム管理者", "管理者", "担当者"),
    "service": ("クラウドサービス", "利用クラウド"),
    "max_class": ("機密区分", "取扱区分", "上限区分"),
    "sso": ("シングルサインオン", "SSO"),
    "mfa": ("多要素認証", "MFA", "二段階認証"),
    "device_rule": ("端末制限", "デバイス制限"),
    "logs": ("ログ取得", "アクセスログ"),
    "encrypted": ("暗号化", "保存データの暗号化"),
    "starts_on": ("利用開始日", "導入日"),
    "ends_on": ("利用終了日", "廃止日"),
}
ENTITLEMENT_HEADERS = {
    "system": _SYSTEM,
    "name": _ROLE,
    "allows": ("内容", "できること", "説明"),
    "privileged": ("特権", "特権区分"),
}
OPENS_HEADERS = {
    "entitlement": _ROLE,
    "asset": ("情報資産", "情報資産名称", "資産名", "管理番号"),
}
ACCOUNT_HEADERS = {
    "system": _SYSTEM,
    "login": _LOGIN,
    "shown": ("表示名", "displayName", "display name"),
    "email": ("メールアドレス", "メール", "mail", "email"),
    "staff_number": ("社員番号", "従業員番号", "社員コード", "employeeId", "employee id"),
    "kind": ("種別", "アカウント種別", "区分"),
    "person": ("責任者", *_PERSON),
    "privileged": ("特権", "特権区分", "管理者権限"),
    "reason": ("理由", "必要な理由", "用途"),
    "enabled": ("有効", "状態", "accountEnabled"),
    "mfa": ("多要素認証", "MFA"),
    "last_used_on": ("最終ログイン", "最終ログイン日", "最終サインイン", "lastSignInDateTime", "last login"),
}  # fmt: skip
FOUND_HEADERS = {
    name: words
    for name, words in ACCOUNT_HEADERS.items()
    if name not in {"kind", "person", "reason"}
} | {"role": _ROLE}
MEMBER_HEADERS = {
    "account": ("共用ID", "共有ID", "共有アカウント", *_LOGIN),
    "person": _PERSON,
}
RIGHT_HEADERS = {
    "person": _PERSON,
    "account": ("共用ID", "共有ID", "サービスアカウント"),
    "entitlement": _ROLE,
    "asset": ("情報資産", "情報資産名称", "資産名", "対象資産"),
    "actions": ("操作", "アクセス種別"),
    "scope": ("権限範囲", "範囲"),
    "purpose": ("使用目的", "利用目的", "目的"),
    "basis": ("根拠", "付与区分"),
    "starts_on": ("付与日", "利用開始日", "開始日"),
    "ends_on": ("有効期限", "期限", "利用終了日"),
    "requester": ("申請者",),
    "earlier": ("申請番号", "承認者", "過去の承認"),
}


def _words(**fields: dict[str, str]) -> dict[str, dict[str, str]]:
    return {name: {folded(w): v for w, v in known.items()} for name, known in fields.items()}


ACCOUNT_VALUES = _words(
    kind={"個人": "person", "共有": "shared", "共用": "shared", "サービス": "service",
          "システム": "service", "不明": "unknown"},
)  # fmt: skip
FOUND_VALUES = _words(
    enabled={"有効": "true", "使用中": "true", "enabled": "true", "active": "true",
             "無効": "false", "停止": "false", "disabled": "false", "inactive": "false"},
)  # fmt: skip
RIGHT_VALUES = _words(
    basis={"申請": "request", "役職": "post", "標準": "birthright", "緊急": "emergency",
           "移行": "carried_over", "引継ぎ": "carried_over", "棚卸": "found"},
    actions={"閲覧": "read", "参照": "read", "編集": "write", "更新": "write", "書込": "write",
             "複製": "copy", "印刷": "print", "送信": "send", "出力": "export", "管理": "administer"},
)  # fmt: skip
