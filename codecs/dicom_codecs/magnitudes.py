"""The magnitude category of a difference or a coefficient, and the bits that pick one out of it."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


@cache
def categories() -> NDArray[np.uint8]:
    """The category SSSS of every number of 16 bits, by the number modulo 2^16.

    Category n holds the numbers of n bits besides their sign: 0 holds 0, and 16 holds 32768,
    which is -32768 too.

    Returns
    -------
    NDArray[np.uint8]
        65,536 of 0 to 16, read-only; made on first use.

    References
    ----------
    ISO 10918-1 Tables F.1, F.2 and H.2

    Examples
    --------
    >>> [int(categories()[number & 0xFFFF]) for number in (0, 1, -1, 2, -3, 255, -256, -32768)]
    [0, 1, 1, 2, 2, 8, 9, 16]
    """
    _, exponents = np.frexp(np.abs(_numbers()))
    return _fixed(exponents.astype(np.uint8))


@cache
def extra_bits() -> NDArray[np.uint64]:
    """The bits that follow the code of its category, for every number of 16 bits modulo 2^16.

    There are as many as the category says, right-aligned; none in category 16, which holds a
    single number (ISO 10918-1 H.1.2.2).

    Returns
    -------
    NDArray[np.uint64]
        65,536, read-only; made on first use.

    References
    ----------
    ISO 10918-1 F.1.2.1.1: of a negative number, the low bits of the number less one

    Examples
    --------
    >>> [int(extra_bits()[number & 0xFFFF]) for number in (0, 1, -1, 2, 3, -2, -3)]
    [0, 1, 0, 2, 3, 1, 0]
    """
    numbers = _numbers().astype(np.int64)
    numbers -= numbers < 0
    masks = (1 << categories().astype(np.int64)) - 1
    masks[0x8000] = 0
    return _fixed((numbers & masks).astype(np.uint64))


@cache
def extra_lengths() -> NDArray[np.uint8]:
    """How many bits :func:`extra_bits` has for every number: its category, but 0 in category 16.

    Returns
    -------
    NDArray[np.uint8]
        65,536 of 0 to 15, read-only; made on first use.
    """
    return _fixed(categories() % np.uint8(16))


def _numbers() -> NDArray[np.int32]:
    return np.arange(1 << 16, dtype=np.uint16).view(np.int16).astype(np.int32)


def _fixed(table: NDArray[Any]) -> NDArray[Any]:
    table.flags.writeable = False
    return table
