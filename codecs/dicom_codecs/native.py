"""Native pixel data: samples as they lie in the file, made cells and back.

Float and Double Float Pixel Data (PS3.3 C.7.6.24, C.7.6.25) are none of it: they are no integers
and are never compressed.

References
----------
PS3.5 8.1.1, 8.2, Annex D; PS3.3 C.7.6.3.1.2
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from .bits import Cells, Octets, pack_bits, swapped_pairs, unpack_bits
from .errors import DamagedPixelData, UnsuitableFrame
from .frame import NOTHING_SAID, Decoded, Encoded, Frame, Lossy
from .pixel_format import PixelFormat
from .planes import by_pixel, by_plane, chroma_halved, chroma_spread

if TYPE_CHECKING:
    from .registry import TransferSyntax

ByteOrder = Literal["little", "big", "big words"]
"""How cells lie in bytes.

``little``
    Least significant byte first.
``big``
    Cells of 16 bits and more lie most significant byte first, smaller ones as they come.
``big words``
    Cells of 8 bits or 1 in words of 16 bits that lie most significant byte first: bytes are
    swapped in pairs, frames of odd length share a pair (PS3.5-2016b Annex D).
"""

_ODD_COLUMNS: Final = "Columns is odd: native YBR_FULL_422 has a pair of pixels for each Cb and Cr"


def byte_order(syntax: "TransferSyntax", vr: str, fmt: PixelFormat) -> ByteOrder:
    """How cells lie in Pixel Data of a VR.

    Parameters
    ----------
    syntax
        Of the data set.
    vr
        OB or OW, as the element has it.
    fmt
        Of a frame.

    References
    ----------
    PS3.5 8.2 Annex A.3 of 2016b: 8 bits in OW are swapped, in OB they are not.  Cells of 32 bits
    lie as one number, and not as two words; that is how everyone reads and writes them.
    """
    if not syntax.big_endian:
        return "little"
    return "big words" if vr == "OW" and fmt.bits_allocated <= 8 else "big"


def decode(stream: bytes, fmt: PixelFormat, syntax: "TransferSyntax") -> Decoded:
    """A frame out of the bytes of one frame.

    The first cell is in the first byte, for 1-bit cells in its least significant bit; what follows
    the last is not looked at.  Cells of 8 bits and less under Explicit VR Big Endian are taken to
    be in OB: :func:`decode_at` serves what is not so.

    Raises
    ------
    DamagedPixelData
        The bytes are too few.
    """
    return decode_at(stream, fmt, "big" if syntax.big_endian else "little")


def decode_at(
    data: Octets, fmt: PixelFormat, order: ByteOrder = "little", first_bit: int = 0
) -> Decoded:
    """A frame out of bytes in which it begins at some bit.

    Parameters
    ----------
    data
        What :class:`~dicom_codecs.native_frames.Span` names.
    fmt
        What the data set says.
    order
        How cells lie.
    first_bit
        Where the frame begins, once bytes are in order; a multiple of Bits Allocated.

    Returns
    -------
    Decoded
        YBR_FULL where pairs of pixels had a chroma in common (YBR_FULL_422).  The frame is a view
        of ``data``, and read-only, where it can be.

    Raises
    ------
    DamagedPixelData
        The bytes are too few.
    """
    count = _count_there(len(data) * 8 - first_bit, fmt)
    cells = _cells(data, fmt, order, first_bit, count)
    if fmt.halved_chroma:
        return Decoded(_with_chroma(cells, fmt), replace(fmt, photometric="YBR_FULL"))
    if fmt.planar and fmt.samples > 1:
        return Decoded(by_pixel(cells.reshape(fmt.samples, fmt.rows, fmt.columns)), fmt)
    return Decoded(cells.reshape(fmt.shape), fmt)


def encode(
    frame: Frame, fmt: PixelFormat, syntax: "TransferSyntax", lossy: Lossy = NOTHING_SAID
) -> Encoded:
    """The bytes of one frame, unpadded; nothing is lost but chroma that YBR_FULL_422 leaves out.

    Planar Configuration and Photometric Interpretation of ``fmt`` are those of the bytes.  Cells
    of 8 bits and less under Explicit VR Big Endian are made for OB.

    Raises
    ------
    UnsuitableFrame
        Columns is odd, and the bytes are to be YBR_FULL_422 (PS3.3 C.7.6.3).
    """
    del lossy
    cells = _as_they_lie(frame, fmt, syntax)
    if fmt.bits_allocated == 1:
        return Encoded(pack_bits(cells), fmt)
    return Encoded(_ordered(cells, big=syntax.big_endian).tobytes(), fmt)


def filled_bits(fmt: PixelFormat) -> int:
    """Length in bits of a frame whose rows are filled up to whole pairs of pixels.

    It is ``fmt.frame_bits`` but for YBR_FULL_422 with an odd number of columns, which PS3.3 C.7.6.3
    does not allow and which some have filled up.
    """
    if fmt.halved_chroma and fmt.columns % 2:
        return fmt.rows * (fmt.columns + 1) * 2 * fmt.bits_allocated
    return fmt.frame_bits


def _count_there(bits: int, fmt: PixelFormat) -> int:
    """How many samples a frame has that so many bits are there for."""
    needed = filled_bits(fmt)
    if bits < needed and fmt.rows * fmt.columns % 2 == 0:
        needed = fmt.frame_bits
    if bits < needed:
        missing = (needed - bits + 7) // 8
        raise DamagedPixelData(f"pixel data ends {missing} bytes before its frame does", bits // 8)
    return needed // fmt.bits_allocated


def _cells(data: Octets, fmt: PixelFormat, order: ByteOrder, first_bit: int, count: int) -> Cells:
    """Of a frame, flat, native-endian, in the order of the file."""
    if order == "big words":
        data = swapped_pairs(data)
    if fmt.bits_allocated == 1:
        return unpack_bits(data, count, first_bit)
    stored = fmt.dtype.newbyteorder("<" if order == "little" else ">")
    cells = np.frombuffer(data, stored, count, first_bit // 8)
    return cells.astype(fmt.dtype, copy=False)


def _with_chroma(cells: Cells, fmt: PixelFormat) -> Frame:
    """Y Cb Cr of each pixel.

    Where Columns is odd, which it must not be, rows are either filled up to whole pairs or pairs
    run on from row to row: the length has told which.
    """
    spread = chroma_spread(cells.reshape(-1, 4))
    if spread.size == fmt.cells:
        return spread.reshape(fmt.shape)
    filled = spread.reshape(fmt.rows, fmt.columns + 1, 3)
    return np.ascontiguousarray(filled[:, : fmt.columns])


def _as_they_lie(frame: Frame, fmt: PixelFormat, syntax: "TransferSyntax") -> Cells:
    """Cells in the order of the file."""
    if fmt.halved_chroma:
        if fmt.columns % 2:
            raise UnsuitableFrame(syntax.keyword, _ODD_COLUMNS, "PS3.3 C.7.6.3")
        return chroma_halved(frame.reshape(fmt.rows, fmt.columns // 2, 2, 3))
    if fmt.planar and fmt.samples > 1:
        return by_plane(frame)
    return frame


def _ordered(cells: Cells, *, big: bool) -> Cells:
    return cells.astype(cells.dtype.newbyteorder(">" if big else "<"), copy=False)
