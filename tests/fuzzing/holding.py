"""One input, and all that must hold whatever it is."""

import sys
import time
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from dicom_fileset import (
    FileSet,
    FileSetError,
    FileSetReader,
    FileSetUpdater,
    read_dicomdir,
    verify,
    write_dicomdir,
)
from fuzzing.bombs import DEFLATED
from fuzzing.media import Medium
from fuzzing.physical import whole_records
from fuzzing.watching import Watch

CALLS: Final = 60_000
"""Calls that reading takes at most, of Python and of C functions, whatever the directory."""
CALLS_A_BYTE: Final = 60
FINDINGS_A_BYTE: Final = 1
JSON_BYTES_A_BYTE: Final = 400
MEMORY_BYTES: Final = 8 << 20
MEMORY_BYTES_A_BYTE: Final = 600


class Held(NamedTuple):
    """What became of an input.

    Attributes
    ----------
    outcome
        ``read``, or the code of the error.
    calls, seconds, memory
        What it took: calls where they were counted, time of the processor, bytes at the peak
        where they were traced.
    breaches
        What did not hold; a sentence each.
    """

    outcome: str
    calls: int
    seconds: float
    memory: int
    breaches: tuple[str, ...]


class Holder:
    """Holds one input after another against what must hold.

    Parameters
    ----------
    folder
        An empty one to work in.
    """

    def __init__(self, folder: Path) -> None:
        self._medium = Medium(folder)
        self._watch = Watch(self._medium.root)

    def held(
        self, data: bytes, *, engines: bool = False, traced: bool = False, count: bool = True
    ) -> Held:
        """Read a directory in every way.

        Parameters
        ----------
        engines
            Whether to verify the file-set and to open it for an update, too.
        traced
            Whether to measure memory, which takes several times as long.
        count
            Whether to count calls, which takes twice as long.
        """
        root = self._medium.lay(data)
        breaches: list[str] = []
        steps: list[Callable[[], Any]] = [
            lambda: _bytes(data, breaches),
            lambda: _report(root, data, breaches, strict=False),
            lambda: _report(root, data, breaches, strict=True),
        ]
        if engines:
            steps += [lambda: _verified(root, breaches), lambda: _updated(root, breaches)]
        if traced:
            tracemalloc.start()
        began = time.process_time()
        outcome = ""
        calls: list[int] = []
        for step in steps:
            with self._watch.watching() as touched, counted(calls) if count else nullcontext():
                told = _told(step, breaches)
            breaches += (f"touched: {one}" for one in touched)
            outcome = outcome or told
        seconds = time.process_time() - began
        memory = 0
        if traced:
            memory = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        _bounded(size_read(data), max(calls, default=0), memory, breaches)
        return Held(outcome, sum(calls), seconds, memory, tuple(breaches))


@contextmanager
def counted(calls: list[int]) -> Iterator[None]:
    """Count calls in a block: work that no clock is needed for."""
    count = [0]

    def told(frame: Any, event: str, argument: Any) -> None:  # noqa: ARG001
        count[0] += 1

    before = sys.getprofile()
    sys.setprofile(told)
    try:
        yield
    finally:
        sys.setprofile(before)
        calls.append(count[0] // 2)  # a call and a return each


def _told(step: Callable[[], Any], breaches: list[str]) -> str:
    try:
        step()
    except FileSetError as error:
        return error.finding.code
    except Exception as error:  # noqa: BLE001 - that is what must not be
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        breaches.append(f"raised {type(error).__name__} at {place}: {error!s:.120}")
        return type(error).__name__
    return "read"


def _bytes(data: bytes, breaches: list[str]) -> None:
    found = read_dicomdir(data)
    again = read_dicomdir(write_dicomdir(found), strict=True)
    if again.records != found.records:
        breaches.append("what is written of it is read otherwise")
    _complete(found, data, breaches)


def _complete(found: FileSet, data: bytes, breaches: list[str]) -> None:
    """Every record that lies whole is there, and once."""
    whole = whole_records(data)
    if whole is None:
        return
    expected, bodies = len(whole.contents), Counter(one.body for one in found.records)
    more = len(found.records) > expected and not whole.cut
    if len(found.records) < expected or more:
        breaches.append(f"{expected} records lie whole, {len(found.records)} were read")
    elif Counter(whole.plain_bodies()) - bodies:
        breaches.append("other records were read than lie there")


def _report(root: Path, data: bytes, breaches: list[str], *, strict: bool) -> None:
    report = FileSetReader(root, strict=strict).report()
    encoded, size = msgspec.json.encode(report), size_read(data)
    if len(report.findings) > 100 + FINDINGS_A_BYTE * size:
        breaches.append(f"{len(report.findings)} Findings of {size} bytes")
    if len(encoded) > 65_536 + JSON_BYTES_A_BYTE * size:
        breaches.append(f"{len(encoded)} bytes of JSON of {size} bytes")


def size_read(data: bytes) -> int:
    """Bytes that a reader meets: of a deflated directory, what it grows to."""
    if DEFLATED not in data[:1024]:
        return len(data)
    begin = 144 + int.from_bytes(data[140:144], "little")
    with suppress(zlib.error):
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[begin:], 1 << 28)
        return max(len(data), len(inflated))
    return len(data)


def _verified(root: Path, breaches: list[str]) -> None:
    if not msgspec.json.encode(verify(root)):
        breaches.append("no report")


def _updated(root: Path, breaches: list[str]) -> None:
    updater = FileSetUpdater(root)
    updater.remove(PatientID="ID1")
    if updater.plan() is None:
        breaches.append("no plan")


def _bounded(size: int, calls: int, memory: int, breaches: list[str]) -> None:
    if calls > CALLS + CALLS_A_BYTE * size:
        breaches.append(f"{calls} calls for {size} bytes")
    if memory > MEMORY_BYTES + MEMORY_BYTES_A_BYTE * size:
        breaches.append(f"{memory} bytes of memory for {size} bytes")
