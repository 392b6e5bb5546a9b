"""Where files lie: a folder, or a store of objects that is named by a URL.

A folder gives paths as they are.  A store is reached through obstore (extra ``cluster``), with
address and credentials out of the environment, as its tools have them (``AWS_ENDPOINT``,
``AWS_ACCESS_KEY_ID`` ...).  Names in a URL are written as they are, nothing in them is escaped.
"""

import os
import re
from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

from ...errors import UsageError
from ...findings import finding
from .buckets import Bucket, bucket_of

_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://(.*)", re.DOTALL)
"""One letter before a colon is a drive of Windows."""


class Stored(NamedTuple):
    """A file of a store.

    Attributes
    ----------
    name
        Below the place, ``/`` between folders; in the encoding of file systems.
    size, mtime
        Bytes, and nanoseconds since 1970.
    tag
        What the store calls this content (ETag); empty where it says nothing.
    """

    name: str
    size: int
    mtime: int
    tag: str = ""


class Store(Protocol):
    """Where files lie.

    Attributes
    ----------
    place
        Path or URL, as it was named.
    local
        Whether its files are files of this machine, or of a share that it has.
    """

    place: str
    local: bool

    def listed(self) -> Iterator[Stored]:
        """Every file, as a stream; in order of name where that costs no memory."""
        ...

    def at(self, name: str) -> str:
        """Path or URL of a file."""
        ...


class FolderStore:
    """Files below a folder of this machine, or of a share."""

    local = True

    def __init__(self, place: str) -> None:
        self.place = place

    def listed(self) -> Iterator[Stored]:
        """Every file, folder by folder, each in order of name; links are not followed."""
        yield from _below(self.place, "")

    def at(self, name: str) -> str:
        """The path itself."""
        return os.path.join(self.place, *name.split("/"))


class BucketStore:
    """Objects whose names begin alike."""

    local = False

    def __init__(self, place: str, bucket: Bucket, prefix: str) -> None:
        self.place = place
        self._bucket = bucket
        self._prefix = prefix.strip("/")

    def listed(self) -> Iterator[Stored]:
        """Every object, in the order in which the store gives them: for S3 that of their keys.

        Raises
        ------
        OSError
            The store does not answer, or has a name that cannot be asked for.
        """
        skipped = len(self._prefix) + 1 if self._prefix else 0
        for one in self._bucket.listed(self._prefix):
            yield Stored(one.path[skipped:], one.size, one.mtime, one.tag)

    def at(self, name: str) -> str:
        """The URL."""
        return f"{self.place.rstrip('/')}/{name}"


def store_of(place: str) -> Store:
    """The store that a path or URL names.

    Raises
    ------
    UsageError
        It is a URL of a kind that nobody here knows, or the extra is not installed.
    """
    found = located(place)
    return BucketStore(place, *found) if found else FolderStore(place)


def located(place: str) -> tuple[Bucket, str] | None:
    """The bucket and the name in it that a URL is of; ``None`` for a path.

    Raises
    ------
    UsageError
        As :func:`store_of`.
    """
    parts = _URL.fullmatch(place)
    if parts is None:
        return None
    scheme, rest = parts.groups()
    if scheme == "file":
        return bucket_of("file:///"), rest.lstrip("/")
    name, _, path = rest.partition("/")
    if scheme not in {"s3", "gs"} or not name:
        raise UsageError(finding("store-unknown", f"{scheme}://{name} is no store known here."))
    return bucket_of(f"{scheme}://{name}"), path


def _below(root: str, below: str) -> Iterator[Stored]:
    folder = os.path.join(root, *below.split("/")) if below else root
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda one: one.name)
    for entry in found:
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _below(root, name)
        elif entry.is_file(follow_symlinks=False):
            status = entry.stat()
            yield Stored(name, status.st_size, status.st_mtime_ns)
