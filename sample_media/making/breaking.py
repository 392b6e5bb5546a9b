"""Surgery on the bytes of a sound file: what broken writers and broken discs leave behind.

All functions expect Explicit VR Little Endian (PS3.5 7.1.2) and return new bytes.
"""

import struct

META = 132  # preamble and "DICM"
META_GROUP_LENGTH = META + 8  # value of (0002,0000)


def position(content: bytes, group: int, element: int) -> int:
    """Return where the first element of this tag starts."""
    found = content.find(struct.pack("<HH", group, element), META)
    if found < 0:
        raise ValueError("no such element in the sample")
    return found


def with_short_value(content: bytes, tag: tuple[int, int], value: bytes) -> bytes:
    """Replace the value of an element whose length has 16 bits."""
    start = position(content, *tag)
    (length,) = struct.unpack_from("<H", content, start + 6)
    head = content[: start + 6] + struct.pack("<H", len(value))
    return head + value + content[start + 8 + length :]


def with_length_bit_flipped(content: bytes, tag: tuple[int, int]) -> bytes:
    """Flip the highest bit of a 16 bit length, so that the element runs past the end."""
    broken = bytearray(content)
    broken[position(content, *tag) + 7] ^= 0x80
    return bytes(broken)


def with_meta_group_length(content: bytes, change: int) -> bytes:
    """Add ``change`` to File Meta Information Group Length."""
    (length,) = struct.unpack_from("<L", content, META_GROUP_LENGTH)
    broken = bytearray(content)
    struct.pack_into("<L", broken, META_GROUP_LENGTH, length + change)
    return bytes(broken)


def without_meta_element(content: bytes, element: int) -> bytes:
    """Take an element with a 16 bit length out of the file meta and correct the group length."""
    start = position(content, 0x0002, element)
    (length,) = struct.unpack_from("<H", content, start + 6)
    shorter = content[:start] + content[start + 8 + length :]
    return with_meta_group_length(shorter, -(8 + length))


def data_set(content: bytes) -> bytes:
    """Return what follows the file meta."""
    (length,) = struct.unpack_from("<L", content, META_GROUP_LENGTH)
    return content[META_GROUP_LENGTH + 4 + length :]


def with_private_element(content: bytes, vr: bytes, long_length: bool) -> bytes:
    """Put (0009,1010) with the Value Representation ``vr`` before group 0010."""
    value = b"who knows "
    length = struct.pack("<HL" if long_length else "<H", *([0] * long_length), len(value))
    creator = struct.pack("<HH2sH", 0x0009, 0x0010, b"LO", 8) + b"PHANTOM "
    element = struct.pack("<HH2s", 0x0009, 0x1010, vr) + length + value
    start = position(content, 0x0010, 0x0010)
    return content[:start] + creator + element + content[start:]
