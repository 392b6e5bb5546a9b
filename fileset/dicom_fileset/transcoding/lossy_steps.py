"""What a data set says of the lossy steps its pixels went through (PS3.3 C.7.6.1.1.5).

Each step has a ratio and a method at the same place of two elements.  A flag once set stays.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from dicom_codecs.registry import TransferSyntax

from ..elements import element, stripped

LOSSY: Final = 0x0028_2110
RATIO: Final = 0x0028_2112
METHOD: Final = 0x0028_2114

METHODS: Final[Mapping[str, str]] = {
    "jpeg": "ISO_10918_1",
    "jpeg-ls": "ISO_14495_1",
    "jpeg 2000": "ISO_15444_1",
    "htj2k": "ISO_15444_15",
    "jpeg xl": "ISO_18181_1",
}
"""Lossy Image Compression Method by family (PS3.3 C.7.6.1.1.5.1)."""
_MOST_DS: Final = 16
_Change = tuple[int, bytes | None]


def loses(syntax: TransferSyntax) -> bool | None:
    """Whether streams in a transfer syntax are lossy; ``None`` where only a stream can tell.

    >>> from dicom_codecs import named
    >>> [loses(named(one)) for one in ("JPEGBaseline8Bit", "JPEG2000", "RLELossless")]
    [True, None, False]
    """
    if syntax.lossless or syntax.uncompressed:
        return False
    return True if syntax.family in {"jpeg", "video"} else None


def flagged(existing: Mapping[int, bytes]) -> bool:
    """Whether something is said to have been lost already."""
    return stripped(existing.get(LOSSY, b"")).strip() == b"01"


def earlier_methods(existing: Mapping[int, bytes], source: TransferSyntax | None) -> list[bytes]:
    """Methods of earlier steps.

    Parameters
    ----------
    existing
        Values by tag.
    source
        Of streams that had lost something; where nothing is said of it, their method is added.
    """
    listed = _listed(existing, METHOD)
    method = None if source is None else METHODS.get(source.family)
    if listed or method is None or flagged(existing):
        return listed
    return [method.encode()]


def one_more_step(
    existing: Mapping[int, bytes], earlier: list[bytes], family: str, ratio: float | None
) -> Iterator[_Change]:
    """Elements with one more ratio and method (PS3.3 C.7.6.1.1.5.1, C.7.6.1.1.5.2).

    Parameters
    ----------
    existing
        Values by tag.
    earlier
        Methods of earlier steps.
    family
        Of the transfer syntax of the step.
    ratio
        Native bytes by encoded bytes.
    """
    ratios = _listed(existing, RATIO)
    steps = max(len(ratios), len(earlier))
    if not flagged(existing):
        yield LOSSY, element(LOSSY, "CS", b"01")
    new_ratio = "" if ratio is None else decimal(ratio)
    for tag, vr, values, new in (
        (RATIO, "DS", ratios, new_ratio),
        (METHOD, "CS", earlier, METHODS.get(family, "")),
    ):
        # Where a step was said in one of them only, its place in the other stays empty.
        filled = [b""] * (steps - len(values)) + values
        yield tag, element(tag, vr, b"\\".join([*filled, new.encode()]))


def missing_flag(existing: Mapping[int, bytes], earlier: list[bytes]) -> Iterator[_Change]:
    """What a lossy source should have said; no ratio is invented."""
    yield LOSSY, element(LOSSY, "CS", b"01")
    if earlier != _listed(existing, METHOD):
        yield METHOD, element(METHOD, "CS", b"\\".join(earlier))


def _listed(existing: Mapping[int, bytes], tag: int) -> list[bytes]:
    value = stripped(existing.get(tag, b""))
    return value.split(b"\\") if value else []


def decimal(number: float) -> str:
    """A number as a Decimal String of a few significant digits (PS3.5 6.2).

    >>> decimal(10.526315), decimal(8.0), decimal(123456.7)
    ('10.53', '8', '123456.7')
    """
    text = f"{number:.4g}"
    return text if "e" not in text else f"{number:.1f}"[:_MOST_DS]
