"""A data set of any uncompressed encoding in any other, no value changed.

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
from .encoding import BIG_ENDIAN, EXPLICIT, IMPLICIT, WORD_BYTES, Encoding, turned, writer_of
from .failure import ScanFailure

_DEEPEST: Final = 64
_LAST_TAG: Final = 0xFFFF_FFFF
_PIXEL_DATA: Final = 0x7FE0_0010
_PIXEL_REPRESENTATION: Final = 0x0028_0103
_BITS_ALLOCATED: Final = 0x0028_0100


class _Header(NamedTuple):
    tag: int
    vr: str
    """Empty where the encoding has none."""
    start: int
    length: int


class Context:
    """What earlier elements of a data set say about later ones.

    Attributes
    ----------
    bits_allocated, signed
        Bits Allocated, and whether Pixel Representation is 1.
    creators
        Private Creators so far, by the first tag of their block.
    """

    __slots__ = ("bits_allocated", "creators", "signed")

    def __init__(self, outer: "Context | None" = None) -> None:
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
    target
        How it is to lie.
    """

    def __init__(self, data: bytes, encoding: Encoding, target: Encoding = EXPLICIT) -> None:
        self._data = data
        self._implicit = encoding.implicit
        self._turning = encoding.big_endian != target.big_endian
        self._out = writer_of(target)
        self._last_tag = _LAST_TAG
        order = ">" if encoding.big_endian else "<"
        self._explicit_header = Struct(f"{order}HH2sH").unpack_from
        self._plain_header = Struct(f"{order}HHL").unpack_from
        self._long_length = Struct(f"{order}L").unpack_from

    def data_set(self, start: int, last_tag: int = _LAST_TAG) -> bytes:
        """The data set from ``start`` to the end of the data.

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
        context = Context()
        self._elements(start, len(self._data), context, out, 0)
        if context.signed and self._implicit:
            # Pixel Representation decides on VRs in sequences that stand before it, too.
            out = []
            self._elements(start, len(self._data), Context(context), out, 0)
        return b"".join(out)

    def part(self, context: Context) -> bytes:
        """All of the data as a part of a data set, of which ``context`` knows what went before.

        Raises
        ------
        ScanFailure
            It is damaged.
        """
        out: list[bytes] = []
        past = self._elements(0, len(self._data), context, out, 0)
        if past != len(self._data):
            raise ScanFailure("not-a-sequence", past)  # a delimiter, and nothing that it ends
        return b"".join(out)

    def sequence(self) -> bytes:
        """All of the data as the items of one sequence, with defined lengths.

        Raises
        ------
        ScanFailure
            They are damaged.
        """
        out: list[bytes] = []
        self._items(0, len(self._data), Context(), out, 0)
        return b"".join(out)

    def header(self, position: int) -> tuple[int, int, int]:
        """Tag, start of the value and its length, of the element or the item there.

        Raises
        ------
        ScanFailure
            The data ends inside it.
        """
        if position + 8 > len(self._data):
            raise ScanFailure("truncated", position)
        tag, _, start, length = self._header(position)
        return tag, start, length

    def one(self, position: int) -> tuple[bytes, int]:
        """The element there, and the position after it; a group length is empty.

        Raises
        ------
        ScanFailure
            It is damaged.
        """
        if position + 8 > len(self._data):
            raise ScanFailure("truncated", position)
        out: list[bytes] = []
        header = self._header(position)
        past = self._element(header, len(self._data), Context(), out, 0)
        return b"".join(out), past

    def item(self, start: int, length: int) -> tuple[bytes, int]:
        """The content of an item of that length, undefined or not, and the position after it.

        Raises
        ------
        ScanFailure
            It is damaged.
        """
        past = len(self._data) if length == UNDEFINED else start + length
        if past > len(self._data):
            raise ScanFailure("truncated", start)
        out: list[bytes] = []
        past = self._elements(start, past, Context(), out, 1)
        return b"".join(out), past

    def _elements(
        self, position: int, end: int, context: Context, out: list[bytes], depth: int
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
            if header.tag == ITEM:
                raise ScanFailure("not-a-sequence", position)  # what ends it is missing
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
        self, header: _Header, end: int, context: Context, out: list[bytes], depth: int
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
            out += self._out.sequence(tag, b"".join(content))
            return past
        value = self._data[start:past]
        if self._turning:
            other = turned(value, word_bytes(tag, vr, context))
            context.take(tag, value if self._out.big_endian else other)
            value = other
        else:
            context.take(tag, value)
        if tag & 0xFFFF:
            out += self._out.header(tag, vr, len(value)), value
        return past

    def _undefined(
        self, header: _Header, vr: str, end: int, out: list[bytes], around: tuple[Context, int]
    ) -> int:
        """An element of undefined length: a sequence, or fragments of compressed pixel data."""
        context, depth = around
        if vr == "SQ":
            content: list[bytes] = []
            past = self._items(header.start, end, context, content, depth)
            out += self._out.sequence(header.tag, b"".join(content))
            return past
        if vr == "UN":
            return self._unknown(header, end, out, around)
        past = self._past_fragments(header.start, end)
        code = "OB" if header.tag == _PIXEL_DATA else vr
        head = self._out.header(header.tag, code, UNDEFINED)
        out += head, self._data[header.start : past]
        return past

    def _unknown(
        self, header: _Header, end: int, out: list[bytes], around: tuple[Context, int]
    ) -> int:
        """UN of undefined length: items in Implicit VR Little Endian by rule (PS3.5 6.2.2).

        They stay as they are, but in big endian, where no reader follows that rule.
        """
        context, depth = around
        target = BIG_ENDIAN if self._out.big_endian else EXPLICIT
        inner = ReEncoder(self._data, IMPLICIT, target)
        content: list[bytes] = []
        past = inner._items(header.start, end, Context(context), content, depth + 1)
        if self._out.big_endian:
            out += self._out.sequence(header.tag, b"".join(content))
        else:
            out += self._out.header(header.tag, "UN", UNDEFINED), self._data[header.start : past]
        return past

    def _past_fragments(self, start: int, end: int) -> int:
        position = start
        while position + 8 <= end:
            group, number, length = self._plain_header(self._data, position)
            position += 8
            if (group << 16 | number) == SEQUENCE_END:
                return position
            position += length
        raise ScanFailure("truncated", start)

    def _items(
        self, position: int, end: int, context: Context, out: list[bytes], depth: int
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
            position = self._elements(position, past, Context(context), content, depth + 1)
            value = b"".join(content)
            out += self._out.plain(ITEM, len(value)), value
        return position


def word_bytes(tag: int, vr: str, context: Context) -> int:
    """Length of the words of a value that byte order turns round."""
    if tag == _PIXEL_DATA and vr == "OW" and context.bits_allocated in {32, 64}:
        return context.bits_allocated // 8
    return WORD_BYTES.get(vr, 1)
