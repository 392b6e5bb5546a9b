"""A DICOMDIR in another encoding than the standard asks for, made Explicit VR Little Endian.

Offsets hold all the same: they are those of the items in the file as it lies.
"""

import contextlib
import zlib

from dicom_codecs.registry import EXPLICIT_BIG

from ..elements import ITEM, SEQUENCE_END, UNDEFINED
from ..findings import finding
from ..model import Finding, Where
from ..scan.encoding import BIG_ENDIAN, IMPLICIT, Encoding
from ..scan.failure import ScanFailure
from ..scan.re_encode import ReEncoder
from ..scan.walk import Walk, elements_of
from ..scan.window import window_of_bytes
from .items import (
    ITEM_TAG,
    ITEM_TAG_BIG_ENDIAN,
    Item,
    item_of,
    next_item,
    what_is_whole,
)
from .parts import (
    MOST_WALKS,
    PADDING,
    SEQUENCE,
    Elements,
    Manner,
    Parts,
    cut,
    explicit_parts,
    gathered_parts,
)
from .telling import Telling


def foreign_parts(
    data: bytes, position: int, transfer_syntax_uid: str, uid: str, manner: Manner
) -> Parts:
    """The parts of a directory that is implicit or big endian: all that is whole before a cut.

    Parameters
    ----------
    position
        Of the data set in ``data``.
    uid
        The File-set UID.
    manner
        How it is read.
    """
    encoding = BIG_ENDIAN if transfer_syntax_uid == EXPLICIT_BIG else IMPLICIT
    encoder = ReEncoder(data, encoding)
    elements = Elements()
    elements.findings.append(_encoding_finding())
    filling = _Filling(data, encoding, manner)
    begin, most = position, manner.limits.records
    try:
        while begin + 8 <= len(data):
            tag, start, length = encoder.header(begin)
            if tag == SEQUENCE and elements.table is None:
                elements.table = filling.table
                begin = filling.fill(start, _end(data, start, length))
                continue
            if tag == PADDING or len(elements.table or ()) > most:
                break
            whole, past = encoder.one(begin)
            for one in elements_of(whole):
                elements.take(*one)
            begin = past
        if any(data[begin:]) and begin + 8 > len(data):
            elements.findings.append(cut(ScanFailure("truncated", len(data)), begin))
    except ScanFailure as failure:
        elements.findings.append(cut(failure, begin))
    elements.findings += filling.findings.all()
    return gathered_parts(uid, elements)


def _end(data: bytes, start: int, length: int) -> int:
    return len(data) if length == UNDEFINED else min(len(data), start + length)


class _Filling:
    """A table of records being filled, past what is damaged where that is to be mended."""

    def __init__(self, data: bytes, encoding: Encoding, manner: Manner) -> None:
        self._data = data
        self._encoder = ReEncoder(data, encoding)
        self._big_endian = encoding.big_endian
        self._manner = manner
        self._left = MOST_WALKS * len(data)
        self.table: dict[int, Item] = {}
        self.findings = Telling(manner.limits.findings)

    def fill(self, position: int, end: int) -> int:
        """Put the records into the table, by offset; the position after the sequence.

        Raises
        ------
        ScanFailure
            At the first that cannot be read, and after which nothing can; the others are there.
        """
        most = self._manner.limits.records
        while position < end and len(self.table) <= most:
            try:
                tag, begin, length = self._encoder.header(position)
                if tag == SEQUENCE_END:
                    return begin
                if tag != ITEM:
                    raise ScanFailure("not-a-sequence", position)
                content, past = self._encoder.item(begin, length)
                self.table[position] = item_of(content)
            except ScanFailure as failure:
                past = self._resumed(position, end, failure)
            position = past
        return position

    def _resumed(self, position: int, end: int, failure: ScanFailure) -> int:
        """Where reading goes on after an item that cannot be read."""
        item = ITEM_TAG_BIG_ENDIAN if self._big_endian else ITEM_TAG
        at_item = self._data.startswith(item, position)
        broken = position if at_item else next(reversed(self.table), position)
        self._left -= max((failure.offset or position) - position, 64)
        found = self._past(broken, end) if at_item else -1
        if found < 0:
            found = next_item(self._data, broken + 8, end, big_endian=self._big_endian)
        if found < 0 or self._left < 0 or not self._manner.mend:
            raise failure
        if at_item or found < position:
            self.table[broken] = what_is_whole(self._whole(broken + 8, found))
        message = f"What lies at byte {broken} is not as long as it says ({failure.code})."
        before, after = f"ends at byte {position}", f"goes on at byte {found}"
        where = Where(path="DICOMDIR", offset=broken)
        self.findings.append(finding("record-damaged", message, where, before=before, after=after))
        return found

    def _past(self, position: int, end: int) -> int:
        """Where an item says that it ends, where the sequence ends or goes on there; else -1."""
        _, begin, length = self._encoder.header(position)
        past = begin + length
        item = ITEM_TAG_BIG_ENDIAN if self._big_endian else ITEM_TAG
        return past if past == end or (past < end and self._data.startswith(item, past)) else -1

    def _whole(self, position: int, end: int) -> bytes:
        """The elements that are whole, up to the first that is not."""
        parts: list[bytes] = []
        with contextlib.suppress(ScanFailure):
            while position + 8 <= end:
                part, position = self._encoder.one(position)
                parts += [part] if position <= end else []
        return b"".join(parts)


def deflated_parts(data: bytes, position: int, uid: str, manner: Manner) -> Parts:
    """The parts of a directory that is deflated; it is inflated as far as the limit allows."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    most = manner.limits.inflated_bytes
    told: list[Finding] = [_encoding_finding()]
    try:
        inflated = inflater.decompress(data[position:], most)
    except zlib.error:
        inflated = _before_the_damage(data[position:], most)
        told.append(cut(ScanFailure("damaged-deflate", position), position))
    else:
        if inflater.unconsumed_tail:
            message = f"The deflated directory has more than {most} bytes."
            told.append(finding("limit-reached", message, Where(path="DICOMDIR")))
        elif not inflater.eof:
            told.append(cut(ScanFailure("truncated", len(data)), position))
    plain = data[:position] + inflated
    walk = Walk(window_of_bytes(plain), position, implicit=False)
    parts = explicit_parts(plain, walk, uid, manner)
    return parts._replace(findings=(*told, *parts.findings))


_STEP = 256


def _before_the_damage(packed: bytes, most: int) -> bytes:
    """What can be inflated before the data is damaged, to the nearest few bytes."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    held = bytearray()
    try:
        for start in range(0, len(packed), _STEP):
            held += inflater.decompress(packed[start : start + _STEP], max(1, most - len(held)))
            if len(held) >= most:
                break
    except zlib.error:
        pass
    return bytes(held)


def _encoding_finding() -> Finding:
    message = "Explicit VR Little Endian is required for a DICOMDIR."
    return finding("directory-encoding", message, Where(path="DICOMDIR"))
