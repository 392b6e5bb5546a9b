"""A data set of any uncompressed encoding in Explicit VR Little Endian, no value changed.

Values are carried as bytes: nothing is parsed that need not be, so an invalid date, a wrong
character set or an unknown private element arrives as it was.  Group lengths, which are retired
(PS3.5 7.2) and would be wrong, are dropped.
"""

from struct import Struct
from typing import Final, NamedTuple

from ..elements import (
    ITEM,
    ITEM_END,
    LONG_VRS,
    SEQUENCE_END,
    SHORT_VRS,
    UNDEFINED,
)
from .failure import ScanFailure

_DEEPEST: Final = 64
_LAST_TAG: Final = 0xFFFF_FFFF
_PIXEL_DATA: Final = 0x7FE0_0010
_PIXEL_REPRESENTATION: Final = 0x0028_0103
_BITS_ALLOCATED: Final = 0x0028_0100
_SHORT_OUT: Final = Struct("<HH2sH").pack
_LONG_OUT: Final = Struct("<HH2sHL").pack
_ITEM_OUT: Final = Struct("<HHL").pack
_ITEM_DELIMITER: Final = _ITEM_OUT(0xFFFE, 0xE00D, 0)
_SEQUENCE_DELIMITER: Final = _ITEM_OUT(0xFFFE, 0xE0DD, 0)

_WORD_BYTES: Final[dict[str, int]] = {
    **dict.fromkeys(("US", "SS", "OW", "AT"), 2),
    **dict.fromkeys(("UL", "SL", "FL", "OF", "OL"), 4),
    **dict.fromkeys(("FD", "OD", "SV", "UV", "OV"), 8),
}
"""Bytes of the words that byte order turns round, by VR (PS3.5 7.3)."""


class Encoding(NamedTuple):
    """How a data set lies: with or without VRs, least or most significant byte first."""

    implicit: bool
    big_endian: bool


class _Header(NamedTuple):
    tag: int
    vr: str
    """Empty where the encoding has none."""
    start: int
    length: int


class _Context:
    """What earlier elements of a data set say about later ones."""

    __slots__ = ("bits_allocated", "creators", "signed")

    def __init__(self, outer: "_Context | None" = None) -> None:
        self.signed: bool = outer.signed if outer else False
        self.bits_allocated: int = outer.bits_allocated if outer else 0
        self.creators: dict[int, str] = {}

    def vr_of(self, tag: int) -> str:
        """The VR of an element that lies without one."""
        # The dictionary of VRs is pydicom's, which takes longer to import than most runs take.
        from .vr import vr_of  # noqa: PLC0415

        return vr_of(tag, self.creators, signed=self.signed)

    def take(self, tag: int, value: bytes) -> None:
        """Note a value, little endian, that decides on a VR or on the size of a word."""
        if tag == _PIXEL_REPRESENTATION:
            self.signed = value[:1] == b"\1"
        elif tag == _BITS_ALLOCATED:
            self.bits_allocated = int.from_bytes(value[:2], "little")
        elif tag >> 16 & 1 and 0x10 <= tag & 0xFFFF <= 0xFF:
            block = (tag & 0xFFFF_0000) | (tag & 0xFF) << 8
            self.creators[block] = value.rstrip(b" \0").decode("latin-1")


