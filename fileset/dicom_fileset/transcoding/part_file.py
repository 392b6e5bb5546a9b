"""The file that is being written: what fails there is not the source's fault."""

import io
import os
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from dicom_codecs.encapsulation.source import Source, source_of_bytes, source_of_file

from ..commit.lock import lock
from .failure import MediumFailure
from .source_file import HELD_BYTES, READ_BYTES, digest_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BUFFER_BYTES: Final = 1024 * 1024


class PartFile:
    """A new file to be written to, also in its middle, and to be read back.

    It is in memory until it is whole; what is longer than :data:`HELD_BYTES` is written as it
    comes.

    Parameters
    ----------
    path
        Where nothing is yet.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._raw: _Raw | None = None
        self._file: BinaryIO = io.BytesIO()
        self._held = True
        self._back: Source | None = None
        self._digest = b""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write all of ``data`` where the file stands.

        Raises
        ------
        MediumFailure
            It cannot be made or written.
        """
        done = self._file.write(data)
        if self._held and done > 0 and self._file.tell() > HELD_BYTES:
            self._roll()
        return done

    def tell(self) -> int:
        """Where the file stands."""
        return self._file.tell()

    def seek(self, position: int, /) -> int:
        """Go to a byte of it."""
        return self._file.seek(position)

    def _roll(self) -> None:
        """Go on on the medium."""
        at, held, raw = self._file.tell(), self._file, self._made()
        self._held = False
        self._file = io.BufferedRandom(raw, _BUFFER_BYTES)
        held.seek(0)
        while data := held.read(READ_BYTES):
            self._file.write(data)
        self._file.seek(at)

    def _made(self) -> "_Raw":
        try:
            self._raw = _Raw(self.path, "xb+")
        except OSError as error:
            raise MediumFailure(error) from error
        lock(self._raw.fileno())  # tells others that somebody is at work; gone with the process
        return self._raw

    def read_back(self) -> Source:
        """What is on the medium now that all is written.

        Raises
        ------
        MediumFailure
            It cannot be written, or does not read back as it was written.
        """
        if self._back is None:
            self._back = self._held_back() if self._held else self._streamed_back()
        return self._back

    def _held_back(self) -> Source:
        assert isinstance(self._file, io.BytesIO)  # noqa: S101 - nothing else is held
        raw, made = self._made(), self._file.getvalue()
        _write_all(raw, made)
        raw.seek(0)
        try:
            back = raw.read()
        except OSError as error:
            raise MediumFailure(error) from error
        if back != made:
            raise _not_proven(self.path)
        self._file = io.BytesIO()
        return source_of_bytes(back)

    def _streamed_back(self) -> Source:
        self._file.flush()
        assert self._raw is not None  # noqa: S101 - what is not held is there
        return source_of_file(self._raw)

    def sha256(self) -> bytes:
        """Of what is on the medium."""
        if not self._digest:
            self._digest = digest_of(self.read_back())
        return self._digest

    def close(self) -> None:
        """Let go of it; what is held and was not read back is forgotten."""
        try:
            self._file.close()
        finally:
            if self._raw is not None:
                self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def copy_into(part: PartFile, source: Source) -> None:
    """Copy a source into a new file, read it back and compare.

    Raises
    ------
    MediumFailure
        It cannot be written, or does not read back.
    """
    for piece in _pieces(source):
        part.write(piece)
    back = part.read_back()
    alike = all(one == other for one, other in zip(_pieces(source), _pieces(back), strict=False))
    if back.size != source.size or not alike:
        raise _not_proven(part.path)


def _pieces(source: Source) -> Iterator[bytes]:
    piece = HELD_BYTES if source.size <= HELD_BYTES else READ_BYTES
    return (source.read(at, piece) for at in range(0, source.size, piece))


def _not_proven(path: str) -> MediumFailure:
    return MediumFailure(OSError(0, "what was written does not read back", path))


def _write_all(raw: "_Raw", data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[raw.write(view) :]


class _Raw(io.FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            error.filename = os.fsdecode(self.name)
            raise MediumFailure(error) from error
