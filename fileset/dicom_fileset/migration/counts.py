"""Patients, studies, series and instances: counted before and after, by what headers said."""

from typing import Final

import msgspec

from .journal import Journal
from .model import WRITTEN, named


class Counts(msgspec.Struct, frozen=True):
    """How many there are of each; of instances, different SOP Instance UIDs."""

    patients: int
    studies: int
    series: int
    instances: int


_WRITTEN: Final = f"outcome IN ({named(WRITTEN)})"


def counts_before(journal: Journal) -> Counts:
    """As the headers of the sources had them, of all that are instances."""
    return _counts(journal, "series", "instance", "instance IS NOT NULL")


def counts_after(journal: Journal) -> Counts:
    """As the headers of the written files have them, read back.

    An instance that lost something has a UID of its own; it stands for the one it was made from.
    """
    return _counts(
        journal, "series_out", "CASE lossless WHEN 0 THEN instance ELSE instance_out END", _WRITTEN
    )


def _counts(journal: Journal, series: str, instance: str, which: str) -> Counts:
    found = (
        f"SELECT count(DISTINCT patient), count(DISTINCT study), count(*) FROM series "  # noqa: S608 - ours
        f"WHERE number IN (SELECT {series} FROM file WHERE {which})"
    )
    patients, studies, series_number = journal.rows(found)[0]
    query = f"SELECT count(DISTINCT {instance}) FROM file WHERE {which}"  # noqa: S608 - ours
    return Counts(patients, studies, series_number, journal.number(query))


def moved(journal: Journal) -> list[int]:
    """Numbers of files that are of another patient, study, series or instance than before."""
    query = (
        f"SELECT number FROM file WHERE {_WRITTEN} AND (series_out IS NOT series "  # noqa: S608 - ours
        "OR (lossless AND instance_out IS NOT instance)) ORDER BY number LIMIT 1000"
    )
    return [number for (number,) in journal.rows(query)]
