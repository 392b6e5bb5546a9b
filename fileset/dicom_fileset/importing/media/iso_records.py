"""Directory records of an ISO 9660 image as files and folders (ECMA-119 9.1; SUSP, Rock Ridge)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .iso_bytes import SECTOR, Extent, Image, Tell, readings

_DIRECTORY, _ASSOCIATED, _MULTI_EXTENT = 0x02, 0x04, 0x80
_VERSION: Final = re.compile(rb";(\0?[0-9])+\Z")
_ITSELF: Final = 2
"""Records of the directory itself and of its parent, which are its first (ECMA-119 6.8.2.2)."""
_MOST_CONTINUATIONS: Final = 16


class Record(NamedTuple):
    """A directory record.

    Attributes
    ----------
    name
        By Rock Ridge where it has such a name, else without its version.
    extents
        Where its content lies; several of a file in sections.
    others
        Where else it may lie, by a record that tells two places or lengths.
    is_directory, is_link
        What it is.
    interleaved
        Whether its content lies in pieces with others between.
    child
        Where a directory of Rock Ridge was moved to; 0 for all others.
    moved
        Whether it is such a one.
    versioned
        Whether its name has a version, as those of files alone have (ECMA-119 7.5.1).
    recorded
        When, as the bytes that tell it (ECMA-119 9.1.5) in figures.
    """

    name: str
    extents: tuple[Extent, ...]
    others: tuple[Extent, ...] = ()
    is_directory: bool = False
    is_link: bool = False
    interleaved: bool = False
    child: int = 0
    moved: bool = False
    versioned: bool = False
    recorded: str = ""


def records(
    image: Image, raws: Iterable[tuple[int, bytes]], tell: Tell, *, joliet: bool
) -> Iterator[Record]:
    """What the records of one directory stand for, but for itself and its parent.

    An associated file is passed by where the file is there that it belongs to.
    """
    kept = [
        _checked(image, position, raw, tell)
        for number, (position, raw) in enumerate(raws)
        if number >= _ITSELF or _name(raw) not in {b"\0", b"\1"}
    ]
    files = [raw for raw in kept if not raw[25] & _ASSOCIATED]
    names = {_name(raw) for raw in files}
    files += [raw for raw in kept if raw[25] & _ASSOCIATED and _name(raw) not in names]
    for sections in _sections(files):
        yield _record(image, sections, joliet=joliet)


def _sections(raws: list[bytes]) -> Iterator[list[bytes]]:
    """Records of one file together, be it that its last is not there (ECMA-119 6.5.1)."""
    sections: list[bytes] = []
    for raw in raws:
        if sections and _name(raw) != _name(sections[-1]):
            yield sections
            sections = []
        sections.append(raw)
        if not raw[25] & _MULTI_EXTENT:
            yield sections
            sections = []
    if sections:
        yield sections


def places(image: Image, raw: bytes) -> tuple[Extent, ...]:
    """Where the content of a record may lie: in the image, if it does by any reading.

    The extended attributes before it are stepped over (ECMA-119 9.1.2).
    """
    found = [
        Extent((block + raw[1]) * SECTOR, size)
        for block in readings(raw, 2, 4)
        for size in readings(raw, 10, 4)
    ]
    return tuple(one for one in found if image.holds(one)) or tuple(found)


def _checked(image: Image, position: int, raw: bytes, tell: Tell) -> bytes:
    """A record that has extended attributes only where there are some (ECMA-119 9.5)."""
    if not raw[1] or any(_has_attributes(image, block) for block in readings(raw, 2, 4)):
        return raw
    tell("image-directory-damaged", "A record tells of attributes that are not there", position)
    return raw[:1] + b"\0" + raw[2:]


def _has_attributes(image: Image, block: int) -> bool:
    data = image.read(block * SECTOR, 250)
    agree = all(len(readings(data, at, 2)) == 1 for at in (0, 4))
    return len(data) == 250 and agree and data[10:26].isdigit() and data[180] == 1


def _name(raw: bytes) -> bytes:
    """The name; what is left of one whose length does not hold."""
    end = 33 + raw[32]
    return raw[33:end] if 33 < end <= len(raw) else raw[33:].rstrip(b"\0")


def _record(image: Image, sections: list[bytes], *, joliet: bool) -> Record:
    raw = sections[-1]
    name = _name(raw)
    extents = [places(image, section) for section in sections]
    is_directory = bool(raw[25] & _DIRECTORY)
    after = 33 + len(name) + (1 - len(name) % 2)
    shown = name.decode("utf-16-be", "replace") if joliet else name.decode("latin-1")
    if not is_directory:
        shown = shown.rpartition(";")[0] or shown
        shown = shown.removesuffix(".") if shown.count(".") == 1 else shown
    fields = {} if joliet else _system_use(image, raw[after:])
    if fields.get("NM"):
        shown = fields["NM"].decode("utf-8", "replace")
    child = int.from_bytes(fields.get("CL", b"")[:4], "little")
    interleaved = raw[26] != 0 and raw[27] != 0
    is_link = "SL" in fields
    return Record(
        shown.replace("/", "_").replace("\0", "_"),
        tuple(one[0] for one in extents),
        extents[0][1:] if len(extents) == 1 else (),
        is_directory or bool(child),
        is_link,
        interleaved,
        child * SECTOR,
        "RE" in fields,
        _VERSION.search(name) is not None,
        raw[18:25].hex(),
    )


def _system_use(image: Image, area: bytes) -> dict[str, bytes]:
    """Fields of Rock Ridge (IEEE P1282) by their signature; parts of a name are joined."""
    found: dict[str, bytes] = {}
    for _ in range(_MOST_CONTINUATIONS):
        continued = b""
        for signature, value in _entries(area):
            if signature == "CE" and len(value) >= 24:
                block, offset, size = (
                    int.from_bytes(value[at : at + 4], "little") for at in (0, 8, 16)
                )
                continued = image.read(block * SECTOR + offset, min(size, SECTOR))
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
