"""A statement in its format, to a file or to the screen."""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Final

from ..conformance.diff import Difference, difference
from ..conformance.document import NOTHING
from ..conformance.formats.csv import csv_of
from ..conformance.formats.docx import docx_of
from ..conformance.formats.html import html
from ..conformance.formats.json import json_of, statement_in
from ..conformance.formats.markdown import markdown, markdown_of_difference
from ..conformance.model import Statement
from ..errors import UsageError
from ..findings import finding
from ..ledger import Ledger, ledger_here
from ..model import Where
from .saying import say

_FORMATS: Final = MappingProxyType[str, Callable[[Statement], str | bytes]](
    {"markdown": markdown, "html": html, "json": json_of, "csv": csv_of, "docx": docx_of}
)
_DIFFERENCES: Final = MappingProxyType[str, Callable[[Difference], str | bytes]](
    {"markdown": markdown_of_difference, "json": json_of}
)


def checked(form: str, output: str | None, old: str | None, ledger: Ledger | None) -> None:
    """Look at a call before anything is made.

    Parameters
    ----------
    old
        The statement that it is compared with.
    ledger
        That it is made of; ``None`` for an exercise, which must spare that of the user, too.

    Raises
    ------
    UsageError
        There is no such format, it would fill the screen with bytes, or overwrite a ledger or the
        old statement.
    """
    if old is not None and form not in _DIFFERENCES:
        message = f"What changed is told as {' or '.join(_DIFFERENCES)}, not as {form}."
        raise UsageError(finding("statement-output", message))
    if form == "docx" and output is None and sys.stdout.isatty():
        raise UsageError(finding("statement-output", "A docx is nothing for a screen."))
    if output is None:
        return
    where = Where(path=output)
    if os.path.isdir(output) or not output:
        raise UsageError(finding("statement-output", "It is a folder, or nothing.", where))
    if not os.path.isdir(os.path.dirname(os.path.abspath(output))):
        raise UsageError(finding("statement-output", "Its folder is not there.", where))
    kept = ledger or ledger_here()
    if kept is not None and _is_one(output, kept.path):
        raise UsageError(finding("statement-output", "It is the ledger.", where))
    if old is not None and _is_one(output, old):
        raise UsageError(finding("statement-output", "It is the old statement.", where))


def _is_one(path: str, other: str) -> bool:
    return os.path.exists(path) and os.path.exists(other) and os.path.samefile(path, other)


def written(made: Statement, form: str, output: str | None) -> Callable[[], int]:
    """What writes the statement; making it comes first, so that nothing half made is written."""
    data = _bytes(_FORMATS[form](made))

    def write() -> int:
        _write(data, output)
        if not made.rows:
            say(f"dicom-fileset: {NOTHING}")
        missing = [one for one in made.not_performed if not one.by_design]
        if missing:
            told = f"{len(missing)} of what was to be performed was not; the statement lists it"
            say(f"dicom-fileset: {told}.")
        return int(bool(missing))

    return write if output is None else _done(write)


def written_difference(
    old: str, made: Statement, form: str, output: str | None
) -> Callable[[], int]:
    """What writes the difference to an older statement; its status is 1 where something is lost."""
    found = difference(statement_in(old), made)
    data = _bytes(_DIFFERENCES[form](found))

    def write() -> int:
        _write(data, output)
        return int(bool(found.lost))

    return write if output is None else _done(write)


def _done(write: Callable[[], int]) -> Callable[[], int]:
    """A file is written before all is said to be done: that it cannot be is a failed call."""
    status = write()
    return partial(int, status)


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")


def _write(data: bytes, output: str | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(output)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as stream:  # a pipe or a device, which nothing may replace
            stream.write(data)
        return
    number, part = tempfile.mkstemp(prefix=".statement-", dir=os.path.dirname(target))
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, target)
    except BaseException:
        os.unlink(part)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
