"""Bytes of an ISO 9660 image as descriptors and directory records (ECMA-119; SUSP, Rock Ridge)."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

SECTOR: Final = 2048
FIRST_DESCRIPTOR: Final = 16
_MOST_DESCRIPTORS: Final = 64
_PRIMARY, _SUPPLEMENTARY, _TERMINATOR = 1, 2, 255
_JOLIET: Final = (b"%/@", b"%/C", b"%/E")
_LEAST_RECORD: Final = 34
_DIRECTORY, _ASSOCIATED, _MULTI_EXTENT = 0x02, 0x04, 0x80
_MOST_CONTINUATIONS: Final = 16

ReadAt = Callable[[int, int], bytes]
"""So many bytes at a position of the image; fewer where it ends."""


class Extent(NamedTuple):
    """Where a piece of content lies, in bytes of the image."""

    position: int
    size: int


class Tree(NamedTuple):
    """A hierarchy of the image: its root directory, and how its names are written."""

    root: Extent
    joliet: bool
    volume_size: int


class Record(NamedTuple):
    """A directory record.

    Attributes
    ----------
    name
        By Rock Ridge where it has such a name, else without its version.
    extents
        Where its content lies; several of a file in sections.
    is_directory, is_link
        What it is.
    interleaved
        Whether its content lies in pieces with others between.
    child
        Where a directory of Rock Ridge was moved to; 0 for all others.
    moved
        Whether it is such a one.
    """

    name: str
    extents: tuple[Extent, ...]
    is_directory: bool = False
    is_link: bool = False
    interleaved: bool = False
    child: int = 0
    moved: bool = False


def trees(read: ReadAt) -> list[Tree]:
    """The hierarchies of an image, the primary one first; empty where it is none."""
    found: list[Tree] = []
    for number in range(_MOST_DESCRIPTORS):
        data = read((FIRST_DESCRIPTOR + number) * SECTOR, SECTOR)
        if data[1:6] != b"CD001" or len(data) < SECTOR or data[0] == _TERMINATOR:
            break
        joliet = data[0] == _SUPPLEMENTARY and data[88:91] in _JOLIET
        if data[0] == _PRIMARY or joliet:
            volume_size = int.from_bytes(data[80:84], "little") * SECTOR
            found.append(Tree(_extent(data[156:190]), joliet, volume_size))
    return found


def _extent(record: bytes) -> Extent:
    """Where a record says that its content lies; the attributes before it are stepped over."""
    block = int.from_bytes(record[2:6], "little") or int.from_bytes(record[6:10], "big")
    size = int.from_bytes(record[10:14], "little") or int.from_bytes(record[14:18], "big")
    return Extent((block + record[1]) * SECTOR, size)


def records(read: ReadAt, directory: Extent, *, joliet: bool) -> Iterator[Record]:
    """The records of a directory but for itself and its parent, as far as it can be read."""
    sections: list[Extent] = []
    last = b""
    for raw in _raw_records(read, directory):
        name = _name(raw)
        if name in {b"\0", b"\1"} or raw[25] & _ASSOCIATED:
            continue
        if sections and name != _name(last):
            # Its last section is not there.
            yield _record(read, last, tuple(sections), joliet=joliet)
            sections = []
        sections.append(_extent(raw))
        last = raw
        if not raw[25] & _MULTI_EXTENT:
            yield _record(read, raw, tuple(sections), joliet=joliet)
            sections = []
    if sections:
        yield _record(read, last, tuple(sections), joliet=joliet)


def _name(raw: bytes) -> bytes:
    return raw[33 : 33 + raw[32]]


def _raw_records(read: ReadAt, directory: Extent) -> Iterator[bytes]:
    """Records to the byte; none goes over the end of a sector (ECMA-119 6.8.1.1)."""
    for start in range(0, directory.size, SECTOR):
        sector = read(directory.position + start, min(SECTOR, directory.size - start))
        at = 0
        while at + _LEAST_RECORD <= len(sector) and sector[at] >= _LEAST_RECORD:
            raw = sector[at : at + sector[at]]
            if len(raw) < sector[at] or 33 + raw[32] > len(raw):
                break
            yield raw
            at += sector[at]


def _record(read: ReadAt, raw: bytes, extents: tuple[Extent, ...], *, joliet: bool) -> Record:
    name = _name(raw)
    is_directory = bool(raw[25] & _DIRECTORY)
    after = 33 + len(name) + (1 - len(name) % 2)
    shown = name.decode("utf-16-be", "replace") if joliet else name.decode("latin-1")
    if not is_directory:
        shown = shown.rpartition(";")[0] or shown
        shown = shown.removesuffix(".") if shown.count(".") == 1 else shown
    fields = {} if joliet else _system_use(read, raw[after:])
    if fields.get("NM"):
        shown = fields["NM"].decode("utf-8", "replace")
    child = int.from_bytes(fields.get("CL", b"")[:4], "little")
    interleaved = raw[26] != 0 or raw[27] != 0
    is_link = "SL" in fields
    return Record(
        shown.replace("/", "_"),
        extents,
        is_directory or bool(child),
        is_link,
        interleaved,
        child * SECTOR,
        "RE" in fields,
    )


def _system_use(read: ReadAt, area: bytes) -> dict[str, bytes]:
    """Fields of Rock Ridge (IEEE P1282) by their signature; parts of a name are joined."""
    found: dict[str, bytes] = {}
    for _ in range(_MOST_CONTINUATIONS):
        continued = b""
        for signature, value in _entries(area):
            if signature == "CE" and len(value) >= 24:
                block, offset, size = (
                    int.from_bytes(value[at : at + 4], "little") for at in (0, 8, 16)
                )
                continued = read(block * SECTOR + offset, min(size, SECTOR))
            elif signature == "NM":
                found["NM"] = found.get("NM", b"") + value[1:]
            else:
                found.setdefault(signature, value)
        if not continued:
            break
        area = continued
    return found


def _entries(area: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at + 4 <= len(area) and 4 <= area[at + 2] <= len(area) - at:
        signature = area[at : at + 2].decode("latin-1")
        if signature == "ST":
            return
        yield signature, area[at + 4 : at + area[at + 2]]
        at += area[at + 2]
