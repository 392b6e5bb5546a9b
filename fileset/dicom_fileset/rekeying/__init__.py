"""A patient of a file-set re-keyed: the PATIENT record, and all files that say the same.

Records must agree with the files that they refer to (PS3.10 8.3), so each instance is written
anew, with its original attributes beside the new ones.  It gets a new File ID: the old file stands
until the new DICOMDIR does.
"""

from .asked import Rekeying, rekeying
from .correcting import correct_files, foreseen_corrections
from .records import NOBODY, Rekeyed, rekeyed

__all__ = [
    "NOBODY",
    "Rekeyed",
    "Rekeying",
    "correct_files",
    "foreseen_corrections",
    "rekeyed",
    "rekeying",
]
