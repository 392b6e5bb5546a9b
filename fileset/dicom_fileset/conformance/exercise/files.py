"""Samples brought into the transfer syntax of each cell: as they are, or through a codec."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ...errors import FileSetError
from ...model import Finding, Instance
from ...records.sop_classes import MEDIA_STORAGE_DIRECTORY
from ...scan.contradictions import is_as_labelled
from ...scan.many import scan_files
from ...scan.sources import source_files
from ...scan.telling import scanned_finding
from ...transcoder import Transcoder
from .cells import Cell, cell_of

_MOST_ALIKE: Final = 2
"""Samples of one SOP Class in one transfer syntax: one that is grey, say, and one in colour."""
_NOTHING: Final = "None of the samples is in this transfer syntax, and none can be brought to it."


class Brought(NamedTuple):
    """Files in the transfer syntax of a cell; or why there are none, for a person."""

    cell: Cell
    instances: tuple[Instance, ...] = ()
    reason: str = ""


def samples_in(paths: Sequence[str], folder: str) -> list[Instance]:
    """Copies of the smallest instances of each kind in files and below folders.

    Parameters
    ----------
    folder
        That takes the copies, under legal File IDs.
    """
    alike: defaultdict[Cell, list[Instance]] = defaultdict(list)
    for one in sorted(_instances(paths), key=lambda one: (one.size, one.path)):
        some = alike[cell_of(one)]
        usable = one.sop_class_uid != MEDIA_STORAGE_DIRECTORY and is_as_labelled(one)
        if len(some) < _MOST_ALIKE and usable:
            some.append(one)
    os.makedirs(folder, exist_ok=True)
    copies = []
    for number, one in enumerate(one for some in alike.values() for one in some):
        copies.append(os.path.join(folder, f"I{number:07}"))
        shutil.copyfile(one.path, copies[-1])
    return list(_instances(copies))


def _instances(paths: Sequence[str]) -> Iterable[Instance]:
    scanned = scan_files(source_files(paths), 1, scanned_finding)
    return (one for one in scanned if not isinstance(one, Finding))


def brought(samples: Sequence[Instance], cells: Sequence[Cell], folder: str) -> Iterator[Brought]:
    """Samples in the transfer syntax of each cell, those of one transfer syntax together.

    Parameters
    ----------
    folder
        That takes what is written.
    """
    by_syntax: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_syntax[cell.transfer_syntax_uid].append(cell)
    for uid, some in by_syntax.items():
        classes = {cell.sop_class_uid for cell in some}
        of_them = [one for one in samples if one.sop_class_uid in classes]
        there = [one for one in of_them if one.transfer_syntax_uid == uid]
        missing = classes - {one.sop_class_uid for one in there}
        others = [one for one in of_them if one.sop_class_uid in missing]
        written, reasons = _transcoded(others, uid, os.path.join(folder, uid))
        for cell in some:
            found = [one for one in (*there, *written) if cell_of(one) == cell]
            reason = "" if found else reasons.get(cell.sop_class_uid, _NOTHING)
            yield Brought(cell, tuple(found), reason)


def _transcoded(
    samples: Sequence[Instance], uid: str, folder: str
) -> tuple[list[Instance], dict[str, str]]:
    """What was written, and why not, by SOP Class."""
    if not samples:
        return [], {}
    try:
        transcoder = Transcoder(folder, uid)
        transcoder.add(*(one.path for one in samples))
        report = transcoder.run().report()
    except FileSetError as error:
        return [], {one.sop_class_uid: error.finding.message for one in samples}
    if any(one.code == "interrupted" for one in report.findings):
        raise KeyboardInterrupt
    classes = {one.path: one.sop_class_uid for one in samples}
    reasons = {classes.get(one.source, ""): one.reason for one in report.skipped}
    return list(_instances([one.destination for one in report.written])), reasons
