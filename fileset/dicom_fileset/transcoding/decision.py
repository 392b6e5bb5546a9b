"""What is to be done to an instance so that it has the transfer syntax asked for: pure rules."""

from functools import lru_cache
from typing import Literal, NamedTuple

from dicom_codecs.codec import decoder_name, encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from .refusal import refusal_of, refused
from .request import Request

PixelKind = Literal["none", "integer", "float"]
"""What of Pixel Data there is: none, (7FE0,0010), or (7FE0,0008) and (7FE0,0009)."""


class Course(NamedTuple):
    """How an instance gets there.

    Attributes
    ----------
    action
        ``copied``, ``re-encoded`` (no pixel passes a codec) or ``transcoded``.
    decoder, encoder
        Names of implementations; empty where no codec is needed.
    """

    action: Literal["copied", "re-encoded", "transcoded"]
    decoder: str = ""
    encoder: str = ""


@lru_cache(maxsize=256)
def course_of(transfer_syntax_uid: str, pixels: PixelKind, request: Request) -> Course:
    """How an instance of one transfer syntax gets to the one asked for.

    Raises
    ------
    Refusal
        It cannot, with the clause; nothing else is ever taken instead.
    """
    source, target = _source(transfer_syntax_uid), request.target
    if not target.in_files:
        raise refused("transfer-syntax-refused", f"{target.name}: {target.why_not}.", target.clause)
    recompress = request.degree_named and target.encapsulated and not target.lossless
    if source is target and not (recompress and pixels == "integer"):
        return Course("copied")
    if source.uncompressed and target.uncompressed:
        return Course("re-encoded")
    _check_pixels(pixels, target)
    _check_video(source, target)
    try:
        decoder = decoder_name(source)
        encoder = encoder_name(target)
    except CodecUnavailable as error:
        raise refusal_of(error) from error
    return Course(
        "transcoded",
        decoder if source.encapsulated else "",
        encoder if target.encapsulated else "",
    )


def _source(uid: str) -> TransferSyntax:
    row = TRANSFER_SYNTAXES.get(uid)
    if row is None:
        raise refused(
            "transfer-syntax-refused", f"PS3.6 knows no transfer syntax {uid}.", "PS3.6 A"
        )
    if not row.in_files:
        raise refused("transfer-syntax-refused", f"{row.name}: {row.why_not}.", row.clause)
    return row


def _check_pixels(pixels: PixelKind, target: TransferSyntax) -> None:
    """Only Pixel Data of the top-level data set can be encapsulated (PS3.5 A.4)."""
    if pixels == "none" and target.encapsulated:
        message = f"It has no Pixel Data, so it cannot be {target.name}."
        raise refused("no-pixel-data", message, "PS3.5 A.4")
    if pixels == "float":
        message = "Float Pixel Data is never compressed."
        raise refused("no-pixel-data", message, "PS3.5 A.4")


def _check_video(source: TransferSyntax, target: TransferSyntax) -> None:
    for row in (source, target):
        if row.family == "video":
            raise refused("transfer-syntax-refused", f"{row.name}: {row.why_not}.", row.clause)
