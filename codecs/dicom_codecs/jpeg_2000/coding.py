"""How each component is coded: what COD, COC, QCD and QCC say together.

In a header COC goes before COD and QCC before QCD, and all that a tile's header says before what
the main header does (ISO 15444-1 A.6.1 to A.6.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..errors import DamagedPixelData
from .coding_style import CodingStyle, read_component_style, read_style
from .quantization import check_quantization
from .segments import Segment
from .size import Size

_COD: Final = 0xFF52
_COC: Final = 0xFF53
_QCD: Final = 0xFF5C
_QCC: Final = 0xFF5D
CODING: Final = frozenset({_COD, _COC, _QCD, _QCC})
"""Markers of what is read here."""


@dataclass(frozen=True)
class Coding:
    """For each component its coding style, and its quantization from Sqcd on."""

    styles: tuple[CodingStyle, ...]
    quantization: tuple[bytes, ...]


def read_coding(header: Sequence[Segment], size: Size, before: Coding | None = None) -> Coding:
    """What holds after a header.

    Parameters
    ----------
    header
        The segments of the main header or of a tile-part's, and where they end.
    size
        What SIZ says.
    before
        What held before; ``None`` for the main header.

    Raises
    ------
    DamagedPixelData
        Components cannot be coded so, or nothing says how they are.
    """
    if before and not any(marker in CODING for marker, _, _ in header):
        return before
    styles = _styles(header, size, before)
    steps = _quantization(header, size, before)
    for style, body in set(zip(styles, steps, strict=True)):
        check_quantization(body, style, header[-1].offset)
    return Coding(styles, steps)


def _styles(
    header: Sequence[Segment], size: Size, before: Coding | None
) -> tuple[CodingStyle, ...]:
    styles = list(before.styles) if before else []
    for marker, offset, body in header:
        if marker == _COD:
            styles = [read_style(body, offset)] * len(size.components)
    if not styles:
        raise DamagedPixelData("no coding style (COD) in the main header", header[-1].offset)
    for marker, offset, body in header:
        if marker == _COC:
            index, rest = _component(body, size, offset)
            styles[index] = read_component_style(rest, offset, styles[index])
    return tuple(styles)


def _quantization(
    header: Sequence[Segment], size: Size, before: Coding | None
) -> tuple[bytes, ...]:
    steps = list(before.quantization) if before else []
    for marker, _, body in header:
        if marker == _QCD:
            steps = [body] * len(size.components)
    if not steps:
        raise DamagedPixelData("no quantization (QCD) in the main header", header[-1].offset)
    for marker, offset, body in header:
        if marker == _QCC:
            index, steps[index] = _component(body, size, offset)
    return tuple(steps)


def _component(body: bytes, size: Size, offset: int) -> tuple[int, bytes]:
    """Which component a segment is for, and the rest of it."""
    count = len(size.components)
    width = 1 if count < 257 else 2
    index = int.from_bytes(body[:width], "big")
    if len(body) <= width or index >= count:
        raise DamagedPixelData(f"a segment for component {index} of {count}", offset)
    return index, body[width:]
