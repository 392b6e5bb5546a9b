"""Terms of Specific Character Set (0008,0005), and what is meant by those that are none."""

import re
from functools import lru_cache
from typing import Final

_OF_ONE_BYTE: Final = (100, 101, 109, 110, 144, 127, 126, 138, 148, 203, 13, 166)
_OF_SEVERAL: Final = (87, 159, 149, 58)
TERMS: Final = frozenset(
    {
        *(f"ISO_IR {number}" for number in (6, 192, *_OF_ONE_BYTE)),
        *(f"ISO 2022 IR {number}" for number in (6, *_OF_ONE_BYTE, *_OF_SEVERAL)),
        *("", "GB18030", "GBK"),
    }
)
"""The Defined Terms of PS3.3 C.12.1.1.2, with that of the default repertoire, which is met."""

EXTENSIONS: Final = "\\".join(
    ("", *(f"ISO 2022 IR {number}" for number in (*_OF_SEVERAL, 13, 144, 126, 127, 138, 166)))
).encode()
"""What text with escape sequences is tried by where nothing that is declared fits."""

_NUMBERED: Final = re.compile(r"ISO[\s_-]*(2022)?[\s_-]*IR[\s_-]*(\d+)")
_PARTS_OF_8859: Final = {1: 100, 2: 101, 3: 109, 4: 110, 5: 144, 6: 127, 7: 126, 8: 138, 9: 148}
_8859: Final = re.compile(r"ISO[\s_-]*8859[\s_-]*(\d+)")
_OTHERS: Final = {
    "UTF8": "ISO_IR 192",
    "UNICODE": "ISO_IR 192",
    "LATIN1": "ISO_IR 100",
    "ASCII": "",
    "GB18030": "GB18030",
    "GBK": "GBK",
    "GB2312": "GBK",
}


@lru_cache(maxsize=256)
def corrected(character_set: bytes) -> bytes:
    r"""A Specific Character Set with its misspelt terms as they are meant; others as they are.

    >>> corrected(b"ISO-IR 100"), corrected(b"\\iso 2022-ir_87"), corrected(b"UTF8")
    (b'ISO_IR 100', b'\\ISO 2022 IR 87', b'ISO_IR 192')
    """
    terms = character_set.decode("ascii", "replace").split("\\")
    return "\\".join(_corrected(term.strip(" \0")) for term in terms).encode("ascii", "replace")


def _corrected(term: str) -> str:
    if term in TERMS:
        return term
    upper = term.upper()
    numbered = _NUMBERED.fullmatch(upper)
    if numbered is not None:
        number = int(numbered[2][-4:])
        several = numbered[1] or number in _OF_SEVERAL
        meant = f"ISO 2022 IR {number}" if several else f"ISO_IR {number}"
        return meant if meant in TERMS else term
    part = _8859.fullmatch(upper)
    if part is not None and int(part[1][-4:]) in _PARTS_OF_8859:
        return f"ISO_IR {_PARTS_OF_8859[int(part[1][-4:])]}"
    return _OTHERS.get(re.sub(r"[\s_-]", "", upper), term)
