"""The page and the table of a migration as files, whole or not there."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple, TextIO

from ...errors import FileSetError, UsageError
from ...findings import finding
from ...model import Finding, Where
from .account import account_of
from .page import page_of
from .reading import journal_read
from .table import write_table

_PAGE: Final = ".html"
_TABLE: Final = ".csv"


class ReportPlaces(NamedTuple):
    """Where the page goes, and where the table."""

    page: str
    table: str


def report_places(path: str, journal: str, sources: Sequence[str] = ()) -> ReportPlaces:
    """Where a report goes that is asked for at a path, looked at before anything is done.

    Parameters
    ----------
    path
        A folder that is there, for ``report.html`` and ``files.csv`` in it; else a name, with or
        without one of the two endings.
    journal, sources
        Of the migration, in whose way it must not be.

    Raises
    ------
    UsageError
        It cannot go there.
    """
    path = os.path.abspath(path)
    if os.path.isdir(path):
        places = ReportPlaces(os.path.join(path, "report.html"), os.path.join(path, "files.csv"))
    else:
        stem, ending = os.path.splitext(path)
        base = stem if ending.lower() in {_PAGE, _TABLE} else path
        places = ReportPlaces(base + _PAGE, base + _TABLE)
    for one in places:
        wrong = _why_not(one, journal, sources)
        if wrong:
            raise UsageError(finding("report-output", wrong, Where(path=one)))
    return places


def _why_not(path: str, journal: str, sources: Sequence[str]) -> str:
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        return "Its folder is not there."
    if os.path.lexists(path) and not os.path.isfile(path):
        return "Something stands there that is no file."
    if os.path.realpath(path) == os.path.realpath(journal):
        return "It is the journal."
    if any(_is_in(path, one) for one in sources):
        return "It is in a source, and sources are not changed."
    return ""


def _is_in(path: str, source: str) -> bool:
    path, source = os.path.realpath(path), os.path.realpath(source)
    with suppress(ValueError):  # on Windows, of two drives
        return os.path.commonpath((path, source)) == source
    return False


def write_report(journal: str, places: ReportPlaces) -> None:
    """Write the page and the table of a migration as it is at this moment.

    Raises
    ------
    Refused
        The journal is none, or damaged.
    UsageError
        A file cannot be written.
    """
    with journal_read(journal) as opened:
        page = page_of(account_of(opened))
        with _whole(places.page) as file:
            file.write(page)
        with _whole(places.table) as file:
            write_table(opened, file)


def write_report_or_tell(journal: str, places: ReportPlaces) -> tuple[Finding, ...]:
    """As :func:`write_report`, after a migration, which is done all the same.

    Returns
    -------
    tuple of Finding
        Why it could not be written.
    """
    try:
        write_report(journal, places)
    except FileSetError as error:
        return (error.finding,)
    except OSError as error:  # of room for what SQLite sorts
        message = f"It cannot be made: {error.strerror or type(error).__name__}."
        return (finding("report-output", message, Where(path=places.page)),)
    return ()


@contextmanager
def _whole(path: str) -> Iterator[TextIO]:
    """A file that gets its name when all of it is there; names that are no text are escaped."""
    target = os.path.realpath(path)
    part = ""
    try:
        number, part = tempfile.mkstemp(prefix=".report-", dir=os.path.dirname(target))
        # newline: RFC 4180 has its own ends of lines
        with os.fdopen(
            number, "w", encoding="utf-8", errors="backslashreplace", newline=""
        ) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, _mode_of(target))
        os.replace(part, target)
        part = ""
    except OSError as error:
        message = f"It cannot be written: {error.strerror or type(error).__name__}."
        raise UsageError(finding("report-output", message, Where(path=path))) from error
    finally:
        if part:
            with suppress(OSError):
                os.unlink(part)


def _mode_of(path: str) -> int:
    """As the file has that stands there, or any that is made."""
    with suppress(OSError):
        return os.stat(path).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
