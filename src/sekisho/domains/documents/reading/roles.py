"""Which roles a text speaks of, in the words organisations use for them."""

import re
import unicodedata

_WORDS = {
    "board": r"取締役会|代表取締役|\bboard\b",
    "director": r"担当取締役|担当役員|最高情報セキュリティ|統括責任者|ciso|\bdirectors?\b|\bexecutives?\b|chief information",
    "committee": r"委員会|事務局|\bcommittee|security team|steering group",
    "manager": r"(?<!最高情報セキュリティ)管理者|部門長|部署長|所属長|課長|部長|リーダー|部門責任者|上長|\bmanagers?\b|\bheads? of|\bleaders?\b",
    "employee": r"従業員|従業者|社員|職員|役職員|発見者|利用者|\bemployees?\b|\bstaff\b|\beveryone\b|\busers?\b|\bpersonnel\b",
    "admin": r"システム管理|情シス|情報システム部|技術的|\badministrators?\b|\bit (?:team|department)\b|technical",
    "hr": r"人事|入社|退職|採用|human resources|\bhr\b|joiner|leaver",
    "legal": r"法務|契約|法令|\blegal\b|\bcontracts?\b",
    "procurement": r"購買|調達|委託|procurement|supplier|vendor",
    "general_affairs": r"総務|入退|施設|facilit|premises|reception",
    "auditor": r"監査|\baudit",
}
_PATTERNS = {role: re.compile(pattern) for role, pattern in _WORDS.items()}


def roles(said: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", said).casefold()
    return {role for role, pattern in _PATTERNS.items() if pattern.search(plain)}
