"""Where it is written down what came of each file; nowhere, when nothing is to be done."""

from collections.abc import Iterator
from typing import Protocol

from ..model import Instance
from .archive import Archive
from .decoding import Decoding
from .model import COPIED, Row


class Books(Protocol):
    """Takes rows, and makes them last."""

    def add(self, row: Row, instance: Instance | None) -> None:
        """Take a row, and the instance that was in the file."""
        ...

    def keep(self) -> Iterator[Row]:
        """Make what was taken last, and the copies that it speaks of.

        Gives rows of which there was more to say, when all is done.
        """
        ...


class ManifestBooks:
    """The manifest of an archive, never ahead of the copies that it speaks of."""

    def __init__(self, archive: Archive, decoding: Decoding) -> None:
        self._copies, self._manifest, self._placed = archive
        self._decoding = decoding

    def add(self, row: Row, instance: Instance | None) -> None:
        """Take a row."""
        self._manifest.add(row)
        if instance is not None and row.outcome in COPIED:
            self._decoding.take(row, instance)

    def keep(self) -> Iterator[Row]:
        """Decode what is to be decoded; bring the copies to the disk, then the manifest."""
        for row in self._decoding.decoded():
            self._manifest.add(row)
            yield row
        self._placed.keep()
        self._copies.flush()
        self._manifest.keep()
        self._placed.clear()


class NoBooks:
    """Of a dry run."""

    def add(self, row: Row, instance: Instance | None) -> None:
        """Forget it."""

    def keep(self) -> Iterator[Row]:
        """There is nothing to keep."""
        return iter(())
