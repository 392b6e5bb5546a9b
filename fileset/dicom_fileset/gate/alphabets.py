"""Letters and what is written for them: tables for :mod:`letters`."""

import unicodedata
from typing import Final

SPELT: Final = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe",
        "þ": "th", "ð": "dh", "đ": "dj", "ł": "l", "ı": "i", "ĳ": "ij", "ħ": "h", "ŋ": "ng",
        "ə": "e", "ñ": "ny", "ŵ": "w",
    }
)  # fmt: skip
BARE: Final = str.maketrans(
    {
        "ß": "s", "ø": "o", "æ": "a", "œ": "o", "þ": "t", "ð": "d", "đ": "d", "ł": "l", "ı": "i",
        "ĳ": "y", "ħ": "h", "ŋ": "n", "ə": "a",
    }
)  # fmt: skip
"""Latin letters: as a typist without the key spells them, and with the mark alone left away."""

_CYRILLIC: Final = {
    # passports (ICAO Doc 9303), English (BGN/PCGN), German, French, scholarly without its marks
    "а": "a a a a a", "б": "b b b b b", "в": "v v w v v", "г": "g g g g g", "д": "d d d d d",
    "е": "e ye e e e", "ё": "e yo jo io e", "ж": "zh zh sch j z", "з": "z z s z z",
    "и": "i i i i i", "й": "i y j i j", "к": "k k k k k", "л": "l l l l l", "м": "m m m m m",
    "н": "n n n n n", "о": "o o o o o", "п": "p p p p p", "р": "r r r r r", "с": "s s s s s",
    "т": "t t t t t", "у": "u u u ou u", "ф": "f f f f f", "х": "kh kh ch kh h",
    "ц": "ts ts z ts c", "ч": "ch ch tsch tch c", "ш": "sh sh sch ch s",
    "щ": "shch shch schtsch chtch sc", "ъ": "ie - - - -", "ы": "y y y y y", "ь": "- - - - -",
    "э": "e e e e e", "ю": "iu yu ju iou ju", "я": "ia ya ja ia ja", "і": "i i i i i",
    "ї": "i yi ji i ji", "є": "ie ye je ie je", "ґ": "g g g g g", "ў": "u w u ou u",
    "ђ": "dj dj dj dj d", "ј": "j j j j j", "љ": "lj lj lj lj lj", "њ": "nj nj nj nj nj",
    "ћ": "c c c c c", "џ": "dz dzh dsch dj dz",
}  # fmt: skip
_GREEK: Final = {
    # ISO 843 and passports, and what is commonly written
    "α": "a a", "β": "v b", "γ": "g g", "δ": "d d", "ε": "e e", "ζ": "z z", "η": "i e",
    "θ": "th th", "ι": "i i", "κ": "k c", "λ": "l l", "μ": "m m", "ν": "n n", "ξ": "x x",
    "ο": "o o", "π": "p p", "ρ": "r r", "σ": "s s", "ς": "s s", "τ": "t t", "υ": "y u",
    "φ": "f ph", "χ": "ch h", "ψ": "ps ps", "ω": "o o",
}  # fmt: skip


def _systems(rows: dict[str, str]) -> tuple[dict[int, str], ...]:
    """A table for each column; a dash is nothing."""
    columns = zip(*(row.split() for row in rows.values()), strict=True)
    return tuple(
        {ord(letter): "" if to == "-" else to for letter, to in zip(rows, column, strict=True)}
        for column in columns
    )


FOREIGN: Final = (*_systems(_CYRILLIC), *_systems(_GREEK))
UNACCENTED: Final = {
    code: base
    for code in (*range(0x0370, 0x0400), *range(0x1F00, 0x2000))
    if (base := unicodedata.normalize("NFKD", chr(code))[0]) in _GREEK
}

IDEOGRAPHS: Final = str.maketrans(
    "髙﨑嵜邊邉齋齊斎澤濱濵廣國龍櫻眞惠榮淺藏黑德髮圓實壽壯曉靜瀨渕淵條來與豐彌祐禮靈劍嶋嶌冨峯槇"
    "陳張劉黃楊趙吳孫馬鄭謝許鄧馮韓蔣蘇葉呂魏盧鍾潘譚鄒陸範賈閻龔萬錢湯賴倫偉華麗軍強東紅蘭蓮鳳飛"
    "英傑濤寧剛輝穎瓊貞嬌鵬輝澤曉",
    "高崎崎辺辺斉斉斉沢浜浜広国竜桜真恵栄浅蔵黒徳髪円実寿壮暁静瀬淵淵条来与豊弥祐礼霊剣島島富峰槙"
    "陈张刘黄杨赵吴孙马郑谢许邓冯韩蒋苏叶吕魏卢钟潘谭邹陆范贾阎龚万钱汤赖伦伟华丽军强东红兰莲凤飞"
    "英杰涛宁刚辉颖琼贞娇鹏辉沢暁",
)
"""Old, new and simplified forms of the characters that names have most."""
