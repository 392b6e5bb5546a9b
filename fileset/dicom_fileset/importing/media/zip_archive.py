"""A zip as a medium: members by their place in it; nothing is ever unpacked under its own name."""

import os
import stat
from collections.abc import Iterator

from ...errors import Refused
from ...findings import finding
from ...model import Finding, Where
from .medium import Entry, Limits, Source
from .zip_bytes import LOCAL, Bytes
from .zip_directory import has_end
from .zip_headers import ENCRYPTED, Member, first_header, nameless
from .zip_list import listing
from .zip_unpacking import Unpacked

_FIRST_PART = 1 << 20
"""Within it the first local header begins, where no end record is left."""


def is_zip(path: str) -> bool:
    """Whether a file begins as a zip, or has a local header soon, or an end record at its end."""
    with open(path, "rb") as stream:
        data = Bytes(stream)
        head = data.read(0, 8)  # one that was to be split has another signature before it
        if LOCAL in {head[:4], head[4:]} or has_end(data):
            return True
        part = data.until(_FIRST_PART)
        return first_header(part) < part.size


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
        with open(path, "rb") as stream:
            self._members, damage = listing(path, Bytes(stream), limits)
        if damage is not None:
            self.findings.append(damage)
            if not self._members:
                message = "Neither its central directory, at its end, nor any entry can be read."
                raise Refused(finding("medium-truncated", message, Where(path=path)))
        packed = os.path.getsize(path)
        self._left = max(limits.most_unpacked, packed * limits.most_ratio)

    def entries(self) -> Iterator[Entry]:
        """Every member that is no folder."""
        for key, member in enumerate(self._members):
            if not member.is_folder:
                name = member.name.replace("\\", "/").rstrip("/") or nameless(member.position)
                obstacle, content = self._obstacle(name, member), member.content
                stamp = f"{content.crc:08x}"
                yield Entry(name, content.size, member.position, key, obstacle, stamp)

    def _obstacle(self, path: str, member: Member) -> Finding | None:
        where = Where(path=path)
        if ".." in path.split("/") or path.startswith("/") or path[1:2] == ":":
            message = "Its name leads out of the zip."
            self.findings.append(finding("entry-name-unsafe", message, where))
        if member.obstacle:
            return finding("entry-damaged", member.obstacle, where)
        if stat.S_ISLNK(member.mode):
            return finding("link", "A link is not part of a medium.", where)
        if member.flags & ENCRYPTED:
            return finding("entry-encrypted", "It is encrypted.", where)
        _, packed, size = member.content
        if size > max(self._limits.free_of_ratio, max(packed, 1) * self._limits.most_ratio):
            message = f"{packed} bytes would unpack to {size}."
            return finding("entry-unpacks-to-too-much", message, where)
        self._left -= size
        if self._left < 0:
            message = "All members together would unpack to too much; this and the next are left."
            return finding("entry-unpacks-to-too-much", message, where)
        return None

    def open(self, entry: Entry) -> Source:
        """Open a member; no more of it is unpacked than it says."""
        stream = open(self.path, "rb")  # noqa: SIM115 - closed with the member
        try:
            return Unpacked(Bytes(stream), self._members[entry.key], self._limits)
        except BaseException:
            stream.close()
            raise

    def close(self) -> None:
        """Nothing is open but members."""
