"""What is whole of a damaged directory record, past the damage too.

Its elements are known: each begins with a tag and the one VR that the standard gives it.
"""

import re
from collections.abc import Iterator
from typing import Final

from ..elements import DELIMITERS, LONG_VRS, element
from ..records.keys import KEYS
from ..scan.failure import ScanFailure
from ..scan.walk import Element, Walk
from ..scan.window import window_of_bytes

_MOST_FAILURES: Final = 64
"""How often a record is read on past what cannot be read: it has few elements."""
_DIRECTORY: Final = {
    0x0004_1400: b"UL",
    0x0004_1410: b"US",
    0x0004_1420: b"UL",
    0x0004_1430: b"CS",
    0x0004_1432: b"UI",
    0x0004_1500: b"CS",
    0x0004_1504: b"UL",
    0x0004_1510: b"UI",
    0x0004_1511: b"UI",
    0x0004_1512: b"UI",
}
"""Elements of the directory itself, which are all short (PS3.3 Table F.3-3)."""


def _head(tag: int, vr: bytes) -> bytes:
    return (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little") + vr


_VR_OF: Final = {_head(tag, vr)[:4]: vr for tag, vr in _DIRECTORY.items()}
_HEADS: Final = re.compile(
    b"|".join(
        re.escape(_head(tag, vr))
        for tag, vr in (*_DIRECTORY.items(), *((tag, vr.encode()) for tag, vr in KEYS.values()))
        if vr not in LONG_VRS
    )
)


def salvaged(content: bytes) -> Iterator[Element]:
    """The elements of a damaged item that can be read, in Explicit VR Little Endian.

    One of the directory's own has its VR, whatever is said; one that is longer than it can be ends
    where the next begins.  One without a VR gets one, for without it is read by what follows.  What
    is no element is passed by, up to the next that a record has.
    """
    walk = Walk(window_of_bytes(content), 0, implicit=False)
    failures = 0
    while walk.position + 8 <= len(content) and failures <= _MOST_FAILURES:
        start = walk.position
        restored = _restored(content, start)
        if restored:
            walk.position += len(restored)
            yield int.from_bytes(restored[2:4], "little") | 0x0004_0000, restored[8:], restored
            continue
        try:
            tag, value = walk.one()
        except ScanFailure:
            failures += 1
            found = _HEADS.search(content, start + 1)
            if found is None:
                return
            walk.position = found.start()
            continue
        whole = content[start : walk.position]
        if not b"AA" <= whole[4:6] <= b"ZZ":
            value += bytes(len(value) % 2)  # as it is written
            whole = element(tag, "UN", value)
        if tag >> 16 != DELIMITERS:
            yield tag, value, whole


def _restored(content: bytes, start: int) -> bytes:
    """The directory's own element there, as the standard has it; empty where there is none."""
    tag = content[start : start + 4]
    vr = _VR_OF.get(tag)
    if vr is None:
        return b""
    past = start + 8 + int.from_bytes(content[start + 6 : start + 8], "little")
    if not _goes_on(content, past, tag):
        found = _HEADS.search(content, start + 8)
        if found is None:
            return b""
        past = found.start()
    value = content[start + 8 : past]
    length = len(value).to_bytes(2, "little") if len(value) <= _LONGEST else b""
    return tag + vr + length + value if length else b""


_LONGEST: Final = 0xFFFF


def _goes_on(content: bytes, past: int, tag: bytes) -> bool:
    """Whether what follows an element that ends there has a greater tag, or nothing follows."""
    if past + 8 > len(content):
        return past == len(content)
    following = content[past : past + 4]
    return (following[1::-1], following[:1:-1]) > (tag[1::-1], tag[:1:-1])
