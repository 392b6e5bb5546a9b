"""What an instance will be to a profile in another transfer syntax: predicted, proven later."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import msgspec
from dicom_codecs.constraints import misfit
from dicom_codecs.pixel_format import ALLOCATED, PixelFormat
from dicom_codecs.registry import DEFLATED, TRANSFER_SYNTAXES, TransferSyntax
from dicom_profiles import Facts
from dicom_profiles.facts import Fact

from ..model import Instance, Traits
from ..transcoding.suiting import NATIVE_FAMILIES

_CODESTREAM_COLOURS: Final = {"YBR_RCT": "RGB", "YBR_ICT": "RGB", "XYB": "RGB"}
"""What colours are outside of codestreams (PS3.5 8.2.4, 8.2.15)."""
_HALVED: Final = "YBR_FULL_422"
_JPEG_2000: Final = frozenset({"jpeg 2000", "htj2k"})
_MOST_TRANSFORMED_BITS: Final = 16
"""RGB of more bits goes into JPEG 2000 as it is."""
_MOST_BITS: Final = {"jpeg 2000": (24, 20), "htj2k": (16, 16)}
"""Bits Stored that the encoders of a family take: lossless, lossy."""


def by_stream(facts: Facts, traits: Traits) -> Facts:
    """An instance whose label lies, as its stream tells of it."""
    sizes = {"Rows": traits.pixels.rows, "Columns": traits.pixels.columns}
    attributes = {**facts.attributes, **{word: size for word, size in sizes.items() if size}}
    uid = facts.transfer_syntax_uid
    if traits.pixels.syntaxes and uid not in traits.pixels.syntaxes:
        uid = traits.pixels.syntaxes[0]
    return msgspec.structs.replace(facts, transfer_syntax_uid=uid, attributes=attributes)


def predicted(facts: Facts, target: TransferSyntax) -> Facts:
    """The facts of an instance that is transcoded, as far as its header tells."""
    source = TRANSFER_SYNTAXES[facts.transfer_syntax_uid]
    attributes = dict(facts.attributes)
    if not (source.uncompressed and target.uncompressed):
        attributes |= _transcoded(attributes, source, target)
        if target.encapsulated and attributes.get("SamplesPerPixel") == 1:
            attributes.pop("PlanarConfiguration", None)
    return msgspec.structs.replace(facts, transfer_syntax_uid=target.uid, attributes=attributes)


def _transcoded(
    attributes: Mapping[str, Fact], source: TransferSyntax, target: TransferSyntax
) -> dict[str, Fact]:
    """What passing codecs makes of colour (PS3.5 8.2.1, 8.2.4)."""
    label = attributes.get("PhotometricInterpretation")
    if not isinstance(label, str):
        return {}
    colour = _encoded(_decoded(label, source, target), attributes, target)
    made: dict[str, Fact] = {"PhotometricInterpretation": colour}
    if attributes.get("SamplesPerPixel") == 3:
        made["PlanarConfiguration"] = 0
    return made


def _decoded(label: str, source: TransferSyntax, target: TransferSyntax) -> str:
    """The colour of decoded frames, as :func:`~..transcoding.suiting.suited` has it."""
    colour = _CODESTREAM_COLOURS.get(label, label)
    colour = "YBR_FULL" if colour == _HALVED else colour
    if colour == "YBR_FULL" and source.family == "jpeg" and target.family in NATIVE_FAMILIES:
        return "RGB"
    return colour


def _encoded(colour: str, attributes: Mapping[str, Fact], target: TransferSyntax) -> str:
    if target.family == "jpeg" and colour in {"RGB", "YBR_FULL"}:
        return _HALVED
    stored = attributes.get("BitsStored")
    deep = isinstance(stored, int) and stored > _MOST_TRANSFORMED_BITS
    if colour == "RGB" and target.family in _JPEG_2000 and not deep:
        return "YBR_RCT" if target.lossless else "YBR_ICT"
    return colour


def unfit(facts: Facts, target: TransferSyntax) -> str:
    """Why such pixels have no room in a transfer syntax by PS3.5 8.2, or in our encoders of it.

    Empty where they have.
    """
    if not target.constraints:
        return ""
    fmt = format_of(facts)
    if fmt is None:
        return "its header does not describe pixels"
    most = _MOST_BITS.get(target.family, (64, 64))[0 if target.lossless else 1]
    if fmt.bits_stored > most:
        return f"Bits Stored {fmt.bits_stored}, where encoders take {most}"
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


_MOST_INFLATED: Final = 1032
"""Times that deflated bytes can become more (RFC 1951)."""
_MOST_CONVERTED: Final = 2
"""Times that colours of two samples for a pixel become more, as three."""
_SMALLEST_FRAME: Final = 16
"""Bytes of an item with a frame in it that says anything."""
_ELEMENTS: Final = 4096
"""What elements beside the pixels take in most instances."""


def elements_bytes(instance: Instance, facts: Facts) -> int:
    """How long an instance is without its pixels; a guess, where these are compressed."""
    row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
    if row is not None and row.uncompressed and row.uid != DEFLATED:
        return max(instance.size - native_bytes(facts), 0)
    return min(instance.size, _ELEMENTS)


def native_bytes(facts: Facts) -> int:
    """How long its pixels are when they lie native, by its header; 0 where that does not tell."""
    fmt = format_of(facts)
    if fmt is None:
        return 0
    cells = fmt.rows * fmt.columns * fmt.samples * frames_of(facts)
    return -(-cells * fmt.bits_allocated // 8)


def frames_of(facts: Facts) -> int:
    """How many frames a header says that there are; one, where it says nothing."""
    frames = facts.attributes.get("NumberOfFrames", 1)
    return max(frames, 1) if isinstance(frames, int) else 1


def bounded(native: int, instance: Instance, facts: Facts) -> int:
    """Native bytes, or as many as there can be in the file: a header may say anything.

    Parameters
    ----------
    native
        From :func:`native_bytes`.
    """
    row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
    if row is not None and row.uncompressed:
        most = _MOST_INFLATED if row.uid == DEFLATED else _MOST_CONVERTED
        return min(native, instance.size * most)
    frames = frames_of(facts)
    return native // frames * min(frames, instance.size // _SMALLEST_FRAME + 1)
