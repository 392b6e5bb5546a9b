"""Commands measured: each in a fresh process, sides in turns."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

TESTS: Final = Path(__file__).resolve().parents[1]
_LAUNCHER: Final = Path(__file__).with_name("launcher.py")
_SOURCES: Final = [TESTS, *(TESTS.parent / part for part in ("fileset", "codecs", "profiles"))]


class Run(NamedTuple):
    """What one process took.

    Attributes
    ----------
    wall, cpu
        Seconds, from start to end; ``cpu`` is user and system time.
    peak_kib
        The most memory that was resident.
    said
        What the process itself measured, where it is one of ours.
    """

    wall: float
    cpu: float
    peak_kib: int
    said: dict[str, Any]

    @property
    def inside(self) -> float:
        """Seconds of the work alone, without the start of the interpreter and imports."""
        return float(self.said["seconds"])


Side = Callable[[], Run]


def run_command(command: Sequence[str | Path], *, own_modules: bool = False) -> Run:
    """Run a command to its end.

    Parameters
    ----------
    command
        Program and arguments.
    own_modules
        Whether it is Python that imports what lies in this tree.

    Raises
    ------
    RuntimeError
        It failed.
    """
    program = shutil.which(command[0]) or str(command[0])
    arguments = [str(part) for part in command[1:]]
    environment = dict(os.environ)
    if own_modules:
        environment["PYTHONPATH"] = os.pathsep.join(map(str, _SOURCES))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "measured")
        launched = subprocess.run(
            [sys.executable, "-I", "-S", _LAUNCHER, report, program, *arguments],
            env=environment,
            capture_output=True,
            check=True,
        )
        measured = json.loads(report.read_text())
    if measured.pop("status"):
        shown = (launched.stdout[-2000:] + launched.stderr[-2000:]).decode(errors="replace")
        raise RuntimeError(f"{Path(program).name} failed:\n{shown}")
    return Run(**measured, said=_last_json(launched.stdout) if own_modules else {})


def _last_json(output: bytes) -> dict[str, Any]:
    lines = output.splitlines()
    found = json.loads(lines[-1]) if lines and lines[-1].startswith(b"{") else {}
    return found if isinstance(found, dict) else {}


def run_python(module: str, *arguments: object) -> Run:
    """Run a module of this folder in a fresh interpreter."""
    words = [str(one) for one in arguments]
    return run_command([sys.executable, "-m", f"benchmarks.{module}", *words], own_modules=True)


def run_ours(*arguments: object) -> Run:
    """Run ``dicom-fileset``, as it is installed or else out of this tree."""
    words = [str(one) for one in arguments]
    installed = shutil.which("dicom-fileset", path=os.path.dirname(sys.executable))
    if installed:
        return run_command([installed, *words])
    return run_command([sys.executable, "-m", "dicom_fileset.cli", *words], own_modules=True)


def fresh(place: Path, side: Side) -> Side:
    """The side, each time with nothing at its destination and nothing left to write."""

    def run() -> Run:
        shutil.rmtree(place, ignore_errors=True)
        os.sync()
        return side()

    return run


def take_turns(
    sides: Mapping[str, Side], rounds: int, patience: float = 20.0
) -> dict[str, list[Run]]:
    """Run each side once a round, so that what slows the machine down slows all.

    Parameters
    ----------
    rounds
        How often each is run.
    patience
        A side that has taken so many seconds in all is not run again.
    """
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            if sum(run.wall for run in runs[name]) < patience:
                runs[name].append(side())
    return runs


def median(values: Iterable[float]) -> float:
    """The median, which a busy moment of the machine does not move."""
    return statistics.median(list(values))


def median_wall(runs: Sequence[Run]) -> float:
    """Median seconds of whole processes."""
    return median(run.wall for run in runs)


def median_inside(runs: Sequence[Run]) -> float:
    """Median seconds of the work alone."""
    return median(run.inside for run in runs)
