"""A migration begun, or gone on with: which journal, which destination, and whether they belong."""

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from shutil import rmtree

import msgspec

from ..errors import Refused, UsageError
from ..findings import finding
from ..model import Where
from .inventory import add_sources
from .journal import Journal
from .paths import work_folder
from .terms import Terms, keep_terms

_SUFFIX = ".migration.sqlite"
_MARK = "journal-id"


def journal_beside(destination: str) -> str:
    """Where the journal lies when nobody says: beside the destination."""
    return f"{os.path.abspath(destination)}{_SUFFIX}"


def opened_journal(path: str, sources: Sequence[str], *, resume: bool) -> Journal:
    """The journal of a migration of these sources, new or of an earlier session.

    Raises
    ------
    Refused
        There is one already and it was not asked to go on, or it is of other sources.
    """
    journal = Journal(path, create=True)
    try:
        if journal.fact("id") is None:
            journal.note("id", uuid.uuid4().hex)
            journal.note("sources", _kept(sources))
            add_sources(journal, sources)
            return journal
        if journal.fact("sources") != _kept(sources):
            raise _refused(journal, "migration-other-terms", "It is of other sources.")
        if journal.fact("terms") is not None and not resume:
            raise _refused(journal, "journal-exists", "A migration was begun with it.")
    except BaseException:
        journal.close()
        raise
    return journal


def _kept(sources: Sequence[str]) -> list[str]:
    return [os.fsencode(os.path.abspath(one)).decode("latin-1") for one in sources]


def _refused(journal: Journal, code: str, message: str) -> Refused:
    return Refused(finding(code, message, Where(path=journal.path)))


def sources_of(journal: Journal) -> list[str]:
    """The sources of a migration, as they were named, made absolute."""
    kept = msgspec.convert(journal.fact("sources") or (), tuple[str, ...])
    return [os.fsdecode(one.encode("latin-1")) for one in kept]


def see_destination(journal: Journal, terms: Terms, destination: str) -> None:
    """See that a destination is empty, or of this migration; from then on it is.

    Raises
    ------
    UsageError
        It is one of the sources.
    Refused
        There is something else, it cannot be written, or the terms are others than they were.
    """
    where = Where(path=destination)
    if any(os.path.realpath(one) == os.path.realpath(destination) for one in sources_of(journal)):
        message = "The destination is a source: name another folder."
        raise UsageError(finding("bad-call", message, where))
    mark = os.path.join(work_folder(destination), _MARK)
    begun, marked = journal.fact("terms") is not None, _mark_of(mark)
    if marked not in {"", journal.fact("id")}:
        message = "Another migration goes there."
        raise Refused(finding("destination-other-migration", message, where))
    there = _has_something(destination, journal.files)
    written = journal.number("SELECT count(*) FROM file WHERE sha256_out IS NOT NULL LIMIT 1")
    if begun and not marked and not (journal.fact("finished") and (there or not written)):
        message = "What was written is not there; is its medium mounted?"
        raise Refused(finding("destination-other-migration", message, where))
    if not begun and not marked and there:
        raise Refused(finding("destination-not-empty", "There is something in it.", where))
    try:
        # The mark is there before the terms are: a migration that was begun has one.
        os.makedirs(work_folder(destination, "parts"), exist_ok=True)
        with open(mark, "w", encoding="ascii") as file:
            file.write(journal.fact("id"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"It cannot be used as a folder: {reason}."
        raise Refused(finding("destination-unwritable", message, where)) from error
    keep_terms(journal, terms, destination)


def _mark_of(mark: str) -> str:
    try:
        with open(mark, encoding="ascii", errors="replace") as file:
            return file.read(64)
    except OSError:
        return ""


def _has_something(path: str, ours: tuple[str, ...]) -> bool:
    """Whether there is anything in a folder but a journal of ours."""
    try:
        with os.scandir(path) as entries:
            return any(os.path.abspath(one.path) not in ours for one in entries)
    except OSError:
        return False


def leave(journal: Journal, destination: str) -> None:
    """Leave nothing of a migration of nothing: neither journal nor an empty destination."""
    journal.discard()
    folder = work_folder(destination)
    rmtree(os.path.join(folder, "parts"), ignore_errors=True)
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, _MARK))
    for empty in (folder, destination):
        with suppress(OSError):
            os.rmdir(empty)
