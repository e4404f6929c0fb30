"""Names in kana: one form to sort by, and a Roman spelling to search by.

Spelling follows the Hepburn system as used in Japanese passports (Passport Act enforcement
regulations, table): ん is M before B, M and P; long vowels are not marked.
"""

import re
import unicodedata

HIRAGANA = re.compile(r"[ぁ-ゖゝゞ]")
SYLLABLES = dict(
    pair.split(":")
    for pair in [
        "ア:A",
        "イ:I",
        "ウ:U",
        "エ:E",
        "オ:O",
        "カ:KA",
        "キ:KI",
        "ク:KU",
        "ケ:KE",
        "コ:KO",
        "サ:SA",
        "シ:SHI",
        "ス:SU",
        "セ:SE",
        "ソ:SO",
        "タ:TA",
        "チ:CHI",
        "ツ:TSU",
        "テ:TE",
        "ト:TO",
        "ナ:NA",
        "ニ:NI",
        "ヌ:NU",
        "ネ:NE",
        "ノ:NO",
        "ハ:HA",
        "ヒ:HI",
        "フ:FU",
        "ヘ:HE",
        "ホ:HO",
        "マ:MA",
        "ミ:MI",
        "ム:MU",
        "メ:ME",
        "モ:MO",
        "ヤ:YA",
        "ユ:YU",
        "ヨ:YO",
        "ラ:RA",
        "リ:RI",
        "ル:RU",
        "レ:RE",
        "ロ:RO",
        "ワ:WA",
        "ヰ:I",
        "ヱ:E",
        "ヲ:O",
        "ン:N",
        "ガ:GA",
        "ギ:GI",
        "グ:GU",
        "ゲ:GE",
        "ゴ:GO",
        "ザ:ZA",
        "ジ:JI",
        "ズ:ZU",
        "ゼ:ZE",
        "ゾ:ZO",
        "ダ:DA",
        "ヂ:JI",
        "ヅ:ZU",
        "デ:DE",
        "ド:DO",
        "バ:BA",
        "ビ:BI",
        "ブ:BU",
        "ベ:BE",
        "ボ:BO",
        "パ:PA",
        "ピ:PI",
        "プ:PU",
        "ペ:PE",
        "ポ:PO",
        "ヴ:BU",
        "ァ:A",
        "ィ:I",
        "ゥ:U",
        "ェ:E",
        "ォ:O",
        "ファ:FA",
        "フィ:FI",
        "フェ:FE",
        "フォ:FO",
        "ティ:TEI",
        "ディ:DEI",
        "シェ:SHIE",
        "ジェ:JIE",
        "チェ:CHIE",
    ]
)
GLIDES = {"ャ": "YA", "ュ": "YU", "ョ": "YO"}
PLAIN = {"SHI": "SH", "CHI": "CH", "JI": "J"}


def katakana(text: str) -> str:
    """``text`` with half-width and hiragana turned into full-width katakana, spaces single."""
    wide = " ".join(unicodedata.normalize("NFKC", text).split())
    return HIRAGANA.sub(lambda kana: chr(ord(kana[0]) + 0x60), wide)


def romaji(kana: str) -> str:
    """The Roman spelling of a name in katakana; what is not kana is kept as it stands."""
    return " ".join(_word(word) for word in kana.replace("・", " ").split())


def _word(word: str) -> str:
    spelled: list[str] = []
    at = 0
    while at < len(word):
        size, letters = _syllable(word, at)
        spelled.append(letters)
        at += size
    joined = re.sub(r"N(?=[BMP])", "M", "".join(spelled).replace("ー", ""))
    joined = re.sub(r"ッ(?=CH)", "T", joined)
    joined = re.sub(r"ッ([A-Z])", r"\1\1", joined).replace("ッ", "TSU")
    joined = re.sub(r"OU(?![AEIO])|OO(?!$)", "O", joined)
    return re.sub(r"((?:Y|SH|CH|J)U)U", r"\1", joined)


def _syllable(word: str, at: int) -> tuple[int, str]:
    """How many letters of kana the syllable at ``at`` takes, and its spelling."""
    pair, one = word[at : at + 2], word[at]
    if pair in SYLLABLES and len(pair) == 2:
        return 2, SYLLABLES[pair]
    if len(pair) == 2 and pair[1] in GLIDES and SYLLABLES.get(one, "").endswith("I"):
        base, glide = SYLLABLES[one], GLIDES[pair[1]]
        return 2, PLAIN[base] + glide[1:] if base in PLAIN else base[:-1] + glide
    return 1, SYLLABLES.get(one, one)
