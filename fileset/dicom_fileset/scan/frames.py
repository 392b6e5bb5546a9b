"""Chunks of work and their results, as two processes pass them on.

What a series shares crosses once a chunk, and rows are arrays without names: pickling whole
Instances took longer than scanning them.
"""

import os
from collections.abc import Callable, Sequence

import msgspec

from ..model import Finding, Instance, ParentKeys, Traits, Where
from .failure import ScanFailure

Told = Callable[[str, ScanFailure | OSError], Finding]


class Shared(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the instances of a series have in common."""

    sop_class_uid: str
    transfer_syntax_uid: str
    related_general_sop_class_uid: bytes
    remarks: tuple[str, ...]
    parents: ParentKeys
    traits: Traits


class Row(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One scanned file; ``shared`` is a place in the chunk's list."""

    size: int
    shared: int
    sop_instance_uid: str
    keys: tuple[bytes, ...]


class Failed(msgspec.Struct, array_like=True, frozen=True):
    """A file that gave no Instance; ``place`` is its place in the chunk."""

    place: int
    finding: Finding


class Result(msgspec.Struct, array_like=True, frozen=True):
    """All that came of one chunk."""

    shared: list[Shared]
    rows: list[Row]
    failed: list[Failed]


_encode_result = msgspec.msgpack.Encoder().encode
_decode_result = msgspec.msgpack.Decoder(Result).decode
_decode_chunk = msgspec.msgpack.Decoder(list[bytes]).decode


def encoded_chunk(paths: Sequence[str]) -> bytes:
    """Paths as bytes, which survive names that are no valid text."""
    return msgspec.msgpack.encode([os.fsencode(path) for path in paths])


def decoded_chunk(data: bytes) -> list[str]:
    """The paths of :func:`encoded_chunk`."""
    return [os.fsdecode(path) for path in _decode_chunk(data)]


def scanned_chunk(scan: Callable[[str], Instance], paths: Sequence[str], told: Told) -> bytes:
    """Scan a chunk, and encode what came of it."""
    shared: dict[tuple[str, str, bytes, tuple[str, ...], int, int], int] = {}
    list_of_shared: list[Shared] = []
    rows, failed = [], []
    for place, path in enumerate(paths):
        try:
            one = scan(path)
        except (ScanFailure, OSError) as failure:
            # The path goes without: the other side has it, and it may not be valid text.
            found = told("", failure)
            failed.append(Failed(place, found))
            continue
        common = (one.sop_class_uid, one.transfer_syntax_uid, one.related_general_sop_class_uid)
        key = (*common, one.remarks, id(one.parents), id(one.traits))
        number = shared.get(key)
        if number is None:
            number = shared[key] = len(list_of_shared)
            list_of_shared.append(Shared(*common, one.remarks, one.parents, one.traits))
        rows.append(Row(one.size, number, one.sop_instance_uid, one.keys))
    return _encode_result(Result(list_of_shared, rows, failed))


class ResultReader:
    """Makes Instances out of results; those of one series share their parents again."""

    def __init__(self) -> None:
        self._parents: dict[ParentKeys, ParentKeys] = {}
        self._traits: dict[Traits, Traits] = {}

    def read(self, paths: Sequence[str], data: bytes) -> list[Instance | Finding]:
        """The Instance or Finding of each path of a chunk, in order."""
        result = _decode_result(data)
        shared = [
            (
                one,
                self._parents.setdefault(one.parents, one.parents),
                self._traits.setdefault(one.traits, one.traits),
            )
            for one in result.shared
        ]
        failed = {one.place: one.finding for one in result.failed}
        rows = iter(result.rows)
        found: list[Instance | Finding] = []
        for place, path in enumerate(paths):
            if failed and place in failed:
                found.append(_at(failed[place], path))
                continue
            row = next(rows)
            common, parents, traits = shared[row.shared]
            found.append(
                Instance(
                    path,
                    row.size,
                    common.sop_class_uid,
                    row.sop_instance_uid,
                    common.transfer_syntax_uid,
                    parents,
                    row.keys,
                    common.related_general_sop_class_uid,
                    common.remarks,
                    traits,
                )
            )
        return found


def _at(found: Finding, path: str) -> Finding:
    where = Where(path, found.where.offset, found.where.record, found.where.tag)
    return msgspec.structs.replace(found, where=where)
