"""What can go wrong in a codec, each error carrying its values.

::

    CodecError
    |-- UnknownTransferSyntax   PS3.6 has no such UID
    |-- CodecUnavailable        known, and not to be had here; says what to install
    |-- UnsuitableFrame         the standard does not allow these pixels in that transfer syntax
    `-- DamagedPixelData        the stream cannot be understood; says where and what was expected
"""

from dataclasses import dataclass


class CodecError(Exception):
    """Base of all errors of this package."""


@dataclass(eq=False)
class UnknownTransferSyntax(CodecError):
    """PS3.6 Table A-1 has no row for ``uid``."""

    uid: str

    def __str__(self) -> str:
        """Name the UID."""
        return f"PS3.6 knows no transfer syntax {self.uid}"


@dataclass(eq=False)
class CodecUnavailable(CodecError):
    """The transfer syntax is known, and cannot be worked with here.

    Attributes
    ----------
    uid, keyword
        Of the transfer syntax.
    reason
        Why not.
    install
        The command that changes it; empty when none does.
    """

    uid: str
    keyword: str
    reason: str
    install: str = ""

    def __str__(self) -> str:
        """Say why, and what to do."""
        remedy = f": {self.install}" if self.install else ""
        return f"{self.keyword} ({self.uid}): {self.reason}{remedy}"


@dataclass(eq=False)
class UnsuitableFrame(CodecError):
    """The standard does not allow pixels of this format in that transfer syntax.

    Attributes
    ----------
    keyword
        Of the transfer syntax.
    reason
        What does not fit.
    clause
        Of the standard.
    """

    keyword: str
    reason: str
    clause: str

    def __str__(self) -> str:
        """Name what does not fit, and the clause."""
        return f"{self.keyword}: {self.reason} ({self.clause})"


@dataclass(eq=False)
class DamagedPixelData(CodecError):
    """A stream, or what holds it, cannot be understood.

    Attributes
    ----------
    reason
        What was found, and what was expected.
    offset
        Byte of the stream (of the file, once the caller knows it) where; ``None`` if unknown.
    frame
        Number of the frame, from 0; ``None`` until the caller says it.
    """

    reason: str
    offset: int | None = None
    frame: int | None = None

    def __str__(self) -> str:
        """Say what, and where."""
        at = "" if self.frame is None else f"frame {self.frame + 1}, "
        at += "" if self.offset is None else f"byte {self.offset}, "
        return f"{at[:-2]}: {self.reason}" if at else self.reason
