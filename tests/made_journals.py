"""Journals for questions: what a migration leaves, written row by row."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.policies.policy import Policy, Wish
from dicom_fileset.migration.terms import Terms

HTJ2K: Final = "1.2.840.10008.1.2.4.201"
EXPLICIT: Final = "1.2.840.10008.1.2.1"
CT: Final = "1.2.840.10008.5.1.4.1.1.2"
BEGUN: Final = 1_800_000_000.0


class Row(NamedTuple):
    """A file, and what came of it."""

    name: str | bytes = "a.dcm"
    size: int = 1000
    outcome: str | None = "transcoded"
    code: str | None = None
    reason: str | bytes | None = None
    size_out: int = 400
    at: float | None = BEGUN + 1
    session: int | None = 1
    modality: str = "CT"
    findings: str | None = None
    lossless: int = 1
    worker: str = "local"


def journal_of(
    path: Path,
    rows: Sequence[Row],
    sessions: Sequence[tuple[float, float | None, float]] = ((BEGUN, BEGUN + 10, 10.0),),
    **facts: Any,
) -> Path:
    """A journal of these rows and sessions: when each was begun and ended, and how long it took."""
    terms = Terms(Policy(Wish(HTJ2K)))
    noted = {
        "id": "0" * 32,
        "sources": ["/archive"],
        "destination": "/new",
        "terms": msgspec.to_builtins(terms),
        "finished": BEGUN,
    }
    with Journal(str(path), create=True) as journal, journal.change() as data:
        for name, value in (noted | facts).items():
            if value is not None:
                text = msgspec.json.encode(value).decode()
                data.execute("INSERT INTO fact VALUES (?, ?)", (name, text))
        data.execute("INSERT INTO source VALUES (1, '/archive', '')")
        data.execute("INSERT INTO folder VALUES (1, 1, 'ct', '1', 'read')")
        for number, one in enumerate(sessions, 1):
            row = (number, *one)
            data.execute("INSERT INTO session VALUES (?, ?, ?, ?, 2, 'local', '0.1.0')", row)
        for number, one in enumerate(rows, 1):
            _add(data, number, one)
    return path


def _add(data: Any, number: int, row: Row) -> None:
    kind = (CT, EXPLICIT, row.modality, "MONOCHROME2", 1, 16, 12, "one", 0)
    data.execute(f"INSERT OR IGNORE INTO kind VALUES (NULL{', ?' * len(kind)})", kind)  # noqa: S608
    data.execute("INSERT OR IGNORE INTO series VALUES (1, x'01', x'02', '1.2', '1.2.3')")
    which = data.execute("SELECT number FROM kind WHERE modality = ?", (row.modality,)).fetchone()
    written = row.outcome in {"transcoded", "re-encoded", "kept", "carried"}
    syntax = HTJ2K if row.outcome == "transcoded" else EXPLICIT
    values = {
        "number": number,
        "folder": 1,
        "name": row.name if row.name != "a.dcm" else f"{number}.dcm",
        "size": row.size,
        "mtime": 1_500_000_000_123_456_789,
        "state": "settled" if row.outcome else "looked at",
        "kind": which[0] if row.outcome != "left" else None,
        "series": 1,
        "instance": f"1.2.3.4.{number}" if row.outcome != "left" else None,
        "outcome": row.outcome,
        "code": row.code,
        "reason": row.reason,
        "findings": row.findings,
        "sha256_in": bytes(32) if row.outcome else None,
        "sha256_out": bytes(range(32)) if written else None,
        "syntax_out": syntax if written else None,
        "size_out": row.size_out if written else None,
        "series_out": 1 if written else None,
        "instance_out": f"1.2.3.4.{number}" if written else None,
        "lossless": row.lossless,
        "encoder": "openjph" if row.outcome == "transcoded" else "",
        "seconds": 0.25,
        "codec_seconds": 0.125,
        "at": row.at if row.outcome else None,
        "session": row.session if row.outcome else None,
        "worker": row.worker if row.outcome else None,
        "sequence": number if row.outcome else None,
    }
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    data.execute(f"INSERT INTO file ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608
