"""Room to work in that each thread keeps, for kernels that go through a frame strip by strip.

Where it is asked for anew each time, the system gives it back and clears it for each frame: that
takes as long as the encoding of a slice of 512 x 512.
"""

import threading
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

_KEPT: Final = threading.local()


def scratch(name: str, size: int, dtype: DTypeLike) -> NDArray[Any]:
    """An array ``(size,)`` that holds anything; the same memory each time for this thread.

    Parameters
    ----------
    name
        Of its one use: what was got by this name before is written over.
    size
        As large as a strip, and not as a frame: it is never given back.

    Examples
    --------
    >>> scratch("doctest", 3, np.uint8).shape
    (3,)
    >>> scratch("doctest", 2, np.uint8).base is scratch("doctest", 3, np.uint8).base
    True
    """
    kept = _KEPT.__dict__.get(name)
    if kept is None or kept.size < size or kept.dtype != dtype:
        kept = _KEPT.__dict__[name] = np.empty(size, dtype)
    found: NDArray[Any] = kept[:size]
    return found
