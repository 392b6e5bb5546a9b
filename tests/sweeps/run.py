"""Every change failed at every operation: ``python tests/sweeps/run.py [NAME]...``."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sweeps.failures import FAILURES, Point, swept
from sweeps.operations import CHANGES, Change, write_sources
from sweeps.power import lost_power
from sweeps.repeating import repeatable
from sweeps.states import Stage, staged


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of changes and failures; 1 where a point is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(x.name for x in CHANGES))
    parser.add_argument("--step", type=int, default=1, help="only every N-th operation")
    asked = parser.parse_args(arguments)
    chosen = [one for one in CHANGES if one.name in asked.names or not asked.names]
    print("| change | failure | points | not as promised |\n|---|---|---:|---:|")
    points = problems = 0
    for change in chosen:
        for name, found in rows(change, asked.step):
            done = list(found)
            bad = [one for one in done if one.problem]
            print(f"| {change.name} | {name} | {len(done)} | {len(bad)} |", flush=True)
            for one in bad[:5]:
                print(f"{one.number} {one.operation}: {one.problem}", file=sys.stderr)
            points, problems = points + len(done), problems + len(bad)
    print(f"| all | | {points} | {problems} |")
    return int(bool(problems))


def rows(change: Change, step: int) -> Iterator[tuple[str, Iterable[Point]]]:
    """The points of a change, failure by failure."""
    with tempfile.TemporaryDirectory(prefix="dicom-fileset-sweep-") as name:
        stage, root = stage_in(change, Path(name))
        for failure in FAILURES:
            yield failure.name, swept(stage, failure, root, step)
        yield (
            "power lost, files flushed one by one",
            lost_power(stage, root, at_once=False, step=step),
        )
        yield "power lost, flushed at once", lost_power(stage, root, at_once=True, step=step)


def stage_in(change: Change, folder: Path) -> tuple[Stage, Path]:
    """A change made ready in an empty folder, and the root that it is carried out at."""
    for one in ("made", "swept"):
        (folder / one).mkdir()
    with repeatable():
        sources = write_sources(folder / "sources")
    return staged(change, sources, folder / "made"), folder / "swept" / "disc"


if __name__ == "__main__":
    sys.exit(main())
