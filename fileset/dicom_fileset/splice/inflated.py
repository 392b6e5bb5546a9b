"""A deflated data set, inflated to a file that nobody else sees."""

import tempfile
from typing import BinaryIO

from dicom_codecs.encapsulation.source import Source

from ..limits import LIMITS
from ..scan.inflating import inflated_pieces


def inflated(source: Source, position: int) -> BinaryIO:
    """A temporary file with what is deflated from ``position`` on (PS3.5 A.5).

    It goes to disk, not to memory: a deflated data set may be a thousand times larger than its
    file.  Closing it removes it.

    Raises
    ------
    ScanFailure
        It is damaged, has no end, or is longer than any data set.
    """
    # Unbuffered: it is read and written in large pieces.
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the caller closes it
    try:
        for piece in inflated_pieces(source.read, position, LIMITS.data_set_bytes):
            file.write(piece)
    except BaseException:
        file.close()
        raise
    return file
