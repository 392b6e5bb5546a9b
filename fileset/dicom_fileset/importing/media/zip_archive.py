"""A zip as a medium: members by their place in it; nothing is ever unpacked under its own name."""

import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final

from ...errors import Refused
from ...findings import finding
from ...model import Finding, Where
from .medium import Entry, Limits, Source

_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for members that are damaged, or packed as nobody knows."""


class ZipArchive:
    """A zip, ZIP64 too.

    Parameters
    ----------
    path
        Of the zip.
    limits
        Of what it may unpack to.

    Raises
    ------
    Refused
        It has no central directory that can be read.
    """

    order = "offset of the local header"

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            message = "Its central directory, at its end, cannot be read."
            where = Where(path=path)
            raise Refused(finding("medium-truncated", message, where)) from error
        self._members = self._zip.infolist()
        packed = os.path.getsize(path)
        self._left = max(limits.most_unpacked, packed * limits.most_ratio)

    def entries(self) -> Iterator[Entry]:
        """Every member that is no folder."""
        for key, member in enumerate(self._members):
            if member.is_dir():
                continue
            path = member.filename.replace("\\", "/")
            yield Entry(
                path, member.file_size, member.header_offset, key, self._obstacle(path, member)
            )

    def _obstacle(self, path: str, member: zipfile.ZipInfo) -> Finding | None:
        where = Where(path=path)
        if ".." in path.split("/") or path.startswith("/") or path[1:2] == ":":
            message = "Its name leads out of the zip."
            self.findings.append(finding("entry-name-unsafe", message, where))
        if stat.S_ISLNK(member.external_attr >> 16):
            return finding("link", "A link is not part of a medium.", where)
        if member.flag_bits & _ENCRYPTED:
            return finding("entry-encrypted", "It is encrypted.", where)
        size, packed = member.file_size, max(member.compress_size, 1)
        if size > max(self._limits.free_of_ratio, packed * self._limits.most_ratio):
            message = f"{packed} bytes would unpack to {size}."
            return finding("entry-unpacks-to-too-much", message, where)
        self._left -= size
        if self._left < 0:
            message = "All members together would unpack to too much; this and the next are left."
            return finding("entry-unpacks-to-too-much", message, where)
        return None

    def open(self, entry: Entry) -> Source:
        """Open a member; no more of it is unpacked than it says."""
        try:
            return _Member(self._zip.open(self._members[entry.key]))
        except _DAMAGE as error:
            raise _as_damage(error) from error

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


class _Member:
    """An open member; what is wrong with it is an :class:`OSError`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: Any = stream
        self.close = stream.close

    def readinto(self, buffer: memoryview, /) -> int:
        """As that of a file; the checksum is held against the member at its end."""
        try:
            return int(self._stream.readinto(buffer))
        except _DAMAGE as error:
            raise _as_damage(error) from error

    def seek(self, position: int, /) -> int:
        """Go to a byte, unpacking again what lies before it."""
        try:
            return int(self._stream.seek(position))
        except _DAMAGE as error:
            raise _as_damage(error) from error


def _as_damage(error: Exception) -> OSError:
    """What is wrong with a member, without its name."""
    for part, reason in _REASONS:
        if part in str(error):
            return OSError(0, reason)
    return OSError(0, "it is damaged")


_REASONS: Final = (
    ("CRC", "its checksum is wrong"),
    ("compression", "it is packed in a way that is not known here"),
    ("Overlapped", "it lies over another"),
    ("differ", "its two headers name it differently"),
)
