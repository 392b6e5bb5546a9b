"""Encapsulated Pixel Data written frame by frame, its offset table put in at the end.

References
----------
PS3.5 A.4; PS3.3 C.7.6.3.1.8
"""

from array import array
from collections.abc import Iterable, Sequence
from struct import Struct, pack
from typing import Final, NamedTuple, Protocol

import numpy as np

from ..bits import Octets
from .headers import DELIMITER, HEADER_BYTES, ITEM, UNDEFINED
from .walk import Offsets

_ITEM: Final = Struct("<LL").pack
_ELEMENT: Final = Struct("<HH2sHL").pack
_MOST_OF_BASIC: Final = 0xFFFF_FFFF
_LONGEST: Final = 0xFFFF_FFFE


class Written(NamedTuple):
    """What a writer wrote.

    Attributes
    ----------
    lengths
        Bytes of each frame, unpadded.
    length
        Bytes of all that was written, offset tables and headers included.
    extended
        Whether there is an Extended Offset Table.
    """

    lengths: Offsets
    length: int
    extended: bool


class Room(Protocol):
    """Where a writer writes to: a file, or what stands before one."""

    def write(self, data: Octets, /) -> int:
        """Write all of ``data``; how many bytes these are."""
        ...

    def tell(self) -> int:
        """Where the next byte goes."""
        ...

    def seek(self, position: int, /) -> int:
        """Go to a byte."""
        ...


class FrameWriter:
    """Writes the Pixel Data element, one fragment a frame, in Explicit VR Little Endian.

    ::

        with a Basic Offset Table               with an Extended Offset Table
        (7FE0,0010) OB, undefined length        (7FE0,0001) OV  offsets
        item  4 bytes a frame                   (7FE0,0002) OV  lengths, padding included
        item  frame [00]                        (7FE0,0010) OB, undefined length
        ...                                     item  empty
        delimiter                               item  frame [00]
                                                ...
                                                delimiter

    Room for the table is left when writing starts; the file has to be one that can be written to
    in its middle.

    Parameters
    ----------
    file
        Where the element is to start.
    frames
        How many there will be.
    most_bytes
        A bound of all frames together; where that may be too much for the 32 bits of a Basic
        Offset Table, an Extended one is written.  ``None`` for one that never is.
    offset_table
        Whether there is to be one; video is one stream, and its table is empty (PS3.5 8.2.5).
    """

    def __init__(
        self,
        file: Room,
        frames: int,
        *,
        most_bytes: int | None = None,
        offset_table: bool = True,
    ) -> None:
        self._file = file
        self._frames = frames
        self._start = file.tell()
        self._offsets: array[int] = array("q")
        self._lengths: array[int] = array("q")
        self._next = 0
        most = (most_bytes or 0) + frames * (HEADER_BYTES + 1)
        self.extended = offset_table and most > _MOST_OF_BASIC
        self._table = frames if offset_table else 0
        file.write(self._beginning())
        self._first = file.tell()

    def add(self, stream: Octets) -> None:
        """Write the next frame.

        Raises
        ------
        OverflowError
            It is too long for a fragment, or begins where a Basic Offset Table cannot point at;
            nothing has been written.
        ValueError
            It is empty, or one more than there were to be.
        """
        self._file.write(self._header(len(stream)))
        self._file.write(stream)
        self._end(len(stream))

    def add_pieces(self, pieces: Iterable[Octets], length: int) -> None:
        """Write the next frame, which comes in pieces and is never in memory as a whole.

        Raises
        ------
        OverflowError
            As :meth:`add` does.
        ValueError
            As :meth:`add` does, or the pieces are not so long together: the file is spoilt.
        """
        self._file.write(self._header(length))
        there = 0
        for piece in pieces:
            there += self._file.write(piece)
        if there != length:
            raise ValueError(f"a frame of {there} bytes that was to have {length}")
        self._end(length)

    def finish(self) -> Written:
        """Write the delimiter, and the table into the room that was left for it.

        Raises
        ------
        ValueError
            Fewer frames came than there were to be.
        """
        if len(self._lengths) != self._frames:
            raise ValueError(f"{len(self._lengths)} frames came of {self._frames}")
        self._file.write(_ITEM(DELIMITER, 0))
        end = self._file.tell()
        if self._table:
            self._file.seek(self._start)
            self._file.write(self._beginning())
            self._file.seek(end)
        return Written(_numbers(self._lengths), end - self._start, self.extended)

    def _beginning(self) -> bytes:
        """All before the first frame; tables hold zeros as long as no frame has come."""
        pixel_data = _ELEMENT(0x7FE0, 0x0010, b"OB", 0, UNDEFINED)
        if not self.extended:
            table = self._values("L", self._offsets)
            return pixel_data + _ITEM(ITEM, len(table)) + table
        padded = [length + length % 2 for length in self._lengths]
        tables = (
            (0x0001, self._values("Q", self._offsets)),
            (0x0002, self._values("Q", padded)),
        )
        elements = [_ELEMENT(0x7FE0, tag, b"OV", 0, len(value)) + value for tag, value in tables]
        return b"".join(elements) + pixel_data + _ITEM(ITEM, 0)

    def _values(self, code: str, values: Sequence[int]) -> bytes:
        if not self._table:
            return b""
        return pack(f"<{self._table}{code}", *(values or bytes(self._table)))

    def _header(self, length: int) -> bytes:
        """Of the item of the next frame, once it is sure that it can be written."""
        if len(self._lengths) == self._frames:
            raise ValueError(f"more than {self._frames} frames")
        if not length:
            raise ValueError(f"frame {len(self._lengths) + 1} is empty")
        if length > _LONGEST:
            raise OverflowError(f"a frame of {length} bytes; a fragment has at most {_LONGEST}")
        if self._table and not self.extended and self._next > _MOST_OF_BASIC:
            number = len(self._lengths) + 1
            raise OverflowError(f"frame {number} begins past what a Basic Offset Table can say")
        return _ITEM(ITEM, length + length % 2)

    def _end(self, length: int) -> None:
        """Pad the frame that was written, and remember it."""
        if length % 2:
            self._file.write(b"\0")
        self._offsets.append(self._next)
        self._lengths.append(length)
        self._next += HEADER_BYTES + length + length % 2


def _numbers(values: "array[int]") -> Offsets:
    return np.array(values, np.int64)
