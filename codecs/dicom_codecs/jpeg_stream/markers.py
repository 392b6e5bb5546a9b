"""One pass over the markers of a stream: what it holds, or where it is not as it must be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ..errors import DamagedPixelData
from . import segments
from .geometry import minimum_units
from .headers import (
    JPEG_LS,
    PROGRESSIVE,
    Application,
    Frame,
    Scan,
    read_application,
    read_frame,
    read_scan,
)
from .scans import judge, undefined_tables
from .segments import Segment, entropy_end, next_segment
from .tables import HuffmanTable, read_huffman, read_quantization

_MOST_SCANS: Final = 256
"""Encoders make 10 to 64 of a progressive image; each costs a pass over the whole of it."""


@dataclass(frozen=True, slots=True)
class JpegStream:
    """What a stream says of itself.

    Attributes
    ----------
    frame
        The frame; of a hierarchical stream the first, with the size of the whole.
    frames
        All of them, in order: several of a hierarchical stream only (ISO 10918-1 B.3).
    scans
        All of them, in order.
    applications
        APPn segments that speak of colours.
    asides
        All APPn and COM segments: nothing that pixels need.
    hierarchical
        Whether frames build on each other.
    undefined
        Huffman tables, class and destination, that are needed and left to K.3.
    lines
        The DNL segment, if it is that which says how many rows there are (B.2.5).
    end
        Behind the EOI marker, or behind what there is.
    ended
        Whether there is an EOI marker.
    """

    frame: Frame
    frames: tuple[Frame, ...]
    scans: tuple[Scan, ...]
    applications: tuple[Application, ...]
    asides: tuple[Segment, ...]
    hierarchical: bool
    undefined: frozenset[tuple[int, int]]
    lines: Segment | None
    end: int
    ended: bool

    def frame_of(self, scan: Scan) -> Frame:
        """The frame that a scan is in: the last one before it."""
        return [frame for frame in self.frames if frame.offset < scan.offset][-1]


def walk(stream: bytes) -> JpegStream:
    """Look at every marker segment of a stream, and pass what is between them.

    Parameters
    ----------
    stream
        One frame of Pixel Data: all its fragments joined, padding and all.

    Raises
    ------
    DamagedPixelData
        Something is not as it must be for a decoder to be let in.
    """
    if stream[:2] != b"\xff\xd8":
        raise DamagedPixelData(f"begins with {stream[:2].hex(' ').upper()}, expected FF D8", 0)
    steps = _Walk(stream)
    position = 2
    while (segment := next_segment(stream, position)) and segment.code != segments.EOI:
        position = steps.take(segment)
    return steps.finish(position, segment)


@dataclass(slots=True)
class _Walk:
    """What was met so far; a method for each kind of segment."""

    stream: bytes
    huffman: dict[tuple[int, int], HuffmanTable] = field(default_factory=dict)
    quantization: set[int] = field(default_factory=set)
    interval: int = 0
    whole: Frame | None = None  # what DHP says
    frames: list[Frame] = field(default_factory=list)
    scans: list[Scan] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    applications: list[Application] = field(default_factory=list)
    asides: list[Segment] = field(default_factory=list)
    undefined: set[tuple[int, int]] = field(default_factory=set)
    lines: Segment | None = None

    def take(self, segment: Segment) -> int:
        """Take in a segment; where the next one begins."""
        handler = _HANDLERS.get(segment.code)
        if handler is None:
            raise DamagedPixelData(f"FF {segment.code:02X} in a wrong place", segment.offset)
        handler(self, segment)
        return self.scans[-1].end if segment.code == segments.SOS else segment.end

    def begin_frame(self, segment: Segment) -> None:
        if self.frames and self.whole is None:
            raise DamagedPixelData("a second frame", segment.offset)
        if self.frames:
            self._see_covered(segment.offset)
        self.frames.append(read_frame(self.stream, segment))
        self.covered.clear()

    def begin_hierarchy(self, segment: Segment) -> None:
        if self.frames or self.whole:
            raise DamagedPixelData("a hierarchy is announced after its frames", segment.offset)
        self.whole = read_frame(self.stream, segment)

    def scan(self, segment: Segment) -> None:
        if not self.frames:
            raise DamagedPixelData("a scan before any frame", segment.offset)
        if len(self.scans) == _MOST_SCANS:
            raise DamagedPixelData(f"more than {_MOST_SCANS} scans", segment.offset)
        frame = self.frames[-1]
        end = entropy_end(
            self.stream,
            segment.end,
            jpeg_ls=frame.process == JPEG_LS,
            restarts=bool(self.interval),
        )
        scan = read_scan(self.stream, segment, frame, self.interval, end)
        judge(scan, frame)
        self.undefined |= undefined_tables(scan, frame, self.huffman, self.quantization)
        self._cover(scan, frame)
        self.scans.append(scan)

    def _cover(self, scan: Scan, frame: Frame) -> None:
        if frame.process in PROGRESSIVE and scan.first > 0:
            return
        again = self.covered.intersection(scan.components)
        if again and frame.process not in PROGRESSIVE:
            one = frame.components[min(again)].identifier
            raise DamagedPixelData(f"component {one} is in two scans", scan.offset)
        self.covered.update(scan.components)

    def _see_covered(self, offset: int) -> None:
        components = self.frames[-1].components
        left = [one.identifier for at, one in enumerate(components) if at not in self.covered]
        if left:
            raise DamagedPixelData(f"no scan has component {left[0]}", offset)

    def huffman_tables(self, segment: Segment) -> None:
        self.huffman |= read_huffman(self.stream, segment)

    def quantization_tables(self, segment: Segment) -> None:
        self.quantization |= read_quantization(self.stream, segment)

    def restart_interval(self, segment: Segment) -> None:
        self.interval = self._number(segment, (2, 3, 4))

    def number_of_lines(self, segment: Segment) -> None:
        rows = self._number(segment, (2,))
        if len(self.scans) != 1 or not rows:
            raise DamagedPixelData(f"{rows} rows said after scan {len(self.scans)}", segment.offset)
        if not self.frames[0].rows:
            self.lines = segment
            self.frames[0] = self.frames[0]._replace(rows=rows)

    def _number(self, segment: Segment, widths: tuple[int, ...]) -> int:
        if segment.end - segment.start not in widths:
            reason = f"segment FF {segment.code:02X} of {segment.end - segment.start} bytes"
            raise DamagedPixelData(reason, segment.offset)
        return int.from_bytes(self.stream[segment.start : segment.end])

    def preset(self, segment: Segment) -> None:
        """ISO 14495-1 C.2.4.1: only coding parameters are followed."""
        kind = self.stream[segment.start : segment.start + 1]
        if kind != b"\x01" or segment.end - segment.start != 11:
            reason = "an LSE segment other than preset coding parameters (PS3.5 8.2.3)"
            raise DamagedPixelData(reason, segment.offset)

    def aside(self, segment: Segment) -> None:
        self.asides.append(segment)
        application = read_application(self.stream, segment)
        if application:
            self.applications.append(application)

    def passed(self, segment: Segment) -> None:
        """Arithmetic conditioning, expansion of a reference: a decoder's business."""

    def finish(self, position: int, last: Segment | None) -> JpegStream:
        """All that was met, if it is a whole image."""
        if not self.scans:
            where = last.offset if last else position
            raise DamagedPixelData("the stream ends before any scan", where)
        self._see_covered(position)
        frame = self.frames[0]
        if self.whole:
            frame = frame._replace(rows=self.whole.rows, columns=self.whole.columns)
        if not frame.rows:
            raise DamagedPixelData("the frame has no rows", frame.offset)
        if not self.whole and frame.process != JPEG_LS:
            for scan in self.scans:
                if scan.interval:
                    _see_restarts(self.stream, scan, frame)
        return JpegStream(
            frame,
            tuple(self.frames),
            tuple(self.scans),
            tuple(self.applications),
            tuple(self.asides),
            self.whole is not None,
            frozenset(self.undefined),
            self.lines,
            last.end if last else position,
            last is not None,
        )


