"""From one colour space to another: each a matrix over all pixels, in strips that stay in cache.

Frames are ``(rows, columns, 3)`` of ``uint8`` or ``uint16``, chroma at every pixel; what is given
back is of the same shape and dtype where nothing else is said.  Coefficients are so many bits short
that all sums are exact: a frame comes out the same on every machine, and within 0.55 of what the
equations of the standard give, where a cell can hold that.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8 | np.uint16]
"""``uint8`` up to 8 bits, ``uint16`` up to 16."""

_STRIP: Final = 1 << 14
_TOGETHER: Final = 4
_NARROW: Final = (np.float32, 1 << 14)
"""Up to 8 bits: samples times coefficients in steps of 2^-14 have 24 bits at most."""
_WIDE: Final = (np.float64, 1 << 30)
_PAIR: Final = (0, 2, 3, 1, 2, 3)
"""Where in Y Y CB CR the samples of two pixels are."""


class _Space(NamedTuple):
    """A matrix, and in units of half the range what is taken off before it and added after."""

    matrix: "_Rows"
    before: tuple[float, float, float] = (0, 0, 0)
    after: tuple[float, float, float] = (0, 0, 0)


_Rows = tuple[tuple[float, float, float], ...]


def _inverse(matrix: _Rows) -> _Rows:
    return tuple(map(tuple, np.linalg.inv(np.array(matrix)).tolist()))


# PS3.3 C.7.6.3.1.2; 16 of 128 is the black of YBR_PARTIAL
YBR_FULL_OF_RGB: Final = (
    (0.2990, 0.5870, 0.1140),
    (-0.1687, -0.3313, 0.5000),
    (0.5000, -0.4187, -0.0813),
)
_PARTIAL: Final = ((0.2568, 0.5041, 0.0979), (-0.1482, -0.2910, 0.4392), (0.4392, -0.3678, -0.0714))
_TO_YBR_FULL: Final = _Space(YBR_FULL_OF_RGB, after=(0, 1, 1))
_FROM_YBR_FULL: Final = _Space(_inverse(YBR_FULL_OF_RGB), before=(0, 1, 1))
_FROM_YBR_PARTIAL: Final = _Space(_inverse(_PARTIAL), before=(0.125, 1, 1))
# PS3.3 C.7.6.3.1.2 YBR_ICT and ISO 15444-1 G.3
_ICT: Final = ((0.299, 0.587, 0.114), (-0.16875, -0.33126, 0.5), (0.5, -0.41869, -0.08131))
_FROM_ICT: Final = ((1, 0, 1.402), (1, -0.34413, -0.71414), (1, 1.772, 0))


def rgb_to_ybr_full(frame: Colours, bits: int = 8) -> Colours:
    """RGB as YBR_FULL.

    Parameters
    ----------
    frame
        ``(rows, columns, 3)``.
    bits
        Bits Stored; the middle of chroma is half of the range.

    References
    ----------
    PS3.3 C.7.6.3.1.2

    Examples
    --------
    >>> rgb_to_ybr_full(np.array([[[255, 0, 0], [9, 9, 9]]], np.uint8)).tolist()
    [[[76, 85, 255], [9, 128, 128]]]
    """
    return _converted(frame, _TO_YBR_FULL, bits)


def ybr_full_to_rgb(frame: Colours, bits: int = 8) -> Colours:
    """YBR_FULL as RGB; RGB that has become YBR_FULL comes back within 1.

    Parameters
    ----------
    frame
        ``(rows, columns, 3)``.
    bits
        Bits Stored.

    References
    ----------
    PS3.3 C.7.6.3.1.2
    """
    return _converted(frame, _FROM_YBR_FULL, bits)


def ybr_partial_to_rgb(frame: Colours, bits: int = 8) -> Colours:
    """YBR_PARTIAL_422 as RGB, its chroma brought to every pixel before (:func:`full_chroma`).

    Parameters
    ----------
    frame
        ``(rows, columns, 3)``: black is 16, white 235, chroma 16 to 240, of 8 bits.
    bits
        Bits Stored.

    References
    ----------
    PS3.3-2017 C.7.6.3.1.2 (retired)

    Examples
    --------
    >>> ybr_partial_to_rgb(np.array([[[16, 128, 128], [235, 128, 128]]], np.uint8)).tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    return _converted(frame, _FROM_YBR_PARTIAL, bits)


def halved_chroma(frame: Colours) -> Colours:
    """Two pixels as Y Y CB CR, chroma the mean of both (rounded up at one half).

    The last column of an odd number is taken twice.  Where both have one chroma, as
    :func:`full_chroma` makes it, nothing is lost.

    Parameters
    ----------
    frame
        ``(rows, columns, 3)`` of YBR_FULL or YBR_PARTIAL.

    Returns
    -------
    NDArray[np.uint8] | NDArray[np.uint16]
        ``(rows, pairs, 4)``: as a native frame of YBR_FULL_422 lies.

    References
    ----------
    PS3.3 C.7.6.3.1.2

    Examples
    --------
    >>> halved_chroma(np.array([[[1, 10, 90], [2, 13, 90], [3, 7, 8]]], np.uint8)).tolist()
    [[[1, 2, 12, 90], [3, 3, 7, 8]]]
    """
    left = frame[:, ::2]
    right = frame[:, 1::2]
    if right.shape[1] < left.shape[1]:
        right = np.concatenate([right, left[:, -1:]], axis=1)
    pairs = np.empty((*left.shape[:2], 4), frame.dtype)
    pairs[..., 0], pairs[..., 1] = left[..., 0], right[..., 0]
    for sample in (1, 2):
        # a mean without a wider type: what both have, and half of what one has
        one, other = left[..., sample], right[..., sample]
        pairs[..., sample + 1] = (one | other) - ((one ^ other) >> 1)
    return pairs


