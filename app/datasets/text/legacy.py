"""Which of the codecs from before Unicode a text is in: the one in which it reads most like a language.

Each codec decodes the bytes; the text is then as probable as its letters are in the language they suit best, times
how well they stand beside one another. All codecs explain the same bytes, so that the logarithms can be compared.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, log

WESTERN = ("signs", "names", "fr", "de", "es", "pt", "it", "ca", "nl", "sv", "da", "fi", "is", "et")
CENTRAL = ("names", "cs", "sk", "pl", "hu", "ro", "hr")
CYRILLIC = ("ru", "uk", "bg", "be", "sr")
SINGLE = {
    "cp1252": (0.0, WESTERN),
    "iso8859_15": (-2.5, WESTERN),
    "mac_roman": (-3.0, WESTERN),
    "cp850": (-3.5, WESTERN),
    "cp437": (-4.0, WESTERN),
    "cp1250": (-0.7, CENTRAL),
    "iso8859_2": (-2.0, CENTRAL),
    "cp852": (-3.5, CENTRAL),
    "cp1251": (-0.5, CYRILLIC),
    "koi8_r": (-2.0, ("ru",)),
    "koi8_u": (-3.5, ("uk",)),
    "cp866": (-2.0, CYRILLIC),
    "iso8859_5": (-3.0, CYRILLIC),
    "mac_cyrillic": (-5.0, CYRILLIC),
    "cp855": (-4.0, CYRILLIC),
    "cp1253": (-2.0, ("el",)),
    "iso8859_7": (-3.5, ("el",)),
    "cp1254": (-1.0, ("tr",)),
    "cp1255": (-3.5, ("he",)),
    "cp1256": (-3.0, ("ar", "fa")),
    "iso8859_6": (-4.0, ("ar",)),
    "cp1257": (-1.5, ("lt", "lv", "et")),
    "cp874": (-2.0, ("th",)),
}
"""Codecs of one byte a character: the logarithm of how usual they are, and their languages."""
DOUBLE = {"cp932": ("ja", "kana"), "euc_jp": ("ja",), "gb18030": ("zh",), "cp950": ("tw",), "cp949": ("ko",)}
"""Codecs of two bytes a character, with their languages."""

ALPHABETS = {
    "signs": "’£°–€“”…é²½µ±®•™º©³",
    "names": "éáíóüèöäñçãôåøêàúâîëïõæßýðšžþòùìčûœćłş",
    "fr": "éèàêçôâîûùëœïüæ",
    "de": "üäößéáèóàç",
    "es": "óáíñéúüºªç",
    "pt": "ãçáéíóõêúâàôªºü",
    "it": "àèùòéìºáí",
    "ca": "óàéèíòçúïü·",
    "nl": "ëéïèüóáö",
    "sv": "äöåéüæøàáè",
    "da": "øåæéöäüóá",
    "fi": "äöåéüšž",
    "is": "ðíáóúæýöþé",
    "et": "äõüöšž",
    "cs": "íáěéřčžýšůúóťňďüö",
    "sk": "áčíúýťéžšľóňôäĺďŕ",
    "pl": "łąężóćśńźéü",
    "hu": "áéíóöőüúűä",
    "ro": "ăîâşţéșț",
    "hr": "čšžćđéö",
    "lt": "šėųįąžčūęé",
    "lv": "āēīšūļņķžģčŗō",
    "tr": "ışçüğöiâîé",
    "ru": "оеаинтрслвкпдмузьыяйбчгжхфюшцщэёъ№",
    "uk": "аоинвіртекслдпумзябйьчгхжцфєшюїщґ№",
    "bg": "аеиотнрвсдпкзлмъяубчгжйфцшщхюь№",
    "be": "анрыксеілтяпвмдцуозьэбўчгйфшхжюё",
    "sr": "аеиорнтскпудвмјзлбгшчњљцжћхфђџ",
    "el": "αοετισνρηπμκυςλίγδέήάόχθωφύώβξζψϊϋΐ",
    "he": "יותהמלרשאבנקדפסעגחכםטןצזךץף",
    "ar": "اليمرتوةندبفعسحجقصأكطهخشغإزىذضثءئظآؤ",
    "fa": "اینردهوتمبشسکلپزگخفجعصقحطچآظغذضئژثأي",
    "th": "ารอก่นมงเ้วลสดัทิีตบยขปคไพแะหจำชุใ็ถูโธผศื์ซณษฟภญฐฮฎ",
}
"""The letters beyond ASCII of a language, the most frequent first."""
FINAL = frozenset("ךםןףץς")
"""Letters that end a word."""
SIGNS = "’–«»°…“”€•º²½£®§·—³‘ ªµ×±¿¡™„¼¾©¹‚"
QUIET = frozenset("µ’–—°…“”«»ºª²³®™‘„·\xa0€£")
"""Signs that may touch a letter."""
LATE = frozenset("®™²³")
"""Those of them that no letter follows."""
KANA = (
    "ンスートルイラリクシアドレジタフロカテマィグバムプコオデニウメサビナブャエュチキズダパミェョハセモツネボソノァヴワ"
    "ポペピケゴギザホゲォヤヒユヨヘゼヌゥゾヶのにるたとはしいをでてがなれからさっりすあもこまうくよきんめおけそつだやえ"
    "どわちみせじばへびずろほげむ"
)
KANJI = (
    "日市県町区田山川村大本中東京都一人年月小野原島木上下三高藤井口北南西子佐松石岡美谷津和林森橋前長名古屋金正新見数値"
    "合計住所氏電話番号商品価格平成会社株式部水出内定時分国生学二十行間入女男土火宮福神奈府道郡崎愛知千葉埼玉兵庫広坂阪"
    "横浜戸仙台静八五六七九四沢池清吉加渡辺伊鈴斎"
)
HANZI = (
    "的一是不了在人有我他这中大来上国个到说们为子和地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长市省县区州江河山海南北东西广京浙"
    "苏安徽福建湖四川云贵陕甘青宁新林黑龙吉辽内古藏港澳台湾李王张刘陈杨赵黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯董萧程曹"
    "袁邓许傅沈曾彭吕名称号码电话邮箱址价格数量合计金额总平均收入月份单位编产品类型二五六七八九零亿万元男女性别龄业务部"
    "门理工员科技限责任股银集团城路街村镇乡"
)
HANZI_OLD = (
    "的一是不了在人有我他這中大來上國個到說們為子和地出道也時年得就那要下以生會自著去之過家學對可里後小麼心多天而能好都"
    "然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長市省縣區州江河山海南北東西廣台灣"
    "臺新竹桃園高雄屏基隆嘉義投彰化雲林花蓮澎金門鄉鎮村路街段巷弄號樓陳黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂名"
    "稱電話郵址價格數量合計額總均收入月份單位編產品類型二五六七八九元男女性別齡業務部理員科技限責任股銀集團"
)
HANGUL = (
    "이다는에가의을시지고하구로기도대동서사리인한해일정자제수부주전산원아은나를장안보라경비성어상천남공유조명김박최강윤"
    "임신오송권황홍문양손배백허곽노북중울광세종충청릉포평영화물용금호학교과거래년월당총합계균격름번소면읍군길마바타파우"
    "간내만모미반발방법병별분불브생석선설스식실심여연와외요위음입작재적점접즉진차초추치크트표품프필할행향현형회후습니까"
    "것들던되된될않없있했그너네누더데때또런레려력렇르른매무민"
)
COMMON = {"ja": KANA + KANJI, "zh": HANZI, "tw": HANZI_OLD, "ko": HANGUL}
LEVELS = {
    "ja": ("euc_jp", 0xB0, 0xCF, 0xF4),
    "zh": ("gb2312", 0xB0, 0xD7, 0xF7),
    "tw": ("cp950", 0xA4, 0xC6, 0xF9),
    "ko": ("euc_kr", 0xB0, 0xC8, 0xFD),
}
"""The charset of a language that ranks its characters: lead bytes of the usual ones, from and to, and of the rest."""
MARKS = frozenset("　、。・「」（）：；，！？《》“”『』〒％＋－〜～／")
HALF_WIDTH = ("\uff61", "\uff9f")
STRAY = -15.0
DELIMITER = re.compile(rb"[\n\r\t,;\"]+")
MEASURED = re.compile(r"\n([^\x00-\x7f]) ?\d|\d ?([^\x00-\x7f])\n")
"""What stands alone beside a number at the end of a cell."""
UNIT = 2.0
"""How much less likely that is a capital than a sign: a price in euros ends in an Ä, or a Ç, of other codecs."""
ENOUGH = 12_000
KEPT = 1 << 14


def guess(sample: bytes) -> str:
    """The codec in which the lines that are not ASCII read best."""
    text = _telling(sample)
    scores = {codec: prior + _single(text, codec, languages) for codec, (prior, languages) in SINGLE.items()}
    for codec, languages in DOUBLE.items():
        scores[codec] = max(_double(text, codec, language) for language in languages) - 1.0
    return max(scores, key=lambda codec: scores[codec])


def _telling(sample: bytes) -> bytes:
    """Different cells that are not ASCII, from all over the sample. No trail byte of two is a delimiter here."""
    cells = [cell for cell in dict.fromkeys(DELIMITER.split(sample)) if not cell.isascii()]
    step = 1 + sum(map(len, cells)) // ENOUGH
    return b"\n".join(cell[:ENOUGH] for cell in cells[::step])[:ENOUGH]


def _single(content: bytes, codec: str, languages: Sequence[str]) -> float:
    text = f"\n{content.decode(codec, 'replace')}\n"
    pairs = Counter(pair for pair in pairwise(text) if not (pair[0] < "\x80" and pair[1] < "\x80"))
    beside = sum(count * _fit(*pair) for pair, count in pairs.items())
    beside -= UNIT * float(sum(char.isupper() for found in MEASURED.findall(text) for char in found))
    letters = Counter(char.lower() if char != "İ" else "i" for char in text if char >= "\x80")
    return beside + max(
        sum(count * _probability(language, letter) for letter, count in letters.items()) for language in languages
    )


@lru_cache(KEPT)
def _probability(language: str, letter: str) -> float:
    alphabet = ALPHABETS[language]
    if letter == "\ufffd" or "\x80" <= letter < "\xa0":
        return STRAY
    foreign = -7.0 if letter in ALPHABETS["names"] else -9.0 if letter.isalpha() else -10.0
    if (rank := alphabet.find(letter)) >= 0:
        decay = exp(-3.3 / len(alphabet))
        return max(foreign, log(0.9 * (1 - decay)) + rank * log(decay))
    return log(0.04 / (SIGNS.index(letter) + 2)) if letter in SIGNS else foreign


@lru_cache(KEPT)
def _fit(before: str, char: str) -> float:
    """How well two characters stand beside one another: lower before upper case and mixed scripts do not."""
    script, other = _script(before), _script(char)
    if script and other:
        mixed = -6.0 if script != other else -4.0 if before in FINAL else 0.0
        doubled = -1.5 if script == other == "LATIN" and before >= "\x80" and char >= "\x80" else 0.0
        if before.islower() and char.isupper():
            return mixed - 5.0
        return mixed + doubled - (0.7 if char >= "\x80" and before.isupper() else 0.0)
    if before == "’" and other == "GREEK":
        return -3.2
    if script or other:
        sign = char if script else before
        loose = sign < "\x80" or (sign in QUIET and not (other and sign in LATE))
        cased = 0.7 if char >= "\x80" and other and char.lower() != char.upper() else 0.0
        return -cased - (1.5 if before.isdigit() or char.isdigit() else 0.0 if loose else 2.5)
    return 0.0


@lru_cache(KEPT)
def _script(char: str) -> str:
    if char == "µ" or (not char.isalpha() and not unicodedata.category(char).startswith("M")):
        return ""
    return "LATIN" if char < "\x80" or char in "ªº" else unicodedata.name(char, "?").split()[0]


def _double(content: bytes, codec: str, language: str) -> float:
    text = content.decode(codec, "replace")
    pairs = Counter(pair for pair in pairwise(text) if HALF_WIDTH[0] <= max(pair) <= HALF_WIDTH[1])
    glued = sum(count for pair, count in pairs.items() if min(pair).isalpha() and min(pair) < "\x80")
    return sum(count * _usual(language, char) for char, count in Counter(text).items() if char >= "\x80") - 4 * glued


@lru_cache(KEPT)
def _usual(language: str, char: str) -> float:
    """The logarithm of how probable a character of two bytes is."""
    if char == "\ufffd" or not (char.isprintable() or char == "\u3000"):
        return STRAY
    if HALF_WIDTH[0] <= char <= HALF_WIDTH[1]:
        return -4.7 if language == "kana" else -8.5
    charset, first, usual, rest = LEVELS["ja" if language == "kana" else language]
    common = COMMON["ja" if language == "kana" else language]
    if (rank := common.find(char)) >= 0:
        return log(0.7 / sum(1 / (place + 40) for place in range(len(common))) / (rank + 40))
    if char in MARKS:
        return -6.0
    encoded = char.encode(charset, "ignore")
    if len(encoded) != 2 or encoded[0] > rest:
        return -15.5
    if encoded[0] < first:
        return -7.5 if language == "ja" and "\u3040" < char < "\u3100" else -11.5
    return -9.0 if encoded[0] <= usual else -13.0
