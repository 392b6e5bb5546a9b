"""One instance written to its place and read back: copied as it is, or in the file format anew."""

import io
import os
import zlib
from typing import Final, NamedTuple

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..findings import finding
from ..model import Decision, Finding, Instance, Where
from ..scan.failure import ScanFailure
from ..scan.part10 import start_of
from ..scan.whole import defect_of_bytes, defect_of_file
from ..scan.window import window_of_bytes
from .file_meta import carried_meta, end_of_meta, file_head

_CHUNK: Final = 16 * 1024 * 1024
_WRITE_FLAGS: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)


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
        The source cannot be read or understood; nothing is at the destination.
    OSError
        The destination cannot be written; something may be there.
    """
    instance = decision.instance
    if decision.action == "re-encoded":
        data = _re_encoded(instance, decision.transfer_syntax_uid)
        _prove_re_encoding(instance, data)
        _write_and_compare(data, destination)
        return Placed(len(data))
    if instance.size > _CHUNK:
        _copy_in_chunks(instance.path, destination)
        defect = defect_of_file(destination)
        return Placed(instance.size, _findings(instance, defect))
    data = _source_bytes(instance.path)
    _write_and_compare(data, destination)
    return Placed(len(data), _findings(instance, defect_of_bytes(data)))


def _findings(instance: Instance, defect: ScanFailure | None) -> tuple[Finding, ...]:
    if defect is None:
        return ()
    where = Where(path=instance.path, offset=defect.offset)
    if defect.code == "trailing-data":
        return (finding("trailing-data", "Something follows the data set.", where),)
    message = f"The file is not whole ({defect.code}); it was carried as it is."
    return (finding("incomplete", message, where),)


def _source_bytes(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as source:
            return source.read()
    except OSError as error:
        raise ScanFailure("unreadable", None, error.strerror or "") from error


def _write_and_compare(data: bytes, destination: str) -> None:
    descriptor = os.open(destination, _WRITE_FLAGS, 0o666)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)
    with open(destination, "rb", buffering=0) as written:
        if written.read() != data:
            raise OSError(0, "what was written does not read back", destination)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _copy_in_chunks(path: str, destination: str) -> None:
    descriptor = os.open(destination, _WRITE_FLAGS, 0o666)
    try:
        with _opened(path) as source:
            while chunk := _read(source):
                _write_all(descriptor, chunk)
    finally:
        os.close(descriptor)
    with _opened(path) as source, open(destination, "rb", buffering=0) as written:
        while chunk := _read(source):
            if written.read(len(chunk)) != chunk:
                raise OSError(0, "what was written does not read back", destination)


def _opened(path: str) -> io.FileIO:
    try:
        return io.FileIO(path)
    except OSError as error:
        raise ScanFailure("unreadable", None, error.strerror or "") from error


def _read(source: io.FileIO) -> bytes:
    try:
        return source.read(_CHUNK) or b""
    except OSError as error:
        raise ScanFailure("unreadable", source.tell(), error.strerror or "") from error


def _re_encoded(instance: Instance, transfer_syntax_uid: str) -> bytes:
    """The bytes of an instance in Explicit VR Little Endian, with file meta information anew."""
    data = _source_bytes(instance.path)
    body, implicit, big = _data_set(data, instance.transfer_syntax_uid)
    carried = carried_meta(data)
    head = file_head(
        (instance.sop_class_uid, instance.sop_instance_uid, transfer_syntax_uid), carried
    )
    if not (implicit or big):
        return head + body
    # The dictionary of VRs is pydicom's, which takes longer to import than most runs take.
    from .re_encode import Encoding, ReEncoder  # noqa: PLC0415

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
    try:
        return zlib.decompress(packed, -zlib.MAX_WBITS)
    except zlib.error as error:
        raise ScanFailure("damaged-deflate", None, str(error)) from error


def _prove_re_encoding(instance: Instance, data: bytes) -> None:
    from .proof import difference  # noqa: PLC0415

    try:
        tag = difference(instance.path, io.BytesIO(data))
    except (OSError, MemoryError):
        raise
    except Exception as error:
        raise ScanFailure("re-encoding-failed", None, type(error).__name__) from error
    if tag is not None:
        raise ScanFailure("re-encoding-failed", None, f"{tag} would differ")


def same_content(one: Instance, other: Instance) -> bool:
    """Whether two files hold the same data set, file meta information aside (PS3.10 7.1)."""
    try:
        mine, theirs = _source_bytes(one.path), _source_bytes(other.path)
        if mine == theirs:
            return True
        if one.transfer_syntax_uid != other.transfer_syntax_uid:
            return _same_when_decoded(one, theirs)
        return mine[end_of_meta(mine) :] == theirs[end_of_meta(theirs) :]
    except ScanFailure:
        return False


def _same_when_decoded(one: Instance, theirs: bytes) -> bool:
    try:
        _prove_re_encoding(one, theirs)
    except ScanFailure:
        return False
    return True
