"""How other people's sheets call the columns of an asset, and what their words may mean.

A class is matched by its own code and names first. Words that differ from scheme to scheme are left
out on purpose, so that a person says once what they mean: “restricted” ranks above “confidential”
in many companies and below it in many governments; 部外秘 is no class of the whole company.
"""

from sekisho.registers.parse import folded

HEADERS = {
    "reference": ("No.", "No", "NO", "管理番号", "資産番号", "資産ID", "ID"),
    "name": ("情報資産名称", "情報資産名", "資産名", "資産名称", "名称", "情報資産"),
    "category": ("業務分類", "業務", "分類"),
    "note": ("備考", "メモ", "補足", "説明"),
    "unit": ("管理部署", "管理部門", "主管部署", "部署", "部門", "所管部署"),
    "owner": ("管理者", "資産管理者", "情報管理者", "管理責任者", "オーナー"),
    "risk_owner": ("リスク所有者", "リスクオーナー"),
    "users": ("利用者範囲", "利用範囲", "利用者", "アクセス範囲"),
    "media": ("媒体・保存先", "媒体", "種別", "資産種別", "保存形態"),
    "location": ("保管場所", "保存先", "保管先", "格納場所"),
    "service": ("利用クラウド", "クラウドサービス", "サービス"),
    "ownership": ("所有", "所有区分", "自社/預り"),
    "entruster": ("預託元", "委託元", "預り元"),
    "contract": ("契約番号", "契約書番号"),
    "origin": ("入手元", "取得元"),
    "purposes": ("使用目的", "利用目的"),
    "classification": ("機密区分", "機密レベル", "情報区分", "区分", "秘密区分"),
    "class_decided_by": ("区分決定者",),
    "class_decided_on": ("区分決定日",),
    "label_applied_on": ("ラベル確認日", "表示日"),
    "confidentiality": ("評価値 機密性", "機密性", "機密性評価"),
    "integrity": ("評価値 完全性", "完全性", "完全性評価"),
    "availability": ("評価値 可用性", "可用性", "可用性評価"),
    "personal": ("個人情報の種類", "個人情報", "個人情報有無"),
    "keep_until": ("保存期限", "保管期限", "保存期間満了日"),
    "registered_on": ("登録日",),
    "next_review_on": ("次回見直し日", "見直し日"),
    "backed_up": ("バックアップ",),
    "encrypted": ("暗号化",),
    "disposal": ("廃棄方法",),
    "places": ("保管場所の種別", "保管区分"),
    "locked": ("施錠",),
    "retention": ("法定保存", "保存根拠", "法定保存区分"),
    "retention_from": ("保存起算日", "起算日"),
    "cipher": ("暗号方式",),
    "key_owner": ("鍵の管理者", "鍵管理者"),
    "backup_place": ("バックアップ先",),
}

_WORDS = {
    "classification": {
        "STRICTLY CONFIDENTIAL": "strictly_confidential",
        "TOP SECRET": "strictly_confidential",
        "厳秘": "strictly_confidential",
        "秘": "confidential",
        "INTERNAL USE ONLY": "internal",
        "社内限": "internal",
        "社内": "internal",
        "公開": "public",
        "一般": "public",
    },
    "media": {
        "FILE": "file",
        "DATA": "file",
        "データ": "file",
        "電子": "file",
        "SERVER": "server",
        "サーバ": "server",
        "サーバー": "server",
        "CLOUD_SERVICE": "cloud",
        "CLOUD": "cloud",
        "SAAS": "cloud",
        "クラウド": "cloud",
        "PC": "pc",
        "事務所PC": "pc",
        "パソコン": "pc",
        "USB": "removable",
        "可搬電子媒体": "removable",
        "PAPER": "paper",
        "紙": "paper",
        "書類": "paper",
        "MOBILE": "mobile",
        "スマートフォン": "mobile",
        "PHYSICAL": "equipment",
        "NETWORK": "equipment",
        "機器": "equipment",
        "PEOPLE": "knowledge",
    },
    "ownership": {"預り": "entrusted", "顧客預り": "entrusted", "自社所有": "own"},
    "personal": {
        "あり": "personal",
        "有": "personal",
        "○": "personal",
        "なし": "no",
        "無": "no",
        "×": "no",
        "要配慮": "special_care",
        "マイナンバー": "my_number",
    },
    "confidentiality": {"高": "3", "中": "2", "低": "1"},
    "integrity": {"高": "3", "中": "2", "低": "1"},
    "availability": {"高": "3", "中": "2", "低": "1"},
}

VALUES = {
    field: {folded(word): value for word, value in words.items()} for field, words in _WORDS.items()
}
