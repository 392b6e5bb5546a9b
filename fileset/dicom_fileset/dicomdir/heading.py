"""Where the data set of a directory begins and how it is encoded, also past damage (PS3.10 7.1)."""

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from dicom_codecs.registry import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    TRANSFER_SYNTAXES,
)

from ..elements import SHORT_VRS, stripped
from ..findings import finding
from ..model import Finding, Where
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.failure import ScanFailure
from ..scan.part10 import Beginning, beginning_of, found_implicit
from ..scan.wanted import META_SOP_CLASS, META_SOP_INSTANCE, TRANSFER_SYNTAX
from ..scan.window import Window
from .items import next_item

_HEAD: Final = {
    False: re.compile(rb"\x04\0(?:\x30\x11|\x41\x11|\0\x12)"),
    True: re.compile(rb"\0\x04(?:\x11\x30|\x11\x41|\x12\0)"),
}
"""File-set ID, its Descriptor File ID, or the first offset, by whether it is big endian."""
_FARTHEST: Final = 16_384
"""Meta information has some hundred bytes; what lies farther is a directory inside of something."""
_LONGEST_META: Final = 2048
"""Where a deflated directory is looked for."""
_INSTANCE_UID: Final = re.compile(rb"\x02\0\x03\0UI..([0-9.]{1,64})\0?", re.DOTALL)


_LONGEST_UID: Final = 64


class Heading(NamedTuple):
    """What is before the first element of a directory.

    Attributes
    ----------
    position
        Of that element.
    file_set_uid
        Media Storage SOP Instance UID (0002,0003).
    transfer_syntax_uid
        How the elements lie, whatever is stated.
    findings
        What was wrong.
    """

    position: int
    file_set_uid: str
    transfer_syntax_uid: str
    findings: tuple[Finding, ...] = ()


def heading_of(data: bytes, window: Window, *, mend: bool) -> Heading:
    """Find where a directory begins.

    Parameters
    ----------
    mend
        Whether it is found by its records where the meta information is damaged.

    Raises
    ------
    ScanFailure
        It is no directory.
    """
    try:
        begin = beginning_of(window)
    except ScanFailure:
        found = _by_content(data, None) if mend else None
        if found is None:
            raise
        return found
    holds = _begins_there(data, begin)
    lies = _transfer_syntax(window, begin)
    as_stated = TRANSFER_SYNTAX in begin.meta and lies == begin.transfer_syntax_uid
    if mend and not (holds and as_stated):
        found = _by_content(data, begin)
        if found is not None:
            return found
    if _of_another_class(begin) and not (mend and holds):
        raise ScanFailure("not-a-directory")
    return _heading(begin, begin.position, lies, _uid(begin, META_SOP_INSTANCE))


def _begins_there(data: bytes, begin: Beginning) -> bool:
    """Whether the first of the elements before the records is there (PS3.3 F.3.2)."""
    if begin.family == "deflated":
        return _inflates(data, begin.position)
    position, big = begin.position, begin.family == "big"
    first = data[position : position + 4]
    tag = first if big else first[1::-1] + first[:1:-1]
    return tag.startswith(_OF_HEAD) and _HEAD[big].search(data, 0, position) is None


_OF_HEAD: Final = (b"\0\4\0\0", b"\0\4\x11", b"\0\4\x12")
"""How the element's tag begins: a group length, File-set Identification, or an offset."""


def _transfer_syntax(window: Window, begin: Beginning) -> str:
    """How its first element lies."""
    if begin.family != "little":
        return EXPLICIT_BIG if begin.family == "big" else DEFLATED
    implicit, _ = found_implicit(window, begin.position, begin)
    return IMPLICIT_LITTLE if implicit else EXPLICIT_LITTLE


def _inflates(data: bytes, position: int) -> bool:
    """Whether what is deflated there begins as a directory (PS3.5 A.5)."""
    try:
        first = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[position : position + 256], 4)
    except zlib.error:
        return False
    return (first[1::-1] + first[:1:-1]).startswith(_OF_HEAD)


