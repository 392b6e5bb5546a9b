"""What a migration exchanges: tasks, what came of them, and what is known of instances."""

from typing import Final, Literal, NamedTuple

import msgspec

from ..model import Finding
from ..transcoding.request import Request

Outcome = Literal[
    "transcoded",
    "re-encoded",
    "kept",
    "carried",
    "duplicate",
    "left",
    "failed",
    "put aside",
]
"""What came of a file.

``transcoded``: its pixels passed codecs, and every one is proven.  ``re-encoded``: no pixel passed
a codec, the elements are in another encoding.  ``kept``: byte for byte, since the policy says so.
``carried``: byte for byte, since what the policy says could not be done, for the reason told.
``duplicate``: its content is at the place of another file of the same UID.  ``left``: it is no
instance, and stays where it is.  ``failed``: nothing of it was written, for the reason told.
``put aside``: a codec crashed or hung over it, and nothing of it was written.
"""

WRITTEN: Final[frozenset[Outcome]] = frozenset({"transcoded", "re-encoded", "kept", "carried"})
"""Outcomes of what has a file at the destination."""
LOST: Final[frozenset[Outcome]] = frozenset({"failed", "put aside"})
"""Outcomes of what should be at the destination, and is not."""


def named(outcomes: frozenset[Outcome]) -> str:
    """Outcomes as a list of SQL.

    >>> named(LOST)
    "'failed', 'put aside'"
    """
    return ", ".join(repr(one) for one in sorted(outcomes))


class Identity(msgspec.Struct, array_like=True, frozen=True):
    """Which patient, study, series and instance a file is of; nobody can be told from it.

    Attributes
    ----------
    patient
        Digest of 8 bytes of Patient ID and its issuer; empty where there is none.
    person
        Digest of 8 bytes of who that is: name, birth date and sex, without what is only spelling.
    study, series, instance
        UIDs.
    """

    patient: bytes = b""
    person: bytes = b""
    study: str = ""
    series: str = ""
    instance: str = ""


Frames = Literal["none", "one", "many"]


class Kind(NamedTuple):
    """What a policy can tell instances apart by; many have one kind.

    Attributes
    ----------
    sop_class_uid, transfer_syntax_uid, modality, photometric
        As the header has them.
    samples, bits_allocated, bits_stored
        Of its pixels; 0 where it has none.
    frames
        ``none``: there are no pixels; ``one``; ``many``.
    lossy
        Whether its transfer syntax is one in which pixels may have lost something.
    """

    sop_class_uid: str
    transfer_syntax_uid: str
    modality: str = ""
    photometric: str = ""
    samples: int = 0
    bits_allocated: int = 0
    bits_stored: int = 0
    frames: Frames = "none"
    lossy: bool = False


class Task(msgspec.Struct, array_like=True, frozen=True):
    """One file to be brought to its place: all that a process anywhere has to know.

    Attributes
    ----------
    number
        Of its row in the journal.
    source
        Path or URL of the file, in the encoding of file systems.
    size, mtime
        Bytes, and nanoseconds since 1970, as the inventory has them; what is otherwise now has
        been changed since.
    destination
        Path or URL that it is to have.
    part
        Folder for what is not whole yet, on the file system of the destination.
    request
        What it is to become; ``None``: it stays as it is, byte for byte.
    carry
        Whether it is carried as it is where what was asked cannot be done.
    known
        SHA-256 of files of the same UID that are at the destination already: a source that is one
        of them is not written again.
    """

    number: int
    source: bytes
    size: int
    mtime: int
    destination: bytes
    part: bytes
    request: Request | None = None
    carry: bool = True
    known: tuple[bytes, ...] = ()


class Result(msgspec.Struct, array_like=True, frozen=True):
    """What came of one task.

    Attributes
    ----------
    outcome
        See :data:`Outcome`.
    sha256_in, sha256_out
        Of the file as it was, and as it was read back from its place.
    syntax_out
        Transfer syntax UID that it has now.
    size_out
        Bytes at its place.
    identity
        As the header of the written file has it, read back.
    frames
        That went through a codec.
    lossless
        Whether every pixel is what it was.
    decoder, encoder
        Names of the implementations.
    seconds
        That it took, and of these in encoders and decoders.
    findings
        All that there is to say; the first is the reason where it is not as it was asked.
    medium
        Whether the destination is to blame; then it is to be tried again when that is mended.
    """

    number: int
    outcome: Outcome
    sha256_in: bytes = b""
    sha256_out: bytes = b""
    syntax_out: str = ""
    size_out: int = 0
    identity: Identity = Identity()
    frames: int = 0
    lossless: bool = True
    decoder: str = ""
    encoder: str = ""
    seconds: float = 0.0
    codec_seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    medium: bool = False
