"""Volumes built out of staged files: each file renamed to its File ID, then the DICOMDIR.

Every step is noted before it is taken, comes to the same whoever takes it, and is seen to be done
where it is: a process that is killed anywhere leaves what the next one goes on with.
"""

import errno
import hashlib
import os
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from ...commit.flush import flush_files
from ...conformity.terms import Terms
from ...errors import Interrupted, Refused
from ...file_ids import DICOMDIR
from ...findings import finding
from ...identification import derived_uid
from ...model import FileSet, Finding, Where
from ...progress import Progress, silent
from ...report import Skip
from ...writing import Manner
from ..journal import Journal
from ..paths import staged_path
from .directory import make_directory
from .index import write_index
from .moves import Moves, remove_empty_folders
from .places import (
    STAGED,
    Placed,
    aside_path,
    below,
    file_ids,
    folders_of,
)
from .planning import plan_volumes
from .reckoning import sectors_of, volume_bytes
from .report import VolumesReport
from .reporting import report_of
from .tables import IN_PART, ON_VOLUME
from .terms import VolumeTerms

_PARTS: Final = """
    SELECT volume_part.series, first, last, layer, patient, person, study, series.series
    FROM volume_part LEFT JOIN series ON series.number = volume_part.series
    WHERE volume = ? ORDER BY position
"""
_TO_BUILD: Final = "SELECT number, label, state FROM volume WHERE state <> 'built' ORDER BY number"
_NAME: Final = "UPDATE file SET volume = ?, destination = ? WHERE number = ?"
_NAMED: Final = "UPDATE volume SET state = 'named', uid = ? WHERE number = ?"
_ASIDE: Final = "UPDATE file SET volume = NULL, destination = ? WHERE number = ?"
_BUILT: Final = """
    UPDATE volume SET state = 'built', bytes = ?, taken = ?, remarks = ?, uid = iif(?, uid, NULL)
    WHERE number = ?
"""
_LEFT_OUT: Final = "SELECT number FROM left_out WHERE volume = ?"


class _OnVolume(NamedTuple):
    """A series, or some of its files, as the journal has it."""

    number: int | None
    first: int
    last: int
    layer: int
    patient: bytes | None
    person: bytes | None
    study: str | None
    uid: str | None

    @property
    def who(self) -> bytes:
        """Whose it is, as far as that is known."""
        return self.patient or self.person or b""


class File(NamedTuple):
    """A file of a volume, as the journal has it."""

    number: int
    destination: str
    size: int
    sha256: bytes
    instance: str


def build_volumes(
    journal: Journal, dest: str, terms: VolumeTerms, progress: Progress = silent
) -> VolumesReport:
    """Bring all staged files onto volumes below the destination, each with its DICOMDIR.

    Whatever of it is done already, by a process that was stopped or killed, is not done again.

    Parameters
    ----------
    journal
        Of the migration; all its rows are settled.
    dest
        Folder that the volumes go into, and that the files are staged in.
    terms
        On which they are made.
    progress
        Told how far things are.

    Raises
    ------
    Refused
        A series is larger than a volume, or volumes were begun on other terms; nothing was
        changed.
    UsageError
        The labels would be no File-set IDs.
    Interrupted
        The medium failed, or a file is not there; the next call goes on.
    """
    plan_volumes(journal, dest, terms)
    waiting = journal.rows(_TO_BUILD)
    try:
        for done, (number, name, state) in enumerate(waiting):
            progress("building volumes", done, len(waiting))
            _Building(journal, dest, terms, number, name).build(named=state == "named")
        progress("building volumes", len(waiting), len(waiting))
        remove_empty_folders(below(dest, STAGED))
        report = report_of(journal, dest, terms)
        write_index(dest, report)
    except OSError as error:
        raise Interrupted(_failure(dest, error)) from error
    except Refused as error:
        raise Interrupted(error.finding, error.others) from error
    return report


def _failure(dest: str, error: OSError) -> Finding:
    reason = error.strerror or type(error).__name__
    where = Where(path=str(error.filename or dest))
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return finding("no-space", "There is no room for the directory of a volume.", where)
    return finding("write-failed", f"A volume could not be built: {reason}.", where)