def _by_content(data: bytes, begin: Beginning | None) -> Heading | None:
    """What the records tell, plain or deflated."""
    found = _by_records(data, begin)
    if found is None:
        places = range(min(len(data), _LONGEST_META))
        position = next((one for one in places if _inflates(data, one)), None)
        if position is not None:
            return _heading(begin, position, DEFLATED, _instance_uid(data, begin, position))
    return found


def _by_records(data: bytes, begin: Beginning | None) -> Heading | None:
    """What the first record tells: how it lies, and that the head is before it."""
    big, first = False, next_item(data, 0, len(data))
    if first < 0:
        big, first = True, next_item(data, 0, len(data), big_endian=True)
    if first < 0:
        return None
    head = _HEAD[big].search(data, 0, first)
    vrs = [data[at : at + 2] for at in (first + 12, head.start() + 4 if head else first)]
    explicit = big or any(vr in SHORT_VRS for vr in vrs)
    position = head.start() if head else max(0, first - (12 if explicit else 8))
    if position > _FARTHEST:
        return None
    lies = EXPLICIT_BIG if big else EXPLICIT_LITTLE if explicit else IMPLICIT_LITTLE
    return _heading(begin, position, lies, _instance_uid(data, begin, position))


def _instance_uid(data: bytes, begin: Beginning | None, position: int) -> str:
    instance = _INSTANCE_UID.search(data, 0, position)
    return instance[1].decode() if instance else _uid(begin, META_SOP_INSTANCE)


def _heading(begin: Beginning | None, position: int, lies: str, uid: str) -> Heading:
    told = [] if begin is None else [*_remarks(begin)]
    if begin is None or (begin.position, begin.transfer_syntax_uid) != (position, lies):
        told.append(_misleading(begin, position, lies))
    if begin is not None and _of_another_class(begin):
        told.append(_about_class(begin))
    return Heading(position, uid, lies, tuple(told))


def _remarks(begin: Beginning) -> Iterator[Finding]:
    for remark in begin.remarks:
        if remark in _SENTENCES:
            yield finding("directory-meta", _SENTENCES[remark], Where(path="DICOMDIR"))


_SENTENCES: Final = {
    "no-preamble": "The directory has no preamble.",
    "no-file-meta": "The directory has no File Meta Information.",
    "no-transfer-syntax": "Its File Meta Information has no Transfer Syntax UID.",
    "meta-implicit": "Its File Meta Information is in Implicit VR.",
    "meta-group-length": "The group length of its File Meta Information is wrong or missing.",
}


def _misleading(begin: Beginning | None, position: int, lies: str) -> Finding:
    message = f"The meta information does not lead to what begins at byte {position}."
    before = f"byte {begin.position}, {_name(begin.transfer_syntax_uid)}" if begin else "unreadable"
    where = Where(path="DICOMDIR", offset=position)
    after = f"byte {position}, {_name(lies)}"
    return finding("directory-head-damaged", message, where, before=before, after=after)


def _name(transfer_syntax_uid: str) -> str:
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    return row.name if row else f"transfer syntax {transfer_syntax_uid[:_LONGEST_UID]!r}"


def _of_another_class(begin: Beginning) -> bool:
    return _uid(begin, META_SOP_CLASS) not in {MEDIA_STORAGE_DIRECTORY, ""}


def _about_class(begin: Beginning) -> Finding:
    message = "The meta information has another SOP Class; its content is a directory."
    stated = _uid(begin, META_SOP_CLASS)
    where = Where(path="DICOMDIR", tag="(0002,0002)")
    return finding("directory-class", message, where, before=stated, after=MEDIA_STORAGE_DIRECTORY)


def _uid(begin: Beginning | None, tag: int) -> str:
    """A UID of the meta information; what is too long for one (PS3.5 9.1) is damage."""
    found = begin.meta.get(tag) if begin else None
    value = stripped(found[2]) if found else b""
    return value.decode("ascii", "replace") if len(value) <= _LONGEST_UID else ""
