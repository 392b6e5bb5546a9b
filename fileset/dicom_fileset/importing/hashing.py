"""SHA-256 of a file as it lies on the medium, and as it goes to the archive, in one pass."""

import hashlib
from collections.abc import Iterable, Iterator

from ..executables import PreambleVerdict

_PREAMBLE_BYTES = 128
_CLEARED: frozenset[PreambleVerdict] = frozenset({"executable", "unknown"})


class Hashes:
    """Digests of a file that is read piece by piece.

    Parameters
    ----------
    preamble
        What its preamble is: one that no reader needs is cleared on the way (PS3.10 7.1).
    """

    def __init__(self, preamble: PreambleVerdict = "zero") -> None:
        self._clears = preamble in _CLEARED
        self._source = hashlib.sha256()
        self._archived = hashlib.sha256() if self._clears else self._source

    def through(self, pieces: Iterable[memoryview]) -> Iterator[memoryview]:
        """The pieces as they go to the archive; the first is changed where it lies."""
        for number, piece in enumerate(pieces):
            self._source.update(piece)
            if self._clears:
                if not number:
                    piece[:_PREAMBLE_BYTES] = bytes(_PREAMBLE_BYTES)
                self._archived.update(piece)
            yield piece

    @property
    def source(self) -> str:
        """Of the file on its medium."""
        return self._source.hexdigest()

    @property
    def archived(self) -> str:
        """Of the file in the archive."""
        return self._archived.hexdigest()
