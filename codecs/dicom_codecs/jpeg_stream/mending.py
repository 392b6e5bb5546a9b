"""Bytes of a stream rewritten so that decoders take it, each rewriting told but the harmless."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ..deviation import Deviation
from .headers import JPEG_LS, LOSSLESS, SEQUENTIAL, Scan
from .markers import JpegStream
from .tables import STANDARD

_EOI: Final = b"\xff\xd9"


class Edit(NamedTuple):
    """Bytes from ``start`` to ``end`` replaced; what is told of it."""

    start: int
    end: int
    new: bytes
    deviation: Deviation | None = None


def mend(stream: bytes, header: JpegStream) -> tuple[bytes, tuple[Deviation, ...]]:
    """A stream that a decoder takes, and what was wrong with the one that came.

    APPn and COM segments are left out without a word: some steer decoders (residuals of JPEG XT in
    APP11, colours in APP14), and the colours are ours to judge.
    """
    edits = sorted(_edits(stream, header), key=lambda edit: edit[:2])
    pieces, position = [], 0
    for edit in edits:
        pieces += [stream[position : edit.start], edit.new]
        position = edit.end
    pieces.append(stream[position:])
    return b"".join(pieces), tuple(edit.deviation for edit in edits if edit.deviation)


def _edits(stream: bytes, header: JpegStream) -> Iterator[Edit]:
    for aside in header.asides:
        yield Edit(aside.offset, aside.end, b"")
    yield from _tables(header)
    yield from _frame(header)
    for scan in header.scans:
        yield from _scan(scan, header.frame_of(scan).process)
    yield from _end(stream, header)


def _tables(header: JpegStream) -> Iterator[Edit]:
    if not header.undefined:
        return
    tables = b"".join(STANDARD[destination] for destination in sorted(header.undefined))
    segment = b"\xff\xc4" + (2 + len(tables)).to_bytes(2) + tables
    message = "Huffman tables are missing; those of ISO 10918-1 K.3 are taken, as motion JPEG does"
    offset = header.scans[0].offset
    yield Edit(2, 2, segment, Deviation("jpeg-tables-missing", message, offset))


def _frame(header: JpegStream) -> Iterator[Edit]:
    frame = header.frame
    if header.lines:
        yield Edit(frame.offset + 5, frame.offset + 7, frame.rows.to_bytes(2))
        yield Edit(header.lines.offset, header.lines.end, b"")
    if frame.process == 0 and frame.precision != 8:
        message = f"SOF0 with {frame.precision} bits, which only SOF1 may have; read as SOF1"
        deviation = Deviation("jpeg-process-differs", message, frame.offset)
        yield Edit(frame.offset + 1, frame.offset + 2, b"\xc1", deviation)


def _scan(scan: Scan, process: int) -> Iterator[Edit]:
    """Spectral selection and successive approximation where a process has none (Table B.3).

    Seen in the wild: end 0 in sequential scans, which libjpeg refuses, and end 63 in lossless ones.
    """
    if process == JPEG_LS:
        return
    found = (scan.first, scan.last, scan.high << 4 | scan.low)
    if process in SEQUENTIAL:
        right = (0, 63, 0)
    elif process in LOSSLESS:
        right = (scan.first, 0, scan.low)
    else:
        return
    if found != right:
        message = "the scan header ends in {:02X} {:02X} {:02X}, ".format(*found)
        message += "read as {:02X} {:02X} {:02X}".format(*right)
        deviation = Deviation("jpeg-scan-end", message, scan.start - 3)
        yield Edit(scan.start - 3, scan.start, bytes(right), deviation)


def _end(stream: bytes, header: JpegStream) -> Iterator[Edit]:
    end, length = header.end, len(stream)
    if not header.ended:
        message = "no end of image (FF D9), which was added; what came last may be missing too"
        yield Edit(end, length, _EOI, Deviation("jpeg-end-missing", message, end))
    elif length > end:
        surplus = stream[end:]
        # one zero makes a length even (PS3.5 A.4); FF may stand before any marker (B.1.1.2)
        padded = len(surplus) > 1 or surplus not in {b"\0", b"\xff"}
        kind = "zeros" if not surplus.strip(b"\0") else "bytes"
        message = f"{len(surplus)} {kind} after the end of image, left out"
        yield Edit(end, length, b"", Deviation("stream-padded", message, end) if padded else None)
