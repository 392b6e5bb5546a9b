"""What a derived image says of where it comes from (PS3.3 C.7.6.1.1, C.12.4.1)."""

from collections.abc import Mapping
from typing import Final

from ..elements import element, item, stripped

SOP_CLASS: Final = 0x0008_0016
SOP_INSTANCE: Final = 0x0008_0018
IMAGE_TYPE: Final = 0x0008_0008
DESCRIPTION: Final = 0x0008_2111
SOURCE_IMAGES: Final = 0x0008_2112
CODES: Final = 0x0008_9215
DERIVATION: Final = frozenset(
    {SOP_CLASS, SOP_INSTANCE, IMAGE_TYPE, DESCRIPTION, SOURCE_IMAGES, CODES}
)
"""Elements that :func:`derivation` looks at."""
SEQUENCES: Final = frozenset({SOURCE_IMAGES, CODES})
"""Those among them that are sequences."""

_REFERENCED_SOP_CLASS: Final = 0x0008_1150
_REFERENCED_SOP_INSTANCE: Final = 0x0008_1155
_PURPOSE: Final = 0x0040_A170
_MOST_ST: Final = 1024
"""Characters of a Short Text (PS3.5 6.2); bytes are counted, of which there are no fewer."""

Code = tuple[str, str]
"""Value and meaning in the scheme DCM (PS3.16 D)."""
LOSSY_COMPRESSION: Final = ("113040", "Lossy Compression")
"""Of CID 7203."""
UNCOMPRESSED: Final = ("121320", "Uncompressed predecessor")
LOSSY_COMPRESSED: Final = ("121330", "Lossy compressed predecessor")
"""Of CID 7202."""


def derivation(
    existing: Mapping[int, bytes], words: tuple[str, str], was_lossy: bool
) -> tuple[dict[int, bytes | None], list[str]]:
    """Elements of an image that is a lossy version of another one.

    Parameters
    ----------
    existing
        Values of :data:`DERIVATION` that the other one has.
    words
        What was done, and the same in fewer words.
    was_lossy
        Whether that other one had lost something, too.

    Returns
    -------
    tuple
        Elements by tag, and ``derivation-not-described`` where no words had room.
    """
    changes: dict[int, bytes | None] = {
        IMAGE_TYPE: element(IMAGE_TYPE, "CS", _derived(existing.get(IMAGE_TYPE, b""))),
        CODES: element(CODES, "SQ", _with_code(existing.get(CODES, b""))),
        SOURCE_IMAGES: element(SOURCE_IMAGES, "SQ", _with_source(existing, was_lossy)),
    }
    text = _described(stripped(existing.get(DESCRIPTION, b"")), words)
    if text is None:
        return changes, ["derivation-not-described"]
    changes[DESCRIPTION] = element(DESCRIPTION, "ST", text)
    return changes, []


def _derived(image_type: bytes) -> bytes:
    r"""Image Type with DERIVED first (PS3.3 C.7.6.1.1.2).

    >>> _derived(b"ORIGINAL\\PRIMARY\\AXIAL "), _derived(b"")
    (b'DERIVED\\PRIMARY\\AXIAL', b'DERIVED\\SECONDARY')
    """
    _, *others = stripped(image_type).split(b"\\")
    return b"\\".join([b"DERIVED", *(others or [b"SECONDARY"])])


def _described(existing: bytes, words: tuple[str, str]) -> bytes | None:
    """Derivation Description, appended to; ``None`` where it has no room."""
    for text in words:
        found = b"; ".join(part for part in (existing, text.encode("ascii")) if part)
        if len(found) <= _MOST_ST:
            return found
    return None


def _with_code(items: bytes) -> bytes:
    """Derivation Code Sequence, with a code that it has only once."""
    code = _code(LOSSY_COMPRESSION)
    return items if _CODE_VALUE in items else items + code


def _with_source(existing: Mapping[int, bytes], was_lossy: bool) -> bytes:
    """Source Image Sequence with one more (PS3.3 C.12.4.1.2)."""
    purpose = _code(LOSSY_COMPRESSED if was_lossy else UNCOMPRESSED)
    sop_class, sop_instance = (
        stripped(existing.get(tag, b"")) for tag in (SOP_CLASS, SOP_INSTANCE)
    )
    source = (
        element(_REFERENCED_SOP_CLASS, "UI", sop_class),
        element(_REFERENCED_SOP_INSTANCE, "UI", sop_instance),
        element(_PURPOSE, "SQ", purpose),
    )
    return existing.get(SOURCE_IMAGES, b"") + item(b"".join(source))


def _code(code: Code) -> bytes:
    """An item of a code sequence (PS3.3 8.8)."""
    value, meaning = code
    return item(
        element(0x0008_0100, "SH", value.encode())
        + element(0x0008_0102, "SH", b"DCM")
        + element(0x0008_0104, "LO", meaning.encode())
    )


_CODE_VALUE: Final = element(0x0008_0100, "SH", LOSSY_COMPRESSION[0].encode())
