"""The content of a member, unpacked in pieces that are never larger than what is asked for."""

import bz2
import lzma
import zlib
from typing import Final, Protocol
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

from .medium import Limits
from .zip_bytes import Bytes
from .zip_headers import ENCRYPTED, Member, local_header

_STEP: Final = 1 << 16
_PATCHED: Final = 0x20
_LEAST_DICTIONARY: Final = 4096
_DAMAGE: Final = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
"""What unpackers raise for what none of their kind has packed."""


class Unpacker(Protocol):
    """As those of :mod:`bz2` and :mod:`lzma` are."""

    @property
    def eof(self) -> bool:
        """Whether its end came."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out of what it was given."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What came behind its end."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """No more bytes than so many, of what it has and of these."""
        ...


class Unpacked:
    """A member as a :class:`.medium.Source`; whatever is wrong with it is an :class:`OSError`.

    No more of it is unpacked than it says, a piece at a time, by whichever method (4.4.5); its
    checksum is held against it at its end (4.4.7).

    Parameters
    ----------
    data
        The zip; it is closed with this.
    member
        Which of its members.
    limits
        Of the memory that unpacking may take.
    """

    def __init__(self, data: Bytes, member: Member, limits: Limits) -> None:
        self._data = data
        self._member = member
        self._limits = limits
        self._start = _start(data, member)
        self.close = data.close
        self._begin()

    def _begin(self) -> None:
        self._from = self._start
        self._at = self._crc = 0
        self._unpacker = self._fresh()

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill as much of a buffer as comes in one piece; 0 at the end."""
        content = self._member.content
        most = min(len(buffer), content.size - self._at)
        piece = self._piece(most) if most else b""
        buffer[: len(piece)] = piece
        self._crc = zlib.crc32(piece, self._crc)
        self._at += len(piece)
        if self._at == content.size and self._crc != content.crc:
            raise OSError(0, "its checksum is wrong")
        return len(piece)

    def seek(self, position: int, /) -> int:
        """Go to a byte, unpacking again what lies before it."""
        if position < self._at:
            self._begin()
        passed = memoryview(bytearray(min(_STEP, position - self._at)))
        while self._at < position and self.readinto(passed[: position - self._at]):
            pass
        return self._at

    def has_more(self) -> bool:
        """Whether bytes of another lie behind the end that a packed content tells itself."""
        unpacker = self._unpacker
        if unpacker is None:
            return False
        piece = self._unpacked(unpacker, 1)
        rest = self._start + self._member.content.packed - self._from
        return bool(piece or unpacker.unused_data) or (unpacker.eof and rest > 0)

    def _piece(self, most: int) -> bytes:
        if self._unpacker is None:
            piece = self._packed(most)
        else:
            piece = self._unpacked(self._unpacker, most)
        if not piece:
            raise OSError(0, f"it ends after {self._at} of {self._member.content.size} bytes")
        return piece

    def _unpacked(self, unpacker: Unpacker, most: int) -> bytes:
        """The next bytes; none at its end."""
        while not unpacker.eof:
            packed = self._packed(_STEP) if unpacker.needs_input else b""
            is_last = unpacker.needs_input and not packed
            try:
                piece = unpacker.decompress(packed, most)
            except MemoryError as error:
                raise OSError(0, "there is not enough memory to unpack it") from error
            except _DAMAGE as error:
                raise OSError(0, "it is damaged") from error
            if piece or is_last:
                return piece
        return b""

    def _packed(self, most: int) -> bytes:
        end = self._start + self._member.content.packed
        data = self._data.read(self._from, min(most, end - self._from))
        self._from += len(data)
        return data

    def _fresh(self) -> Unpacker | None:
        """What unpacks it from its beginning; ``None`` where it is stored as it is."""
        method = self._member.method
        if self._member.flags & ENCRYPTED:
            raise OSError(0, "it is encrypted")
        if self._member.flags & _PATCHED or method not in _KNOWN:
            raise OSError(0, "it is packed in a way that is not known here")
        if method == ZIP_DEFLATED:
            return _Inflater()
        if method == ZIP_BZIP2:
            return bz2.BZ2Decompressor()
        return self._lzma() if method == ZIP_LZMA else None

    def _lzma(self) -> Unpacker:
        """That of LZMA, by the properties before the content (5.8.8).

        A dictionary need not be larger than what is unpacked.
        """
        head = self._packed(4)
        properties = self._packed(int.from_bytes(head[2:], "little"))
        if len(head) < 4 or len(properties) != 5 or properties[0] >= 9 * 5 * 5:
            raise OSError(0, "it is damaged")
        rest, literal_context = divmod(properties[0], 9)
        position, literal_position = divmod(rest, 5)
        asked = min(int.from_bytes(properties[1:], "little"), self._member.content.size)
        if asked > self._limits.most_dictionary:
            raise OSError(0, f"it needs {asked} bytes of memory to be unpacked")
        chain = {
            "id": lzma.FILTER_LZMA1,
            "dict_size": max(asked, _LEAST_DICTIONARY),
            "lc": literal_context,
            "lp": literal_position,
            "pb": position,
        }
        try:
            return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])
        except MemoryError as error:
            raise OSError(0, "there is not enough memory to unpack it") from error
        except lzma.LZMAError as error:
            raise OSError(0, "it is damaged") from error


_KNOWN: Final = frozenset({ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA})


class _Inflater:
    """The one of :mod:`zlib` with the manners of the others."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(-15)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether its end came."""
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        """What came behind its end."""
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """No more bytes than so many, of what it has and of these."""
        piece = self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)
        # Where so many came, there may be more of what was taken in.
        self.needs_input = not self._inflater.unconsumed_tail and len(piece) < max_length
        return piece


def _start(data: Bytes, member: Member) -> int:
    """Where its content begins."""
    if member.start is not None:
        return member.start
    header = local_header(data, member.position, is_told=True)
    if header is None:
        raise OSError(0, "no local header is there")
    return header.start


def is_proven(data: Bytes, member: Member, limits: Limits) -> bool:
    """Whether a member can be unpacked, of all its bytes and no more, and its checksum is right.

    Raises
    ------
    OSError
        The medium does not give it.
    """
    buffer = memoryview(bytearray(_STEP))
    try:
        unpacked = Unpacked(data, member, limits)
        while unpacked.readinto(buffer):
            pass
        return not unpacked.has_more()
    except OSError as error:
        if error.errno:
            raise
        return False
