"""Bits of cells: packed and unpacked, sign-extended, masked, measured, swapped.

Arrays go in and arrays come out; nothing here knows of images.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[Any]
"""Integers of any size, one a sample."""

Octets = bytes | bytearray | memoryview
"""Bytes, of whatever holds them."""


def unpack_bits(data: Octets, count: int, first_bit: int = 0) -> NDArray[np.uint8]:
    r"""Cells of 0 or 1 out of packed bits, the least significant bit of a byte first.

    Parameters
    ----------
    data
        At least ``first_bit + count`` bits.
    count
        How many cells.
    first_bit
        Where they begin, counted from the least significant bit of the first byte.

    References
    ----------
    PS3.5 8.1.1, D.1

    >>> unpack_bits(b"\x0d", 4).tolist(), unpack_bits(b"\x0d\x01", 6, 3).tolist()
    ([1, 0, 1, 1], [1, 0, 0, 0, 0, 1])
    """
    first_byte, shift = divmod(first_bit, 8)
    packed = np.frombuffer(data, np.uint8)[first_byte : first_byte + (shift + count + 7) // 8]
    if packed.size * 8 < shift + count:
        raise ValueError(f"{count} bits from bit {first_bit} on are not in {len(data)} bytes")
    return np.unpackbits(packed, count=shift + count, bitorder="little")[shift:]


def pack_bits(cells: Cells, first_bit: int = 0) -> bytes:
    r"""Pack cells of 0 or 1, the first into bit ``first_bit`` of the first byte.

    Bits before it and behind the last cell are 0.

    References
    ----------
    PS3.5 8.1.1, D.1

    >>> pack_bits(np.array([1, 0, 1, 1], np.uint8)), pack_bits(np.array([1], np.uint8), 7)
    (b'\r', b'\x80')
    """
    flat = np.ravel(cells)
    if first_bit:
        flat = np.concatenate((np.zeros(first_bit, flat.dtype), flat))
    return np.packbits(flat, bitorder="little").tobytes()


class BitJoiner:
    r"""Packs frames of 1-bit cells one behind the other: they end and begin inside of bytes.

    ::

        frame 1, 12 cells        frame 2, 12 cells
        |76543210|....3210|      |3210....|76543210|     -> 3 bytes, the middle one shared

    References
    ----------
    PS3.5 8.1.1

    >>> joiner = BitJoiner()
    >>> joiner.add(np.ones(12, np.uint8)), joiner.add(np.ones(2, np.uint8)), joiner.finish()
    (b'\xff', b'', b'?')
    """

    def __init__(self) -> None:
        self._rest = np.empty(0, np.uint8)

    def add(self, cells: Cells) -> bytes:
        """The bytes that are full now; the bits of the last one wait for the next frame."""
        bits = np.concatenate((self._rest, np.ravel(cells)))
        full = bits.size // 8 * 8
        self._rest = bits[full:].astype(np.uint8)
        return pack_bits(bits[:full])

    def finish(self) -> bytes:
        """The byte that is not full, its other bits 0; nothing if there is none."""
        rest, self._rest = self._rest, np.empty(0, np.uint8)
        return pack_bits(rest)


def sign_extended(cells: Cells, bits: int) -> Cells:
    """Cells whose low ``bits`` bits are a number in two's complement, made that number.

    Parameters
    ----------
    cells
        Any integers; what stands above the ``bits`` bits is lost.

    Returns
    -------
    Cells
        Signed, of the same size.

    >>> sign_extended(np.array([0x07FF, 0x0800, 0x0FFF], np.uint16), 12).tolist()
    [2047, -2048, -1]
    """
    signed: Cells = cells.view(f"i{cells.dtype.itemsize}")
    shift = cells.dtype.itemsize * 8 - bits
    if not shift:
        return signed
    raised: Cells = np.left_shift(signed, shift)
    return np.right_shift(raised, shift, out=raised)


def masked(cells: Cells, bits: int) -> Cells:
    """Cells with all but their low ``bits`` bits made 0, unsigned, of the same size."""
    unsigned: Cells = cells.view(f"u{cells.dtype.itemsize}")
    whole = cells.dtype.itemsize * 8
    if bits >= whole:
        return unsigned
    cut: Cells = np.bitwise_and(unsigned, unsigned.dtype.type((1 << bits) - 1))
    return cut


def fits(cells: Cells, bits: int) -> bool:
    """Whether every cell is a number of ``bits`` bits: in two's complement if its dtype is signed.

    >>> fits(np.array([4095], np.uint16), 12), fits(np.array([-2049], np.int16), 12)
    (True, False)
    """
    if bits >= cells.dtype.itemsize * 8 or not cells.size:
        return True
    if cells.dtype.kind == "i":
        half = 1 << bits - 1
        return bool(cells.min() >= -half and cells.max() < half)
    return bool(cells.max() < 1 << bits)


def swapped_pairs(data: Octets) -> bytes:
    r"""Bytes with each two of them exchanged; a last one alone stays.

    >>> swapped_pairs(b"badce")
    b'abcde'
    """
    even = len(data) // 2 * 2
    words = np.frombuffer(data, np.uint16, even // 2)
    return words.byteswap().tobytes() + bytes(data[even:])
