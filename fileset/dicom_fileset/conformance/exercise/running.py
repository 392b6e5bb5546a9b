"""The exercise as a whole: samples in, a fresh ledger and what is missing from it out."""

import os
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ...errors import Refused
from ...findings import finding
from ...ledger import Ledger, Role, kept_in
from ...progress import Progress, silent
from ...records.sop_classes import record_type_of
from .cells import ROLES, Cell, Gap, cells_of
from .files import Brought, brought, samples_in
from .media import media_of, performed_on
from .reports import SHOWN, read_reports, reports_made

_UNKNOWN = "It was not performed."


class Exercised(NamedTuple):
    """What was exercised.

    Attributes
    ----------
    cells
        All that should be performed.
    gaps
        What of it no role, or not each, has performed, and why.
    """

    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]


def exercised(
    ledger: Ledger, samples: Sequence[str] = (), progress: Progress = silent
) -> Exercised:
    """Perform every cell of the statement on samples, in a temporary place.

    Parameters
    ----------
    ledger
        That keeps it; a fresh one, for a statement of this installation.
    samples
        Files and folders with instances; the samples of this package where none are named.
    progress
        Told how far things are.

    Raises
    ------
    Refused
        There is no instance among the samples.
    """
    with TemporaryDirectory(prefix="dicom-fileset-") as place, kept_in(ledger.path):
        with as_file(files("dicom_fileset.conformance") / "samples") as own:
            found = samples_in(samples or [os.fspath(own)], os.path.join(place, "samples"))
        if not found:
            message = "No instance was found among the samples."
            raise Refused(finding("nothing-to-do", message))
        cells = cells_of(found)
        files_ = list(brought(found, cells, os.path.join(place, "files")))
        told: dict[tuple[Cell, Role], Gap] = {
            (one.cell, role): Gap(one.cell, role, one.reason)
            for one in files_
            if one.reason
            for role in ROLES
        }
        for gap in _on_media(files_, place, progress):
            told.setdefault((gap.cell, gap.role), gap)
        read_reports([one.path for one in found if record_type_of(one.sop_class_uid) in SHOWN])
        read_reports(reports_made(os.path.join(place, "reports")))
    return Exercised(cells, tuple(_missing(ledger, cells, told)))


def _on_media(files_: Sequence[Brought], place: str, progress: Progress) -> Iterator[Gap]:
    media = media_of(files_)
    for number, medium in enumerate(media):
        progress("exercising", number, len(media))
        yield from performed_on(medium, os.path.join(place, f"medium-{number}"))


def _missing(
    ledger: Ledger, cells: Sequence[Cell], told: dict[tuple[Cell, Role], Gap]
) -> Iterator[Gap]:
    """By the evidence alone: what the ledger does not have was not performed."""
    there = set()
    for one in ledger.tallies():
        done = one.performed
        there.add((Cell(done.sop_class_uid, done.transfer_syntax_uid), one.role))
    for cell in cells:
        for role in ROLES:
            if (cell, role) not in there:
                yield told.get((cell, role)) or Gap(cell, role, _UNKNOWN)
