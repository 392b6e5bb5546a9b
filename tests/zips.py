"""Zips, and what an import sees in them."""

import io
from pathlib import Path

from dicom_fileset.importing.media import Entry, Medium, open_medium


class Piped(io.BytesIO):
    """What nobody can go back in: entries have data descriptors there."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


class Counted(io.BytesIO):
    """Bytes that count how many of them were read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


def content(medium: Medium, entry: Entry) -> bytes | None:
    """What is in an entry; ``None`` where it cannot be read."""
    if entry.obstacle is not None:
        return None
    buffer, data = memoryview(bytearray(64)), b""
    try:
        source = medium.open(entry)
    except OSError:
        return None
    try:
        while length := source.readinto(buffer):
            data += buffer[:length]
    except OSError:
        return None
    finally:
        source.close()
    return data


def read(path: Path, data: bytes) -> tuple[dict[str, bytes | None], list[str]]:
    """What a zip of these bytes holds, and the codes of what is wrong with it."""
    path.write_bytes(data)
    medium = open_medium(path)
    try:
        entries = list(medium.entries())
        found = {entry.path: content(medium, entry) for entry in entries}
        assert len(found) == len(entries)
        return found, [one.code for one in medium.findings]
    finally:
        medium.close()


def central(data: bytes | bytearray) -> int:
    """Where the central directory begins."""
    return data.index(b"PK\1\2")