def _see_restarts(stream: bytes, scan: Scan, frame: Frame) -> None:
    """Some encoders write a marker after the last interval too, which hurts nobody."""
    found = segments.restarts(stream, scan.start, scan.end)
    expected = -(-minimum_units(scan, frame) // scan.interval) - 1
    in_order = found == [number & 7 for number in range(len(found))]
    if not in_order or not expected <= len(found) <= expected + 1:
        reason = f"{len(found)} restart markers, expected {expected} of them, numbered in turn"
        raise DamagedPixelData(reason, scan.start)


_Handler = Callable[[_Walk, Segment], None]
_HANDLERS: Final = MappingProxyType[int, _Handler](
    {
        **dict.fromkeys(segments.FRAMES, _Walk.begin_frame),
        **dict.fromkeys(segments.APPLICATIONS, _Walk.aside),
        segments.COM: _Walk.aside,
        segments.DHP: _Walk.begin_hierarchy,
        segments.EXP: _Walk.passed,
        segments.DAC: _Walk.passed,
        segments.SOS: _Walk.scan,
        segments.DHT: _Walk.huffman_tables,
        segments.DQT: _Walk.quantization_tables,
        segments.DRI: _Walk.restart_interval,
        segments.DNL: _Walk.number_of_lines,
        segments.LSE: _Walk.preset,
    }
)
