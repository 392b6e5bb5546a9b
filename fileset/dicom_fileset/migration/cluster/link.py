"""The connection to a Dask scheduler: all that is said to it; no wait is without an end."""

import asyncio
import logging
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal

from ...errors import Refused, UsageError
from ...findings import finding

CONNECT_SECONDS: Final = 15.0
"""How long a scheduler may be away before it counts as lost."""
ANSWER_SECONDS: Final = 30.0
"""How long an answer may take."""

State = Literal["up", "down", "lost"]


_ADDRESS: Final = re.compile(r"[a-z]+://[^/]+:[0-9]+/?")
"""Dask has a client half made where it finds out itself that one is none."""


def _no_address(address: str) -> UsageError:
    message = f"{address} is no address of a scheduler."
    return UsageError(finding("cluster-address", message))


class Link:
    """A client of a scheduler.

    Parameters
    ----------
    address
        As Dask writes it: ``tcp://host:port``, ``tls://host:port`` ...

    Raises
    ------
    UsageError
        It is no address, or the extra is not installed.
    Refused
        No scheduler answers there.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            message = "A cluster needs the extra: pip install 'dicom-fileset[cluster]'."
            raise UsageError(finding("extra-missing", message)) from error
        if not _ADDRESS.fullmatch(address):
            raise _no_address(address)
        self._loggers = _quiet()
        try:
            client: Any = distributed.Client
            self._client = client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except ValueError as error:
            self._loud()
            raise _no_address(address) from error
        except OSError as error:
            self._loud()
            message = f"No scheduler answers at {address}."
            raise Refused(finding("cluster-unreachable", message)) from error

    @property
    def state(self) -> State:
        """``down`` while it tries to come back."""
        match self._client.status:
            case "running":
                return "up"
            case "connecting" | "newly-created":
                return "down"
        return "lost"

    def workers(self) -> dict[str, int]:
        """Threads of each worker that is there now, by address; OSError where nobody answers."""
        ask = self._client.scheduler.ncores
        with _answered():
            there: dict[str, int] = self._client.sync(ask, callback_timeout=ANSWER_SECONDS)
        return dict(there)

    def named(self, name: str, workers: Sequence[str]) -> dict[str, object]:
        """What workers have by a dotted name, or the error that they have instead.

        Needs nothing there but Python.
        """
        return self.asked(pkgutil.resolve_name, name, workers=workers)

    def named_at_scheduler(self, name: str) -> object:
        """The same of the scheduler."""
        with _answered():
            try:
                return self._client.run_on_scheduler(
                    pkgutil.resolve_name, name, callback_timeout=ANSWER_SECONDS
                )
            except (ImportError, AttributeError) as error:
                return error

    def asked(
        self, function: Callable[..., object], *arguments: object, workers: Sequence[str]
    ) -> dict[str, object]:
        """What a function gives on each of some workers, beside their tasks; errors as values."""
        with _answered():
            answers: dict[str, object] = self._client.run(
                function,
                *arguments,
                workers=list(workers),
                on_error="return",
                callback_timeout=ANSWER_SECONDS,
            )
        return answers

    def send(self, key: str, function: Callable[..., object], order: object, worker: str) -> Any:
        """Have a function done by one worker and no other; a future of Dask's."""
        with _answered():
            return self._client.submit(
                function, order, key=key, workers=[worker], allow_other_workers=False, pure=False
            )

    def gathered(self, futures: Mapping[str, Any]) -> dict[str, Any]:
        """What finished futures have, by their keys; OSError where that cannot be had now."""

        async def gather() -> list[Any]:
            answers: list[Any] = await self._client.gather(
                list(futures.values()), asynchronous=True
            )
            return answers

        with _answered():
            answers = self._client.sync(gather, callback_timeout=ANSWER_SECONDS)
        return dict(zip(futures, answers, strict=True))

    def cancel(self, futures: Sequence[Any]) -> None:
        """Have futures forgotten, and not begun where they have not."""
        with _answered():
            self._client.cancel(list(futures), force=True)

    def close(self) -> None:
        """Say goodbye."""
        self._client.close()
        self._loud()

    def _loud(self) -> None:
        for logger, level in self._loggers.items():
            logger.setLevel(level)


@contextmanager
def _answered() -> Iterator[None]:
    """Whatever ends a talk with others as an OSError: a lost one has Dask raise this and that."""
    try:
        yield
    except OSError:
        raise
    except (Exception, asyncio.CancelledError) as error:
        raise OSError(type(error).__name__) from error


def _quiet() -> dict[logging.Logger, int]:
    """Have the client's own log silent: what is to be said of a cluster, we say."""
    loggers = [logging.getLogger(f"distributed.{name}") for name in ("client", "core", "comm")]
    levels = {logger: logger.level for logger in loggers}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    return levels
