"""Every format that a table of PS3.5 8.2 allows, and frames of all kinds in it."""

from itertools import product
from typing import Final

import numpy as np
from dicom_codecs import PixelFormat
from dicom_codecs.constraints import Constraint
from dicom_codecs.frame import Frame
from hypothesis import strategies as st

KINDS: Final = ("noise", "extremes", "constant", "ramp", "quiet", "beyond stored")


def legal_formats(
    rows: tuple[Constraint, ...], size: tuple[int, int] = (5, 7)
) -> list[PixelFormat]:
    """All formats of a table, in one size."""
    return [
        PixelFormat(*size, row.samples, allocated, stored, signed, photometric=photometric)
        for row in rows
        for photometric, signed, allocated in product(row.photometric, row.signed, row.allocated)
        for stored in range(row.stored[0], min(row.stored[1], allocated) + 1)
    ]


def short(fmt: PixelFormat) -> str:
    """A format as the name of a test."""
    sign = "signed" if fmt.signed else "unsigned"
    stored = f"{fmt.bits_stored}of{fmt.bits_allocated}"
    return f"{fmt.photometric}-{fmt.rows}x{fmt.columns}-{stored}-{sign}"


def make_frame(fmt: PixelFormat, kind: str, seed: int = 0) -> Frame:
    """A frame of one of :data:`KINDS`; the same each time."""
    random = np.random.default_rng(seed)
    bits = fmt.bits_allocated if kind == "beyond stored" else fmt.bits_stored
    low = -(1 << (bits - 1)) if fmt.signed else 0
    top = low + (1 << bits) - 1
    ramp = np.arange(fmt.cells).reshape(fmt.shape) // fmt.samples
    cells = {
        "noise": lambda: random.integers(low, top, fmt.shape, endpoint=True),
        "beyond stored": lambda: random.integers(low, top, fmt.shape, endpoint=True),
        "extremes": lambda: random.choice([low, top], fmt.shape),
        "constant": lambda: np.full(fmt.shape, random.integers(low, top, endpoint=True)),
        "ramp": lambda: low + ramp % (top - low + 1),
        "quiet": lambda: np.clip((low + top) // 2 + random.integers(-2, 2, fmt.shape), low, top),
    }[kind]()
    return cells.astype(fmt.dtype)


@st.composite
def frames(draw: st.DrawFn, rows: tuple[Constraint, ...]) -> tuple[Frame, PixelFormat]:
    """A frame that a table allows, 1 x 1 to 40 x 40, and its format."""
    size = draw(st.tuples(st.integers(1, 40), st.integers(1, 40)))
    fmt = draw(st.sampled_from(list(legal_formats(rows, size))))
    return make_frame(fmt, draw(st.sampled_from(KINDS)), draw(st.integers(0, 1 << 32))), fmt


def low_bits(frame: Frame, fmt: PixelFormat) -> Frame:
    """What Bits Stored hold: many readers leave out what lies beyond (PS3.5 8.1.2)."""
    unsigned = frame.astype(fmt.dtype).view(f"u{fmt.dtype.itemsize}")
    return unsigned & unsigned.dtype.type((1 << fmt.bits_stored) - 1)
