"""Pixels as quantised DCT coefficients: one matrix product for all blocks of a strip."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..colour import YBR_FULL_OF_RGB
from .quantisation import Steps, quantisation_steps, zigzag

Coefficients = NDArray[np.int16]
"""``(blocks, 64)``: blocks in the order of the scan, coefficients in zigzag order."""

_STRIP: Final = 1 << 17
"""Samples that stay in the cache of a processor."""
_TOGETHER: Final = 64
"""Blocks in one product: with more, OpenBLAS wakes threads, which take more than they give."""


def grey_strips(
    frame: NDArray[np.unsignedinteger[Any]], quality: int, precision: int
) -> Iterator[Coefficients]:
    """Coefficients of a frame of one component, strip by strip.

    Parameters
    ----------
    frame
        ``(rows, columns)``.
    quality
        1 to 100.
    precision
        8 or 12 bits.

    References
    ----------
    ISO 10918-1 A.3
    """
    matrix = _matrix(quantisation_steps(0, quality, precision))
    middle = 1 << (precision - 1)
    for strip in _strips(frame, 8):
        yield _quantised(_in_blocks(strip), middle, matrix).astype(np.int16)


def colour_strips(frame: NDArray[np.uint8], quality: int, *, rgb: bool) -> Iterator[Coefficients]:
    """Coefficients of a frame of colours, as Y Y CB CR, strip by strip.

    Neither luma nor the mean chroma of two pixels is rounded before it is transformed.

    Parameters
    ----------
    frame
        ``(rows, columns, 3)``.
    quality
        1 to 100.
    rgb
        Whether the frame is RGB; else it is YBR_FULL.

    References
    ----------
    ISO 10918-1 A.2.3, A.3
    """
    luma, chroma = (_matrix(quantisation_steps(table, quality, 8)) for table in range(2))
    for strip in _strips(frame, 16):
        planes = _from_rgb(strip) if rgb else _from_ybr_full(strip)
        found = np.empty((strip.size // 3 // 128, 4, 64), np.int16)
        found[:, :2] = _quantised(_in_blocks(planes[:, 0]), 128, luma).reshape(-1, 2, 64)
        for component in (1, 2):
            halved = planes[:, component, ::2] + planes[:, component, 1::2]
            halved *= np.float32(0.5)
            found[:, component + 1] = _quantised(_in_blocks(halved), 0, chroma)
        yield found.reshape(-1, 64)


def _matrix(steps: Steps) -> NDArray[np.float32]:
    """The two-dimensional DCT of a block, its coefficients divided by their steps, in zigzag order.

    Returns
    -------
    NDArray[np.float32]
        ``(64, 64)``: a block of samples as a row, times this, is its coefficients.

    References
    ----------
    ISO 10918-1 A.3.3, A.3.4
    """
    frequency, place = np.mgrid[:8, :8]
    cosines = np.cos((2 * place + 1) * frequency * np.pi / 16) / 2
    cosines[0] /= np.sqrt(2)
    both = np.kron(cosines, cosines) / steps.reshape(-1, 1)
    return np.ascontiguousarray(both[zigzag()].T.astype(np.float32))


def _strips(frame: NDArray[Any], width: int) -> Iterator[NDArray[Any]]:
    """Rows of blocks; the last row and column are repeated until blocks are whole."""
    rows, columns = frame.shape[:2]
    beyond = -columns % width
    height = 8 * max(1, _STRIP // (8 * frame[0].size))
    for top in range(0, rows, height):
        strip = frame[top : top + height]
        below = -len(strip) % 8
        if below or beyond:
            margins = [(0, below), (0, beyond), (0, 0)][: frame.ndim]
            strip = np.pad(strip, margins, mode="edge")
        yield strip


def _from_rgb(strip: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``(rows, 3, columns)``: luma, and chroma about 0."""
    planes = strip.transpose(0, 2, 1).astype(np.float32, order="C")
    found: NDArray[np.float32] = np.array(YBR_FULL_OF_RGB, np.float32) @ planes
    return found


def _from_ybr_full(strip: NDArray[np.uint8]) -> NDArray[np.float32]:
    planes = strip.transpose(0, 2, 1).astype(np.float32, order="C")
    planes[:, 1:] -= 128
    return planes


def _in_blocks(plane: NDArray[Any]) -> NDArray[Any]:
    """``(blocks, 64)`` of ``(rows, columns)``; a row of a block is moved as one piece."""
    rows, columns = plane.shape
    pieces = plane.view(f"V{8 * plane.itemsize}").reshape(rows // 8, 8, columns // 8)
    moved = np.ascontiguousarray(pieces.transpose(0, 2, 1))
    return moved.view(plane.dtype).reshape(-1, 64)


def _quantised(
    blocks: NDArray[Any], middle: int, matrix: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Whole numbers, the nearest to each coefficient by its step."""
    whole = -(-len(blocks) // _TOGETHER) * _TOGETHER
    samples = np.zeros((whole, 64), np.float32)
    samples[: len(blocks)] = blocks
    samples -= np.float32(middle)
    found = np.matmul(samples.reshape(-1, _TOGETHER, 64), matrix).reshape(-1, 64)[: len(blocks)]
    rounded: NDArray[np.float32] = np.rint(found, out=found)
    return rounded
