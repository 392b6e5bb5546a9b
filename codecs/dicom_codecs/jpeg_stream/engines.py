"""Which library decodes which processes: the one that was asked for, or else one that can.

================================== ============= ======= =================
process                            libjpeg-turbo libjpeg charls, pyjpegls
================================== ============= ======= =================
SOF0, SOF1: sequential, 8, 12 bits yes           yes     no
SOF2: progressive, 8, 12 bits      yes           yes     no
SOF3: lossless, 2 to 16 bits       yes           yes [1] no
SOF9, SOF10: arithmetic            8 bits        yes     no
SOF11: arithmetic, lossless        no            untried no
SOF5 to 7, 13 to 15: hierarchical  no            yes [2] no
SOF55: JPEG-LS                     no            yes     yes
================================== ============= ======= =================

[1] With a point transform if that leaves two bits, and is that of all scans.  [2] SOF7 was tried;
no encoder of the others is to be had, nor one of arithmetic coding with 12 bits.
"""

from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from numpy.typing import NDArray

from ..errors import CodecUnavailable
from ..implementations import IMPLEMENTATIONS, available
from ..registry import TransferSyntax
from .headers import ARITHMETIC, DIFFERENTIAL, JPEG_LS, LOSSLESS
from .markers import JpegStream

Pixels = Callable[[bytes, JpegStream], NDArray[Any]]


class Engine(NamedTuple):
    """What a library can decode, as tried.

    Attributes
    ----------
    processes
        Numbers of SOF markers.
    hierarchical
        Whether hierarchical streams too.
    arithmetic_precisions
        Bits of a sample in the arithmetic coded processes among them.
    least_bits
        Of a sample, its point transform taken off.
    """

    processes: frozenset[int]
    hierarchical: bool = False
    arithmetic_precisions: tuple[int, ...] = ()
    least_bits: int = 1


# All predictors, point transforms, restart intervals, 1 to 4 components in one scan or several.
# The order is that in which another library is looked for.
ENGINES: Final = MappingProxyType(
    {
        "libjpeg-turbo": Engine(frozenset({0, 1, 2, 3, 9, 10}), arithmetic_precisions=(8,)),
        "charls": Engine(frozenset({JPEG_LS})),
        "pyjpegls": Engine(frozenset({JPEG_LS})),
        "libjpeg": Engine(
            frozenset({0, 1, 2, 3, 9, 10, 11, *DIFFERENTIAL, JPEG_LS}),
            hierarchical=True,
            arithmetic_precisions=tuple(range(2, 17)),
            least_bits=2,
        ),
    }
)


def able(engine: Engine, header: JpegStream) -> bool:
    """Whether a library can decode such a stream."""
    frame = header.frame
    bits = frame.precision - header.scans[0].low
    return (
        frame.process in engine.processes
        and (engine.hierarchical or not header.hierarchical)
        and (frame.process not in ARITHMETIC or frame.precision in engine.arithmetic_precisions)
        and (frame.process not in LOSSLESS or bits >= engine.least_bits)
    )


def engine_for(header: JpegStream, first: str, syntax: TransferSyntax) -> Pixels:
    """The function of the library that decodes a stream here: of ``first`` if that can.

    A stream of a process that its transfer syntax does not have may be beyond the library that
    the registry prefers for that; then the first other one in :data:`ENGINES` decodes it.

    Raises
    ------
    CodecUnavailable
        What could do it is not installed.
    """
    names = [name for name in (first, *ENGINES) if able(ENGINES[name], header)]
    for name in names:
        if available(name):
            module = import_module(f"..{IMPLEMENTATIONS[name].module}", __package__)
            pixels: Pixels = module.pixels
            return pixels
    reason = f"no library decodes SOF{header.frame.process}"
    if not names:
        raise CodecUnavailable(syntax.uid, syntax.keyword, reason)
    wanted = IMPLEMENTATIONS[names[0]]
    raise CodecUnavailable(
        syntax.uid,
        syntax.keyword,
        f"{reason} here, {wanted.what} does and is not installed",
        wanted.install,
    )
