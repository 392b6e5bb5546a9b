"""What a scan may say, by the process of its frame; and which tables it needs."""

from collections.abc import Container, Iterator, Mapping
from typing import Final

from ..errors import DamagedPixelData
from .headers import ARITHMETIC, DIFFERENTIAL, JPEG_LS, LOSSLESS, PROGRESSIVE, Frame, Scan
from .tables import STANDARD, HuffmanTable

_LARGEST_DC: Final = {True: 16, False: 15}
"""Largest category of a difference, in lossless processes or not (ISO 10918-1 H.1.2.2, F.1.2.1)."""
_MOST_BLOCKS: Final = 10
"""Of an MCU (ISO 10918-1 B.2.3)."""

Tables = Mapping[tuple[int, int], HuffmanTable]


def undefined_tables(
    scan: Scan, frame: Frame, huffman: Tables, quantization: Container[int]
) -> set[tuple[int, int]]:
    """Huffman tables that a scan needs, that nobody defined, and that ISO 10918-1 K.3 has.

    Raises
    ------
    DamagedPixelData
        A table that it needs is not there, or not one for this process.
    """
    missing = set()
    for destination in _needed(scan, frame):
        table = huffman.get(destination)
        if table is None and destination in STANDARD and frame.process in {0, 1}:
            missing.add(destination)
        elif table is None:
            name = "DC" if destination[0] == 0 else "AC"
            reason = f"the scan needs {name} Huffman table {destination[1]}, which is not defined"
            raise DamagedPixelData(reason, scan.offset)
        elif destination[0] == 0 and table.largest > _LARGEST_DC[frame.process in LOSSLESS]:
            reason = f"DC Huffman table {destination[1]} has symbol {table.largest}"
            raise DamagedPixelData(reason, scan.offset)
    if frame.process not in LOSSLESS | {JPEG_LS}:
        _see_quantization(scan, frame, quantization)
    return missing


def _needed(scan: Scan, frame: Frame) -> Iterator[tuple[int, int]]:
    if frame.process in ARITHMETIC or frame.process == JPEG_LS:
        return
    progressive = frame.process in PROGRESSIVE
    for dc, ac in scan.tables:
        if not progressive or (scan.first == 0 and scan.high == 0):
            yield 0, dc
        if frame.process not in LOSSLESS and (not progressive or scan.first > 0):
            yield 1, ac


def _see_quantization(scan: Scan, frame: Frame, defined: Container[int]) -> None:
    for index in scan.components:
        table = frame.components[index].quantization
        if table not in defined:
            reason = f"the scan needs quantization table {table}, which is not defined"
            raise DamagedPixelData(reason, scan.offset)


def judge(scan: Scan, frame: Frame) -> None:
    """See that a scan's parameters are of its process; those that are mended may be anything.

    Raises
    ------
    DamagedPixelData
        They are not.
    """
    chosen = [frame.components[index] for index in scan.components]
    blocks = sum(one.horizontal * one.vertical for one in chosen)
    if frame.process == JPEG_LS:
        reason = _jpeg_ls_fault(scan, frame)
    elif len(chosen) > 1 and blocks > _MOST_BLOCKS:
        reason = f"a unit of {blocks} blocks, of which {_MOST_BLOCKS} are allowed"
    elif frame.process in LOSSLESS:
        reason = _lossless_fault(scan, frame)
    elif frame.process in PROGRESSIVE:
        reason = _progressive_fault(scan)
    else:
        reason = ""
    if reason:
        raise DamagedPixelData(reason, scan.offset)


def _lossless_fault(scan: Scan, frame: Frame) -> str:
    """ISO 10918-1 Table B.3: a predictor; none in a differential frame."""
    least = 0 if frame.process in DIFFERENTIAL else 1
    if not least <= scan.first <= 7:
        return f"predictor {scan.first}, expected {least} to 7"
    if scan.low >= frame.precision:
        return f"point transform {scan.low} of {frame.precision} bits"
    return ""


def _progressive_fault(scan: Scan) -> str:
    """ISO 10918-1 Table B.3, G.1.1.1: a DC scan has no AC, an AC scan has one component."""
    last = 0 if scan.first == 0 else 63
    if not scan.first <= scan.last <= last or max(scan.high, scan.low) > 13:
        return (
            f"spectral selection {scan.first} to {scan.last}, "
            f"successive approximation {scan.high} to {scan.low}"
        )
    if scan.first and len(scan.components) > 1:
        return f"AC coefficients of {len(scan.components)} components in one scan"
    return ""


def _jpeg_ls_fault(scan: Scan, frame: Frame) -> str:
    """ISO 14495-1 C.2.3; mapping tables are refused, as pixels would be entries of a table."""
    if any(scan.tables[index] != (0, 0) for index in range(len(scan.tables))):
        return "a mapping table, which PS3.5 8.2.3 has no place for"
    most = min(255, ((1 << frame.precision) - 1) // 2)
    if scan.first > most:
        return f"NEAR is {scan.first}, expected 0 to {most}"
    if scan.last > 2 or (scan.last == 0 and len(scan.components) > 1):
        return f"interleave mode {scan.last} with {len(scan.components)} components"
    if {(one.horizontal, one.vertical) for one in frame.components} != {(1, 1)}:
        return "sub-sampled components in JPEG-LS"
    return ""
