"""Everything that can encode or decode here: what it is, what it needs, how to get that."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .frame import Decoded, Encoded, Frame, Lossy
from .pixel_format import PixelFormat

if TYPE_CHECKING:
    from .registry import TransferSyntax

Decoder = Callable[[bytes, PixelFormat, "TransferSyntax"], Decoded]
Encoder = Callable[[Frame, PixelFormat, "TransferSyntax", Lossy], Encoded]

_TURBO: Final = "pip install 'dicom-fileset[turbo]'"
_BASE: Final = "pip install dicom-fileset"


class Implementation(NamedTuple):
    """One way to encode, decode, or both.

    Attributes
    ----------
    module
        Of this package; it has ``decode`` and ``encode``, or one of them.
    what
        For people: library and project.
    needs
        The module that must be there to import; empty where numpy does.
    install
        The command that brings it.
    """

    module: str
    what: str
    needs: str = ""
    install: str = ""


IMPLEMENTATIONS: Final = MappingProxyType(
    {
        "native": Implementation("native", "numpy"),
        "rle": Implementation("rle.own", "numpy"),
        "pylibjpeg-rle": Implementation("rle.decoder", "pylibjpeg-rle", "rle", _BASE),
        "jpeg": Implementation("jpeg.encoder", "numpy"),
        "jpeg-lossless": Implementation("jpeg_lossless.encoder", "numpy"),
        "libjpeg": Implementation("jpeg_stream.libjpeg", "pylibjpeg-libjpeg", "libjpeg", _BASE),
        "libjpeg-turbo": Implementation(
            "jpeg_stream.libjpeg_turbo", "imagecodecs (libjpeg-turbo)", "imagecodecs", _TURBO
        ),
        "pyjpegls": Implementation("jpeg_ls.pyjpegls", "pyjpegls (CharLS)", "jpeg_ls", _TURBO),
        "charls": Implementation("jpeg_ls.charls", "imagecodecs (CharLS)", "imagecodecs", _TURBO),
        "openjpeg": Implementation(
            "jpeg_2000.openjpeg", "pylibjpeg-openjpeg", "openjpeg", _BASE
        ),
        "openjph": Implementation(
            "jpeg_2000.openjph", "imagecodecs (OpenJPH)", "imagecodecs", _TURBO
        ),
        "libjxl": Implementation("jpeg_xl", "imagecodecs (libjxl)", "imagecodecs", _TURBO),
        "zlib": Implementation("deflated_frame", "zlib of Python"),
    }
)  # fmt: skip


@cache
def available(name: str) -> bool:
    """Whether what an implementation needs can be imported here."""
    needs = IMPLEMENTATIONS[name].needs
    return not needs or find_spec(needs) is not None


@cache
def decoder(name: str) -> Decoder:
    """The decoder of an implementation, its library imported."""
    return _function(name, "decode")  # type: ignore[no-any-return]


@cache
def encoder(name: str) -> Encoder:
    """The encoder of an implementation, its library imported."""
    return _function(name, "encode")  # type: ignore[no-any-return]


def _function(name: str, verb: str) -> Any:
    module = import_module(f".{IMPLEMENTATIONS[name].module}", __package__)
    return getattr(module, verb)
