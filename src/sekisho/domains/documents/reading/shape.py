"""What the look of a line says: is it a heading, a lead-in, a body or role?"""

import re
import unicodedata

from .dates import is_date_line

_ENDED = re.compile(r"[。．.!?！？;；、,，:：]$")
_WIDE, _WORDS = 44, 11
_SUPPLEMENT = re.compile(
    r"(?:附則|付則|附\s+則|別表|別紙|別添|appendix|annex|schedule|supplementary provisions?)(?:\s*[0-9a-z]{0,2})?$"
)
_CAPTION = re.compile(r"[(（【\[]([^()（）【】\[\]]{1,40})[)）】\]]$")
_LEAD = re.compile(r"(?:[:：]|以下|次の|下記|following|below)")
_BODY_JA = re.compile(
    r"(?:委員会|取締役|執行役|役員|監査役|管理者|責任者|担当者|所有者|利用者|推進者|委員|委員長|部門長|部署長|所属長|本部|部門|部署|"
    r"事務局|チーム|グループ|従業員|従業者|社員|職員|リーダー|ciso|cio|csirt|会議|協議会|部会|室長|部長|課長|社長|室|課)$"
)
_BODY_EN = re.compile(
    r"\b(?:committee|board|team|group|officers?|managers?|directors?|owners?|custodians?|employees?|staff|users?|"
    r"personnel|administrators?|departments?|contractors?|auditors?|leaders?|council|office|ciso|cio|executives?|management)$"
)


def plain(text: str) -> str:
    """Compatibility form, lower case: the form in which texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def width(text: str) -> int:
    """Columns on a terminal: 2 for wide characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def is_heading(text: str) -> bool:
    """Short, not a sentence, not a date line. A caption in brackets counts."""
    bare = text.strip()
    if not bare or "。" in bare or _ENDED.search(bare) or is_date_line(bare):
        return False
    return width(bare) <= _WIDE if not bare.isascii() else _short_english(bare)


def _short_english(text: str) -> bool:
    words = text.split()
    return len(words) <= _WORDS and not words[0][0].islower() and not text.startswith("http")


def is_supplement(text: str) -> bool:
    """附則, 別表, Appendix A: parts that stand beside the numbered ones."""
    return bool(_SUPPLEMENT.match(plain(text)))


def caption(text: str) -> str:
    """``（目的）`` → ``目的``; empty when the line is no caption."""
    found = _CAPTION.fullmatch(text.strip())
    return found.group(1).strip() if found else ""


def leads_in(text: str) -> bool:
    """Whether a paragraph announces a list."""
    return bool(_LEAD.search(plain(text)))


def is_body(text: str) -> bool:
    """Whether a heading names a body or role of the kind organisations have."""
    bare = plain(re.sub(r"[(（].*?[)）]\s*$", "", text))
    return bool(_BODY_JA.search(bare) or _BODY_EN.search(bare))


def mentions(heading: str, text: str) -> bool:
    """Whether ``text`` speaks of what ``heading`` names (the whole name, or its end)."""
    name = re.sub(r"^(?:the|a|an)\s+", "", plain(re.sub(r"[(（].*?[)）]\s*$", "", heading)))
    where = plain(text)
    if name in where:
        return True
    if name.isascii():
        return re.search(rf"\b{re.escape(name.split()[-1].rstrip('s'))}", where) is not None
    end = _BODY_JA.search(name)
    return bool(end) and end is not None and end.group(0) in where
