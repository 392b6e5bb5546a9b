"""A zip as a medium: members by their place in it; nothing is ever unpacked under its own name."""

import os
import stat
import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final

from ...errors import Refused
from ...findings import finding
from ...model import Finding, Where
from .medium import Entry, Limits, Source
from .zip_headers import ENCRYPTED, Bytes
from .zip_list import DAMAGE, listing
from .zip_walk import Found


class ZipArchive:
    """A zip, ZIP64 too; entries that its central directory has lost are found by themselves.

    Parameters
    ----------
    path
        Of the zip.
    limits
        Of what it may unpack to.

    Raises
    ------
    Refused
        No entry can be found.
    """

    order = "offset of the local header"

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._limits = limits
        self._zip = _opened(path)
        try:
            with open(path, "rb") as stream:
                self._members, damage = listing(path, self._zip, Bytes(stream), limits)
        except BaseException:
            self.close()
            raise
        if damage is not None:
            self.findings.append(damage)
        if self._zip is None and not self._members:
            message = "Neither its central directory, at its end, nor any entry can be read."
            raise Refused(finding("medium-truncated", message, Where(path=path)))
        packed = os.path.getsize(path)
        self._left = max(limits.most_unpacked, packed * limits.most_ratio)

    def entries(self) -> Iterator[Entry]:
        """Every member that is no folder."""
        for key, one in enumerate(self._members):
            found = one if isinstance(one, Found) else Found(one, 0)
            member = found.info
            if member.is_dir():
                continue
            path = member.filename.replace("\\", "/")
            obstacle = self._obstacle(path, found)
            yield Entry(path, member.file_size, member.header_offset, key, obstacle)

    def _obstacle(self, path: str, found: Found) -> Finding | None:
        member, where = found.info, Where(path=path)
        if ".." in path.split("/") or path.startswith("/") or path[1:2] == ":":
            message = "Its name leads out of the zip."
            self.findings.append(finding("entry-name-unsafe", message, where))
        if found.obstacle:
            return finding("entry-damaged", found.obstacle, where)
        if stat.S_ISLNK(member.external_attr >> 16):
            return finding("link", "A link is not part of a medium.", where)
        if member.flag_bits & ENCRYPTED:
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
            return _Member(self._opened(self._members[entry.key]))
        except DAMAGE as error:
            raise _as_damage(error) from error

    def _opened(self, member: zipfile.ZipInfo | Found) -> IO[bytes] | zipfile.ZipExtFile:
        if not isinstance(member, Found):
            if self._zip is None:
                raise zipfile.BadZipFile
            return self._zip.open(member)
        stream = open(self.path, "rb")  # noqa: SIM115 - closed with the member
        try:
            stream.seek(member.start)
            return zipfile.ZipExtFile(stream, "r", member.info, close_fileobj=True)
        except BaseException:
            stream.close()
            raise

    def close(self) -> None:
        """Close the zip."""
        if self._zip is not None:
            self._zip.close()


def _opened(path: str) -> zipfile.ZipFile | None:
    """The zip by its central directory; ``None`` where that cannot be read."""
    try:
        return zipfile.ZipFile(path)
    except (*DAMAGE, OSError):
        return None


class _Member:
    """An open member; what is wrong with it is an :class:`OSError`."""

    def __init__(self, stream: IO[bytes] | zipfile.ZipExtFile) -> None:
        self._stream: Any = stream
        self.close = stream.close

    def readinto(self, buffer: memoryview, /) -> int:
        """As that of a file; the checksum is held against the member at its end."""
        try:
            return int(self._stream.readinto(buffer))
        except DAMAGE as error:
            raise _as_damage(error) from error

    def seek(self, position: int, /) -> int:
        """Go to a byte, unpacking again what lies before it."""
        try:
            return int(self._stream.seek(position))
        except DAMAGE as error:
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
