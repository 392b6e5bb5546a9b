"""Bytes written to a new file and read back; files copied so."""

import io
import os
import threading
from typing import Final

from ..scan.failure import ScanFailure

_BUFFER_BYTES: Final = 4 * 1024 * 1024
_WRITE_FLAGS: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)


class _Buffers(threading.local):
    """Two buffers for each thread, used again and again: fresh memory costs more than copying."""

    def __init__(self) -> None:
        self.held = bytearray(_BUFFER_BYTES)
        self.source = memoryview(self.held)
        self.written = memoryview(bytearray(_BUFFER_BYTES))


_BUFFERS: Final = _Buffers()


def copy_file(source_path: str, destination: str) -> int:
    """Copy a file, read the copy back and compare it; its length in bytes.

    Raises
    ------
    ScanFailure
        The source cannot be read.
    OSError
        The destination exists, cannot be written, or does not read back.
    """
    with _opened(source_path) as source:
        size = _write_from(source, destination)
        if size <= _BUFFER_BYTES:
            # The whole of it is in the buffer still.
            _compare(_BUFFERS.held, size, destination)
        else:
            source.seek(0)
            _compare_files(source, destination)
    return size


def _write_from(source: io.FileIO, destination: str) -> int:
    size = 0
    descriptor = os.open(destination, _WRITE_FLAGS, 0o666)
    try:
        while length := _read_into(source, _BUFFERS.source[size % _BUFFER_BYTES :]):
            start = size % _BUFFER_BYTES
            _write_all(descriptor, _BUFFERS.source[start : start + length])
            size += length
    finally:
        os.close(descriptor)
    return size


def write_file(data: bytes, destination: str) -> None:
    """Write a new file, read it back and compare.

    Raises
    ------
    OSError
        The destination exists, cannot be written, or does not read back.
    """
    descriptor = os.open(destination, _WRITE_FLAGS, 0o666)
    try:
        _write_all(descriptor, memoryview(data))
    finally:
        os.close(descriptor)
    _compare(data, len(data), destination)


def source_bytes(path: str) -> bytes:
    """All of a source.

    Raises
    ------
    ScanFailure
        It cannot be read.
    """
    try:
        with open(path, "rb", buffering=0) as source:
            return source.read()
    except OSError as error:
        raise _unreadable(error) from error


def _opened(path: str) -> io.FileIO:
    try:
        return io.FileIO(path)
    except OSError as error:
        raise _unreadable(error) from error


def _read_into(source: io.FileIO, buffer: memoryview) -> int:
    try:
        return source.readinto(buffer) or 0
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> ScanFailure:
    return ScanFailure("unreadable", None, error.strerror or type(error).__name__)


def _write_all(descriptor: int, view: memoryview) -> None:
    while view:
        view = view[os.write(descriptor, view) :]


def _compare(expected: bytes | bytearray, size: int, path: str) -> None:
    """See that a file holds the first ``size`` bytes of ``expected``, and no more."""
    at = 0
    with io.FileIO(path) as written:
        while at < size:
            length = written.readinto(_BUFFERS.written[: size - at]) or 0
            # startswith compares as memcmp does; memoryviews compare byte by byte.
            if not length or not expected.startswith(_BUFFERS.written[:length], at):
                raise _not_proven(path)
            at += length
        if written.read(1):
            raise _not_proven(path)


def _compare_files(source: io.FileIO, path: str) -> None:
    with io.FileIO(path) as written:
        while length := _read_into(source, _BUFFERS.source):
            view = _BUFFERS.written[:length]
            while view:
                view = view[written.readinto(view) or len(view) :]
            if not _BUFFERS.held.startswith(_BUFFERS.written[:length]):
                raise _not_proven(path)
        if written.read(1):
            raise _not_proven(path)


def _not_proven(path: str) -> OSError:
    return OSError(0, "what was written does not read back", path)
