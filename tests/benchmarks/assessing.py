"""Bytes and hours that an assessment foretells, beside those that the migration then comes to."""

from pathlib import Path

from benchmarks.measuring import Run, Side, median, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, expect, say

_FILES = 6000
_POLICIES = ("HTJ2KLossless", "JPEG2000Lossless", "RLELossless")


def measure(shop: Workshop) -> Table:
    """Each policy, in turns; medians."""
    number = max(shop.sized(_FILES), 16)
    archive = _archive(shop, number)
    sides = {policy: _foretold(shop, archive, policy, number) for policy in _POLICIES}
    runs = take_turns(sides, shop.rounds(3), patience=1200)
    rows = [row for policy in _POLICIES for row in _rows(policy, number, runs[policy])]
    tried = median(run.said["tried"] for run in runs[_POLICIES[0]])
    notes = (
        f"{number:,} images of up to 384 x 384, of which compression makes very different sizes.",
        f"Two jobs; {tried:,.0f} files are migrated for a trial.",
        "Seconds are those of Migration.run, on a machine that is as busy as it was at the trial.",
    )
    return Table("assess", "Assessed, and migrated", tuple(rows), notes)


def _archive(shop: Workshop, number: int) -> Path:
    root = shop.folder / f"mixed_{number}"
    if not root.exists():
        say(f"making an archive of {number:,} files")
        run_python("assessing_work", "make", root, number)
    return root


def _foretold(shop: Workshop, archive: Path, policy: str, number: int) -> Side:
    def side() -> Run:
        run = run_python("assessing_work", "foretold", archive, shop.folder / "foretold", policy)
        expect("migrate", run.said["files"], number)
        return run

    return side


def _rows(policy: str, number: int, runs: list[Run]) -> list[Row]:
    def figure(name: str, unit: str, scale: float) -> Figure:
        value = median(run.said[name] / scale for run in runs)
        return Figure("foretold" if name.endswith("foretold") else "migrated", value, unit, number)

    pairs = (("bytes", "MB", 1e6), ("seconds", "s", 1.0))
    return [
        share(
            f"{policy}: {name}",
            figure(name, unit, scale),
            figure(f"{name}_foretold", unit, scale),
            f"the {name} foretold",
            headline=True,
        )
        for name, unit, scale in pairs
    ]
