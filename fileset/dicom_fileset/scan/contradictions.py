"""Instances that lie: what the header says of pixels, and what these show of themselves."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax
from dicom_profiles.facts import Fact

from ..elements import UNDEFINED
from ..findings import CODES
from ..model import Finding, Instance, Traits, Where
from .typed import typed


class Contradiction(NamedTuple):
    """One thing of which header and pixel data say two.

    Attributes
    ----------
    hopeless
        Whether no reader can show such pixels: the instance conforms to no profile.
    about
        ``pixels`` or ``video``.
    """

    message: str
    clause: str
    hopeless: bool = True
    about: str = "pixels"


Header = Mapping[str, Fact]
_Rule = Callable[[Header, Traits, TransferSyntax], Iterator[Contradiction]]

_SAMPLES: Final = {
    **dict.fromkeys(("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"), 1),
    **dict.fromkeys(("RGB", "HSV", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422"), 3),
    **dict.fromkeys(("YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "XYB"), 3),
    **dict.fromkeys(("ARGB", "CMYK"), 4),
}
"""Samples per Pixel of each Photometric Interpretation (PS3.3 C.7.6.3.1.2)."""
_SHARED_COLOUR: Final = {"YBR_FULL_422": 2.0, "YBR_PARTIAL_422": 2.0, "YBR_PARTIAL_420": 1.5}
"""Samples of each pixel where several pixels share colour, native."""


def contradictions(instance: Instance) -> tuple[Contradiction, ...]:
    """In what an instance contradicts itself; nothing for nearly all."""
    return contradictions_in(instance.transfer_syntax_uid, instance.traits)


@lru_cache(maxsize=65536)
def contradictions_in(transfer_syntax_uid: str, traits: Traits) -> tuple[Contradiction, ...]:
    """As :func:`contradictions`, of what instances of a series have in common."""
    row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
    if row is None or not traits.raw or traits.pixels.length < 0:
        return ()
    header = dict(typed(traits))
    return tuple(one for rule in _RULES for one in rule(header, traits, row))


def contradiction_findings(instance: Instance, *, hopeless: bool) -> tuple[Finding, ...]:
    """What is told of an instance that is where it is, whatever it says of itself.

    Parameters
    ----------
    instance
        Placed, or met in a file-set.
    hopeless
        Whether all of it is told, and not only what every profile puts up with.
    """
    told = _told(instance.transfer_syntax_uid, instance.traits, hopeless)
    if not told:
        return ()
    severity, _, remedy = CODES["pixels-differ"]
    where = Where(path=instance.path)
    return tuple(
        Finding("pixels-differ", severity, one.message, where, one.clause, remedy) for one in told
    )


@lru_cache(maxsize=65536)
def _told(transfer_syntax_uid: str, traits: Traits, hopeless: bool) -> tuple[Contradiction, ...]:
    found = contradictions_in(transfer_syntax_uid, traits)
    if not hopeless:
        return tuple(one for one in found if not one.hopeless)
    lie = _lie(transfer_syntax_uid, traits)
    return (*found, Contradiction(lie, "PS3.5 8.2")) if lie else found


def unshowable(transfer_syntax_uid: str, traits: Traits) -> Iterator[Contradiction]:
    """What no reader can show: pixels that contradict their header, or that no decoder takes."""
    found = contradictions_in(transfer_syntax_uid, traits)
    yield from (one for one in found if one.hopeless)
    lie = _lie(transfer_syntax_uid, traits)
    if lie and not _is_read(transfer_syntax_uid, traits):
        yield Contradiction(lie, "PS3.5 8.2")


def is_as_labelled(instance: Instance) -> bool:
    """Whether the pixels of an instance are what its header and its transfer syntax say."""
    uid, traits = instance.transfer_syntax_uid, instance.traits
    return not stream_contradicts(instance) and next(unshowable(uid, traits), None) is None


def _number(header: Header, keyword: str) -> int | None:
    value = header.get(keyword)
    return value if isinstance(value, int) else None


def _bits(header: Header, _: Traits, __: TransferSyntax) -> Iterator[Contradiction]:
    """Bits Stored lie in Bits Allocated, below High Bit (PS3.5 8.1.1)."""
    allocated, stored = _number(header, "BitsAllocated"), _number(header, "BitsStored")
    if allocated is None or stored is None:
        return
    if not 1 <= stored <= allocated:
        yield Contradiction(f"Bits Stored is {stored}, of {allocated} allocated.", "PS3.5 8.1.1")
        return
    high = _number(header, "HighBit")
    if high is not None and high != stored - 1:
        # Editions before 2011 let pixels lie higher.
        message = f"High Bit is {high}, and Bits Stored is {stored}."
        yield Contradiction(message, "PS3.5 8.1.1", hopeless=False)


def _samples(header: Header, _: Traits, __: TransferSyntax) -> Iterator[Contradiction]:
    samples, photometric = _number(header, "SamplesPerPixel"), _photometric(header)
    if samples is not None and samples != _SAMPLES.get(photometric, samples):
        message = f"Samples per Pixel is {samples}, in {photometric}."
        yield Contradiction(message, "PS3.3 C.7.6.3.1.2")


def _photometric(header: Header) -> str:
    return str(header.get("PhotometricInterpretation", ""))


def _length(header: Header, traits: Traits, row: TransferSyntax) -> Iterator[Contradiction]:
    """Native pixel data have a length, and it is that of their frames (PS3.5 8.1.1, A.4)."""
    found = traits.pixels.length
    if row.encapsulated != (found == UNDEFINED):
        is_so = "undefined" if found == UNDEFINED else str(found)
        message = f"The length of Pixel Data is {is_so}, in {row.name}."
        yield Contradiction(message, "PS3.5 A.4")
        return
    wanted = [] if row.encapsulated else _lengths(header)
    if not wanted or any(found in {one, one + one % 2} for one in wanted):
        return
    least = min(wanted)
    message = f"Pixel Data has {found} bytes, where the header asks for {max(wanted)}."
    yield Contradiction(message, "PS3.5 8.1.1", hopeless=found < least)


def _lengths(header: Header) -> list[int]:
    """Lengths that native pixel data may have; nothing where the header does not tell."""
    numbers = [_number(header, word) for word in ("Rows", "Columns", "BitsAllocated")]
    if None in numbers:
        return []
    rows, columns, allocated = (one or 0 for one in numbers)
    frames = max(_number(header, "NumberOfFrames") or 1, 1)
    samples: float = _number(header, "SamplesPerPixel") or 1
    widths = [
        samples,
        _SHARED_COLOUR.get(_photometric(header), samples) if samples == 3 else samples,
    ]
    bits = [int(rows * columns * allocated * width) for width in widths]
    # Frames of single bits follow each other without padding; some writers pad them.
    return [length for one in bits for length in (-(-one * frames // 8), -(-one // 8) * frames)]


def _frames(header: Header, traits: Traits, _: TransferSyntax) -> Iterator[Contradiction]:
    said, found = _number(header, "NumberOfFrames"), traits.pixels.frames
    if said is None or found < 0 or found == said:
        return
    message = f"Number of Frames is {said}, and {found} are there."
    yield Contradiction(message, "PS3.3 C.7.6.6.1.1", hopeless=found < said)


def _head(header: Header, traits: Traits, _: TransferSyntax) -> Iterator[Contradiction]:
    """The head of the first compressed frame (PS3.5 8.2)."""
    samples = _number(header, "SamplesPerPixel")
    if traits.pixels.samples and samples not in {None, traits.pixels.samples}:
        message = f"Samples per Pixel is {samples}, and {traits.pixels.samples} in the stream."
        yield Contradiction(message, "PS3.5 8.2")
    allocated, stored = _number(header, "BitsAllocated"), _number(header, "BitsStored")
    bits = traits.pixels.bits
    if bits and allocated is not None and bits > allocated:
        yield Contradiction(
            f"Bits Allocated is {allocated}, and the stream has {bits}.", "PS3.5 8.2"
        )
    elif bits and stored is not None and bits < stored:
        message = f"Bits Stored is {stored}, and the stream has {bits}."
        yield Contradiction(message, "PS3.5 8.2", hopeless=False)


def _video(header: Header, traits: Traits, row: TransferSyntax) -> Iterator[Contradiction]:
    """The coding and the size that a video begins with (PS3.5 8.2.5 to 8.2.12)."""
    if row.family != "video":
        return
    if traits.pixels.coding == "none":
        message = f"The stream begins like no video, and the label says {row.name}."
        yield Contradiction(message, "PS3.5 8.2.5", about="video")
    elif not row.keyword.startswith(traits.pixels.coding):
        message = f"The label says {row.name}, the stream is {traits.pixels.coding}."
        yield Contradiction(message, "PS3.5 8.2.5", about="video")
    for keyword, found in (("Rows", traits.pixels.rows), ("Columns", traits.pixels.columns)):
        if found and header.get(keyword) != found:
            said = header.get(keyword, "absent")
            message = f"{keyword} is {said}, and {found} in the stream."
            yield Contradiction(message, "PS3.5 8.2.5", about="video")


def _is_read(transfer_syntax_uid: str, traits: Traits) -> bool:
    """Whether pixels can be decoded though their header lies: of its size, and of its kind."""
    pixels, header = traits.pixels, dict(typed(traits))
    sizes = (("Rows", pixels.rows), ("Columns", pixels.columns))
    if any(found and header.get(keyword) != found for keyword, found in sizes):
        return False
    uids = (transfer_syntax_uid, pixels.syntaxes[0])
    families = {row.family for uid in uids if (row := TRANSFER_SYNTAXES.get(uid)) is not None}
    return len(families) == 1 or families == _ONE_DECODER


_ONE_DECODER: Final = frozenset({"jpeg", "jpeg lossless"})
"""Families that the same decoders read, whatever the label says."""
_RULES: Final[tuple[_Rule, ...]] = (_length, _bits, _samples, _frames, _head, _video)


def stream_contradicts(instance: Instance) -> str:
    """How the stream of a compressed frame differs from its header; empty if it does not."""
    return _lie(instance.transfer_syntax_uid, instance.traits)


@lru_cache(maxsize=65536)
def _lie(transfer_syntax_uid: str, traits: Traits) -> str:
    pixels = traits.pixels
    if not pixels.syntaxes:
        return ""
    if transfer_syntax_uid not in pixels.syntaxes:
        label, found = (
            TRANSFER_SYNTAXES[uid].name for uid in (transfer_syntax_uid, pixels.syntaxes[0])
        )
        return f"The label says {label}, the stream is {found}."
    header = dict(typed(traits))
    for keyword, of_stream in (("Rows", pixels.rows), ("Columns", pixels.columns)):
        if of_stream and header.get(keyword) != of_stream:
            return f"{keyword} is {header.get(keyword, 'absent')}, and {of_stream} in the stream."
    return ""
