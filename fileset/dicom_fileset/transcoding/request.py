"""What is asked of a transcoding, and what came of it for one instance: values that cross pipes."""

from typing import Final

import msgspec
from dicom_codecs.frame import Lossy
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from ..identification import derived_uid, new_uid
from ..model import Action, Finding


class Request(msgspec.Struct, frozen=True):
    """What every instance is to become.

    Attributes
    ----------
    transfer_syntax_uid
        One that PS3.6 knows.
    quality, ratio
        How much may be lost, as :class:`dicom_codecs.Lossy` has it.
    verify
        Whether each frame is decoded again and compared before anything is called done.
    derived_uid
        Whether the SOP Instance UID of what lost something is made of the source's and of what is
        asked here, so that the same file always becomes the same; otherwise nobody has had it.
    """

    transfer_syntax_uid: str
    quality: int | None = None
    ratio: float | None = None
    verify: bool = True
    derived_uid: bool = False

    def new_uid_for(self, sop_instance_uid: str) -> str:
        """The SOP Instance UID of what is made, with loss, of an instance."""
        if not self.derived_uid:
            return new_uid()
        words = (sop_instance_uid, self.transfer_syntax_uid, str(self.quality), str(self.ratio))
        return derived_uid(*(word.encode() for word in words))

    @property
    def target(self) -> TransferSyntax:
        """The row of the transfer syntax."""
        return TRANSFER_SYNTAXES[self.transfer_syntax_uid]

    @property
    def lossy(self) -> Lossy:
        """How much may be lost, for the codecs."""
        return Lossy(self.quality, self.ratio)

    @property
    def degree_named(self) -> bool:
        """Whether quality or ratio was asked for, so that an equal syntax is no reason to copy."""
        return self.quality is not None or self.ratio is not None


class Transcoded(msgspec.Struct, frozen=True):
    """What was done to one instance.

    Attributes
    ----------
    action
        ``copied`` byte for byte, ``re-encoded`` without touching a codec, or ``transcoded``.
    sop_instance_uid
        That it has now; another than before when something was lost (PS3.3 C.7.6.1.1.5).
    decoder, encoder
        Names of the implementations that were used; empty where none was.
    frames
        Frames that went through a codec.
    lossless
        Whether every pixel is what it was.
    psnr
        Peak signal-to-noise ratio in decibels of the worst frame, where something was lost and
        that was verified.
    size_before, size_after
        Of the files, in bytes.
    codec_seconds
        That decoders and encoders took.
    """

    action: Action
    sop_instance_uid: str
    decoder: str = ""
    encoder: str = ""
    frames: int = 0
    lossless: bool = True
    psnr: float | None = None
    size_before: int = 0
    size_after: int = 0
    findings: tuple[Finding, ...] = ()
    codec_seconds: float = 0.0


LARGE_BYTES: Final = 32 * 1024 * 1024
"""From this size on, the frames of one file are worth spreading over processes."""
