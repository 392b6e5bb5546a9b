"""Encode and decode: the first implementation that is there, for pixels that may be so."""

from functools import lru_cache

from .constraints import misfit
from .errors import CodecUnavailable, UnknownTransferSyntax, UnsuitableFrame
from .frame import NOTHING_SAID, Decoded, Encoded, Frame, Lossy
from .implementations import IMPLEMENTATIONS, available, decoder, encoder
from .pixel_format import PixelFormat
from .registry import TRANSFER_SYNTAXES, TransferSyntax


def encode(
    frame: Frame, fmt: PixelFormat, transfer_syntax_uid: str, lossy: Lossy = NOTHING_SAID
) -> Encoded:
    """Compress one frame.

    Parameters
    ----------
    frame
        ``(rows, columns)`` or ``(rows, columns, samples)`` of ``fmt.dtype``.
    fmt
        What the frame is.
    transfer_syntax_uid
        What it is to become.
    lossy
        How much may be lost, in a transfer syntax that can lose anything.

    Raises
    ------
    UnknownTransferSyntax, CodecUnavailable
        It cannot be done here.
    UnsuitableFrame
        PS3.5 8.2 does not allow it.
    """
    syntax = row_of(transfer_syntax_uid)
    name = encoder_name(syntax)
    check(fmt, syntax)
    return encoder(name)(frame, fmt, syntax, lossy)


def decode(stream: bytes, fmt: PixelFormat, transfer_syntax_uid: str) -> Decoded:
    """Decompress one frame.

    Parameters
    ----------
    stream
        All fragments of the frame, joined.
    fmt
        What the data set says of the frame; what the stream says goes before it.
    transfer_syntax_uid
        As the file has it.

    Raises
    ------
    UnknownTransferSyntax, CodecUnavailable
        It cannot be done here.
    DamagedPixelData
        The stream cannot be understood.
    """
    syntax = row_of(transfer_syntax_uid)
    return decoder(decoder_name(syntax))(stream, fmt, syntax)


def row_of(uid: str) -> TransferSyntax:
    """The row of a transfer syntax.

    Raises
    ------
    UnknownTransferSyntax
        PS3.6 has none.
    """
    row = TRANSFER_SYNTAXES.get(uid.rstrip("\0 "))
    if row is None:
        raise UnknownTransferSyntax(uid)
    return row


def decoder_name(syntax: TransferSyntax) -> str:
    """The implementation that decodes a transfer syntax here.

    Raises
    ------
    CodecUnavailable
        There is none.
    """
    return _first(syntax, syntax.decode)


def encoder_name(syntax: TransferSyntax) -> str:
    """The implementation that encodes a transfer syntax here.

    Raises
    ------
    CodecUnavailable
        There is none.
    """
    return _first(syntax, syntax.encode)


@lru_cache(maxsize=256)
def check(fmt: PixelFormat, syntax: TransferSyntax) -> None:
    """See that the standard allows such pixels in a transfer syntax.

    Raises
    ------
    UnsuitableFrame
        It does not.
    """
    reason = misfit(fmt, syntax.constraints)
    if reason is not None:
        raise UnsuitableFrame(syntax.keyword, reason, syntax.clause)


def _first(syntax: TransferSyntax, names: tuple[str, ...]) -> str:
    for name in names:
        if available(name):
            return name
    if not names:
        raise CodecUnavailable(syntax.uid, syntax.keyword, syntax.why_not)
    wanted = IMPLEMENTATIONS[names[0]]
    reason = f"{wanted.what} is not installed"
    raise CodecUnavailable(syntax.uid, syntax.keyword, reason, wanted.install)
