"""What a stream itself says of its colours, against what the data set says."""

from typing import Final

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .headers import JPEG_LS, LOSSLESS, Application
from .markers import JpegStream

_HP: Final = "JPEG-LS with colour transform {} of Hewlett-Packard, which PS3.5 A.4.3 does not allow"
_ADOBE: Final = {0: "RGB", 1: "YBR_FULL"}  # ISO 10918-6 6.5.3
_SPIFF: Final = {1: "YBR_FULL", 3: "YBR_FULL", 4: "YBR_FULL", 10: "RGB"}  # ISO 10918-3 F.2.1.1
_YBR: Final = frozenset({"YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420"})


def photometric(header: JpegStream, label: str) -> tuple[str, tuple[Deviation, ...]]:
    """Photometric Interpretation of decoded cells, and whether the label was another.

    Parameters
    ----------
    header
        Of a stream that is decoded without any conversion of colours.
    label
        Photometric Interpretation of the data set.
    """
    if len(header.frame.components) != 3:
        return label, ()
    evidence = _evidence(header)
    if evidence is None:
        return ("YBR_FULL" if label == "YBR_FULL_422" else label), ()
    found, why = evidence
    if label == found or (found == "YBR_FULL" and label in _YBR):
        return found, ()
    message = f"labelled {label}, the stream is {found}: {why}; the stream is followed"
    return found, (Deviation("colour-differs", message, header.frame.offset),)


def see_untransformed(header: JpegStream) -> None:
    """See that JPEG-LS has no colour transform of its own (APP8 ``mrfx``).

    Raises
    ------
    DamagedPixelData
        It has.
    """
    for one in header.applications:
        if one.kind == "HP" and one.transform and header.frame.process == JPEG_LS:
            raise DamagedPixelData(_HP.format(one.transform), one.offset)


def _evidence(header: JpegStream) -> tuple[str, str] | None:
    """The strongest word of the stream; ``None`` where it has none.

    Chroma that is coarser than luma is beyond doubt; then come identifiers that spell RGB, and
    the Adobe marker, which encoders write because of the colours.  A JFIF marker stands for
    YCbCr only where there is a DCT: lossless encoders write it by habit and transform nothing.
    Of JPEG-LS nothing is evidence, as PS3.5 8.2.3 knows no transform and the SPIFF header of
    CharLS has always said RGB.
    """
    frame = header.frame
    if frame.process == JPEG_LS:
        return None
    factors = [(one.horizontal, one.vertical) for one in frame.components]
    if factors[1] == factors[2] != factors[0]:
        return "YBR_FULL", "chroma is sub-sampled"
    if bytes(one.identifier for one in frame.components).upper() == b"RGB":
        return "RGB", "its components are called R, G and B"
    words = {one.kind: _word(one) for one in header.applications}
    for kind in ("Adobe", "SPIFF"):
        if words.get(kind):
            return words[kind], f"{kind} marker"
    if "JFIF" in words and frame.process not in LOSSLESS:
        return "YBR_FULL", "JFIF marker"
    return None


def _word(application: Application) -> str:
    terms = {"Adobe": _ADOBE, "SPIFF": _SPIFF}.get(application.kind, {})
    return terms.get(application.transform, "")
