"""JPEG streams of which the pixels are known beforehand, made slowly and plainly."""

import base64
import itertools
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from dicom_codecs.implementations import available
from numpy.typing import NDArray

Plane = NDArray[np.int64]

SOI: Final = b"\xff\xd8"
EOI: Final = b"\xff\xd9"
JFIF: Final = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
STEP: Final = 8
"""What makes a DC coefficient a grey level: one step of 8 is one level of a flat block."""


def adobe(transform: int) -> bytes:
    """An APP14 segment."""
    return b"\xff\xee\x00\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])


def jpeg_decoders() -> list[str]:
    """What decodes JPEG here."""
    return [name for name in ("libjpeg-turbo", "libjpeg") if available(name)]


def segment(code: int, *body: int | bytes) -> bytes:
    """A marker segment."""
    data = b"".join(one if isinstance(one, bytes) else bytes([one]) for one in body)
    return bytes([0xFF, code]) + (len(data) + 2).to_bytes(2) + data


def stuffed(bits: str) -> bytes:
    """Entropy-coded data: filled up with ones, FF followed by a zero."""
    bits += "1" * (-len(bits) % 8)
    data = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return data.replace(b"\xff", b"\xff\0")


def magnitude(difference: int) -> tuple[int, str]:
    """Category and additional bits of a difference (ISO 10918-1 F.1.2.1)."""
    size = abs(difference).bit_length()
    number = difference if difference > 0 else difference + (1 << size) - 1
    return size, format(number, f"0{size}b") if size else ""


def flat_codes(count: int) -> bytes:
    """A DHT segment of DC codes of five bits, which can say any category below ``count``."""
    return segment(0xC4, 0, bytes([0, 0, 0, 0, count]), bytes(11), bytes(range(count)))


class Lossless(NamedTuple):
    """How a lossless stream is made."""

    precision: int
    predictor: int = 1
    point_transform: int = 0
    interleaved: bool = True
    restart_rows: int = 0
    identifiers: Sequence[int] = (1, 2, 3, 4)
    applications: bytes = b""

    def stream(self, planes: Sequence[Plane]) -> bytes:
        """A stream of SOF3 of planes ``(rows, columns)``."""
        rows, columns = planes[0].shape
        named = self.identifiers[: len(planes)]
        components = b"".join(bytes([one, 0x11, 0]) for one in named)
        size = rows.to_bytes(2) + columns.to_bytes(2)
        stream = SOI + self.applications
        stream += segment(0xC3, self.precision, size, len(planes), components) + flat_codes(17)
        if self.restart_rows:
            stream += segment(0xDD, (self.restart_rows * columns).to_bytes(2))
        together = [range(len(planes))] if self.interleaved else [[at] for at in range(len(planes))]
        for group in together:
            chosen = b"".join(bytes([named[at], 0]) for at in group)
            ends = bytes([self.predictor, 0, self.point_transform])
            stream += segment(0xDA, len(group), chosen, ends)
            stream += self._data([planes[at] >> self.point_transform for at in group])
        return stream + EOI

    def _data(self, planes: Sequence[Plane]) -> bytes:
        rows, columns = planes[0].shape
        every = self.restart_rows or rows
        parts = []
        for top in range(0, rows, every):
            bits = ""
            for row in range(top, min(top + every, rows)):
                for column in range(columns):
                    for plane in planes:
                        bits += self._code(plane, row, column, first=row == top)
            parts.append(stuffed(bits))
        marks = [bytes([0xFF, 0xD0 + number % 8]) for number in range(len(parts) - 1)]
        return b"".join(part + mark for part, mark in zip(parts, [*marks, b""], strict=True))

    def _code(self, plane: Plane, row: int, column: int, *, first: bool) -> str:
        difference = int(plane[row, column]) - self._predicted(plane, row, column, first=first)
        difference = (difference + 0x7FFF) % 0x10000 - 0x7FFF
        if difference == 0x8000:
            return format(16, "05b")
        size, bits = magnitude(difference)
        return format(size, "05b") + bits

    def _predicted(self, plane: Plane, row: int, column: int, *, first: bool) -> int:
        """ISO 10918-1 H.1.2.1."""
        if first and column == 0:
            return 1 << (self.precision - self.point_transform - 1)
        if first:
            return int(plane[row, column - 1])
        if column == 0:
            return int(plane[row - 1, column])
        a, b = int(plane[row, column - 1]), int(plane[row - 1, column])
        c = int(plane[row - 1, column - 1])
        ways = (a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1)
        return ways[self.predictor - 1]


