"""A medium as an import sees it: files with their places, which can be read."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from ...model import Finding


class Entry(NamedTuple):
    """A file of a medium, or what stands in the place of one.

    Attributes
    ----------
    path
        Below the root of the medium, ``/`` between its parts; no other entry has it.
    size
        Bytes, as the medium tells them.
    position
        Where its content lies; in this order the medium is read without going back.
    key
        By which the medium itself finds it.
    obstacle
        Why it is not read: a link, encrypted, too much; ``None`` for a file that may be.
    stamp
        What the medium tells of it that is another where its content is: a moment, a checksum.
    """

    path: str
    size: int = 0
    position: int = 0
    key: int = 0
    obstacle: Finding | None = None
    stamp: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class Limits(msgspec.Struct, frozen=True):
    """How much a medium may ask for before it is taken for hostile; all can be raised.

    Attributes
    ----------
    most_entries
        Files and folders that are looked at.
    most_depth
        Folders in one another.
    most_findings
        Of one code on an image that are told in full; of others how many they are.
    most_ratio, free_of_ratio
        A compressed member may unpack to so many times its size, and always to so many bytes: an
        empty image shrinks a thousandfold, and is small.
    most_unpacked
        Bytes that all members of one zip may unpack to, beyond ``most_ratio`` times its size.
    most_dictionary
        Bytes of what was unpacked that unpacking a member may look back on, and hold in memory.
    """

    most_entries: int = 20_000_000
    most_depth: int = 64
    most_findings: int = 1000
    most_ratio: int = 200
    free_of_ratio: int = 64 * 1024 * 1024
    most_unpacked: int = 16 * 1024 * 1024 * 1024
    most_dictionary: int = 256 * 1024 * 1024


class Source(Protocol):
    """An open file of a medium; every failure to read it is an :class:`OSError`."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill as much of a buffer as comes in one piece; 0 at the end."""
        ...

    def seek(self, position: int, /) -> int:
        """Go to a byte."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


@runtime_checkable
class Medium(Protocol):
    """A medium that can be imported from.

    Attributes
    ----------
    path
        As it was named.
    order
        What :attr:`Entry.position` is.
    findings
        What is wrong with it as a whole; complete when all entries were listed.
    """

    path: str
    order: str
    findings: list[Finding]

    def entries(self) -> Iterator[Entry]:
        """Every file, each once; what cannot be read stands there with the reason."""
        ...

    def open(self, entry: Entry) -> Source:
        """Open a file.

        Raises
        ------
        OSError
            It cannot be read.
        """
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
