"""Help: the processor time until ``--help`` has answered, against Python that does nothing."""

import sys

from benchmarks.measuring import Run, median, run_command, run_ours, take_turns
from benchmarks.tables import Figure, Table, share
from benchmarks.workshop import Workshop


def measure(shop: Workshop) -> Table:
    """User and system time of whole processes."""
    sides = {
        "dicom-fileset --help": lambda: run_ours("--help"),
        "dicom-fileset create --help": lambda: run_ours("create", "--help"),
        "python": lambda: run_command([sys.executable, "-c", "pass"]),
    }
    runs = take_turns(sides, shop.rounds(20), patience=60)
    bare = _figure("python -c pass", runs["python"])
    rows = tuple(
        share(name, _figure(name, runs[name]), bare, "bare Python", headline=True)
        for name in sides
        if name != "python"
    )
    return Table("help", "Help: processor time, user and system", rows)


def _figure(who: str, runs: list[Run]) -> Figure:
    return Figure(who, median(run.cpu for run in runs) * 1000, "ms", 0)
