"""Numbers of any lengths packed into bytes, most significant bit first."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_ONES: Final = 0xFF


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


def packed(strips: Iterable[Strip]) -> NDArray[np.uint8]:
    """The bits of all strips on end, the last byte filled up with ones (ISO 10918-1 F.1.2.3).

    A strip is used up before the next one is asked for, so that its arrays may be used again.
    Strips of 16,384 to 65,536 numbers are fastest: they stay in the cache of a processor.

    Examples
    --------
    >>> strip = Strip(np.array([1, 0, 3], np.uint64), np.array([1, 2, 3]))
    >>> [f"{byte:08b}" for byte in packed([strip, strip])]
    ['10001110', '00111111']
    """
    parts = []
    carry, carried = np.uint64(0), 0
    for strip in strips:
        if not strip.values.size:
            continue
        words, bits = _words(strip, carried)
        words[0] |= carry
        whole, carried = divmod(bits, 64)
        carry = words[whole]
        parts.append(words[:whole])
    parts.append(np.array([carry], np.uint64))
    return _as_bytes(np.concatenate(parts), 64 - carried)


def _as_bytes(words: NDArray[np.uint64], unused: int) -> NDArray[np.uint8]:
    """Bytes of words but for the unused bits at the end, ones up to the next whole byte."""
    data = words.byteswap().view(np.uint8)[: words.size * 8 - unused // 8]
    if unused % 8:
        data[-1] |= _ONES >> (8 - unused % 8)
    return data


def _words(strip: Strip, start: int) -> tuple[NDArray[np.uint64], int]:
    """A strip in words of 64 bits, and how many bits they hold.

    Every word but the last has a number that begins in it, for none is longer than a word; so the
    numbers that begin in word n are consecutive, and only the last of them can reach into n + 1.

    Parameters
    ----------
    start
        Unused bits at the start of the first word, 0 to 63.
    """
    values, lengths = strip
    ends = np.cumsum(lengths)
    ends += start
    bits = int(ends[-1])
    word_of = (ends - lengths) >> 6
    past = ends - (word_of << 6) - 64
    firsts = np.flatnonzero(word_of[1:] != word_of[:-1])
    firsts += 1
    lasts = np.append(firsts - 1, values.size - 1)
    shifted = values << (-past & 63).view(np.uint64)
    over = np.maximum(past[lasts], 0).view(np.uint64)
    crossing = np.flatnonzero(over)
    lasts, over = lasts[crossing], over[crossing]
    shifted[lasts] = values[lasts] >> over
    words = np.zeros(bits // 64 + 2, np.uint64)
    words[: firsts.size + 1] = np.add.reduceat(shifted, np.append(0, firsts))
    words[crossing + 1] |= values[lasts] << (np.uint64(64) - over)
    return words, bits


def stuffed(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A zero byte after each byte of all ones, so that none looks like a marker.

    Parameters
    ----------
    data
        ``(bytes,)``; given back as it is when it has none of these.

    References
    ----------
    ISO 10918-1 B.1.1.5

    Examples
    --------
    >>> stuffed(np.array([1, 255, 255, 2], np.uint8)).tolist()
    [1, 255, 0, 255, 0, 2]
    """
    found = np.flatnonzero(data == _ONES)
    return np.insert(data, found + 1, 0) if found.size else data
