"""The files of a patient written anew, with the original attributes beside the new ones."""

from typing import Final

from ..commit import Change
from ..correction import Corrected, Modification, corrected
from ..correction.instance import foreseen
from ..errors import Refused
from ..findings import finding
from ..model import Finding, Where
from ..progress import Progress
from ..report import AttributeChange, Correction
from ..scan.failure import ScanFailure
from ..scan.telling import scanned_finding
from ..transcoding.failure import located
from .patient_files import FileToCorrect
from .records import Rekeyed

_MODIFYING_SYSTEM: Final = "dicom-fileset"


def correct_files(
    change: Change, patient: Rekeyed, progress: Progress
) -> tuple[list[Correction], list[Finding]]:
    """Write the files of a patient anew, within a change.

    Raises
    ------
    Refused
        One cannot be; then the change must be undone.
    OSError
        The medium took no more.
    """
    modification = Modification("CORRECT", _MODIFYING_SYSTEM)
    done, findings = [], []
    for number, one in enumerate(patient.files, 1):
        destination = change.path_for(one.file_id)
        try:
            result = corrected(one.path, destination, patient.changes, modification)
        except FileExistsError:
            change.disown(one.file_id)
            raise
        except (ScanFailure, Refused) as error:
            raise _not_corrected(one, error) from error
        done.append(_correction(one, result))
        findings += [located(found, one.path) for found in result.findings]
        progress("correcting", number, len(patient.files))
    return done, findings


def foreseen_corrections(patient: Rekeyed) -> tuple[list[Correction], list[Finding]]:
    """What :func:`correct_files` would do, by the headers of the files.

    Raises
    ------
    Refused
        One cannot be corrected.
    """
    done, findings = [], []
    for one in patient.files:
        try:
            result = foreseen(one.path, patient.changes)
        except (ScanFailure, Refused, OSError) as error:
            raise _not_corrected(one, error) from error
        done.append(_correction(one, result))
        findings += [located(found, one.path) for found in result.findings]
    return done, findings


def _not_corrected(one: FileToCorrect, error: ScanFailure | Refused | OSError) -> Refused:
    why = error.finding if isinstance(error, Refused) else scanned_finding(one.path, error)
    message = f"A file of the patient cannot be corrected: {why.message}"
    return Refused(finding("rekey-file", message, Where(path=one.path)))


def _correction(one: FileToCorrect, result: Corrected) -> Correction:
    changed = tuple(AttributeChange(x.keyword, x.before, x.after) for x in result.changed)
    return Correction(one.file_id, one.was, one.sop_instance_uid, changed)
