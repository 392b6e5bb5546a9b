"""Headers that lie like others before them: read without walking them.

The files of a series differ in values and their lengths, seldom in their elements.  Where all
headers that a walk passed stand in a file again, each where the length of the one before puts it,
a walk would pass the same way: so one match of a pattern replaces it, and gives the values.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ..elements import BINARY_VRS, SHORT_VRS
from .passages import Passage

DATA_SET: Final = 0
"""Stands among the tags of values for the place where the data set begins."""
BEGIN: Final = 132
"""Where the first header is: after preamble and prefix."""
NEXT_BYTES: Final = 8
"""Of the element at which a walk stopped: enough for its header to be there."""
_TEXT_VRS: Final = SHORT_VRS - {vr.encode() for vr in BINARY_VRS}
_MARGIN: Final = 2
"""Text that is two bytes longer or shorter than what was met: the next number, another name."""
_MOST_LENGTHS: Final = 64
_WIDEST: Final = 32
"""How far apart lengths may be, for all between them to be likely."""

Met = Mapping[int, int]
"""Lengths that a value was met with, and how often each."""


class Read(NamedTuple):
    """What a header has: values, and where a walk would have stopped."""

    values: list[bytes]
    stop: int


class Layout:
    """How the headers of some files lie.

    Parameters
    ----------
    passages
        Of one of them; the value of the first is the group length of file meta information.
    met
        Of each passage, the lengths that it was met with.
    meta_passages
        How many of the passages are of file meta information.

    Attributes
    ----------
    tags
        Of the values that :meth:`read` gives, in order of position.
    """

    __slots__ = ("_data_set", "_match", "_prefixes", "tags")

    def __init__(self, passages: Sequence[Passage], met: Sequence[Met], meta_passages: int) -> None:
        pieces = [b".{%d}DICM" % (BEGIN - 4)]
        tags: list[int] = []
        self._prefixes: list[tuple[int, int]] = []
        for number, (one, lengths) in enumerate(zip(passages, met, strict=True)):
            pieces.append(b")" if one.closes else b"")
            if number == meta_passages:
                self._data_set = len(tags) + 1
                tags.append(DATA_SET)
                pieces.append(b"()")
            likely = _likely(one, lengths)
            if one.opens and len(likely) > 1:
                self._prefixes.append((len(tags), one.length_bytes))
            if one.opens:
                tags.append(one.opens)
            pieces.append(_pattern(one, likely))
        pieces.append(b".{%d}" % (NEXT_BYTES - 4))
        self._match = re.compile(b"".join(pieces), re.DOTALL).match
        self.tags = tuple(tags)

    def read(self, buffer: bytes) -> Read | None:
        """The values in ``buffer``; ``None`` when it lies otherwise."""
        found = self._match(buffer)
        if found is None:
            return None
        values = list(found.groups())
        if int.from_bytes(values[0], "little") != found.start(self._data_set) - found.end(1):
            return None
        for place, length_bytes in self._prefixes:
            values[place] = values[place][length_bytes:]
        return Read(values, found.end() - NEXT_BYTES)


def _likely(one: Passage, met: Met) -> list[int]:
    """Lengths to look for, those met most often first; of text those between and about them too."""
    lengths = sorted(met, key=met.__getitem__, reverse=True)[:_MOST_LENGTHS]
    least, most = min(lengths), max(lengths)
    if 0 < most - least <= _WIDEST and one.head[4:] in _TEXT_VRS:
        between = range(max(least - _MARGIN, 0), most + _MARGIN + 1, 2)
        lengths += [length for length in between if length not in met]
    return lengths


def _pattern(one: Passage, likely: Sequence[int]) -> bytes:
    """One header and its value; where lengths vary, the length stands with the value in a group."""
    head, group = re.escape(one.head), b"(" if one.opens else b""
    if not one.length_bytes:
        return head + group + re.escape(one.decisive)
    ways = [
        (re.escape(length.to_bytes(one.length_bytes, "little")), b".{%d}" % length)
        for length in likely
    ]
    if len(ways) == 1:
        ((length, value),) = ways
        return b"%b%b%b%b" % (head, length, group, value)
    return b"%b%b(?>%b)" % (head, group, b"|".join(length + value for length, value in ways))
