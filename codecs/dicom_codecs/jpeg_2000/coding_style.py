"""The COD and COC marker segments (ISO 15444-1 A.6.1, A.6.2): how components are coded."""

import struct
from dataclasses import dataclass
from typing import Final

from ..errors import DamagedPixelData

_COMMON: Final = struct.Struct(">BBHB")
_BLOCKS: Final = struct.Struct(">5B")
_HAS_PRECINCTS: Final = 1
_HIGH_THROUGHPUT: Final = 0x40
_MOST_LEVELS: Final = 32
_PROGRESSIONS: Final = 5
_WHOLE: Final = 15
"""Exponent of a precinct that nobody has said anything about."""


@dataclass(frozen=True)
class CodingStyle:
    """How components are coded.

    Attributes
    ----------
    progression
        0 to 4: LRCP, RLCP, RPCL, PCRL, CPRL.
    layers
        Quality layers.
    transform
        Whether the first three components went through RCT or ICT.
    levels
        Decomposition levels.
    block_columns, block_rows
        Exponents of the size of code-blocks.
    high_throughput
        Whether code-blocks are those of ISO 15444-15.
    reversible
        Whether the wavelet is 5-3; 9-7 if not.
    precincts
        Exponents of columns and rows for each resolution, smallest first.
    """

    progression: int
    layers: int
    transform: bool
    levels: int
    block_columns: int
    block_rows: int
    high_throughput: bool
    reversible: bool
    precincts: tuple[tuple[int, int], ...]


def read_style(body: bytes, offset: int) -> CodingStyle:
    """What a COD marker segment says.

    Parameters
    ----------
    body
        What follows Lcod.
    offset
        Of the segment, for errors.

    Raises
    ------
    DamagedPixelData
        Nothing can be coded so.
    """
    if len(body) < _COMMON.size + _BLOCKS.size:
        raise DamagedPixelData(f"COD of {len(body)} bytes", offset)
    flags, progression, layers, transform = _COMMON.unpack_from(body)
    if progression >= _PROGRESSIONS or not layers or transform > 1:
        raise DamagedPixelData(
            f"COD: progression {progression}, {layers} layers, transform {transform}", offset
        )
    common = (progression, layers, bool(transform))
    return _style(common, body[_COMMON.size :], offset, precincts=bool(flags & _HAS_PRECINCTS))


def read_component_style(body: bytes, offset: int, whole: CodingStyle) -> CodingStyle:
    """What a COC marker segment says of a component; the rest is as in ``whole``.

    Parameters
    ----------
    body
        What follows the index of the component.
    offset
        Of the segment, for errors.
    whole
        What COD says.

    Raises
    ------
    DamagedPixelData
        Nothing can be coded so.
    """
    if len(body) < 1 + _BLOCKS.size:
        raise DamagedPixelData(f"COC of {len(body)} bytes", offset)
    common = (whole.progression, whole.layers, whole.transform)
    return _style(common, body[1:], offset, precincts=bool(body[0] & _HAS_PRECINCTS))


def _style(
    common: tuple[int, int, bool], body: bytes, offset: int, *, precincts: bool
) -> CodingStyle:
    levels, columns, rows, flags, wavelet = _BLOCKS.unpack_from(body)
    if levels > _MOST_LEVELS or wavelet > 1:
        raise DamagedPixelData(f"{levels} decompositions with the wavelet {wavelet}", offset)
    columns, rows = columns + 2, rows + 2
    if columns > 10 or rows > 10 or columns + rows > 12:
        raise DamagedPixelData(f"code-blocks of 2^{columns} x 2^{rows} samples", offset)
    sizes = ((_WHOLE, _WHOLE),) * (levels + 1)
    if precincts:
        sizes = _precincts(body[_BLOCKS.size :], levels, offset)
    high_throughput = bool(flags & _HIGH_THROUGHPUT)
    return CodingStyle(*common, levels, columns, rows, high_throughput, wavelet == 1, sizes)


def _precincts(body: bytes, levels: int, offset: int) -> tuple[tuple[int, int], ...]:
    if len(body) < levels + 1:
        raise DamagedPixelData(f"{len(body)} sizes of precincts for {levels} levels", offset)
    sizes = tuple((byte & 0xF, byte >> 4) for byte in body[: levels + 1])
    if any(0 in size for size in sizes[1:]):
        raise DamagedPixelData("precincts of no samples (ISO 15444-1 Table A.21)", offset)
    return sizes
