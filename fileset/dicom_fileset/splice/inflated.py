"""A deflated data set, inflated to a file that nobody else sees."""

import tempfile
import zlib
from typing import BinaryIO, Final

from dicom_codecs.encapsulation.source import Source

from ..scan.failure import ScanFailure
from ..scan.inflating import MOST_DATA_SET_BYTES

_PIECE_BYTES: Final = 1024 * 1024


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
        _inflate(source, position, file)
    except BaseException:
        file.close()
        raise
    return file


def _inflate(source: Source, position: int, file: BinaryIO) -> None:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    written, packed = 0, b""
    try:
        while not inflater.eof:
            packed = inflater.unconsumed_tail or source.read(position, _PIECE_BYTES)
            if not packed:
                raise ScanFailure("damaged-deflate", source.size, "it has no end")
            if not inflater.unconsumed_tail:
                position += len(packed)
            data = inflater.decompress(packed, _PIECE_BYTES)
            written += len(data)
            if written > MOST_DATA_SET_BYTES:
                raise ScanFailure("damaged-deflate", None, "it is longer than any data set")
            file.write(data)
    except zlib.error as error:
        raise ScanFailure("damaged-deflate", position, str(error)) from error
