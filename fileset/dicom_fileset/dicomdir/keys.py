"""Values of a directory record by tag, read out of its body when they are asked for."""

from collections.abc import Iterator
from typing import NamedTuple

from ..elements import cleaned
from ..model import Record
from .items import elements_of

_FILE_ID = 0x0004_1500


class RecordKeys:
    """The elements of one record.

    Parameters
    ----------
    body
        Of a :class:`~dicom_fileset.model.Record`.
    """

    __slots__ = ("_values",)

    def __init__(self, body: bytes) -> None:
        self._values = {
            tag: cleaned(value, whole[4:6].decode("latin-1"))
            for tag, value, whole in elements_of(body)
        }

    def value(self, tag: int) -> bytes:
        """A value without padding; empty when it is absent."""
        return self._values.get(tag, b"")

    def has(self, tag: int) -> bool:
        """Whether the element is there, with or without a value."""
        return tag in self._values


class Reference(NamedTuple):
    """What a record says of the file it refers to (PS3.3 Table F.3-3)."""

    file_id: tuple[str, ...]
    sop_class_uid: str
    sop_instance_uid: str
    transfer_syntax_uid: str


def reference_of(keys: RecordKeys) -> Reference | None:
    """The file that a record refers to; ``None`` for one that refers to none."""
    if not keys.value(_FILE_ID):
        return None
    uids = (keys.value(tag).decode("ascii", "replace") for tag in (0x41510, 0x41511, 0x41512))
    file_id = keys.value(_FILE_ID).decode("ascii", "replace")
    return Reference(tuple(part.strip() for part in file_id.split("\\")), *uids)


def with_path(records: tuple[Record, ...]) -> Iterator[tuple[Record, tuple[Record, ...]]]:
    """Each record with those above it, from the root down."""
    path: list[Record] = []
    for record in records:
        del path[record.level :]
        yield record, tuple(path)
        path.append(record)
