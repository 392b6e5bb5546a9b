"""The bytes of a zip, and the signatures in them (APPNOTE 4.3)."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

LOCAL: Final = b"PK\3\4"
CENTRAL: Final = b"PK\1\2"
END: Final = b"PK\5\6"
DESCRIPTION: Final = b"PK\7\x08"
_MARK: Final = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x05\x06|\x06[\x06-\x08]|\x07\x08)")
_LEAST: Final = 64
_MOST: Final = 1 << 20


class Bytes:
    """The bytes of a file, or those before one of them.

    Parameters
    ----------
    stream
        The file.
    size
        How many of them; all where it is ``None``.
    """

    def __init__(self, stream: BinaryIO, size: int | None = None) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2) if size is None else size
        self.close = stream.close

    def read(self, position: int, size: int) -> bytes:
        """As many as there are.

        Raises
        ------
        OSError
            They cannot be read.
        """
        if not 0 <= position < self.size:
            return b""
        self._stream.seek(position)
        return self._stream.read(min(size, self.size - position))

    def until(self, end: int) -> "Bytes":
        """Those before a byte."""
        return type(self)(self._stream, min(end, self.size))

    def patchy(self) -> "Bytes":
        """The same, with nothing where it cannot be read."""
        return _Patchy(self._stream, self.size)

    def marks(self, position: int) -> Iterator[tuple[int, bytes]]:
        """Every signature from a byte on, with its place; each byte is looked at once."""
        step = _LEAST
        while position < self.size:
            data = self.read(position, step)
            for match in _MARK.finditer(data):
                yield position + match.start(), match[0]
            if position + step >= self.size:
                return
            # What cannot be read is passed by; a signature may lie across two pieces.
            position += step - 3
            step = min(step * 2, _MOST)

    def before_mark(self, position: int, size: int) -> bytes:
        """So many bytes, or as many as lie before a signature; few more are looked at."""
        data = b""
        while len(data) < size:
            piece = self.read(position + len(data), min(max(_LEAST, len(data)), size - len(data)))
            data += piece
            match = _MARK.search(data)
            if match or not piece:
                return data[: match.start()] if match else data
        return data

    def is_marked(self, position: int) -> bool:
        """Whether there is a signature, or the end."""
        return position == self.size or _MARK.match(self.read(position, 4)) is not None


class _Patchy(Bytes):
    def read(self, position: int, size: int) -> bytes:
        try:
            return super().read(position, size)
        except OSError:
            return b""
