"""One instance written to its place and read back: copied as it is, or in the file format anew."""

from typing import NamedTuple

from ..findings import finding
from ..model import Decision, Finding, Where
from ..scan.failure import ScanFailure
from ..scan.whole import defect_of_file
from .anew import prove_equal, re_encoded
from .copy import copy_file, write_file


class Placed(NamedTuple):
    """What came of placing one instance."""

    size: int
    findings: tuple[Finding, ...] = ()


def place(decision: Decision, destination: str) -> Placed:
    """Put an instance at ``destination``, which must not exist, and prove that it is there.

    A copy is read back and compared byte for byte; what was re-encoded is read by pydicom and
    compared element by element.

    Raises
    ------
    ScanFailure
        The source cannot be read or understood, or is not what was scanned.
    OSError
        The destination cannot be written, or does not read back.
    """
    instance = decision.instance
    if decision.action == "re-encoded":
        data = re_encoded(instance, decision.transfer_syntax_uid)
        prove_equal(instance, data)
        write_file(data, destination)
        return Placed(len(data))
    size = copy_file(instance.path, destination)
    if size != instance.size:
        raise ScanFailure("changed", None, f"{instance.size} bytes, then {size}")
    return Placed(size, defect_findings(instance.path, defect_of_file(destination)))


def defect_findings(path: str | None, defect: ScanFailure | None) -> tuple[Finding, ...]:
    """What there is to say of a file that was carried as it is."""
    if defect is None:
        return ()
    where = Where(path=path, offset=defect.offset)
    if defect.code == "trailing-data":
        return (finding("trailing-data", "Something follows the data set.", where),)
    message = f"The file is not whole ({defect.code}); it was carried as it is."
    return (finding("incomplete", message, where),)
