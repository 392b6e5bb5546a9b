"""Path tables of an ISO 9660 image (ECMA-119 6.9, 9.4): folders, told apart from directories."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from .iso_bytes import SECTOR, Image
from .iso_descriptors import Table, Tree

_MOST_PARTS: Final = 64


class Listed(NamedTuple):
    """A folder that path tables list.

    Attributes
    ----------
    path
        By the names that they have; empty for the root.
    position
        Where its directory lies.
    by
        How many of them list it.
    """

    path: str
    position: int
    by: int


def listed(image: Image, tree: Tree, most: int) -> list[Listed]:
    """Folders of the path tables of a hierarchy, at most so many of each, parents first."""
    paths: dict[int, str] = {}
    by: Counter[int] = Counter()
    for table in tree.tables:
        rows = list(_rows(image, table, most))
        for number, row in enumerate(rows):
            paths.setdefault(row.position, _path(rows, number, joliet=tree.joliet))
        by.update({row.position for row in rows})
    return [Listed(path, position, by[position]) for position, path in paths.items()]


class _Row(NamedTuple):
    name: bytes
    position: int
    parent: int


def _rows(image: Image, table: Table, most: int) -> Iterator[_Row]:
    """Rows of a table as far as it makes sense."""
    order: Literal["big", "little"] = "big" if table.big_endian else "little"
    data = image.read(table.position, min(table.size, image.size))
    at = 0
    while most and at + 9 <= len(data) and data[at]:
        length = data[at]
        block = int.from_bytes(data[at + 2 : at + 6], order) + data[at + 1]
        parent = int.from_bytes(data[at + 6 : at + 8], order)
        yield _Row(data[at + 8 : at + 8 + length], block * SECTOR, parent)
        at += 8 + length + length % 2
        most -= 1


def _path(rows: list[_Row], number: int, *, joliet: bool) -> str:
    """The names from the root, which is the first row, to a row."""
    parts: list[str] = []
    while 0 < number < len(rows) and len(parts) < _MOST_PARTS:
        name = rows[number].name.decode("utf-16-be" if joliet else "latin-1", "replace")
        parts.append(name.replace("/", "_").replace("\0", "_"))
        number = rows[number].parent - 1
    return "/".join(reversed(parts))
