"""A DICOMDIR in another encoding than the standard asks for, made Explicit VR Little Endian.

Offsets hold all the same: they are those of the items in the file as it lies.
"""

import zlib

from dicom_codecs.registry import EXPLICIT_BIG

from ..elements import ITEM, SEQUENCE_END, UNDEFINED
from ..findings import finding
from ..model import Finding, Where
from ..scan.encoding import BIG_ENDIAN, IMPLICIT
from ..scan.failure import ScanFailure
from ..scan.re_encode import ReEncoder
from ..scan.walk import Walk, elements_of
from ..scan.window import window_of_bytes
from .items import Item, item_of
from .parts import PADDING, SEQUENCE, Elements, Manner, Parts, cut, explicit_parts, gathered_parts


def foreign_parts(
    data: bytes, position: int, transfer_syntax_uid: str, uid: str, most: int
) -> Parts:
    """The parts of a directory that is implicit or big endian: all that is whole before a cut.

    Parameters
    ----------
    position
        Of the data set in ``data``.
    uid
        The File-set UID.
    most
        Records that are read, and one more.
    """
    encoding = BIG_ENDIAN if transfer_syntax_uid == EXPLICIT_BIG else IMPLICIT
    encoder = ReEncoder(data, encoding)
    elements = Elements()
    elements.findings.append(_encoding_finding())
    begin = position
    try:
        while begin + 8 <= len(data):
            tag, start, length = encoder.header(begin)
            if tag == SEQUENCE and elements.table is None:
                elements.table = {}
                begin = _fill(elements.table, encoder, (start, _end(data, start, length)), most)
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
    return gathered_parts(uid, elements)


def _end(data: bytes, start: int, length: int) -> int:
    return len(data) if length == UNDEFINED else start + length


def _fill(table: dict[int, Item], encoder: ReEncoder, span: tuple[int, int], most: int) -> int:
    """Put the records into a table, by offset; the position after the sequence.

    Raises
    ------
    ScanFailure
        At the first that cannot be read; those before it are in the table.
    """
    position, end = span
    while position < end and len(table) <= most:
        tag, begin, length = encoder.header(position)
        if tag == SEQUENCE_END:
            return begin
        if tag != ITEM:
            raise ScanFailure("not-a-sequence", position)
        content, past = encoder.item(begin, length)
        table[position] = item_of(content)
        position = past
    return position


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
