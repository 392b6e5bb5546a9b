"""An encoded frame decoded again, and held against the one that it was made from."""

import math

import numpy as np
from dicom_codecs.codec import decode
from dicom_codecs.colour import ybr_full_to_rgb
from dicom_codecs.errors import CodecError
from dicom_codecs.frame import Decoded, Encoded, Frame
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TransferSyntax
from dicom_codecs.stream_head import head_of

from .refusal import refused
from .suiting import carries_numbers


def decoded_again(encoded: Encoded, target: TransferSyntax) -> Decoded:
    """What a decoder makes of an encoded frame.

    Raises
    ------
    Refusal
        Nothing.
    """
    try:
        return decode(encoded.stream, encoded.format, target.uid)
    except CodecError as error:
        message = f"What was encoded cannot be decoded: {error}."
        raise refused("codec-not-proven", message) from error


def prove(frame: Frame, fmt: PixelFormat, decoded: Decoded, target: TransferSyntax) -> float | None:
    """See that a stream, decoded again, gives its frame back.

    Returns
    -------
    float or None
        Peak signal-to-noise ratio in decibels where the transfer syntax loses something, infinite
        where it lost nothing; ``None`` where it is lossless.

    Raises
    ------
    Refusal
        It does not: a lossless one differs.
    """
    if not target.lossless:
        return psnr(frame, _in_colour_of(fmt, decoded), fmt.bits_stored)
    if not same(decoded.frame, frame):
        raise refused("codec-not-proven", "What was encoded decodes to other pixels.")
    return None


def same(one: Frame, other: Frame) -> bool:
    """Whether two frames are of one type and shape, and every cell is the same.

    >>> same(np.zeros((2, 4), np.uint16), np.zeros((2, 4), np.int16))
    False
    """
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    wide = one.flags.c_contiguous and other.flags.c_contiguous and one.nbytes % 8 == 0
    if wide and one.dtype.kind in "iu":
        one, other = one.reshape(-1).view(np.uint64), other.reshape(-1).view(np.uint64)
    return bool(np.array_equal(one, other))


def prove_head(fmt: PixelFormat, encoded: Encoded, target: TransferSyntax) -> None:
    """See that a stream says of its numbers what the data set does: readers go by it (PS3.5 8.2).

    Raises
    ------
    Refusal
        It does not: other readers would take other numbers out of it.
    """
    if not carries_numbers(target):
        return
    head = head_of(encoded.stream)
    if head is None:
        return
    if head.precision != fmt.bits_stored or head.signed not in {None, fmt.signed}:
        message = f"What was encoded has {head.precision} bits a sample, or another sign."
        raise refused("codec-not-proven", message)


def _in_colour_of(fmt: PixelFormat, decoded: Decoded) -> Frame:
    if fmt.photometric == "RGB" and decoded.format.photometric == "YBR_FULL":
        return ybr_full_to_rgb(decoded.frame, fmt.bits_stored)
    return decoded.frame


def psnr(one: Frame, other: Frame, bits: int) -> float:
    """Peak signal-to-noise ratio in decibels of two frames of so many bits.

    >>> psnr(np.zeros((2, 2), np.uint8), np.full((2, 2), 255, np.uint8), 8)
    0.0
    """
    difference = one.astype(np.float64) - other
    error = float(np.mean(np.square(difference, out=difference)))
    return math.inf if error == 0 else 10 * math.log10(((1 << bits) - 1) ** 2 / error)
