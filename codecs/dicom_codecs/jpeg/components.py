"""What a scan is made of: components, and the order in which their blocks come."""

from typing import Final, NamedTuple


class Component(NamedTuple):
    """A component as frame and scan headers have it.

    Attributes
    ----------
    identifier
        1 to 3: 1 is luma, and colours are YCbCr, to readers that believe numbers.
    horizontal
        Horizontal sampling factor; the vertical one is 1.
    table
        Of its quantisation, and of its Huffman codes for DC and AC coefficients.
    """

    identifier: int
    horizontal: int
    table: int


GREY: Final = (Component(1, 1, 0),)
"""A minimum coded unit is a block (ISO 10918-1 A.2.2)."""

YBR_422: Final = (Component(1, 2, 0), Component(2, 1, 1), Component(3, 1, 1))
"""A minimum coded unit is Y Y CB CR (ISO 10918-1 A.2.3; PS3.5 8.2.1)."""


def unit(components: tuple[Component, ...]) -> tuple[int, ...]:
    """The component, by its place, of each block of a minimum coded unit.

    >>> unit(YBR_422)
    (0, 0, 1, 2)
    """
    return tuple(place for place, one in enumerate(components) for _ in range(one.horizontal))
