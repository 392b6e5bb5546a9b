"""The two states that a file-set may be in, and which of them it is in; what an archive may say."""

import hashlib
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from checks import directory
from dicom_fileset.commit.journal import OWN_NAMES, RENEWALS
from dicom_fileset.importing.model import IN_ARCHIVE
from dicom_fileset.importing.work_folder import WORK_FOLDER
from file_sets import snapshot
from sweeps.operations import Change
from sweeps.repeating import repeatable

Files = Mapping[str, bytes]


class States(NamedTuple):
    """Names and bytes of all files and folders, before and after a change."""

    old: Files
    new: Files


class Stage(NamedTuple):
    """A change, made ready in a folder of its own; ``before`` and ``after`` lie there."""

    change: Change
    sources: Path
    before: Path
    after: Path
    states: States

    def anew(self, root: Path) -> None:
        """The old state at ``root``."""
        shutil.rmtree(root, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, root)


def staged(change: Change, sources: Path, folder: Path) -> Stage:
    """A change carried out once without trouble, to see both of its states."""
    before, after = folder / "before", folder / "disc"
    before.mkdir()
    with repeatable():
        change.prepare(before, sources)
    stage = Stage(change, sources, before, after, States(snapshot(before), {}))
    stage.anew(after)
    with repeatable():
        change.carry_out(after, sources)
    return stage._replace(states=States(stage.states.old, snapshot(after)))


def state_of(root: Path, states: States) -> str:
    """``old`` or ``new``, all its files whole; or what is wrong.

    All that records list, pages and web content too.  A page that is made anew may be the older
    one until the change is finished.
    """
    there = snapshot(root)
    for name, files in zip(states._fields, states, strict=True):
        if there.get("DICOMDIR") == files.get("DICOMDIR"):
            needed = _listed(root) if "DICOMDIR" in there else set()
            needed |= _files_of(files).keys()
            lost = [one for one in needed if there.get(one) not in _may_be(one, files, states)]
            return f"{name}, but lost {sorted(lost)}" if lost else name
    return "neither: " + ("another DICOMDIR" if "DICOMDIR" in there else "no DICOMDIR")


def _files_of(there: Files) -> Files:
    return {name: data for name, data in there.items() if data != b"(folder)"}


def _may_be(name: str, files: Files, states: States) -> set[bytes | None]:
    if name in RENEWALS.values() and name in states.old:
        return {states.old[name], files.get(name)}
    return {files.get(name)}


def _listed(root: Path) -> set[str]:
    """Files that records refer to, by a parser that is not ours."""
    entries = directory(root).records
    return {one.text(0x00041500).replace("\\", "/") for one in entries} - {""}


def is_clean(root: Path, states: States) -> bool:
    """Whether it is one of the two exactly, and nothing of ours is left over."""
    there = snapshot(root)
    return there in (states.old, states.new) and not OWN_NAMES & there.keys()


Rows = Mapping[tuple[str, str], tuple[str, str, str]]
"""By medium and path on it: outcome, path in the archive, SHA-256 of what is there."""


def rows_of(root: Path) -> Rows:
    """What the manifest of an archive says, by SQLite alone; nothing, where there is none."""
    path = root / WORK_FOLDER / "manifest.sqlite"
    if not path.exists():
        return {}
    data = sqlite3.connect(path)
    try:
        if not data.execute("SELECT 1 FROM sqlite_master").fetchall():
            return {}
        return {(row[0], row[1]): row[2:] for row in data.execute(_ROWS)}
    finally:
        data.close()


_ROWS: Final = """
SELECT medium, path, outcome, archived,
    CASE WHEN archived_sha256 <> '' THEN archived_sha256 ELSE sha256 END
FROM file JOIN import ON import.number = file.import
"""


def archive_state_of(root: Path, stage: Stage) -> str:
    """``new`` where every file of the medium has its row, else ``old``; or what is wrong.

    Whatever is in the manifest as copied is whole, what was in the archive before is there still,
    and each file in it is whole, with a row or without.
    """
    there, rows, new = _files_of(snapshot(root)), rows_of(root), rows_of(stage.after)
    before = {
        name: data
        for name, data in _files_of(stage.states.old).items()
        if not name.startswith(WORK_FOLDER)
    }
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}
    whole = {hashlib.sha256(data).hexdigest() for data in stage.states.new.values()}
    lost = [name for name in before if there.get(name) != before[name]]
    lost += [
        archived
        for outcome, archived, sha256 in rows.values()
        if outcome in IN_ARCHIVE and digests.get(archived) != sha256
    ]
    torn = [
        name for name in there if not name.startswith(WORK_FOLDER) and digests[name] not in whole
    ]
    untrue = [key for key, row in rows.items() if new.get(key) != row]
    if lost or torn or untrue:
        return f"lost {lost}, torn {torn}, untrue {untrue}"
    return "new" if rows == new else "old"


def is_clean_archive(root: Path, states: States) -> bool:
    """Whether it is the new one, and nothing that is not whole is left over."""
    there, new = snapshot(root), dict(states.new)
    for files in (there, new):
        files.pop(f"{WORK_FOLDER}/manifest.sqlite", None)
    return there == new
