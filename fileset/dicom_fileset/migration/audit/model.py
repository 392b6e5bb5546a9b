"""What a parent and its auditing children say to each other: files to be proven, and what came."""

from typing import Final, Literal

import msgspec

from ...model import Finding
from ...transcoding.messages import Beat, Failed
from ...transcoding.pool import Trade
from ..model import Identity, Outcome

Source = Literal["same", "changed", "gone", "unreadable"]
Proof = Literal["pixels", "lossy", "elements", "bytes", "duplicate", "hash", "left", "none"]
"""What a file was held against.

``pixels``: every frame and element of its source.  ``lossy``: the same, and how far frames are from
those of the source.  ``elements``: every element and the pixels as they lie.  ``bytes``: those of
its source.  ``duplicate``: the source has the content of another file, which is proven itself.
``hash``: that of the journal alone, its source is not there as it was.  ``left``: the source is no
instance.  ``none``: it is not proven.
"""


class AuditTask(msgspec.Struct, array_like=True, frozen=True):
    """One row of the journal, and where its files lie: all that a process has to know.

    Attributes
    ----------
    number
        Of the row.
    source, place
        Paths in the encoding of file systems; ``place`` is where the result is.
    waiting
        Where it may be as well, as long as volumes are not built; empty: nowhere else.
    outcome, code, size, sha256_in, size_out, sha256_out, syntax_out, frames, lossless
        As the journal has them.
    before, after
        As the journal has the headers of source and result; empty where they were not understood.
    stander
        Of a duplicate, whether a row that was written has its content and its UID.
    """

    number: int
    source: bytes
    place: bytes
    waiting: bytes
    outcome: Outcome
    code: str
    size: int
    sha256_in: bytes
    size_out: int
    sha256_out: bytes
    syntax_out: str
    frames: int
    lossless: bool
    before: Identity = Identity()
    after: Identity = Identity()
    stander: bool = True


class Audited(msgspec.Struct, array_like=True, frozen=True):
    """What came of it.

    Attributes
    ----------
    identity
        As the header of the result has it now; empty where it is not there or not understood.
    source
        What became of the source.
    proof
        What the result was held against, whatever that has shown.
    frames, by_others
        Frames of the result that were decoded, and those of them by another implementation than
        the one that migrations take.
    psnr
        Of the worst frame, in decibels, where something was lost.
    size
        Bytes that were read.
    findings
        All that there is to say; their paths are told by who knows them as text.
    about_source
        How many of the findings, the first ones, are about the source.
    """

    number: int
    identity: Identity = Identity()
    source: Source = "same"
    proof: Proof = "none"
    frames: int = 0
    by_others: int = 0
    psnr: float | None = None
    size: int = 0
    findings: tuple[Finding, ...] = ()
    about_source: int = 0


class AuditFile(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Prove one file again."""

    task: AuditTask


class AuditedFile(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """What came of it."""

    audited: Audited


Reply = Beat | AuditedFile | Failed

encoded: Final = msgspec.msgpack.Encoder().encode
decoded_task: Final = msgspec.msgpack.Decoder(AuditFile).decode
_decode_reply: Final[msgspec.msgpack.Decoder[Reply]] = msgspec.msgpack.Decoder(Reply)


AUDITING: Final[Trade[AuditFile, AuditedFile]] = Trade(
    "dicom_fileset.migration.audit.worker", encoded, _decode_reply.decode
)
"""For :class:`..transcoding.pool.Pool`: children that audit files."""
