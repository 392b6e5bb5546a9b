"""Mend: a DICOMDIR whose offsets are all off by a constant, and one without any, as both grow."""

from pathlib import Path

from benchmarks.measuring import median_inside, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, expect, per_item, say

_SIZES = (1000, 10_000, 100_000)
_DAMAGES = ("shifted", "without-offsets")


def measure(shop: Workshop) -> Table:
    """Reading what is damaged against reading the same directory healthy."""
    rows: list[Row] = []
    for size in map(shop.sized, _SIZES):
        roots = {"healthy": shop.directory(size)}
        roots |= {damage: _damaged(shop, roots["healthy"], damage) for damage in _DAMAGES}
        sides = {
            name: lambda root=root: run_python("loading_work", "read-damaged", root)
            for name, root in roots.items()
        }
        runs = take_turns(sides, shop.rounds(5), patience=60)
        figures = {
            name: Figure(name, per_item(median_inside(some), size), "us each", size)
            for name, some in runs.items()
        }
        for damage in _DAMAGES:
            expect(damage, runs[damage][0].said["instances"], size)
            what = f"read {size:,} records, {damage.replace('-', ' ')}"
            headline = damage == "shifted" and size == shop.sized(_SIZES[-1])
            words = "the time of the healthy one"
            rows.append(share(what, figures[damage], figures["healthy"], words, headline=headline))
    notes = ("read_dicomdir of the bytes: every record is where it was, with its Findings.",)
    return Table("mend", "Mend a directory while it is read", tuple(rows), notes)


def _damaged(shop: Workshop, healthy: Path, damage: str) -> Path:
    root = shop.folder / f"{healthy.name}_{damage}"
    if not (root / "DICOMDIR").exists():
        say(f"making {root.name}")
        run_python("media_work", "damage-directory", healthy, root, damage)
    return root
