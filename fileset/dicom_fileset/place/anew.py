"""The bytes of an instance in a file format made anew: explicit VR, new meta, and the proof."""

import io
import zlib
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..model import Instance
from ..scan.encoding import Encoding
from ..scan.failure import ScanFailure
from ..scan.part10 import end_of_meta, start_of
from ..scan.window import window_of_bytes
from .copy import source_bytes
from .file_meta import carried_meta, file_head

_MOST_INFLATED_BYTES: Final = 512 * 1024**2
"""A bound on what a small hostile file can make us hold."""


def re_encoded(instance: Instance, transfer_syntax_uid: str) -> bytes:
    """The bytes of an instance in Explicit VR Little Endian, with file meta information anew."""
    data = source_bytes(instance.path)
    body, implicit, big = _data_set(data, instance.transfer_syntax_uid)
    carried = carried_meta(data)
    head = file_head(
        (instance.sop_class_uid, instance.sop_instance_uid, transfer_syntax_uid), carried
    )
    if not (implicit or big):
        return head + body
    # The dictionary of VRs is pydicom's, which takes longer to import than most runs take.
    from ..scan.re_encode import ReEncoder  # noqa: PLC0415

    return head + ReEncoder(body, Encoding(implicit, big)).data_set(0)


def _data_set(data: bytes, transfer_syntax_uid: str) -> tuple[bytes, bool, bool]:
    """The data set of a file, and whether it is implicit and big endian."""
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    if row is not None and row.big_endian:
        return data[end_of_meta(data) :], False, True
    start = start_of(window_of_bytes(data))
    if row is not None and row.family == "deflated":
        return _inflated(data[end_of_meta(data) :]), start.walk.implicit, False
    return data[start.walk.position :], start.walk.implicit, False


def _inflated(packed: bytes) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = inflater.decompress(packed, _MOST_INFLATED_BYTES)
    except zlib.error as error:
        raise ScanFailure("damaged-deflate", None, str(error)) from error
    if not inflater.eof:
        raise ScanFailure("damaged-deflate", None, "it has no end, or is over 512 MiB")
    return data


def prove_equal(instance: Instance, data: bytes) -> None:
    """See that ``data`` holds the data set of an instance, as pydicom reads both.

    Raises
    ------
    ScanFailure
        It does not.
    """
    from .proof import difference  # noqa: PLC0415

    try:
        tag = difference(instance.path, io.BytesIO(data))
    except Exception as error:
        # pydicom has no base class for what it makes of damaged data.
        raise ScanFailure("re-encoding-failed", None, type(error).__name__) from error
    if tag is not None:
        raise ScanFailure("re-encoding-failed", None, f"{tag} would differ")
