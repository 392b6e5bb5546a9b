"""What is to be performed: SOP Classes, each in the transfer syntaxes of its sets (PS3.2 N.1.1)."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_profiles.sets import storage_rows, transfer_syntax_sets

from ...ledger.model import Role
from ...model import Instance
from ..sets import is_image

ROLES: Final[tuple[Role, ...]] = ("FSC", "FSU", "FSR")


class Cell(NamedTuple):
    """A SOP Class in a transfer syntax, by their UIDs."""

    sop_class_uid: str
    transfer_syntax_uid: str


class Gap(NamedTuple):
    """What a role did not perform, and why, for a person; ``by_design``: no installation does."""

    cell: Cell
    role: Role
    reason: str
    by_design: bool = False


def cell_of(instance: Instance) -> Cell:
    """The cell that an instance is of."""
    return Cell(instance.sop_class_uid, instance.transfer_syntax_uid)


def cells_of(samples: Iterable[Instance]) -> tuple[Cell, ...]:
    """The cells of all SOP Classes that there are samples of, in the order of their UIDs."""
    found = {one.sop_class_uid: one for one in samples}
    return tuple(
        Cell(uid, syntax) for uid, one in sorted(found.items()) for syntax in _syntaxes(one)
    )


def _syntaxes(sample: Instance) -> Iterator[str]:
    """Those of the sets that Table N.1-1 lists, or that such instances are for."""
    row = storage_rows().get(sample.sop_class_uid)
    for name in row.sets if row is not None else _usual_sets(sample):
        yield from (member.uid for member in transfer_syntax_sets()[name].members)


def _usual_sets(sample: Instance) -> tuple[str, ...]:
    syntax = TRANSFER_SYNTAXES.get(sample.transfer_syntax_uid)
    if syntax is not None and syntax.family == "video":
        return ("V",)
    return ("U", "LL", "L") if is_image(sample.sop_class_uid) else ("NI",)
