"""What the head of a compressed frame says it is: by its markers, whatever its label says."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

_BASELINE: Final = "1.2.840.10008.1.2.4.50"
_EXTENDED: Final = "1.2.840.10008.1.2.4.51"
_LOSSLESS: Final = "1.2.840.10008.1.2.4.57"
_LOSSLESS_SV1: Final = "1.2.840.10008.1.2.4.70"
_JPEG_LS: Final = "1.2.840.10008.1.2.4.80"
_JPEG_LS_NEAR: Final = "1.2.840.10008.1.2.4.81"
_J2K_LOSSLESS: Final = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.92")
_J2K: Final = ("1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.93")
_HTJ2K_LOSSLESS: Final = ("1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202")
_HTJ2K: Final = ("1.2.840.10008.1.2.4.203",)

_SOI, _SOS = 0xD8, 0xDA
_FRAMES: Final = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC)}) | {0xF7}
_SIZ, _CAP, _COD, _SOT = 0x51, 0x50, 0x52, 0x90


class StreamHead(NamedTuple):
    """What a frame shows of itself.

    Attributes
    ----------
    syntaxes
        UIDs of the transfer syntaxes that it can be labelled with.
    rows, columns
        Of the picture; 0 where the head does not have them.
    samples, precision
        Components of the picture, and bits of the first of them.
    signed
        Whether samples are signed; ``None`` where a family has no word for it.
    """

    syntaxes: tuple[str, ...]
    rows: int
    columns: int
    samples: int
    precision: int
    signed: bool | None = None


def head_of(start: bytes) -> StreamHead | None:
    """What a compressed frame is, by its first bytes; ``None`` where they do not tell.

    Parameters
    ----------
    start
        The first bytes of the stream, some KiB of it.

    References
    ----------
    ISO 10918-1 B.2, ISO 14495-1 C.2, ISO 15444-1 A.4 to A.6, PS3.5 A.4.1.
    """
    try:
        if start[:2] == b"\xff\xd8":
            return _jpeg(start)
        if start[:4] == b"\xff\x4f\xff\x51":
            return _jpeg_2000(start)
    except (struct.error, IndexError):
        return None
    return None


def _segments(start: bytes) -> Iterator[tuple[int, int]]:
    """Marker and position of the content of each segment."""
    at = 2
    while at + 4 <= len(start) and start[at] == 0xFF:
        marker = start[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        yield marker, at + 4
        at += 2 + int.from_bytes(start[at + 2 : at + 4], "big")


def _jpeg(start: bytes) -> StreamHead | None:
    process = rows = columns = precision = samples = 0
    for marker, at in _segments(start):
        if marker in _FRAMES:
            process = marker
            precision, rows, columns, samples = struct.unpack_from(">BHHB", start, at)
        elif marker == _SOS and process:
            selected = start[at + 1 + 2 * start[at]]
            syntaxes = _jpeg_syntaxes(process, precision, selected)
            head = StreamHead(syntaxes, rows, columns, samples, precision)
            return head if syntaxes else None
    return None


def _jpeg_syntaxes(process: int, precision: int, selected: int) -> tuple[str, ...]:
    """Of a process, and the first parameter of its scan: predictor, or NEAR."""
    if process == 0xC0:
        return _BASELINE, _EXTENDED  # the latter is tolerated: PS3.5 A.4.1, note
    if process == 0xC1:
        # An eight-bit extended stream without more than baseline has passes for baseline.
        return (_EXTENDED, _BASELINE) if precision == 8 else (_EXTENDED,)
    if process == 0xC3:
        return (_LOSSLESS_SV1, _LOSSLESS) if selected == 1 else (_LOSSLESS,)
    if process == 0xF7:
        return (_JPEG_LS_NEAR,) if selected else (_JPEG_LS, _JPEG_LS_NEAR)
    return ()


def _jpeg_2000(start: bytes) -> StreamHead | None:
    rows = columns = samples = precision = 0
    signed = False
    high_throughput = False
    for marker, at in _segments(start):
        if marker == _SIZ:
            right, bottom, left, top = struct.unpack_from(">LLLL", start, at + 2)
            rows, columns = bottom - top, right - left
            samples, sign_and_depth = struct.unpack_from(">HB", start, at + 34)
            precision = (sign_and_depth & 127) + 1
            signed = sign_and_depth >= 128
        elif marker == _CAP:
            high_throughput = True
        elif marker == _COD:
            reversible = start[at + 9] == 1
            lossless, any_of = (
                (_HTJ2K_LOSSLESS, _HTJ2K) if high_throughput else (_J2K_LOSSLESS, _J2K)
            )
            syntaxes = lossless + any_of if reversible else any_of
            return StreamHead(syntaxes, rows, columns, samples, precision, signed)
        elif marker == _SOT:
            return None
    return None
