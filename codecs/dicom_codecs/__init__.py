"""Pixel data and transfer syntaxes: values in, values out, no data set ever seen."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .codec import decode, encode
    from .deviation import Deviation
    from .errors import (
        CodecError,
        CodecUnavailable,
        DamagedPixelData,
        UnknownTransferSyntax,
        UnsuitableFrame,
    )
    from .frame import Decoded, Encoded, Lossy
    from .pixel_format import PixelFormat
    from .registry import TRANSFER_SYNTAXES, TransferSyntax, named, transfer_syntax

_HOMES: Final = {
    "codec": ("decode", "encode"),
    "deviation": ("Deviation",),
    "errors": (
        "CodecError",
        "CodecUnavailable",
        "DamagedPixelData",
        "UnknownTransferSyntax",
        "UnsuitableFrame",
    ),
    "frame": ("Decoded", "Encoded", "Lossy"),
    "pixel_format": ("PixelFormat",),
    "registry": ("TRANSFER_SYNTAXES", "TransferSyntax", "named", "transfer_syntax"),
}
"""Where the public names live: loaded when asked for, so that who reads headers waits for none."""

__all__ = [
    "TRANSFER_SYNTAXES",
    "CodecError",
    "CodecUnavailable",
    "DamagedPixelData",
    "Decoded",
    "Deviation",
    "Encoded",
    "Lossy",
    "PixelFormat",
    "TransferSyntax",
    "UnknownTransferSyntax",
    "UnsuitableFrame",
    "decode",
    "encode",
    "named",
    "transfer_syntax",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
