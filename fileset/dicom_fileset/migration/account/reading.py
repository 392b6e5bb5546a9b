"""A journal that is only asked: while others write it, on a medium that cannot be written, damaged.

All that is asked in one block is of one moment.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Final

import msgspec

from ...errors import FileSetError, Refused
from ...findings import finding
from ...model import Where
from .. import journal_tables as tables
from ..journal import Journal

_OURS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
_FOREIGN: Final = "SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')"


@contextmanager
def journal_read(path: str) -> Iterator[Journal]:
    """A journal, to be asked.

    Raises
    ------
    Refused
        It is none, not there, of another version, or damaged: when it is opened, or where in the
        block something is found in it that no journal has.
    """
    with Journal(path, writing=False) as journal:
        try:
            with journal.told():
                _see_tables(journal)
                journal.data.execute("BEGIN")
                yield journal
        except FileSetError:
            raise
        except (msgspec.MsgspecError, ValueError, ArithmeticError) as error:
            raise _damaged(journal.path) from error


def _see_tables(journal: Journal) -> None:
    """See that its tables are as ours are: others may take any time, and tell anything."""
    there = dict(journal.data.execute(_OURS).fetchall())
    foreign = journal.data.execute(_FOREIGN).fetchone()[0]
    if foreign or any(there.get(name) != sql for name, sql in _tables().items()):
        raise _damaged(journal.path)


@cache
def _tables() -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as data:
        data.executescript(tables.TABLES)
        return dict(data.execute(_OURS).fetchall())


def _damaged(path: str) -> Refused:
    message = "It is damaged: something stands in it that no journal has."
    return Refused(finding("journal-unusable", message, Where(path=path)))
