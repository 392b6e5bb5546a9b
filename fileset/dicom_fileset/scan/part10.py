"""Preamble and File Meta Information: where and how the data set starts (PS3.10 7.1)."""

from collections.abc import Set as AbstractSet
from typing import Final, Literal, NamedTuple

from dicom_codecs.registry import EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, TRANSFER_SYNTAXES

from ..elements import stripped
from ..executables.preamble import PREAMBLE_BYTES, preamble_of
from .encoding import BIG_ENDIAN
from .failure import ScanFailure
from .inflating import inflating_window
from .walk import Value, Walk, looks_implicit
from .wanted import LAST_KEY, LAST_OF_RECORDS, META_TAGS, TRANSFER_SYNTAX
from .window import MOST_VALUE_BYTES, Window, window_of_bytes

_GROUP_2_END: Final = 0x0002_FFFF
_NO_PREAMBLE: Final = bytes(PREAMBLE_BYTES)


class Beginning(NamedTuple):
    """What stands before a data set, and where that begins in the file.

    Attributes
    ----------
    position
        Of the data set.
    meta
        What the file meta information said.
    meta_trace
        The walk over it; ``None`` where there is none.
    transfer_syntax_uid
        As it is stated or, where nothing states it, found.
    family
        ``big`` and ``deflated`` data sets are no elements in little endian yet.
    remarks
        Codes of what is amiss with the format.
    """

    position: int
    meta: dict[int, Value]
    meta_trace: Walk | None
    transfer_syntax_uid: str
    family: Literal["little", "big", "deflated"]
    remarks: tuple[str, ...]


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
    begin = beginning_of(window)
    if begin.family == "big":
        walk = Walk(_turned(window, begin.position), 0, implicit=False)
        return Start(walk, begin.meta, None, EXPLICIT_BIG, begin.remarks)
    position = begin.position
    if begin.family == "deflated":
        window, position = inflating_window(window, position), 0
    implicit, remarks = found_implicit(window, position, begin)
    walk = Walk(window, position, implicit=implicit)
    return Start(walk, begin.meta, begin.meta_trace, begin.transfer_syntax_uid, remarks)


def found_implicit(window: Window, position: int, begin: Beginning) -> tuple[bool, tuple[str, ...]]:
    """Whether a little endian data set has no VRs, whatever is stated; and the remarks then."""
    row = TRANSFER_SYNTAXES.get(begin.transfer_syntax_uid)
    stated = row is not None and row.implicit
    found = looks_implicit(window, position)
    if found is None or found == stated:
        return stated, begin.remarks
    return found, (*begin.remarks, "vr-other-than-stated")


def beginning_of(window: Window) -> Beginning:
    """Read past preamble and file meta information, and no further.

    Raises
    ------
    ScanFailure
        ``not-dicom``, or the file meta information is damaged.
    """
    if window.size == 0:
        raise ScanFailure("empty-file")
    if window.buffer[128:132] == b"DICM":
        return _after_meta(window, 132, preamble_remarks(window.buffer))
    if window.buffer[:4] == b"DICM":
        return _after_meta(window, 4, ("no-preamble",))
    if window.buffer[:2] == b"\x02\0":
        return _after_meta(window, 0, ("no-preamble",))
    if window.buffer[:1] in (b"\x04", b"\x08") and window.buffer[1:2] == b"\0":
        return _without_meta(window, 0, ("no-preamble", "no-file-meta"))
    if window.buffer[:2] == b"\0\x08":
        return _big_endian(0, {}, ("no-preamble", "no-file-meta"))
    raise ScanFailure("not-dicom")


def preamble_remarks(first: bytes) -> tuple[str, ...]:
    """What is amiss with the preamble among the first bytes of a file; nearly always nothing."""
    if first.startswith(_NO_PREAMBLE) or preamble_of(first) != "executable":
        return ()
    return ("preamble-executable",)


def _after_meta(window: Window, position: int, remarks: tuple[str, ...]) -> Beginning:
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
        begin = _without_meta(window, meta.position, (*remarks, "no-transfer-syntax"))
        return begin._replace(meta=meta.values)
    uid = stripped(meta.values[TRANSFER_SYNTAX][2]).decode("ascii", "replace")
    return _data_set(meta, uid, remarks)


def _wrong_group_length(meta: Walk) -> bool:
    found = meta.values.get(0x0002_0000)
    if found is None:
        return True
    position, length, value = found
    return length != 4 or position + 4 + int.from_bytes(value, "little") != meta.position


def _data_set(meta: Walk, uid: str, remarks: tuple[str, ...]) -> Beginning:
    row = TRANSFER_SYNTAXES.get(uid)
    if row is None:
        remarks += ("transfer-syntax-unknown",)
    elif not row.in_files:
        remarks += ("transfer-syntax-not-for-files",)
    if row is not None and row.big_endian:
        return _big_endian(meta.position, meta.values, remarks)
    deflated = row is not None and row.family == "deflated"
    family: Literal["little", "deflated"] = "deflated" if deflated else "little"
    return Beginning(meta.position, meta.values, meta, uid, family, remarks)


def _big_endian(position: int, meta: dict[int, Value], remarks: tuple[str, ...]) -> Beginning:
    return Beginning(position, meta, None, EXPLICIT_BIG, "big", remarks)


def _turned(window: Window, position: int) -> Window:
    """A big endian data set is turned as far as any key goes, and then read like all others."""
    from .re_encode import ReEncoder  # noqa: PLC0415 - met in old archives only

    data = window.value(position, min(window.size - position, MOST_VALUE_BYTES))
    encoder = ReEncoder(data, BIG_ENDIAN)
    try:
        return window_of_bytes(encoder.data_set(0, LAST_KEY))
    except ScanFailure:
        # What is read for profiles alone may be damaged: an instance is one without it.
        return window_of_bytes(encoder.data_set(0, LAST_OF_RECORDS))


def _without_meta(window: Window, position: int, remarks: tuple[str, ...]) -> Beginning:
    """A bare data set: its first element tells how it is encoded, as pydicom tells it."""
    implicit = looks_implicit(window, position)
    if implicit is None:
        raise ScanFailure("no-sop-class" if position else "not-dicom")
    if window.value(position, 2) == b"\0\x08":
        return _big_endian(position, {}, remarks)
    uid = IMPLICIT_LITTLE if implicit else EXPLICIT_LITTLE
    return Beginning(position, {}, None, uid, "little", remarks)


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
