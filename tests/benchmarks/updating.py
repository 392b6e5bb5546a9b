"""Ten instances added to file-sets of growing size, against the directory read and written."""

import shutil
from functools import partial
from pathlib import Path

from benchmarks.many_series import series_of
from benchmarks.measuring import Run, median, run_ours, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, expect

_SIZES = (1000, 10_000, 100_000)
_ADDED = 10


def measure(shop: Workshop) -> Table:
    """What an update takes, and what of it no program can spare that keeps a DICOMDIR."""
    rows: list[Row] = []
    for size in dict.fromkeys(shop.sized(one) for one in _SIZES):
        root, added = _ready(shop, size)
        sides = {
            side: partial(run_python, "updating_work", side, root, added)
            for side in ("add", "rewrite")
        }
        runs = take_turns(sides, shop.rounds(5), patience=60)
        expect("FileSetUpdater", runs["add"][0].said["instances"], _ADDED)
        ours, base = (_processor(runs[side], side, size) for side in sides)
        what = f"add {_ADDED} to {size:,} instances, processor"
        rows.append(share(what, ours, base, "the directory alone", headline=True))
    notes = ("The directory alone: read_dicomdir and write_dicomdir of it, and one flushed write.",)
    return Table("update", "Add to a file-set", tuple(rows), notes)


def _ready(shop: Workshop, size: int) -> tuple[Path, Path]:
    """A file-set of so many, and a folder of what is to be added."""
    root = shop.ct(size + _ADDED, series_of(size))
    added = root.with_suffix(".added")
    if not added.exists():
        added.mkdir()
        for path in sorted(path for path in root.rglob("*") if path.is_file())[-_ADDED:]:
            shutil.move(path, added)
        run_ours("create", root, "--in-place", "--ledger", "off")
    return root, added


def _processor(runs: list[Run], side: str, size: int) -> Figure:
    return Figure(side, median(run.said["processor"] for run in runs), "s", size)
