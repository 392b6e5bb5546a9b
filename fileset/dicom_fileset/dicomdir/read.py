"""The bytes of a DICOMDIR as a FileSet: all records that are there, and what was wrong."""

from dicom_codecs.registry import DEFLATED, EXPLICIT_LITTLE

from ..errors import DamagedFileSet
from ..findings import finding
from ..limits import LIMITS, Limits
from ..model import IN_USE, FileSet, Finding, Record, Where
from ..records.types import RECORD_TYPES
from ..scan.failure import ScanFailure
from ..scan.walk import Walk
from ..scan.window import Window, window_of_bytes
from .explicit import explicit_parts
from .follow import about_record, followed, item_findings, number_findings
from .heading import Heading, heading_of
from .parts import Manner, Parts
from .telling import Telling


def read_dicomdir(data: bytes, *, strict: bool = False, limits: Limits = LIMITS) -> FileSet:
    """The file-set that a DICOMDIR describes.

    Where its offsets lead to every record, they are followed.  Where they do not, they are mended
    with a Finding each: every record that is physically there is in the result once.

    Parameters
    ----------
    data
        The whole file.  Explicit VR Little Endian is what the standard asks for (PS3.10 8.6);
        other encodings are read all the same and reported.
    strict
        Whether nothing is mended: a chain ends where its offsets do not hold.
    limits
        How much is read at most.

    Raises
    ------
    DamagedFileSet
        The bytes are no DICOMDIR at all.

    References
    ----------
    PS3.3 F.3.2
    """
    try:
        window = window_of_bytes(data)
        heading = heading_of(data, window, mend=not strict)
        parts = _parts(data, window, heading, Manner(not strict, limits))
    except ScanFailure as failure:
        raise DamagedFileSet(_no_directory(failure)) from failure
    parts = parts._replace(findings=(*heading.findings, *parts.findings))
    return _file_set(_limited(parts, limits), limits, mend=not strict)


def _parts(data: bytes, window: Window, heading: Heading, manner: Manner) -> Parts:
    position, uid, transfer_syntax_uid, _ = heading
    if transfer_syntax_uid == EXPLICIT_LITTLE:
        walk = Walk(window, position, implicit=False)
        return explicit_parts(data, walk, uid, manner)
    from .foreign import deflated_parts, foreign_parts  # noqa: PLC0415 - met in old media only

    if transfer_syntax_uid == DEFLATED:
        return deflated_parts(data, position, uid, manner)
    return foreign_parts(data, position, transfer_syntax_uid, uid, manner)


def _no_directory(failure: ScanFailure) -> Finding:
    where = Where(path="DICOMDIR", offset=failure.offset)
    return finding(
        "not-a-directory", f"This is no Media Storage Directory ({failure.code}).", where
    )


def _limited(parts: Parts, limits: Limits) -> Parts:
    if len(parts.table) <= limits.records:
        return parts
    message = f"The directory has {len(parts.table)} records, more than {limits.records}."
    told = finding("limit-reached", message, Where(path="DICOMDIR"))
    table = dict(list(parts.table.items())[: limits.records])
    return parts._replace(table=table, findings=(*parts.findings, told))


def _file_set(parts: Parts, limits: Limits, *, mend: bool) -> FileSet:
    records, findings = _followed(parts, limits, mend=mend)
    told = Telling(limits.findings)
    for offset, item in parts.table.items():
        if item.in_use != IN_USE or item.missing or item.record_type not in RECORD_TYPES:
            told.extend(item_findings(offset, item))
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
        (*parts.findings, *findings, *told.all()),
    )


def _followed(parts: Parts, limits: Limits, *, mend: bool) -> tuple[list[Record], list[Finding]]:
    """Records in the order of the tree, by offsets as far as they hold."""
    found = followed(parts.table, parts.numbers, limits)
    if mend and parts.table and not (found.holds and len(found.reached) == len(parts.table)):
        from .mending import mended  # noqa: PLC0415 - few directories need it

        return mended(parts.table, parts.numbers, parts.holes, limits)
    findings = [*found.findings, *number_findings(parts.numbers, found.last_root)]
    lost = ((offset, item) for offset, item in parts.table.items() if offset not in found.reached)
    told = Telling(limits.findings)
    told.extend(about_record("record-unreachable", *one) for one in lost)
    return found.records, findings + told.all()
