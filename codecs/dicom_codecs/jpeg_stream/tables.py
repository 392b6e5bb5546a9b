"""Huffman and quantization tables, judged before a decoder builds on them."""

from typing import Final, NamedTuple

from ..errors import DamagedPixelData
from .segments import Segment


class HuffmanTable(NamedTuple):
    """A Huffman table as far as a scan is judged by it.

    Attributes
    ----------
    largest
        Its largest symbol.
    """

    largest: int


def read_huffman(stream: bytes, segment: Segment) -> dict[tuple[int, int], HuffmanTable]:
    """The tables of a DHT segment, by class (0 is DC) and destination (ISO 10918-1 B.2.4.2).

    Raises
    ------
    DamagedPixelData
        Lengths that do not fit, or codes of which one is the beginning of another.
    """
    tables = {}
    at = segment.start
    while at < segment.end:
        counts = stream[at + 1 : min(at + 17, segment.end)]
        symbols = stream[at + 17 : at + 17 + sum(counts)]
        kind, destination = stream[at] >> 4, stream[at] & 15
        beyond = at + 17 + sum(counts) > segment.end
        if len(counts) < 16 or beyond or not 1 <= len(symbols) <= 256:
            reason = f"a Huffman table of {sum(counts)} codes does not fit its segment"
            raise DamagedPixelData(reason, at)
        if kind > 1 or destination > 3:
            raise DamagedPixelData(f"no Huffman table goes to {stream[at]:02X}", at)
        _see_prefix_code(counts, at)
        tables[kind, destination] = HuffmanTable(max(symbols))
        at += 17 + sum(counts)
    return tables


def _see_prefix_code(counts: bytes, at: int) -> None:
    space = 1 << 16
    for length, count in enumerate(counts, 1):
        space -= count << (16 - length)
        if space < 0:
            reason = f"more Huffman codes of {length} bits than there can be"
            raise DamagedPixelData(reason, at)


def read_quantization(stream: bytes, segment: Segment) -> set[int]:
    """Destinations of the tables of a DQT segment (ISO 10918-1 B.2.4.1).

    Raises
    ------
    DamagedPixelData
        Lengths that do not fit, or a step of zero.
    """
    destinations = set()
    at = segment.start
    while at < segment.end:
        width, destination = stream[at] >> 4, stream[at] & 15
        end = at + 1 + 64 * (1 + width)
        if width > 1 or destination > 3 or end > segment.end:
            raise DamagedPixelData(f"no quantization table begins with {stream[at]:02X}", at)
        steps = stream[at + 1 : end]
        if not all(map(max, zip(*[iter(steps)] * (1 + width), strict=True))):
            raise DamagedPixelData("a quantization table has a step of zero", at)
        destinations.add(destination)
        at = end
    return destinations


# ISO 10918-1 Tables K.3 to K.6, as a DHT segment has them; motion JPEG streams rely on them unsaid
_DC_SYMBOLS: Final = "000102030405060708090a0b"
STANDARD: Final = {
    (0, 0): bytes.fromhex("00" "00010501010101010100000000000000" + _DC_SYMBOLS),
    (1, 0): bytes.fromhex(
        "10" "0002010303020403050504040000017d"
        "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282"
        "090a161718191a25262728292a3435363738393a434445464748494a535455565758595a"
        "636465666768696a737475767778797a838485868788898a92939495969798999a"
        "a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
        "e1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
    ),
    (0, 1): bytes.fromhex("01" "00030101010101010101010000000000" + _DC_SYMBOLS),
    (1, 1): bytes.fromhex(
        "11" "00020102040403040705040400010277"
        "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d1"
        "0a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a"
        "636465666768696a737475767778797a82838485868788898a92939495969798999a"
        "a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
        "e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"
    ),
}  # fmt: skip
"""By class and destination."""
