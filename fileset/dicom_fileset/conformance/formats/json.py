"""A statement as JSON: the model itself, read back with the same types."""

import os

import msgspec

from ...errors import UsageError
from ...findings import finding
from ...model import Where
from ..model import Statement


def json_of(value: msgspec.Struct) -> bytes:
    """A statement, or what changed between two, as one indented document."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def statement_in(path: str | os.PathLike[str]) -> Statement:
    """The statement that a file holds.

    Raises
    ------
    UsageError
        It cannot be read, or is none that was written with ``--format json``.
    """
    where = Where(path=os.fspath(path))
    try:
        with open(path, "rb") as stream:
            return msgspec.json.decode(stream.read(), type=Statement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            finding("statement-not-one", f"It is no statement: {error}.", where)
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(finding("statement-not-one", f"{reason}.", where)) from error
