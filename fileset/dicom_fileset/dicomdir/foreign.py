"""A DICOMDIR in another encoding than the standard asks for, made Explicit VR Little Endian.

Offsets hold all the same: they are those of the items in the file as it lies.
"""

import zlib
from typing import Final

from dicom_codecs.registry import EXPLICIT_BIG

from ..elements import DELIMITERS, ITEM, SEQUENCE_END, UNDEFINED
from ..findings import finding
from ..model import Finding, Where
from ..scan.encoding import BIG_ENDIAN, IMPLICIT, Encoding
from ..scan.failure import ScanFailure
from ..scan.re_encode import ReEncoder
from ..scan.walk import Walk, elements_of
from ..scan.window import window_of_bytes
from .explicit import explicit_parts
from .filling import Filling
from .items import Item, item_of, next_item, next_known, what_is_whole
from .parts import PADDING, Elements, Manner, Parts, cut, gathered_parts, hiding, no_sequence


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
    return gathered_parts(uid, _Reading(data, encoding, manner).read(position))


_SEQUENCE: Final = 0x0004_1220
_BIG_SEQUENCE: Final = b"\0\x04\x12\x20"
"""The same as it lies in big endian, where it has a VR."""


class _Reading:
    """One directory being read, element by element."""

    def __init__(self, data: bytes, encoding: Encoding, manner: Manner) -> None:
        self._data = data
        self._encoder = ReEncoder(data, encoding)
        self._big_endian = encoding.big_endian
        self._manner = manner
        self._filling = _Foreign(data, encoding, manner)
        self._elements = Elements()

    def read(self, begin: int) -> Elements:
        """All that is whole, from the first element of the data set on."""
        told = self._elements.findings
        told.append(_encoding_finding())
        size = len(self._data)
        try:
            while begin + 8 <= size:
                begin = self._past(begin)
            if any(self._data[begin:]):
                told.append(cut(ScanFailure("truncated", size), begin))
        except ScanFailure as failure:
            told.append(cut(failure, begin))
        told += self._filling.findings.all()
        return self._elements

    def _past(self, begin: int) -> int:
        """The position after what begins there."""
        elements, size = self._elements, len(self._data)
        try:
            tag, start, length = self._encoder.header(begin)
            if tag == _SEQUENCE and elements.table is None:
                at_item = self._filling.is_record(start)
                hidden = -1 if at_item else self._hidden(begin, size)
                return hidden if hidden >= 0 else self._records(start, length)
            if tag == PADDING or len(elements.table or ()) > self._manner.limits.records:
                return size
            whole, past = self._encoder.one(begin)
        except ScanFailure:
            hidden = self._hidden(begin, size)
            if hidden < 0:
                raise
            return hidden
        hidden = self._hidden(begin, past)
        if hidden >= 0:
            return hidden
        for one in elements_of(whole):
            elements.take(*one)
        return past

    def _hidden(self, begin: int, end: int) -> int:
        """The position after records that an element before them had swallowed; else -1."""
        if not self._manner.mend or self._elements.table is not None:
            return -1
        first = next_item(self._data, begin, end + 3, big_endian=self._big_endian)
        if first < 0:
            return -1
        self._elements.findings.append(hiding(begin, end, first))
        return self._records(first, self._filling.number(first - 4))

    def _records(self, start: int, length: int) -> int:
        """The position after the records, which are in the table."""
        self._elements.findings += no_sequence(self._data, start - 12, _BIG_SEQUENCE)
        self._elements.table = self._filling.table
        self._elements.holes = self._filling.holes
        size, filling = len(self._data), self._filling
        filling.cut = length == UNDEFINED or start + length > size
        end = size if length == UNDEFINED else min(size, start + length)
        past = filling.fill(start, end)
        return filling.go_on(past) if self._manner.mend else past


class _Foreign(Filling):
    def __init__(self, data: bytes, encoding: Encoding, manner: Manner) -> None:
        super().__init__(data, manner, big_endian=encoding.big_endian)
        self._encoder = ReEncoder(data, encoding)

    def fill(self, start: int, end: int) -> int:
        """Put the records into the table, by offset; the position after the sequence.

        Raises
        ------
        ScanFailure
            At the first that cannot be read, and after which nothing can; the others are there.
        """
        most = self._manner.limits.records
        while start < end and len(self.table) <= most:
            try:
                tag, begin, length = self._encoder.header(start)
                if tag == SEQUENCE_END:
                    return begin
                if tag != ITEM:
                    raise ScanFailure("not-a-sequence", start)
                content, past = self._encoder.item(begin, length)
                self.table[start] = item_of(content)
            except ScanFailure as failure:
                past = self.resumed(start, end, failure) if self._manner.mend else -1
                if past < 0:
                    raise
            start = past
        return start

    def one(self, position: int) -> tuple[int, bytes, int]:
        tag, _, _ = self._encoder.header(position)
        whole, past = (b"", position) if tag >> 16 == DELIMITERS else self._encoder.one(position)
        return tag, whole, past

    def salvaged(self, start: int, end: int) -> Item:
        parts: list[bytes] = []
        while 0 <= start < end:
            content, past = self.run(start, end)
            parts.append(content)
            start = next_known(self._data, past + 1, end, big_endian=self._big_endian)
        return what_is_whole(b"".join(parts))


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
