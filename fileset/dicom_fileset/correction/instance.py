"""One file written anew with other attributes: header spliced, all else carried and compared."""

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..elements import element, stripped, tag_name
from ..errors import Refused
from ..findings import finding
from ..model import Finding, Where
from ..place.copy import copy_file
from ..scan.failure import ScanFailure
from ..splice.check import check_spliced
from ..splice.header import Changes
from ..splice.layout import Layout, opened
from ..splice.write import write_spliced
from ..text import decoded
from .attributes import CHARACTER_SET, Wanted, wanted
from .attributes import Changes as ChangesAsked
from .modification import ChangedAttribute, Corrected, Modification
from .original import (
    CONTRIBUTING_EQUIPMENT,
    ORIGINAL_ATTRIBUTES,
    contributing_equipment,
    original_attributes,
)
from .text import Encoded, encoded, texts_of_file, value_in

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_WRITE_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_BUFFER_BYTES: Final = 1024 * 1024
_SIGNATURES: Final = 0xFFFA_FFFA
_ENCRYPTED: Final = 0x0400_0500


class _Made(NamedTuple):
    elements: dict[int, bytes | None]
    changed: tuple[ChangedAttribute, ...]
    character_set: bytes


def corrected(
    source_path: str,
    destination_path: str,
    changes: ChangesAsked,
    modification: Modification,
) -> Corrected:
    """Write a file that is another one but for some attributes, and prove that it is.

    Where a file has the values already it is copied, and no equipment is named.

    Parameters
    ----------
    source_path
        Of an instance; a file of any encoding that can be read, with or without preamble.
    destination_path
        Must not exist.
    changes
        By tag or keyword the new value; empty text is a value of no length, ``None`` removes the
        attribute.  Of several values a backslash separates them; a sequence has items.
    modification
        What the Original Attributes Sequence says of it.

    Raises
    ------
    UsageError
        The changes are none that can be made, whatever the file.
    Refused
        They cannot be made in this file, or what was written does not read back; nothing is left.
    ScanFailure
        The source cannot be understood.
    OSError
        The source cannot be read, or the destination exists or cannot be written.
    """
    asked = wanted(changes)
    with opened(source_path) as layout:
        made = _made(layout, asked, modification)
        declared = stripped(layout.value(CHARACTER_SET) or b"")
        findings = _findings(layout, declared, made) if made.elements else []
        if made.elements:
            _write(layout, made.elements, destination_path)
        else:
            copy_file(source_path, destination_path)
    sets = declared.decode("latin-1"), made.character_set.decode("latin-1")
    return Corrected(made.changed, sets, os.path.getsize(destination_path), tuple(findings))


def foreseen(source_path: str, changes: ChangesAsked) -> Corrected:
    """As :func:`corrected`, with nothing written: what would change; the size is the source's.

    Raises
    ------
    UsageError, Refused, ScanFailure, OSError
        As there.
    """
    with opened(source_path) as layout:
        made = _made(layout, wanted(changes), Modification("CORRECT", ""))
        declared = stripped(layout.value(CHARACTER_SET) or b"")
        findings = _findings(layout, declared, made) if made.elements else []
    sets = declared.decode("latin-1"), made.character_set.decode("latin-1")
    return Corrected(made.changed, sets, os.path.getsize(source_path), tuple(findings))


def _made(layout: Layout, asked: Sequence[Wanted], modification: Modification) -> _Made:
    """The elements that are to be other than in the source."""
    if layout.transfer_syntax_uid not in TRANSFER_SYNTAXES:
        message = f"Its transfer syntax is {layout.transfer_syntax_uid or 'not known'}."
        raise Refused(finding("correction-syntax", message))
    declared = stripped(layout.value(CHARACTER_SET) or b"")
    before = {one.tag: _text(layout, one, declared) for one in asked}
    other = [one for one in asked if not _is_so(layout, one, before[one.tag], declared)]
    elements: dict[int, bytes | None] = {}
    new = encoded(declared, texts_of_file(layout, other), other)
    if other:
        elements = {one.tag: _element(one, new) for one in other}
        anew = new.character_set != declared
        if anew:
            elements[CHARACTER_SET] = element(CHARACTER_SET, "CS", new.character_set)
        elements[ORIGINAL_ATTRIBUTES] = original_attributes(
            layout, other, modification, with_character_set=anew
        )
    if other and modification.equipment is not None:
        stamp = modification.stamp()
        elements[CONTRIBUTING_EQUIPMENT] = contributing_equipment(
            layout, modification.equipment, stamp
        )
    changed = tuple(
        ChangedAttribute(one.tag, one.keyword, before[one.tag], one.text) for one in other
    )
    return _Made(elements, changed, new.character_set)


def _is_so(layout: Layout, one: Wanted, before: str | None, declared: bytes) -> bool:
    """Whether an attribute has the value that it is to have."""
    if one.items is None:
        return one.text == before
    return before is not None and layout.items(one.tag) == value_in(declared, one)


def _text(layout: Layout, one: Wanted, declared: bytes) -> str | None:
    """A value as text; of a sequence no more than that it is there."""
    value = layout.value(one.tag)
    if value is None or one.vr == "SQ":
        return None if value is None else ""
    return decoded(stripped(value), declared)


def _element(one: Wanted, new: Encoded) -> bytes | None:
    return None if one.text is None else element(one.tag, one.vr, new.values[one.tag])


def _write(layout: Layout, elements: Changes, destination_path: str) -> None:
    descriptor = os.open(destination_path, _WRITE_FLAGS, 0o666)
    try:
        try:
            with io.BufferedWriter(_Written(descriptor), _BUFFER_BYTES) as file:
                write_spliced(layout, elements, layout.transfer_syntax_uid, file)
        finally:
            os.close(descriptor)
        _prove(layout, elements, destination_path)
    except BaseException:
        with suppress(OSError):
            os.unlink(destination_path)
        raise


class _Written(io.RawIOBase):
    """A descriptor that is written to as everywhere here: by one call, which tests can count."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        return os.write(self._descriptor, data)


def _prove(layout: Layout, elements: Changes, destination_path: str) -> None:
    try:
        tag = check_spliced(layout, destination_path, elements, new_pixels=False)
    except ScanFailure as failure:
        message = "What was written cannot be read."
        raise Refused(finding("not-proven", message)) from failure
    if tag is not None:
        message = f"{tag_name(tag)} does not read back as it was written."
        raise Refused(finding("not-proven", message, Where(tag=tag_name(tag))))


def _findings(layout: Layout, declared: bytes, made: _Made) -> list[Finding]:
    found = []
    if made.character_set != declared:
        was, now = (one.decode("latin-1") or "none" for one in (declared, made.character_set))
        message = f"Specific Character Set was {was} and is {now}."
        found.append(finding("character-set-changed", message, Where(tag="(0008,0005)")))
    if _SIGNATURES in layout.places:
        message = "Digital signatures were kept; those over what was changed hold no more."
        found.append(finding("signature-void", message, Where(tag=tag_name(_SIGNATURES))))
    if _ENCRYPTED in layout.places:
        message = "Encrypted Attributes Sequence was kept as it is."
        found.append(finding("encrypted-kept", message, Where(tag=tag_name(_ENCRYPTED))))
    if "truncated" in layout.remarks:
        found.append(finding("incomplete", "The file ends inside its pixel data."))
    if "trailing-data" in layout.remarks:
        found.append(finding("trailing-data", "What follows the data set was left out."))
    return found
