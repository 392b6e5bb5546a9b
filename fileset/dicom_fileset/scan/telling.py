"""Why a file gave no Instance, as a Finding."""

from typing import Final

from ..findings import finding
from ..model import Finding, Where
from .failure import ScanFailure


def scanned_finding(path: str, failure: ScanFailure | OSError) -> Finding:
    """The Finding on a file that gave no Instance."""
    if isinstance(failure, OSError):
        reason = failure.strerror or type(failure).__name__
        return finding("unreadable", f"It cannot be read: {reason}.", Where(path=path))
    where = Where(path=path, offset=failure.offset)
    detail = f" ({failure.detail})" if failure.detail else ""
    return finding(
        failure.code, _SENTENCES.get(failure.code, "It cannot be read") + detail + ".", where
    )


_SENTENCES: Final = {
    "not-dicom": "It is not a DICOM file",
    "empty-file": "The file is empty",
    "truncated": "The file ends inside an element",
    "damaged": "Its header cannot be understood",
    "damaged-deflate": "Its deflated data set cannot be inflated",
    "header-too-long": "Its header has no end",
    "not-a-sequence": "A sequence in it is not made of items",
    "nested-too-deep": "Sequences in it are nested without end",
    "no-sop-class": "It has no SOP Class UID",
    "no-sop-instance-uid": "It has no SOP Instance UID",
    "unreadable": "It cannot be read",
    "changed": "It was changed while it was being read",
    "re-encoding-failed": "It cannot be re-encoded without loss",
}
