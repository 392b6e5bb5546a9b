"""Streams whose precision is not that of the numbers a library was given.

A library takes the precision, and from it the room that coefficients get, from the type of an
array.  SIZ can be made to say Bits Stored afterwards, if the numbers were chosen so:

* Reversible streams are made of signed numbers.  Unsigned ones have half their range subtracted
  before and are called unsigned of ``p`` bits afterwards, so that a decoder adds ``2**(p - 1)``
  (ISO 15444-1 G.1.2).  The exponents in QCD promise more bits than there are, which is allowed.
* Irreversible streams are made of numbers shifted to the full width, since their quantization
  steps are fractions of the range that the precision gives (ISO 15444-1 E.1.1).
"""

from ..frame import Frame


def widened(cells: Frame, precision: int, *, reversible: bool) -> Frame:
    """Numbers to be coded with the whole width of their type, and called ``precision`` bits after.

    Parameters
    ----------
    cells
        In 8, 16 or 32 bits, of which they use ``precision``.
    precision
        Bits.
    reversible
        Whether nothing is to be lost.

    >>> import numpy as np
    >>> widened(np.array([0, 3], np.uint8), 2, reversible=True).tolist()
    [-2, 1]
    >>> widened(np.array([0, 3], np.uint8), 2, reversible=False).tolist()
    [0, 192]
    """
    shift = cells.dtype.itemsize * 8 - precision
    if not shift or (reversible and cells.dtype.kind == "i"):
        return cells
    if reversible:
        half = cells.dtype.type(1 << (precision - 1))
        changed: Frame = (cells - half).view(f"i{cells.dtype.itemsize}")
    else:
        changed = cells << shift
    return changed
