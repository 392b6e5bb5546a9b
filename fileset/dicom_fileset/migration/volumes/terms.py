"""What a person asks of volumes."""

import re
from typing import Final

import msgspec
from dicom_profiles import Profile

from ...errors import UsageError
from ...file_ids import LONGEST_FILE_SET_ID
from ...findings import finding
from ...model import Where

_PREFIX: Final = re.compile(r"[A-Z0-9_]+")
_DIGITS: Final = 4


class VolumeTerms(msgspec.Struct, frozen=True):
    """On what terms staged instances become volumes.

    Attributes
    ----------
    capacity
        Bytes that a volume holds.
    prefix
        With which labels begin: ``PREFIX_0001`` is the folder and the File-set ID of the first.
    profile
        That each file-set is to conform to; an instance that does not is left out, and listed.
    split_series
        Whether a series that is larger than a volume is divided; it is refused otherwise.
    index_patients
        Whether the index of all volumes names the patients.
    jobs
        Processes that read headers.
    """

    capacity: int
    prefix: str = "VOLUME"
    profile: Profile | None = None
    split_series: bool = False
    index_patients: bool = False
    jobs: int = 1


def label(prefix: str, number: int) -> str:
    """The label of a volume, which is its folder and its File-set ID.

    >>> label("CT", 7)
    'CT_0007'

    Raises
    ------
    UsageError
        It is no File-set ID (PS3.10 8.1).
    """
    text = f"{prefix}_{number:0{_DIGITS}}"
    if not _PREFIX.fullmatch(prefix) or len(text) > LONGEST_FILE_SET_ID:
        message = f"{text!r} is no File-set ID: name a shorter prefix, of A-Z, 0-9 and underscore."
        raise UsageError(finding("file-set-id-illegal", message, Where(tag="(0004,1130)")))
    return text
