"""Frame, scan and application headers of a JPEG stream, read out of their segments."""

from typing import Final, NamedTuple

from ..errors import DamagedPixelData
from .segments import DHP, SOF55, Segment

LOSSLESS: Final = frozenset({3, 7, 11, 15})
PROGRESSIVE: Final = frozenset({2, 6, 10, 14})
SEQUENTIAL: Final = frozenset({0, 1, 5, 9, 13})
ARITHMETIC: Final = frozenset({9, 10, 11, 13, 14, 15})
DIFFERENTIAL: Final = frozenset({5, 6, 7, 13, 14, 15})
JPEG_LS: Final = 55

# ISO 10918-1 Table B.2, ISO 14495-1 C.2.2; eight bits are all that SOF0 may have, and more is met
_PRECISIONS: Final = {
    **dict.fromkeys(SEQUENTIAL | PROGRESSIVE, (8, 12)),
    **dict.fromkeys(LOSSLESS | {JPEG_LS}, tuple(range(2, 17))),
}


class Component(NamedTuple):
    """One component of a frame (ISO 10918-1 B.2.2)."""

    identifier: int
    horizontal: int
    vertical: int
    quantization: int


class Frame(NamedTuple):
    """A frame header (ISO 10918-1 B.2.2).

    Attributes
    ----------
    process
        Number of the SOF marker: 0 to 15, 55 for JPEG-LS.
    precision
        Bits of a sample.
    rows, columns
        Of the frame; ``rows`` may be 0 where a DNL segment says it (B.2.5).
    components
        1 to 4.
    offset
        Byte of the stream where the marker stands.
    """

    process: int
    precision: int
    rows: int
    columns: int
    components: tuple[Component, ...]
    offset: int


class Scan(NamedTuple):
    """A scan header (ISO 10918-1 B.2.3, ISO 14495-1 C.2.3), and where its data lie.

    Attributes
    ----------
    components
        Index of each component in the frame.
    tables
        DC and AC entropy coding table of each; of JPEG-LS the mapping table and 0.
    first
        Start of spectral selection; predictor; NEAR of JPEG-LS.
    last
        End of spectral selection; interleave mode of JPEG-LS.
    high, low
        Successive approximation; ``low`` is the point transform of lossless processes.
    offset
        Of the marker.
    start, end
        Of the entropy-coded data.
    interval
        MCUs between restart markers; 0 for none.
    """

    components: tuple[int, ...]
    tables: tuple[tuple[int, int], ...]
    first: int
    last: int
    high: int
    low: int
    offset: int
    start: int
    end: int
    interval: int


def read_frame(stream: bytes, segment: Segment) -> Frame:
    """A frame header.

    Raises
    ------
    DamagedPixelData
        Lengths, precision, size or components that no frame has.
    """
    offset = segment.offset
    body = stream[segment.start : segment.end]
    count = body[5] if len(body) > 5 else 0
    if not 1 <= count <= 4:
        raise DamagedPixelData(f"the frame has {count} components, expected 1 to 4", offset)
    _see_length(segment, 6 + 3 * count, "frame header")
    process = JPEG_LS if segment.code == SOF55 else segment.code & 15
    components = tuple(
        Component(body[at], body[at + 1] >> 4, body[at + 1] & 15, body[at + 2])
        for at in range(6, len(body), 3)
    )
    rows, columns = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
    frame = Frame(process, body[0], rows, columns, components, offset)
    _judge(frame, hierarchy=segment.code == DHP)
    return frame


def _judge(frame: Frame, *, hierarchy: bool) -> None:
    if not hierarchy and frame.precision not in _PRECISIONS[frame.process]:
        reason = f"SOF{frame.process} with a precision of {frame.precision} bits"
        raise DamagedPixelData(reason, frame.offset)
    if not frame.columns:
        raise DamagedPixelData("the frame has no columns", frame.offset)
    identifiers = {component.identifier for component in frame.components}
    if len(identifiers) < len(frame.components):
        raise DamagedPixelData("two components have the same identifier", frame.offset)
    for component in frame.components:
        factors = (component.horizontal, component.vertical)
        if not all(1 <= factor <= 4 for factor in factors) or component.quantization > 3:
            reason = (
                f"component {component.identifier} has sampling factors {factors} and "
                f"quantization table {component.quantization}, expected 1 to 4 and 0 to 3"
            )
            raise DamagedPixelData(reason, frame.offset)


def read_scan(stream: bytes, segment: Segment, frame: Frame, interval: int, end: int) -> Scan:
    """A scan header whose data end at ``end``.

    Raises
    ------
    DamagedPixelData
        It has components that the frame has not, or a length that does not fit.
    """
    offset = segment.offset
    body = stream[segment.start : segment.end]
    count = body[0] if body else 0
    if not 1 <= count <= len(frame.components):
        reason = f"the scan has {count} components, the frame {len(frame.components)}"
        raise DamagedPixelData(reason, offset)
    _see_length(segment, 4 + 2 * count, "scan header")
    identifiers = [component.identifier for component in frame.components]
    chosen = body[1 : 1 + 2 * count : 2]
    strangers = [one for one in chosen if one not in identifiers]
    if strangers or len(set(chosen)) < count:
        reason = f"the scan has components {list(chosen)}, the frame {identifiers}"
        raise DamagedPixelData(reason, offset)
    first, last, approximation = body[-3:]
    return Scan(
        tuple(identifiers.index(one) for one in chosen),
        tuple((byte >> 4, byte & 15) for byte in body[2 : 2 + 2 * count : 2]),
        first,
        last,
        approximation >> 4,
        approximation & 15,
        offset,
        segment.end,
        end,
        interval,
    )


def _see_length(segment: Segment, expected: int, what: str) -> None:
    length = segment.end - segment.start
    if length != expected:
        reason = f"the {what} has {length} bytes, expected {expected}"
        raise DamagedPixelData(reason, segment.offset)


class Application(NamedTuple):
    """An APPn segment that says something of the colours; ``transform`` where it names one."""

    kind: str
    transform: int
    offset: int


# signature of the segment, and the byte that names the colours
_APPLICATIONS: Final = (
    (0xE0, b"JFIF\0", "JFIF", None),  # ISO 10918-5
    (0xEE, b"Adobe", "Adobe", 11),  # ISO 10918-6 6.5.3
    (0xE8, b"SPIFF\0", "SPIFF", 18),  # ISO 10918-3 F.2.1
    (0xE8, b"mrfx", "HP", 4),  # colour transforms of Hewlett-Packard's JPEG-LS
)


def read_application(stream: bytes, segment: Segment) -> Application | None:
    """What an APPn segment says of the colours, if it is one that does."""
    for code, signature, kind, at in _APPLICATIONS:
        known = segment.code == code and stream.startswith(signature, segment.start, segment.end)
        if known and (at is None or segment.start + at < segment.end):
            transform = stream[segment.start + at] if at is not None else 0
            return Application(kind, transform, segment.offset)
    return None
