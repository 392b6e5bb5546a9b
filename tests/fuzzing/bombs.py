"""Files that are small, or say little, and would make a reader do much."""

import struct
import zlib
from collections.abc import Iterable
from typing import Final

from dicom_fileset.elements import element

EXPLICIT: Final = b"1.2.840.10008.1.2.1"
DEFLATED: Final = b"1.2.840.10008.1.2.1.99"
BIG: Final = b"1.2.840.10008.1.2.2"
CT: Final = b"1.2.840.10008.5.1.4.1.1.2"
DIRECTORY: Final = b"1.2.840.10008.1.3.10"
MIB: Final = 1 << 20
EMPTY_ITEM: Final = b"\xfe\xff\x00\xe0\0\0\0\0"
OPEN_SEQUENCE: Final = b"\x08\0\x15\x11SQ\0\0\xff\xff\xff\xff"
OPEN_ITEM: Final = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
CLASS: Final = element(0x00080016, "UI", CT)
INSTANCE: Final = element(0x00080018, "UI", b"1.2.3")
UIDS: Final = element(0x0020000D, "UI", b"1.2") + element(0x0020000E, "UI", b"1.2.1")


def start(transfer_syntax: bytes, sop_class: bytes = CT) -> bytes:
    """Preamble and file meta information."""
    meta = b"".join(
        (
            element(0x00020001, "OB", b"\0\1"),
            element(0x00020002, "UI", sop_class),
            element(0x00020003, "UI", b"1.2.3"),
            element(0x00020010, "UI", transfer_syntax),
        )
    )
    length = element(0x00020000, "UL", len(meta).to_bytes(4, "little"))
    return bytes(128) + b"DICM" + length + meta


def claim(tag: int, vr: bytes, length: int) -> bytes:
    """The header of an element with a length of 32 bits, without its value."""
    return struct.pack("<HH2sHL", tag >> 16, tag & 0xFFFF, vr, 0, length)


def deflated(head: bytes, pieces: Iterable[bytes], end: bytes = b"") -> bytes:
    """A data set deflated piece by piece (PS3.5 A.5)."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = [packer.compress(piece) for piece in (head, *pieces, end)]
    return b"".join([*packed, packer.flush()])
