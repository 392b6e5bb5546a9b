"""What an instance will be to a profile in another transfer syntax: predicted, proven later."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import msgspec
from dicom_codecs.constraints import misfit
from dicom_codecs.pixel_format import ALLOCATED, PixelFormat
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax
from dicom_profiles import Facts
from dicom_profiles.facts import Fact

_AFTER_DECODING: Final = {"YBR_RCT": "RGB", "YBR_ICT": "RGB"}
_OF_JPEG: Final = frozenset({"YBR_FULL", "YBR_FULL_422"})


def predicted(facts: Facts, target: TransferSyntax) -> Facts:
    """The facts of an instance that is transcoded, as far as its header tells."""
    source = TRANSFER_SYNTAXES[facts.transfer_syntax_uid]
    attributes = dict(facts.attributes)
    if source.encapsulated and isinstance(attributes.get("PhotometricInterpretation"), str):
        attributes |= _decoded(attributes, source, target)
    return msgspec.structs.replace(facts, transfer_syntax_uid=target.uid, attributes=attributes)


def _decoded(
    attributes: Mapping[str, Fact], source: TransferSyntax, target: TransferSyntax
) -> dict[str, Fact]:
    """What decoding makes of colour (PS3.5 8.2.1, 8.2.4)."""
    colour = str(attributes["PhotometricInterpretation"])
    colour = _AFTER_DECODING.get(colour, colour)
    if source.family == "jpeg" and colour in _OF_JPEG:
        colour = "YBR_FULL" if target.encapsulated else "RGB"
    made: dict[str, Fact] = {"PhotometricInterpretation": colour}
    if attributes.get("SamplesPerPixel") == 3:
        made["PlanarConfiguration"] = 0
    return made


def unfit(facts: Facts, target: TransferSyntax) -> str:
    """Why PS3.5 8.2 has no room for such pixels in a transfer syntax; empty where it has."""
    if not target.constraints:
        return ""
    fmt = format_of(facts)
    if fmt is None:
        return "its header does not describe pixels"
    return misfit(replace(fmt, planar=False), target.constraints) or ""


def format_of(facts: Facts) -> PixelFormat | None:
    """The pixels of an instance; ``None`` where its facts describe none."""
    found = facts.attributes
    numbers = [
        found.get(keyword)
        for keyword in ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "BitsStored")
    ]
    if not all(isinstance(one, int) and one > 0 for one in numbers):
        return None
    rows, columns, samples, allocated, stored = (one for one in numbers if isinstance(one, int))
    if allocated not in ALLOCATED or stored > allocated:
        return None
    photometric = str(found.get("PhotometricInterpretation", "MONOCHROME2"))
    signed = found.get("PixelRepresentation") == 1
    try:
        return PixelFormat(
            rows, columns, samples, allocated, stored, signed, photometric=photometric
        )
    except ValueError:
        return None


def native_bytes(facts: Facts) -> int:
    """How long its pixels are when they lie native; 0 where that is not known."""
    fmt = format_of(facts)
    frames = facts.attributes.get("NumberOfFrames", 1)
    if fmt is None or not isinstance(frames, int):
        return 0
    return fmt.rows * fmt.columns * fmt.samples * max(fmt.bits_allocated, 8) // 8 * max(frames, 1)
