"""Preamble and File Meta Information: where and how the data set starts (PS3.10 7.1)."""

import zlib
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from dicom_codecs.registry import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, TRANSFER_SYNTAXES

from ..elements import stripped
from .failure import ScanFailure
from .walk import Value, Walk, looks_implicit
from .wanted import LAST_KEY, META_TAGS, TRANSFER_SYNTAX
from .window import MOST_VALUE_BYTES, Window, window_of_bytes

_GROUP_2_END: Final = 0x0002_FFFF
_INFLATED_BYTES: Final = 256 * 1024 * 1024
"""How much of a deflated data set is inflated for its header, at most."""


class Start(NamedTuple):
    """Where and how a data set begins.

    ``walk`` stands at its first element; ``meta`` has what the file meta information said;
    ``remarks`` are codes of what is amiss with the format.
    """

    walk: Walk
    meta: dict[int, Value]
    meta_trace: Walk | None
    transfer_syntax_uid: str
    remarks: tuple[str, ...]


def start_of(window: Window) -> Start:
    """Read past preamble and file meta information.

    Raises
    ------
    ScanFailure
        ``not-dicom``, or the file meta information is damaged.
    """
    if window.size == 0:
        raise ScanFailure("empty-file")
    if window.buffer[128:132] == b"DICM":
        return _after_meta(window, 132, ())
    if window.buffer[:4] == b"DICM":
        return _after_meta(window, 4, ("no-preamble",))
    if window.buffer[:2] == b"\x02\0":
        return _after_meta(window, 0, ("no-preamble",))
    if window.buffer[:1] in (b"\x04", b"\x08") and window.buffer[1:2] == b"\0":
        return _without_meta(window, 0, ("no-preamble", "no-file-meta"))
    if window.buffer[:2] == b"\0\x08":
        return _big_endian(window, 0, {}, ("no-preamble", "no-file-meta"))
    raise ScanFailure("not-dicom")


def _after_meta(window: Window, position: int, remarks: tuple[str, ...]) -> Start:
    implicit_meta = looks_implicit(window, position)
    meta = Walk(window, position, implicit=bool(implicit_meta))
    meta.until(_GROUP_2_END, META_TAGS | {0x0002_0000})
    if not meta.trace:
        return _without_meta(window, position, (*remarks, "no-file-meta"))
    if implicit_meta:
        remarks += ("meta-implicit",)
    if _wrong_group_length(meta):
        remarks += ("meta-group-length",)
    if TRANSFER_SYNTAX not in meta.values:
        start = _without_meta(window, meta.position, (*remarks, "no-transfer-syntax"))
        return start._replace(meta=meta.values)
    uid = stripped(meta.values[TRANSFER_SYNTAX][2]).decode("ascii", "replace")
    return _data_set(window, meta, uid, remarks)


def _wrong_group_length(meta: Walk) -> bool:
    found = meta.values.get(0x0002_0000)
    if found is None:
        return True
    position, length, value = found
    return length != 4 or position + 4 + int.from_bytes(value, "little") != meta.position


def _data_set(window: Window, meta: Walk, uid: str, remarks: tuple[str, ...]) -> Start:
    row = TRANSFER_SYNTAXES.get(uid)
    if row is None:
        remarks += ("transfer-syntax-unknown",)
    elif not row.in_files:
        remarks += ("transfer-syntax-not-for-files",)
    if row is not None and row.big_endian:
        return _big_endian(window, meta.position, meta.values, remarks)
    position, trace = meta.position, meta
    if row is not None and row.family == "deflated":
        window, position = _inflated(window, position), 0
    stated = row is not None and row.implicit
    found = looks_implicit(window, position)
    if found is not None and found != stated:
        remarks += ("vr-other-than-stated",)
    implicit = stated if found is None else found
    walk = Walk(window, position, implicit=implicit)
    return Start(walk, meta.values, trace, uid, remarks)


def _big_endian(
    window: Window, position: int, meta: dict[int, Value], remarks: tuple[str, ...]
) -> Start:
    """A big endian data set is turned as far as any key goes, and then read like all others."""
    from .re_encode import Encoding, ReEncoder  # noqa: PLC0415 - met in old archives only

    data = window.value(position, min(window.size - position, MOST_VALUE_BYTES))
    turned = ReEncoder(data, Encoding(implicit=False, big_endian=True)).data_set(0, LAST_KEY)
    walk = Walk(window_of_bytes(turned), 0, implicit=False)
    return Start(walk, meta, None, EXPLICIT_BIG, remarks)


def _inflated(window: Window, position: int) -> Window:
    packed = window.value(position, min(window.size - position, _INFLATED_BYTES))
    try:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _INFLATED_BYTES)
    except zlib.error as error:
        raise ScanFailure("damaged-deflate", position, str(error)) from error
    return window_of_bytes(data)


def _without_meta(window: Window, position: int, remarks: tuple[str, ...]) -> Start:
    """A bare data set: its first element tells how it is encoded, as pydicom tells it."""
    implicit = looks_implicit(window, position)
    if implicit is None:
        raise ScanFailure("no-sop-class" if position else "not-dicom")
    if window.value(position, 2) == b"\0\x08":
        return _big_endian(window, position, {}, remarks)
    uid = IMPLICIT_LITTLE if implicit else EXPLICIT_LITTLE
    walk = Walk(window, position, implicit=implicit)
    return Start(walk, {}, None, uid, remarks)


def meta_walk(data: bytes, wanted: AbstractSet[int] = frozenset()) -> Walk | None:
    """A walk over the file meta information of a file; ``None`` where there is none."""
    for begin in (132, 4, 0):
        magic = data[max(begin - 4, 0) : begin] in {b"DICM", b""}
        if magic and data[begin : begin + 2] == b"\2\0":
            walk = Walk(
                window_of_bytes(data), begin, implicit=not data[begin + 4 : begin + 6].isalpha()
            )
            walk.until(_GROUP_2_END, wanted)
            return walk
    return None


def end_of_meta(data: bytes) -> int:
    """Where the data set begins in the bytes of a file."""
    walk = meta_walk(data)
    return walk.position if walk else (132 if data[128:132] == b"DICM" else 0)
