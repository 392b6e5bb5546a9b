"""Journals of migrations that never were: any number of rows, written by SQL alone."""

from pathlib import Path
from typing import Final

from dicom_fileset.migration.journal import Journal

BEGUN: Final = 1_800_000_000.0
PER_SECOND: Final = 100
_PER_FOLDER: Final = 500
_PER_SERIES: Final = 100
_SYNTAXES: Final = (
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.90",
)
_MODALITIES: Final = ("CT", "MR", "US", "CR", "XA", "MG")
_TO: Final = "1.2.840.10008.1.2.4.201"
_TERMS: Final = {
    "policy": {"wish": {"to": _TO}, "rules": [], "among": [], "allow_lossy": False},
    "layout": "tree",
}
_NUMBERS: Final = (
    "WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < ?1) "
)
_FOLDERS: Final = (
    f"{_NUMBERS} INSERT INTO folder (number, source, path, inode, state) "  # noqa: S608 - ours
    "SELECT n, 1, printf('year/%06d', n), n, 'read' FROM one"
)
_SERIES: Final = (
    f"{_NUMBERS} INSERT INTO series SELECT n, CAST(n / 12 AS BLOB), CAST(n / 12 AS BLOB), "  # noqa: S608 - ours
    "'1.2.3.4.' || (n / 4), '1.2.3.4.5.' || n FROM one"
)
_FILES: Final = f"""{_NUMBERS} INSERT INTO file
(number, folder, name, size, mtime, state, kind, series, instance, date,
native, outcome, code, reason, sha256_in, sha256_out, syntax_out, size_out, series_out,
instance_out, frames, lossless, decoder, encoder, seconds, codec_seconds, at, session, worker,
sequence)
SELECT n, 1 + (n - 1) / {_PER_FOLDER}, printf('IM%08d', n), 500000 + n % 1000,
1500000000000000000 + n, 'settled', 1 + n % ?2, 1 + (n - 1) / {_PER_SERIES},
'1.2.826.0.1.3680043.8.498.' || n, 20200101, 524288,
iif(n % 100, 'transcoded', iif(n % 200, 'failed', 'carried')),
iif(n % 100, NULL, iif(n % 200, 'truncated', 'pixel-data-damaged')),
iif(n % 100, NULL, iif(n % 200, 'The file ends inside an element.', 'Frame 1: it is cut.')),
randomblob(32), iif(n % 200 = 100, NULL, randomblob(32)),
iif(n % 200 = 100, NULL, iif(n % 100, '{_TO}', '{_SYNTAXES[0]}')),
iif(n % 200 = 100, 0, 200000 + n % 1000), iif(n % 200 = 100, NULL, 1 + (n - 1) / {_PER_SERIES}),
iif(n % 200 = 100, NULL, '1.2.826.0.1.3680043.8.498.' || n), 1, 1, '', 'openjph', 0.02, 0.015,
{BEGUN} + iif(2 * n < ?1, 0, 100000) + n / {float(PER_SECOND)}, iif(2 * n < ?1, 1, 2), 'local', n
FROM one
"""  # noqa: S608 - ours


def make_journal(path: Path, number: int) -> Journal:
    """A journal of so many files in two sessions: of a hundred one failed, or was carried."""
    journal = Journal(str(path), create=True)
    journal.note("id", "0" * 32)
    journal.note("terms", _TERMS)
    journal.note("destination", "/new")
    journal.note("sources", ["/archive"])
    journal.note("order", "path")
    journal.note("finished", BEGUN)
    kinds = [
        ("1.2.840.10008.5.1.4.1.1.2", syntax, modality, "MONOCHROME2", 1, 16, 12, "one", 0)
        for syntax in _SYNTAXES
        for modality in _MODALITIES
    ]
    half = number / 2 / PER_SECOND
    with journal.change() as data:
        data.execute("INSERT INTO source VALUES (1, '/archive', '')")
        data.executemany(f"INSERT INTO kind VALUES (NULL{', ?' * 9})", kinds)  # noqa: S608 - ours
        data.execute(_FOLDERS, (1 + number // _PER_FOLDER,))
        data.execute(_SERIES, (1 + number // _PER_SERIES,))
        data.execute(
            "INSERT INTO session VALUES (1, ?, ?, ?, 2, 'local', '0.1.0')",
            (BEGUN, BEGUN + half, half),
        )
        begun = BEGUN + 100_000 + half
        data.execute(
            "INSERT INTO session VALUES (2, ?, ?, ?, 2, 'local', '0.1.0')",
            (begun, begun + half, half),
        )
        data.execute(_FILES, (number, len(kinds)))
    return journal