class Flat(NamedTuple):
    """How a DCT stream of flat blocks is made: a level a block, and nothing else.

    Attributes
    ----------
    process
        0, 1 (sequential), 2 (progressive).
    factors
        Sampling factors of each component.
    """

    precision: int = 8
    process: int = 0
    factors: Sequence[tuple[int, int]] = ((1, 1),)
    identifiers: Sequence[int] = (1, 2, 3, 4)
    applications: bytes = b""
    tables: bool = True
    restarts: bool = False

    def stream(self, levels: Sequence[Plane], size: tuple[int, int]) -> bytes:
        """A stream of ``size`` rows and columns; ``levels`` has a number a block of a component.

        All components are in one scan; whole units only.
        """
        components = b"".join(
            bytes([name, h << 4 | v, 0])
            for name, (h, v) in zip(self.identifiers, self.factors, strict=False)
        )
        count = len(self.factors)
        stream = SOI + self.applications + segment(0xDB, 0, bytes([STEP] * 64))
        sides = size[0].to_bytes(2) + size[1].to_bytes(2)
        stream += segment(0xC0 + self.process, self.precision, sides, count, components)
        if self.tables:  # categories by flat codes; end of block is 0 and nothing else
            stream += flat_codes(16) + segment(0xC4, 0x10, 1, bytes(15), 0)
        if self.restarts:
            stream += segment(0xDD, b"\0\1")
        chosen = b"".join(bytes([name, 0]) for name in self.identifiers[:count])
        last = 0 if self.process == 2 else 63
        stream += segment(0xDA, count, chosen, 0, last, 0) + self._data(levels)
        if self.process == 2:  # decoders smooth what has no AC coefficients: zeros they are
            stream += segment(0xDD, b"\0\0")
            for name, plane in zip(self.identifiers, levels, strict=False):
                stream += segment(0xDA, 1, name, 0, 1, 63, 0) + stuffed("0" * plane.size)
        return stream + EOI

    def _data(self, levels: Sequence[Plane]) -> bytes:
        units = self._units(levels)
        if not self.restarts:
            return stuffed("".join(units))
        marks = [bytes([0xFF, 0xD0 + number % 8]) for number in range(len(units) - 1)]
        parts = [stuffed(bits) for bits in units]
        return b"".join(part + mark for part, mark in zip(parts, [*marks, b""], strict=True))

    def _units(self, levels: Sequence[Plane]) -> list[str]:
        """Bits of each minimum coded unit (ISO 10918-1 A.2)."""
        factors = [(1, 1)] if len(levels) == 1 else self.factors
        down, across = levels[0].shape[0] // factors[0][1], levels[0].shape[1] // factors[0][0]
        former = [0] * len(levels)
        units = []
        for row, column in itertools.product(range(down), range(across)):
            bits = ""
            for at, (plane, (h, v)) in enumerate(zip(levels, factors, strict=True)):
                for level in plane[row * v : row * v + v, column * h : column * h + h].flat:
                    bits += self._block(int(level) - former[at])
                    former[at] = int(level)
            units.append(bits)
            if self.restarts:
                former = [0] * len(levels)
        return units

    def _block(self, difference: int) -> str:
        size, bits = magnitude(difference)
        return format(size, "05b") + bits + ("0" if self.process < 2 else "")

    def pixels(self, levels: Sequence[Plane], size: tuple[int, int]) -> NDArray[np.int64]:
        """What the stream decodes to, chroma repeated: right where neighbours are alike."""
        highest = max(v for _, v in self.factors)
        widest = max(h for h, _ in self.factors)
        planes = [
            np.kron(plane, np.ones((8 * highest // v, 8 * widest // h), np.int64))
            for plane, (h, v) in zip(levels, self.factors, strict=True)
        ]
        half = 1 << (self.precision - 1)
        array = np.stack([plane[: size[0], : size[1]] + half for plane in planes], axis=-1)
        return array[..., 0] if len(planes) == 1 else array


def replaced(stream: bytes, edits: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A stream with the first of each of some bytes replaced; they must be there."""
    for old, new in edits:
        assert old in stream, old.hex()
        stream = stream.replace(old, new, 1)
    return stream


# cjpeg 2.1.5 of 16 x 16 samples (8 column + 5 row) mod 256: what is too long to be made by hand
STORED: Final = {
    "progressive": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs"
        "IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wgALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABgT/2gAIAQEA"
        "AAABKoI0P//EABYQAAMAAAAAAAAAAAAAAAAAAAACA//aAAgBAQABBQKKEUIoRQ//xAAUEAEAAAAAAAAAAAAAAAAA"
        "AAAg/9oACAEBAAY/Ah//xAAVEAEBAAAAAAAAAAAAAAAAAAAAMf/aAAgBAQABPyGKKKL/2gAIAQEAAAAQ7//EABUQ"
        "AQEAAAAAAAAAAAAAAAAAAABR/9oACAEBAAE/EIkSJE//2Q=="
    ),
    "arithmetic": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs"
        "IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/yQALCAAQABABAREA/8wABgAQEAX/2gAIAQEAAD8A/wC7IXT5UTNlw1Bt"
        "mGAmsJkAqoVA/9k="
    ),
    "arithmetic progressive": (
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs"
        "IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/ygALCAAQABABAREA/8wABAAQ/9oACAEBAAAAAf8AdnFLAUD/zAAEEAX/"
        "2gAIAQEAAQUCE5DLUrYFgP/MAAQQBf/aAAgBAQAGPwLA/8wABBAF/9oACAEBAAE/ISOmEP/aAAgBAQAAABDw/8wA"
        "BBAF/9oACAEBAAE/EB9VPID/2Q=="
    ),
}


def stored(name: str) -> bytes:
    """One of :data:`STORED`."""
    return base64.b64decode(STORED[name])


def stored_samples() -> NDArray[np.int64]:
    """What :data:`STORED` was made of."""
    rows, columns = np.mgrid[:16, :16]
    return (8 * columns + 5 * rows) % 256
