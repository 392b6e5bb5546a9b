"""Which software performed something, and on what it stands."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

_STANDS_ON: Final = (
    "imagecodecs",
    "msgspec",
    "numpy",
    "pydicom",
    "pyjpegls",
    "pylibjpeg",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pylibjpeg-rle",
)
"""Distributions that read or write what is on a medium."""


@cache
def versions() -> tuple[str, ...]:
    """``name version`` of each that is installed, and of Python; sorted."""
    found = [f"python {platform.python_version()}"]
    for name in _STANDS_ON:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return tuple(sorted(found))
