"""A directory taken apart, before any offset is followed."""

from typing import Final, NamedTuple

from ..elements import element, stripped
from ..findings import finding
from ..limits import Limits
from ..model import Finding, Where
from ..scan.failure import ScanFailure
from .follow import CONSISTENCY, FIRST_ROOT, LAST_ROOT
from .items import Item, number_of

FILE_SET_ID: Final = 0x0004_1130
NUMBERS: Final = frozenset({FIRST_ROOT, LAST_ROOT, CONSISTENCY})
PADDING: Final = 0xFFFC_FFFC


class Parts(NamedTuple):
    """What a DICOMDIR holds: records by offset, and all else."""

    file_set_uid: str
    numbers: dict[int, int]
    file_set_id: str
    preface: bytes
    epilogue: bytes
    table: dict[int, Item]
    has_sequence: bool
    findings: tuple[Finding, ...]
    holes: frozenset[int] = frozenset()
    """Records before which bytes lie that could not be understood, by offset."""


class Manner(NamedTuple):
    """How a directory is read: whether what is wrong is mended, and how much is read at most."""

    mend: bool
    limits: Limits


class Elements:
    """The elements of a directory as they come: numbers, records, and what is before and after."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.file_set_id = ""
        self.sides: tuple[list[bytes], list[bytes]] = ([], [])
        self.table: dict[int, Item] | None = None
        self.holes: set[int] = set()
        self.findings: list[Finding] = []

    def take(self, tag: int, value: bytes, whole: bytes) -> None:
        """One element, in Explicit VR Little Endian."""
        if tag == FILE_SET_ID:
            self.file_set_id = stripped(value).decode("latin-1")
        elif tag in NUMBERS:
            self.numbers[tag] = number_of(value)
        elif tag & 0xFFFF and tag != PADDING:
            has_vr = whole[4:6].isalpha()  # without, what follows it would tell how it is read
            side = self.sides[self.table is not None]
            side.append(whole if has_vr else element(tag, "UN", value))


def gathered_parts(uid: str, elements: Elements) -> Parts:
    """Parts of a directory out of what was gathered of it."""
    preface, epilogue = (b"".join(side) for side in elements.sides)
    table = elements.table
    return Parts(
        uid,
        elements.numbers,
        elements.file_set_id,
        preface,
        epilogue,
        table if table is not None else {},
        table is not None,
        tuple(elements.findings),
        frozenset(elements.holes),
    )


def hiding(begin: int, end: int, first: int) -> Finding:
    """That an element of the head says that it ends where the records have begun."""
    message = f"What lies at byte {begin} hides the records: they begin at byte {first}."
    where = Where(path="DICOMDIR", offset=begin)
    before, after = f"ends at byte {end}", f"the records begin at byte {first}"
    return finding("directory-head-damaged", message, where, before=before, after=after)


def no_sequence(data: bytes, begin: int, tag: bytes) -> list[Finding]:
    """That what has the tag of the Directory Record Sequence says that it is something else."""
    vr = data[begin + 4 : begin + 6]
    if vr == b"SQ" or data[begin : begin + 4] != tag:
        return []
    message = "The Directory Record Sequence has another VR than SQ."
    where = Where(path="DICOMDIR", offset=begin, tag="(0004,1220)")
    before = vr.decode() if vr.isalnum() else vr.hex()
    return [finding("directory-head-damaged", message, where, before=before, after="SQ")]


def cut(failure: ScanFailure, begin: int) -> Finding:
    """That a directory cannot be read to its end."""
    offset = begin if failure.offset is None else failure.offset
    return finding(
        "directory-truncated",
        f"The directory cannot be read past byte {offset} ({failure.code}).",
        Where(path="DICOMDIR", offset=offset),
    )
