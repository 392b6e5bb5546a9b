"""Coefficients as the symbols of a scan, before anyone knows their codes.

An item is a number of 32 bits: which symbol above, up to 15 extra bits below.  Symbols are those
of ISO 10918-1 F.1.2, put together so that an item is all that there is between two coefficients:

======================  ==============================================================
AC of table t           1024 t + 16 r + s: r zeros, 0 to 63, and a number of category s
end of a block          1024 t
DC of table t           2048 + 48 t + 16 b + s: a number of category s; b is 1 or 2 where
                        the block before it ends early, which takes the end of block of
                        table 0 or 1 to say, and else 0
======================  ==============================================================
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..magnitudes import categories, extra_bits
from .blocks import Coefficients
from .components import Component, unit

Items = NDArray[np.uint32]

SYMBOLS: Final = 2144
SYMBOL_AT: Final = 16
EXTRA: Final = 0xFFFF
AC_TABLE: Final = 1024
DC: Final = 2048
DC_TABLE: Final = 48
ENDED: Final = 16
ZEROS: Final = 16


def item_strips(
    strips: Iterable[Coefficients], components: tuple[Component, ...]
) -> Iterator[Items]:
    """Items of a scan, strip by strip.

    Parameters
    ----------
    strips
        Whole minimum coded units; what is given is overwritten.
    components
        Of the scan.

    References
    ----------
    ISO 10918-1 F.1.2.1, F.1.2.2
    """
    scan = _Scan(components)
    for strip in strips:
        yield scan.items(strip)
    yield scan.end()


class _Scan:
    """What a strip has to know of those before it."""

    def __init__(self, components: tuple[Component, ...]) -> None:
        self._unit = unit(components)
        tables = np.array([components[place].table for place in self._unit])
        self._plain = DC + DC_TABLE * tables
        self._early = ENDED * (1 + np.roll(tables, 1))
        self._last = AC_TABLE * int(tables[-1])
        self._dc = [0] * len(components)
        self._left = 0
        """Coefficients of the last block that are 0, and that no item stands for."""

    def items(self, blocks: Coefficients) -> Items:
        self._predict(blocks)
        told = blocks != 0
        told[:, 0] = True
        at = np.flatnonzero(told)
        zeros = np.empty_like(at)
        zeros[0] = self._left
        np.subtract(at[1:], at[:-1], out=zeros[1:])
        zeros[1:] -= 1
        self._left = 63 - (int(at[-1]) & 63)
        items = _by_number().take(blocks.reshape(-1).take(at).view(np.uint16))
        items += self._symbols(at, zeros) << SYMBOL_AT
        return items

    def end(self) -> Items:
        ended = [self._last << SYMBOL_AT] if self._left else []
        return np.array(ended, np.uint32)

    def _predict(self, blocks: Coefficients) -> None:
        """Put differences where DC coefficients are (ISO 10918-1 F.1.1.5.1)."""
        in_units = blocks.reshape(-1, len(self._unit), 64)[:, :, 0]
        for component, before in enumerate(self._dc):
            first, number = self._unit.index(component), self._unit.count(component)
            dc = in_units[:, first : first + number].reshape(-1, number)
            differences = np.empty(dc.size, np.int16)
            np.subtract(dc.reshape(-1)[1:], dc.reshape(-1)[:-1], out=differences[1:])
            differences[0] = int(dc[0, 0]) - before
            self._dc[component] = int(dc[-1, -1])
            in_units[:, first : first + number] = differences.reshape(-1, number)

    def _symbols(self, at: NDArray[np.intp], zeros: NDArray[np.intp]) -> Items:
        """What is to be added to the categories of all items.

        Parameters
        ----------
        at
            Where coefficients lie that have an item.
        zeros
            How many before each have none; overwritten.
        """
        first = np.flatnonzero(at & 63 == 0)
        early = (zeros[first] > 0).reshape(-1, len(self._unit))
        zeros *= ZEROS
        if len(self._unit) > 1:  # of four blocks the last two are chroma
            zeros += (at >> 7 & 1) * AC_TABLE
        zeros[first] = (self._plain + self._early * early).reshape(-1)
        return zeros.astype(np.uint32)


@cache
def _by_number() -> Items:
    """Category and extra bits of every number of 16 bits."""
    items = categories().astype(np.uint32) << np.uint32(SYMBOL_AT)
    items |= extra_bits().astype(np.uint32)
    return items
