"""Migrations as tests ask for them, and what their journals say."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dicom_fileset.migration.manner import Manner
from dicom_fileset.migration.migration import Migration
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.report import MigrationReport
from dicom_fileset.migration.terms import Terms

RLE = Terms(policy_of("RLELossless"))


def migrated(
    sources: Path | list[Path],
    destination: Path,
    terms: Terms = RLE,
    *,
    resume: bool = False,
    journal: Path | str = "",
    **manner: Any,
) -> MigrationReport:
    """What a migration came to."""
    some = sources if isinstance(sources, list) else [sources]
    with Migration(
        some, destination, terms, journal=journal, resume=resume, manner=Manner(**manner)
    ) as migration:
        return migration.run()


def outcomes(report: MigrationReport) -> dict[str, int]:
    """How many files had which outcome."""
    found: dict[str, int] = {}
    for one in report.outcomes:
        found[one.outcome] = found.get(one.outcome, 0) + one.files
    return found


def journal_of(destination: Path) -> Path:
    """Where the journal of a destination lies."""
    return destination.parent / f"{destination.name}.migration.sqlite"


def asked(journal: Path, query: str, *values: object) -> list[Any]:
    """What a journal answers."""
    data = sqlite3.connect(journal)
    try:
        return data.execute(query, values).fetchall()
    finally:
        data.close()


def listed(report: MigrationReport) -> dict[str, str]:
    """Code by name of the files that need somebody's eyes."""
    return {Path(one.path).name: one.code for one in report.listed}


@contextmanager
def told_by(seen: list[Any]) -> Iterator[Callable[[Any], None]]:
    """Collects what is told."""
    yield seen.append