class ReEncoder:
    """Re-encodes one data set.

    Parameters
    ----------
    data
        The bytes that hold it.
    encoding
        How it lies.
    """

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self._data = data
        self._implicit = encoding.implicit
        self._big = encoding.big_endian
        self._last_tag = _LAST_TAG
        order = ">" if encoding.big_endian else "<"
        self._explicit_header = Struct(f"{order}HH2sH").unpack_from
        self._plain_header = Struct(f"{order}HHL").unpack_from
        self._long_length = Struct(f"{order}L").unpack_from

    def data_set(self, start: int, last_tag: int = _LAST_TAG) -> bytes:
        """The data set from ``start`` to the end of the data, in Explicit VR Little Endian.

        Parameters
        ----------
        start
            Where it begins.
        last_tag
            Elements of the data set past this tag are left out.

        Raises
        ------
        ScanFailure
            It is damaged.
        """
        out: list[bytes] = []
        self._last_tag = last_tag
        context = _Context()
        self._elements(start, len(self._data), context, out, 0)
        if context.signed and self._implicit:
            # Pixel Representation decides on VRs in sequences that stand before it, too.
            out = []
            self._elements(start, len(self._data), _Context(context), out, 0)
        return b"".join(out)

    def sequence(self) -> bytes:
        """All of the data as the items of one sequence, with defined lengths.

        Raises
        ------
        ScanFailure
            They are damaged.
        """
        out: list[bytes] = []
        self._items(0, len(self._data), _Context(), out, 0)
        return b"".join(out)

    def _elements(
        self, position: int, end: int, context: _Context, out: list[bytes], depth: int
    ) -> int:
        """Re-encode elements up to ``end`` or an item delimiter; the position after them."""
        if depth > _DEEPEST:
            raise ScanFailure("nested-too-deep", position)
        while position < end:
            if end - position < 8:
                if not any(self._data[position:end]):
                    return end  # a few zeros of padding after the data set are met in the wild
                raise ScanFailure("truncated", position)
            header = self._header(position)
            if header.tag == ITEM_END or (not depth and header.tag > self._last_tag):
                return header.start
            position = self._element(header, end, context, out, depth)
        return position

    def _header(self, position: int) -> _Header:
        group, number, vr, length = self._explicit_header(self._data, position)
        tag = group << 16 | number
        known = vr in LONG_VRS or vr in SHORT_VRS
        if self._implicit or group == 0xFFFE or not (known or b"AA" <= vr <= b"ZZ"):
            length = self._plain_header(self._data, position)[2]
            return _Header(tag, "", position + 8, length)
        if vr in LONG_VRS:
            if position + 12 > len(self._data):
                raise ScanFailure("truncated", position)
            (length,) = self._long_length(self._data, position + 8)
            return _Header(tag, vr.decode(), position + 12, length)
        return _Header(tag, vr.decode() if known else "UN", position + 8, length)

    def _element(
        self, header: _Header, end: int, context: _Context, out: list[bytes], depth: int
    ) -> int:
        tag, _, start, length = header
        vr = header.vr or context.vr_of(tag)
        if length == UNDEFINED:
            return self._undefined(header, vr, end, out, (context, depth))
        past = start + length
        if past > end:
            raise ScanFailure("truncated", start)
        if vr == "SQ":
            content: list[bytes] = []
            self._items(start, past, context, content, depth)
            value = b"".join(content)
        else:
            value = self._data[start:past]
            if self._big:
                value = _turned(value, _word_bytes(tag, vr, context))
            context.take(tag, value)
        if tag & 0xFFFF:
            out += _header_bytes(tag, vr, len(value)), value
        return past

    def _undefined(
        self, header: _Header, vr: str, end: int, out: list[bytes], around: tuple[_Context, int]
    ) -> int:
        """An element of undefined length: a sequence, or fragments of compressed pixel data."""
        context, depth = around
        if vr == "SQ":
            content: list[bytes] = []
            past = self._items(header.start, end, context, content, depth)
            value = b"".join(content)
            out += _header_bytes(header.tag, "SQ", len(value)), value
            return past
        # Fragments, and UN that holds Implicit VR Little Endian by rule (PS3.5 6.2.2), as they are.
        past = self._past_opaque(header, vr, end, depth)
        code = "OB" if header.tag == _PIXEL_DATA else vr
        head = _LONG_OUT(header.tag >> 16, header.tag & 0xFFFF, code.encode(), 0, UNDEFINED)
        out += head, self._data[header.start : past]
        return past

    def _past_opaque(self, header: _Header, vr: str, end: int, depth: int) -> int:
        if vr == "UN":
            inner = ReEncoder(self._data[:end], Encoding(implicit=True, big_endian=False))
            return inner._items(header.start, end, _Context(), [], depth + 1)
        position = header.start
        while position + 8 <= end:
            group, number, length = self._plain_header(self._data, position)
            position += 8
            if (group << 16 | number) == SEQUENCE_END:
                return position
            position += length
        raise ScanFailure("truncated", header.start)

    def _items(
        self, position: int, end: int, context: _Context, out: list[bytes], depth: int
    ) -> int:
        """Re-encode items up to ``end`` or a sequence delimiter, with defined lengths."""
        while position + 8 <= end:
            group, number, length = self._plain_header(self._data, position)
            tag = group << 16 | number
            position += 8
            if tag == SEQUENCE_END:
                return position
            if tag != ITEM:
                raise ScanFailure("not-a-sequence", position - 8)
            past = end if length == UNDEFINED else position + length
            if past > end:
                raise ScanFailure("truncated", position)
            content: list[bytes] = []
            position = self._elements(position, past, _Context(context), content, depth + 1)
            value = b"".join(content)
            out += _ITEM_OUT(0xFFFE, 0xE000, len(value)), value
        return position


def _header_bytes(tag: int, vr: str, length: int) -> bytes:
    code = vr.encode()
    if code not in LONG_VRS and length > 0xFFFF:
        code = b"UN"  # PS3.5 6.2.2: too long for its VR in an explicit encoding
    if code in LONG_VRS:
        return _LONG_OUT(tag >> 16, tag & 0xFFFF, code, 0, length)
    return _SHORT_OUT(tag >> 16, tag & 0xFFFF, code, length)


def _word_bytes(tag: int, vr: str, context: _Context) -> int:
    if tag == _PIXEL_DATA and vr == "OW" and context.bits_allocated in {32, 64}:
        return context.bits_allocated // 8
    return _WORD_BYTES.get(vr, 1)


def _turned(value: bytes, word_bytes: int) -> bytes:
    r"""Words with their bytes in the opposite order; an incomplete last one as it is.

    >>> _turned(b"\x01\x02\x03", 2)
    b'\x02\x01\x03'
    """
    if word_bytes == 1:
        return value
    whole = len(value) - len(value) % word_bytes
    turned = bytearray(value)
    for place in range(word_bytes):
        turned[place:whole:word_bytes] = value[word_bytes - 1 - place : whole : word_bytes]
    return bytes(turned)
