"""Names for invented people: family and given names with their reading."""

import random
from typing import NamedTuple

FAMILY = """青柳アオヤギ 赤松アカマツ 秋元アキモト 浅倉アサクラ 朝比奈アサヒナ 阿南アナン 雨宮アマミヤ 新井アライ 飯田イイダ 石渡イシワタ 磯部イソベ 市原イチハラ 今泉イマイズミ 岩瀬イワセ 上杉ウエスギ 臼井ウスイ 江口エグチ 遠山トオヤマ 大河内オオコウチ 大野オオノ 岡部オカベ 小川オガワ 奥村オクムラ 尾崎オザキ 小田切オダギリ 柿沼カキヌマ 笠原カサハラ 片山カタヤマ 金沢カナザワ 川島カワシマ 菅野カンノ 菊地キクチ 北川キタガワ 木下キノシタ 久保田クボタ 倉田クラタ 黒木クロキ 桑原クワバラ 小泉コイズミ 河野コウノ 小松コマツ 近藤コンドウ 斎木サイキ 坂口サカグチ 桜井サクライ 佐久間サクマ 笹川ササガワ 佐野サノ 沢田サワダ 塩田シオダ 柴崎シバサキ 島崎シマザキ 白石シライシ 杉浦スギウラ 須藤スドウ 関口セキグチ 高木タカギ 高瀬タカセ 滝沢タキザワ 竹内タケウチ 立花タチバナ 田辺タナベ 谷口タニグチ 千葉チバ 塚本ツカモト 津田ツダ 寺田テラダ 土屋ツチヤ 富永トミナガ 内藤ナイトウ 永井ナガイ 中島ナカジマ 中原ナカハラ 成田ナリタ 西村ニシムラ 根岸ネギシ 野口ノグチ 萩原ハギワラ 橋本ハシモト 服部ハットリ 浜田ハマダ 早坂ハヤサカ 原田ハラダ 樋口ヒグチ 平山ヒラヤマ 広瀬ヒロセ 深沢フカザワ 福田フクダ 藤本フジモト 古川フルカワ 星野ホシノ 堀内ホリウチ 本多ホンダ 牧野マキノ 松岡マツオカ 丸山マルヤマ 水谷ミズタニ 宮下ミヤシタ 向井ムカイ 村瀬ムラセ 望月モチヅキ 森川モリカワ 八木ヤギ 安田ヤスダ 柳沢ヤナギサワ 山根ヤマネ 湯浅ユアサ 横山ヨコヤマ 吉岡ヨシオカ 若林ワカバヤシ 渡部ワタベ"""
GIVEN = """彩アヤ 晃アキラ 明日香アスカ 梓アズサ 篤アツシ 綾子アヤコ 郁子イクコ 勇イサム 恵美エミ 修オサム 和也カズヤ 香織カオリ 薫カオル 克己カツミ 佳奈カナ 浩一コウイチ 京子キョウコ 邦彦クニヒコ 恵ケイ 健太ケンタ 浩二コウジ 沙織サオリ 聡サトシ 早苗サナエ 茂シゲル 静香シズカ 翔太ショウタ 信也シンヤ 進ススム 純ジュン 隆タカシ 孝之タカユキ 卓也タクヤ 武史タケシ 千夏チナツ 智子トモコ 剛ツヨシ 哲也テツヤ 徹トオル 直樹ナオキ 奈緒ナオ 夏希ナツキ 望ノゾミ 典子ノリコ 春香ハルカ 秀樹ヒデキ 仁ヒトシ 弘ヒロシ 裕美ヒロミ 文子フミコ 誠マコト 雅子マサコ 真人マサト 麻衣マイ 真由マユ 美咲ミサキ 光ヒカル 瑞穂ミズホ 美穂ミホ 恵理エリ 康弘ヤスヒロ 陽子ヨウコ 洋平ヨウヘイ 佳子ヨシコ 義明ヨシアキ 頼子ヨリコ 涼リョウ 玲奈レイナ 若菜ワカナ 亮介リョウスケ 悠斗ユウト 優子ユウコ 結衣ユイ 幸恵ユキエ 由香ユカ 雄一ユウイチ"""


class Name(NamedTuple):
    """A name as written, and its reading in katakana."""

    family: str
    given: str
    kana: str

    @property
    def whole(self) -> str:
        return f"{self.family} {self.given}"


def _split(words: str) -> list[tuple[str, str]]:
    """``青柳アオヤギ`` is 青柳, read アオヤギ."""
    found = []
    for word in words.split():
        start = next(n for n, sign in enumerate(word) if "ァ" <= sign <= "ヿ")
        found.append((word[:start], word[start:]))
    return found


FAMILIES, GIVENS = _split(FAMILY), _split(GIVEN)


def a_name(rng: random.Random) -> Name:
    """Somebody's name; two people may bear the same, as in life."""
    (family, family_kana), (given, given_kana) = rng.choice(FAMILIES), rng.choice(GIVENS)
    return Name(family, given, f"{family_kana} {given_kana}")
