"""Which software performed something, and on what it stands."""

import os
import platform
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

_STANDS_ON: Final = frozenset(
    {
        "imagecodecs",
        "msgspec",
        "numpy",
        "pydicom",
        "pyjpegls",
        "pylibjpeg",
        "pylibjpeg-libjpeg",
        "pylibjpeg-openjpeg",
        "pylibjpeg-rle",
    }
)
"""Distributions that read or write what is on a medium."""
_SUFFIX: Final = ".dist-info"


@cache
def versions() -> tuple[str, ...]:
    """``name version`` of each that is installed, and of Python; sorted."""
    found = {"python": platform.python_version()}
    for name, version in _installed():
        if name in _STANDS_ON:
            found.setdefault(name, version)
    return tuple(f"{name} {version}" for name, version in sorted(found.items()))


def _installed() -> Iterator[tuple[str, str]]:
    """Distributions by the names of their folders; ``importlib.metadata`` imports for 20 ms."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)
        except OSError:
            continue
        for one in names:
            if one.endswith(_SUFFIX):
                name, _, version = one.removesuffix(_SUFFIX).rpartition("-")
                yield name.lower().replace("_", "-"), version
