"""The 128 bytes before "DICM": zero, a TIFF header, or what makes the file something else, too.

An executable whose header stands there is a DICOM file and a program at once (CVE-2019-11687).
PS3.10 7.1 lets implementations use the preamble, and names TIFF; without its first bytes no
system takes the file for a program, whatever else of that is hidden behind.
"""

import struct
from itertools import pairwise
from typing import Final, Literal

from ..findings import finding
from ..model import Finding, Where
from .kind import signature_in
from .signatures import EXECUTABLES, TEXTS

PREAMBLE_BYTES: Final = 128
_ZEROS: Final = bytes(PREAMBLE_BYTES)
_SHORTEST_MAGIC: Final = 4
_FIELD_TYPES: Final = range(1, 19)
_HIDDEN: Final = tuple(
    row.magic.lower()
    for row in (*EXECUTABLES, *TEXTS)
    if len(row.magic) >= _SHORTEST_MAGIC and row.kind != "page"
)

PreambleVerdict = Literal["none", "zero", "tiff", "unknown", "executable"]
"""``none``: there is no preamble; ``zero``: it is not used; ``tiff``: the file is a TIFF picture,
too; ``unknown``: something else; ``executable``: the file is a program or a script, too."""


def preamble_of(head: bytes) -> PreambleVerdict:
    r"""What the preamble of a file is.

    >>> preamble_of(b"MZ" + bytes(126) + b"DICM"), preamble_of(bytes(128) + b"DICM")
    ('executable', 'zero')

    Parameters
    ----------
    head
        The first bytes of the file; 132 tell, and with more a TIFF directory in them is looked at.
    """
    if head[PREAMBLE_BYTES : PREAMBLE_BYTES + 4] != b"DICM":
        return "none"
    if head.startswith(_ZEROS):
        return "zero"
    preamble = head[:PREAMBLE_BYTES]
    if _is_executable(preamble):
        return "executable"
    return "tiff" if _is_tiff(head) else "unknown"


def cleared(head: bytes) -> bytes:
    """The same bytes with a preamble of zeros; as they are where there is no preamble."""
    if head[PREAMBLE_BYTES : PREAMBLE_BYTES + 4] != b"DICM":
        return head
    return _ZEROS + head[PREAMBLE_BYTES:]


def preamble_findings(path: str, verdict: PreambleVerdict) -> tuple[Finding, ...]:
    """What there is to say of a file whose preamble is cleared unless it is that of a TIFF file."""
    told = _TOLD.get(verdict)
    return (finding(*told, Where(path=path)),) if told else ()


_TOLD: Final[dict[PreambleVerdict, tuple[str, str]]] = {
    "executable": ("preamble-executable", "Its preamble makes it a program or a script, too."),
    "unknown": ("preamble-unknown", "Its preamble is neither zero nor a TIFF header."),
    "tiff": ("preamble-tiff", "Its preamble makes it a TIFF picture, too."),
}


def _is_executable(preamble: bytes) -> bool:
    """Whether it begins as something that is run does, or has the beginning of such within."""
    if signature_in(preamble, EXECUTABLES) is not None:
        return True
    lower = preamble.lower()
    return any(magic in lower for magic in _HIDDEN) or b"\n#!" in lower


def _is_tiff(head: bytes) -> bool:
    """Whether a TIFF or BigTIFF reader takes it (TIFF 6.0 section 2), as far as can be told.

    A directory behind the bytes that are here is believed; one among them must be one.
    """
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        return False
    version, *more = struct.unpack_from(f"{order}HHH", head, 2)
    if version == 42:
        (at,) = struct.unpack_from(f"{order}L", head, 4)
        return at >= 8 and at % 2 == 0 and _is_directory(head, at, order, f"{order}H", 12)
    if version == 43 and more == [8, 0]:
        (at,) = struct.unpack_from(f"{order}Q", head, 8)
        return at >= 16 and at % 2 == 0 and _is_directory(head, at, order, f"{order}Q", 20)
    return False


def _is_directory(head: bytes, at: int, order: str, counter: str, entry_bytes: int) -> bool:
    first = at + struct.calcsize(counter)
    if first > len(head):
        return True
    (count,) = struct.unpack_from(counter, head, at)
    past = min(first + count * entry_bytes, len(head) - entry_bytes + 1)
    entries = [
        struct.unpack_from(f"{order}HH", head, one) for one in range(first, past, entry_bytes)
    ]
    ascending = all(one[0] < other[0] for one, other in pairwise(entries))
    return count > 0 and ascending and all(kind in _FIELD_TYPES for _, kind in entries)