def full_chroma(pairs: Colours, columns: int) -> Colours:
    """Pixels of Y Y CB CR, both with the one chroma that is there.

    Parameters
    ----------
    pairs
        ``(rows, pairs, 4)``.
    columns
        Twice the pairs, or one less.

    Returns
    -------
    NDArray[np.uint8] | NDArray[np.uint16]
        ``(rows, columns, 3)``.

    References
    ----------
    PS3.3 C.7.6.3.1.2

    Examples
    --------
    >>> full_chroma(np.array([[[1, 2, 12, 90]]], np.uint8), 2).tolist()
    [[[1, 12, 90], [2, 12, 90]]]
    """
    frame = np.empty((*pairs.shape[:2], len(_PAIR)), pairs.dtype)
    for sample, source in enumerate(_PAIR):
        frame[..., sample] = pairs[..., source]
    return np.ascontiguousarray(frame.reshape(len(pairs), -1, 3)[:, :columns])


def rct(frame: Colours) -> NDArray[np.int32]:
    """RGB through the reversible component transform.

    Returns
    -------
    NDArray[np.int32]
        ``(rows, columns, 3)``: Y as wide as the samples, two differences of one bit more.

    References
    ----------
    PS3.3 C.7.6.3.1.2 YBR_RCT; ISO 15444-1 G.2

    Examples
    --------
    >>> rct(np.array([[[255, 0, 3]]], np.uint8)).tolist()
    [[[64, 3, 255]]]
    """
    red, green, blue = (frame[..., one].astype(np.int32) for one in range(3))
    return np.stack(((red + 2 * green + blue) >> 2, blue - green, red - green), axis=-1)


def inverse_rct(transformed: NDArray[np.int32], bits: int = 8) -> Colours:
    """RGB of what :func:`rct` made, exactly.

    Parameters
    ----------
    transformed
        ``(rows, columns, 3)``.
    bits
        Bits Stored: ``uint8`` is given up to 8, ``uint16`` beyond.

    References
    ----------
    ISO 15444-1 G.2.2
    """
    luma, blues, reds = (transformed[..., one] for one in range(3))
    green = luma - ((blues + reds) >> 2)
    rgb = np.stack((reds + green, green, blues + green), axis=-1)
    cells: Colours = rgb.astype(np.uint8 if bits <= 8 else np.uint16)
    return cells


def ict(frame: Colours) -> NDArray[np.float64]:
    """RGB through the irreversible component transform; chroma is about 0.

    Returns
    -------
    NDArray[np.float64]
        ``(rows, columns, 3)``.

    References
    ----------
    PS3.3 C.7.6.3.1.2 YBR_ICT; ISO 15444-1 G.3
    """
    transformed: NDArray[np.float64] = frame.astype(np.float64) @ np.array(_ICT).T
    return transformed


def inverse_ict(transformed: NDArray[np.floating[Any]], bits: int = 8) -> Colours:
    """RGB of what :func:`ict` made, rounded: the same with 8 bits, within 2 with 16.

    Parameters
    ----------
    transformed
        ``(rows, columns, 3)``.
    bits
        Bits Stored: ``uint8`` is given up to 8, ``uint16`` beyond.

    References
    ----------
    ISO 15444-1 G.3.2
    """
    rgb = np.rint(transformed @ np.array(_FROM_ICT).T).clip(0, (1 << bits) - 1)
    cells: Colours = rgb.astype(np.uint8 if bits <= 8 else np.uint16)
    return cells


def _converted(frame: Colours, space: _Space, bits: int) -> Colours:
    """Every pixel through a matrix, rounded (up at one half) and kept within the range.

    A matrix of four pixels on end is as fast as reading the samples allows.
    """
    number, steps = _NARROW if bits <= 8 else _WIDE
    matrix = np.rint(np.array(space.matrix) * steps) / steps
    half = 1 << (bits - 1)
    shift = (np.array(space.after) - matrix @ np.array(space.before)) * half + 0.5
    many = np.kron(np.eye(_TOGETHER), matrix.T).astype(number)
    shifts = np.tile(shift, _STRIP).astype(number)
    cells, result = frame.reshape(-1), np.empty(frame.size, frame.dtype)
    samples, work = np.zeros(3 * _STRIP, number), np.empty(3 * _STRIP, number)
    for start in range(0, frame.size, 3 * _STRIP):
        strip = cells[start : start + 3 * _STRIP]
        samples[: strip.size] = strip
        np.matmul(samples.reshape(-1, len(many)), many, out=work.reshape(-1, len(many)))
        np.add(work, shifts, out=work)
        np.clip(work, 0, 2 * half - 0.5, out=work)
        result[start : start + strip.size] = work[: strip.size]
    return result.reshape(frame.shape)