class _Building:
    """One volume."""

    def __init__(
        self, journal: Journal, dest: str, terms: VolumeTerms, number: int, name: str
    ) -> None:
        self._journal = journal
        self._dest = dest
        self._terms = terms
        self._number = number
        self._name = name
        self._root = os.path.join(dest, name)

    def build(self, *, named: bool) -> None:
        """Bring it from where it is to where it is whole."""
        if not named:
            self._name_files()
        left_out = self._left_out()
        files = [file for part in self._parts() for file in self._files(part)]
        self._bring(files, left_out)
        taken = [file for file in files if file.number not in left_out]
        uid = self._journal.rows("SELECT uid FROM volume WHERE number = ?", (self._number,))[0][0]
        file_set = FileSet(uid, self._name)
        manner = Manner(terms=Terms(profile=self._terms.profile), jobs=self._terms.jobs)
        by_path = {below(self._dest, file.destination): file for file in taken}

        def put_aside(skips: Sequence[Skip]) -> None:
            self._put_aside([(by_path.pop(one.source), one) for one in skips])

        remarks = make_directory(self._root, file_set, by_path, manner, put_aside)
        if by_path:
            flush_files(self._dest, [*by_path, os.path.join(self._root, DICOMDIR)])
        else:
            remove_empty_folders(self._root)
        self._settle(list(by_path.values()), remarks)

    def _parts(self) -> list[_OnVolume]:
        rows = self._journal.rows(_PARTS, (self._number,))
        return [_OnVolume(*row) for row in rows]

    def _name_files(self) -> None:
        """Note the place of each file, before the first goes there."""
        rows: list[tuple[int, bytes]] = []
        places: list[Placed] = []
        with self._journal.change() as data:
            for part in self._parts():
                key = part.number, part.first, part.last, part.layer
                for number, _, instance, sha256 in data.execute(IN_PART, key):
                    rows.append((number, sha256 or b""))
                    places.append(Placed(part.who, part.study or "", part.uid or "", instance))
            digest = hashlib.sha256(self._name.encode())
            named: list[tuple[int, str, int]] = []
            for (number, sha256), file_id in zip(rows, file_ids(places), strict=True):
                destination = "/".join((self._name, *file_id))
                named.append((self._number, destination, number))
                digest.update(destination.encode() + sha256)
            uid = derived_uid(b"volume", digest.hexdigest().encode())
            data.executemany(_NAME, named)
            data.execute(_NAMED, (uid, self._number))

    def _files(self, part: _OnVolume) -> list[File]:
        key = part.number, part.first, part.last, self._number
        return [File(*row) for row in self._journal.rows(ON_VOLUME, key)]

    def _left_out(self) -> frozenset[int]:
        rows = self._journal.rows(_LEFT_OUT, (self._number,))
        return frozenset(number for (number,) in rows)

    def _bring(self, files: Sequence[File], left_out: frozenset[int]) -> None:
        """Rename files that are staged to their places."""
        move = Moves(self._dest)
        for file in files:
            if file.number in left_out:
                move(file.destination, aside_path(file.number), file.sha256)
            else:
                move(staged_path(file.number), file.destination, file.sha256)

    def _put_aside(self, skipped: Sequence[tuple[File, Skip]]) -> None:
        """Note what cannot be listed, then take it off the volume."""
        unread = next((skip for _, skip in skipped if skip.code == "unreadable"), None)
        if unread is not None:
            where = Where(path=unread.source)
            raise Interrupted(finding("unreadable", unread.reason, where))
        with self._journal.change() as data:
            rows = [(file.number, self._number, one.code, one.reason) for file, one in skipped]
            data.executemany("INSERT INTO left_out VALUES (?, ?, ?, ?)", rows)
        move = Moves(self._dest)
        for file, _ in skipped:
            move(file.destination, aside_path(file.number), file.sha256)

    def _settle(self, files: Sequence[File], remarks: dict[str, int]) -> None:
        """Note that the volume is whole."""
        size = sum(file.size for file in files)
        sectors = sum(sectors_of(file.size) for file in files)
        directory = os.path.getsize(os.path.join(self._root, DICOMDIR)) if files else 0
        folders = len(folders_of(file.destination for file in files))
        taken = volume_bytes(len(files), sectors, folders, directory)
        told = msgspec.json.encode(remarks).decode()
        with self._journal.change() as data:
            data.executemany(_ASIDE, [(aside_path(one), one) for one in self._left_out()])
            data.execute(_BUILT, (size + directory, taken, told, bool(files), self._number))
