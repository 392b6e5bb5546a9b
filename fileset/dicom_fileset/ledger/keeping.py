"""Where the ledger of this process is, and how an operation gets into it."""

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

from ..errors import FileSetError
from ..findings import finding
from ..model import Finding, Where
from ..version import __version__
from .model import Activity, Operation, Performed, Role
from .store import Ledger
from .versions import versions

VARIABLE: Final = "DICOM_FILESET_LEDGER"
"""Environment variable with the path of the ledger, or :data:`OFF`."""
OFF: Final = "off"
_NAME: Final = "ledger.sqlite"

_kept: ContextVar[str | None] = ContextVar("ledger", default=None)


@contextmanager
def kept_in(place: str | os.PathLike[str] | None) -> Iterator[None]:
    """Have the operations in this block kept in a ledger of their own.

    >>> with kept_in("off"):
    ...     ledger_here() is None
    True

    Parameters
    ----------
    place
        Path of the ledger, or ``off``; ``None`` leaves what is said elsewhere.

    Notes
    -----
    Threads that are started in the block do not know of it: they enter it themselves, as by
    :func:`contextvars.copy_context`.
    """
    if place is None:
        yield
        return
    token = _kept.set(os.fspath(place))
    try:
        yield
    finally:
        _kept.reset(token)


def ledger_here() -> Ledger | None:
    """The ledger that operations are kept in here; ``None`` where they are kept in none.

    It is what :func:`kept_in` says, else the environment variable ``DICOM_FILESET_LEDGER``, else a
    file in the user's folder for the state of applications.
    """
    place = _kept.get() or os.environ.get(VARIABLE) or ""
    if place.lower() == OFF:
        return None
    return Ledger(place or _of_user())


def _of_user() -> str:
    from platformdirs import user_state_path  # noqa: PLC0415 - not where a place is named

    return os.fspath(user_state_path("dicom-fileset", appauthor=False) / _NAME)


def keep(
    role: Role,
    activity: Activity,
    performed: Sequence[Performed],
    profile: str = "",
    medium: str = "",
) -> tuple[Finding, ...]:
    """Keep an operation that is completed.

    Returns
    -------
    tuple of Finding
        Why it could not be kept, where that is so: what was done is done all the same.
    """
    ledger = ledger_here()
    if ledger is None or not performed:
        return ()
    identifier, day = uuid.uuid4().hex, datetime.now(UTC).date().isoformat()
    operation = Operation(identifier, day, role, activity, profile, medium, __version__, versions())
    try:
        os.makedirs(os.path.dirname(os.path.abspath(ledger.path)), exist_ok=True)
        ledger.append(operation, performed)
    except FileSetError as error:
        return (_not_kept(error.finding.message, ledger.path),)
    except KeyboardInterrupt:
        # What is told now must not be that nothing was done.
        return (_not_kept("Stopped while another process used it.", ledger.path),)
    except OSError as error:
        return (_not_kept(f"{error.strerror or type(error).__name__}.", ledger.path),)
    return ()


def _not_kept(reason: str, path: str) -> Finding:
    return finding("ledger-not-written", f"The ledger was not written: {reason}", Where(path=path))
