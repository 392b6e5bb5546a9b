"""A JPEG decoder out of the standard's figures, bit by bit, in real numbers: slow and obvious."""

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

ZIGZAG: Final = (
    *(0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5),
    *(12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28),
    *(35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51),
    *(58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63),
)
"""ISO 10918-1 Figure A.6."""


class SlowComponent(NamedTuple):
    """Of a frame header, with the tables that the scan header names."""

    identifier: int
    horizontal: int
    vertical: int
    steps: int
    dc: int
    ac: int


class SlowStream(NamedTuple):
    """What is in a stream of one scan."""

    markers: tuple[int, ...]
    kind: int
    precision: int
    rows: int
    columns: int
    components: tuple[SlowComponent, ...]
    steps: dict[int, list[int]]
    codes: dict[tuple[int, int], dict[str, int]]
    data: bytes


def read(stream: bytes) -> SlowStream:
    """Take a stream to pieces (ISO 10918-1 Annex B)."""
    assert stream[:2] == b"\xff\xd8"
    assert stream[-2:] == b"\xff\xd9"
    at = 2
    markers, bodies = [], []
    while not markers or markers[-1] != 0xDA:
        assert stream[at] == 0xFF
        length = int.from_bytes(stream[at + 2 : at + 4], "big")
        markers.append(stream[at + 1])
        bodies.append(stream[at + 4 : at + 2 + length])
        at += 2 + length
    steps, codes = {}, {}
    for marker, body in zip(markers, bodies, strict=True):
        if marker == 0xDB:
            assert body[0] >> 4 == 0
            steps[body[0]] = list(body[1:65])
        if marker == 0xC4:
            codes[body[0] >> 4, body[0] & 15] = dict(_codes(body[1:17], body[17:]))
    kind, frame = next(
        (marker, body)
        for marker, body in zip(markers, bodies, strict=True)
        if marker in {0xC0, 0xC1}
    )
    scan = bodies[-1]
    assert scan[-3:] == bytes((0, 63, 0))
    named = {scan[1 + 2 * one]: scan[2 + 2 * one] for one in range(scan[0])}
    components = tuple(
        SlowComponent(name, factors >> 4, factors & 15, table, named[name] >> 4, named[name] & 15)
        for name, factors, table in zip(frame[6::3], frame[7::3], frame[8::3], strict=True)
    )
    rows, columns = (int.from_bytes(frame[one : one + 2], "big") for one in (1, 3))
    data = stream[at:-2]
    return SlowStream(tuple(markers), kind, frame[0], rows, columns, components, steps, codes, data)


def _codes(counts: bytes, symbols: bytes) -> Iterator[tuple[str, int]]:
    """Codes as text (ISO 10918-1 C.2)."""
    assert len(symbols) == sum(counts)
    code, left = 0, list(symbols)
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            text = f"{code:0{length}b}"
            assert "0" in text
            yield text, left.pop(0)
            code += 1
        code <<= 1


class _Bits:
    def __init__(self, data: bytes) -> None:
        plain = data.replace(b"\xff\x00", b"\xff")
        assert data.count(b"\xff") == data.count(b"\xff\x00")
        self.text = "".join(f"{byte:08b}" for byte in plain)
        self.at = 0

    def symbol(self, codes: dict[str, int]) -> int:
        end = self.at + 1
        while self.text[self.at : end] not in codes:
            end += 1
            assert end - self.at <= 17
        found = codes[self.text[self.at : end]]
        self.at = end
        return found

    def number(self, category: int) -> int:
        """ISO 10918-1 F.2.2.1, EXTEND."""
        if not category:
            return 0
        text = self.text[self.at : self.at + category]
        assert len(text) == category
        self.at += category
        return int(text, 2) - (0 if text[0] == "1" else (1 << category) - 1)


def coefficients(stream: SlowStream) -> list[list[int]]:
    """The blocks of a scan in its order, each 64 numbers in zigzag order (ISO 10918-1 F.2.2)."""
    unit = [
        component
        for component in stream.components
        for _ in range(component.horizontal * component.vertical)
    ]
    width = 8 * max(component.horizontal for component in stream.components)
    units = math.ceil(stream.columns / width) * math.ceil(stream.rows / 8)
    bits = _Bits(stream.data)
    before = dict.fromkeys(stream.components, 0)
    blocks = []
    for component in unit * units:
        before[component] += bits.number(bits.symbol(stream.codes[0, component.dc]))
        block = [before[component]]
        while len(block) < 64:
            symbol = bits.symbol(stream.codes[1, component.ac])
            if symbol == 0:
                block += [0] * (64 - len(block))
                break
            block += [0] * (symbol >> 4)
            block.append(bits.number(symbol & 15))
        assert len(block) == 64
        blocks.append(block)
    assert set(bits.text[bits.at :]) <= {"1"}
    assert len(bits.text) - bits.at < 8
    return blocks


def cosines() -> NDArray[np.float64]:
    """``(frequency, place)`` (ISO 10918-1 A.3.3)."""
    return np.array(
        [
            [
                (math.sqrt(0.5) if not frequency else 1)
                / 2
                * math.cos((2 * place + 1) * frequency * math.pi / 16)
                for place in range(8)
            ]
            for frequency in range(8)
        ]
    )


def planes(stream: SlowStream) -> list[NDArray[np.float64]]:
    """Samples of each component before they are rounded; chroma as wide as it is coded."""
    widths = [component.horizontal for component in stream.components]
    units = math.ceil(stream.columns / (8 * max(widths)))
    down = math.ceil(stream.rows / 8)
    found = [np.empty((8 * down, 8 * width * units)) for width in widths]
    blocks = iter(coefficients(stream))
    matrix = cosines()
    for row in range(down):
        for one in range(units):
            for plane, component in zip(found, stream.components, strict=True):
                for part in range(component.horizontal):
                    table = np.array(stream.steps[component.steps])
                    block = np.empty(64)
                    block[list(ZIGZAG)] = np.array(next(blocks)) * table
                    samples = matrix.T @ block.reshape(8, 8) @ matrix
                    left = 8 * (one * component.horizontal + part)
                    plane[8 * row : 8 * row + 8, left : left + 8] = samples
    most = (1 << stream.precision) - 1
    return [np.clip(plane + (most + 1) / 2, 0, most)[: stream.rows] for plane in found]
