"""The bytes of a DICOMDIR as a FileSet: whatever can be reached, and what was wrong."""

from typing import Final, NamedTuple

from dicom_codecs.registry import EXPLICIT_LITTLE

from ..elements import UNDEFINED, stripped
from ..errors import DamagedFileSet
from ..findings import finding
from ..model import FileSet, Finding, Where
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ..scan.failure import ScanFailure
from ..scan.part10 import Start, start_of
from ..scan.wanted import META_SOP_CLASS, META_SOP_INSTANCE
from ..scan.window import window_of_bytes
from .follow import CONSISTENCY, FIRST_ROOT, LAST_ROOT, about_record, followed, item_findings
from .items import Item, fill_table, number_of

_FILE_SET_ID: Final = 0x0004_1130
_PLAIN: Final = frozenset({FIRST_ROOT, LAST_ROOT, CONSISTENCY})


class Parts(NamedTuple):
    """A directory taken apart, before any offset is followed."""

    file_set_uid: str
    numbers: dict[int, int]
    file_set_id: str
    preface: bytes
    epilogue: bytes
    table: dict[int, Item]
    has_sequence: bool
    findings: tuple[Finding, ...]


def read_dicomdir(data: bytes) -> FileSet:
    """The file-set that a DICOMDIR describes.

    Parameters
    ----------
    data
        The whole file.  Explicit VR Little Endian is what the standard asks for (PS3.10 8.6);
        other encodings are read all the same and reported.

    Raises
    ------
    DamagedFileSet
        The bytes are no DICOMDIR at all.

    References
    ----------
    PS3.3 F.3.2
    """
    try:
        start = start_of(window_of_bytes(data))
        if _uid(start, META_SOP_CLASS) not in {MEDIA_STORAGE_DIRECTORY, ""}:
            raise ScanFailure("not-a-directory")
    except ScanFailure as failure:
        raise DamagedFileSet(_no_directory(failure)) from failure
    if start.transfer_syntax_uid == EXPLICIT_LITTLE and not start.walk.implicit:
        return _file_set(_explicit_parts(data, start))
    from .foreign import foreign_parts  # noqa: PLC0415 - pydicom is slow to import

    return _file_set(foreign_parts(data))


def _no_directory(failure: ScanFailure) -> Finding:
    where = Where(path="DICOMDIR", offset=failure.offset)
    return finding(
        "not-a-directory", f"This is no Media Storage Directory ({failure.code}).", where
    )


def _uid(start: Start, tag: int) -> str:
    found = start.meta.get(tag)
    return stripped(found[2]).decode("ascii", "replace") if found else ""


def _explicit_parts(data: bytes, start: Start) -> Parts:
    walk = start.walk
    numbers: dict[int, int] = {}
    sides: tuple[list[bytes], list[bytes]] = ([], [])
    file_set_id = ""
    table: dict[int, Item] = {}
    findings: list[Finding] = []
    has_sequence = False
    while walk.position + 8 <= len(data):
        begin = walk.position
        try:
            if data[begin : begin + 4] == b"\x04\0\x20\x12":
                table, past, found = _table(data, start, begin)
                has_sequence, walk.position = True, past
                findings += found
                continue
            tag, value = walk.one()
        except ScanFailure as failure:
            findings.append(_cut(failure, begin))
            break
        if tag == _FILE_SET_ID:
            file_set_id = stripped(value).decode("latin-1")
        elif tag in _PLAIN:
            numbers[tag] = number_of(value)
        elif tag & 0xFFFF:
            sides[has_sequence].append(data[begin : walk.position])
    left = len(data) - walk.position
    if 0 < left < 8 and any(data[walk.position :]):
        findings.append(_cut(ScanFailure("truncated", len(data)), walk.position))
    uid = _uid(start, META_SOP_INSTANCE)
    preface, epilogue = (b"".join(side) for side in sides)
    return Parts(uid, numbers, file_set_id, preface, epilogue, table, has_sequence, tuple(findings))


def _cut(failure: ScanFailure, begin: int) -> Finding:
    offset = begin if failure.offset is None else failure.offset
    return finding(
        "directory-truncated",
        f"The directory cannot be read past byte {offset} ({failure.code}).",
        Where(path="DICOMDIR", offset=offset),
    )


def _table(data: bytes, start: Start, begin: int) -> tuple[dict[int, Item], int, list[Finding]]:
    length = int.from_bytes(data[begin + 8 : begin + 12], "little")
    first = begin + 12
    end = len(data) if length == UNDEFINED else min(first + length, len(data))
    table: dict[int, Item] = {}
    try:
        past = fill_table(table, data, start.walk.window, first, end)
        if length != UNDEFINED and first + length > end:
            raise ScanFailure("truncated", end)
    except ScanFailure as failure:
        return table, len(data), [_cut(failure, begin)]
    return table, past if length == UNDEFINED else end, []


def _file_set(parts: Parts) -> FileSet:
    records, reached, findings = followed(parts.table, parts.numbers)
    for offset, item in parts.table.items():
        if offset not in reached:
            findings.append(about_record("record-unreachable", offset, item))
        findings += item_findings(offset, item)
    if not parts.has_sequence:
        message = "There is no Directory Record Sequence (0004,1220)."
        findings.append(finding("directory-empty", message, Where(path="DICOMDIR")))
    return FileSet(
        parts.file_set_uid,
        parts.file_set_id,
        tuple(records),
        parts.preface,
        parts.epilogue,
        parts.has_sequence or bool(parts.numbers),
        parts.findings + tuple(findings),
    )
