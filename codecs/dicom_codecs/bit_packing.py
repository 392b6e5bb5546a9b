"""Numbers of any lengths packed into bytes, most significant bit first."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .scratch import scratch

_WORD: Final = 64


class Strip(NamedTuple):
    """Numbers that follow each other in a stream.

    Attributes
    ----------
    values
        ``(numbers,)`` of ``uint64``, right-aligned; nothing stands above its length.
    lengths
        ``(numbers,)`` of ``int64``: 0 to 64 bits each.
    """

    values: NDArray[np.uint64]
    lengths: NDArray[np.int64]


def packed(strips: Iterable[Strip]) -> bytes:
    """The bits of all strips on end, the last byte filled up with ones (ISO 10918-1 F.1.2.3).

    A strip is used up before the next one is asked for, so that its arrays may be used again.
    Strips of 16,384 to 65,536 numbers are fastest: they stay in the cache of a processor.

    Examples
    --------
    >>> strip = Strip(np.array([1, 0, 3], np.uint64), np.array([1, 2, 3]))
    >>> [f"{byte:08b}" for byte in packed([strip, strip])]
    ['10001110', '00111111']
    """
    return b"".join(_packed(strips))


def entropy_coded(strips: Iterable[Strip]) -> bytes:
    """The same as a segment of a JPEG scan: packed and stuffed, strip by strip."""
    return b"".join(map(stuffed, _packed(strips)))


def stuffed(data: bytes) -> bytes:
    r"""A zero byte after each byte of all ones, so that none looks like a marker.

    References
    ----------
    ISO 10918-1 B.1.1.5

    Examples
    --------
    >>> stuffed(b"\x01\xff\xff\x02")
    b'\x01\xff\x00\xff\x00\x02'
    """
    return data.replace(b"\xff", b"\xff\x00")


def _packed(strips: Iterable[Strip]) -> Iterator[bytes]:
    rest, used = np.uint64(0), 0
    for strip in strips:
        if strip.values.size:
            words, bits = _words(strip, used)
            words[0] |= rest
            rest, used = words[-1], bits % _WORD
            yield words[:-1].astype(">u8").tobytes()
    ones = (1 << -used % 8) - 1
    last = int(rest) >> (_WORD - used) << (-used % 8) if used else 0
    yield (last | ones).to_bytes(-(-used // 8), "big")


def _words(strip: Strip, used: int) -> tuple[NDArray[np.uint64], int]:
    """A strip in words of 64 bits, and how many bits they hold.

    No number is longer than a word, so at most one lies across the start of each; it is split in
    a head that ends its word and a tail.  All others and the tails are moved to their places, and
    are summed up by word: as differences of one running sum, which may overflow.

    Parameters
    ----------
    used
        Bits of the first word that belong to what came before, 0 to 63.

    Returns
    -------
    words
        The last one, of 0 to 63 bits, is not full.
    bits
        ``used`` included.
    """
    values, lengths = strip
    shifts = np.subtract.accumulate(lengths, out=scratch("shifts", values.size, np.int64))
    shifts -= 2 * shifts[0] + used
    bits = -int(shifts[-1])
    across = _across(np.right_shift(shifts, 6, out=scratch("words", values.size, np.int64)))
    shifts &= _WORD - 1
    moved = scratch("moved", values.size, np.uint64)
    np.left_shift(values, shifts.view(np.uint64), out=moved)
    heads = values[across] >> (_WORD - shifts[across]).view(np.uint64)
    sums = np.cumsum(moved, out=scratch("sums", values.size, np.uint64))
    starts = sums[across] - moved[across]
    words = np.zeros(bits // _WORD + 1, np.uint64)
    words[: starts.size] = starts
    words[starts.size] = sums[-1]
    words[1 : starts.size + 1] -= starts
    words[: starts.size] += heads
    return words, bits


def _across(word_of: NDArray[np.int64]) -> NDArray[np.intp]:
    """Which numbers lie across the start of a word, or begin at it; not those of the first word.

    Parameters
    ----------
    word_of
        Of the last bit of each number: -1 for the first word, -2 for the second ...; 0 where
        nothing has come yet.
    """
    found = np.flatnonzero(word_of[1:] != word_of[:-1])
    found += 1
    if word_of[0] == 0:
        return found[1:]
    return np.append(0, found) if word_of[0] == -2 else found
