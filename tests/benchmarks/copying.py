"""Create with copies: 1,200 CT slices of 512 x 512 against a plain copy that is flushed too."""

import shutil
from pathlib import Path

from benchmarks.measuring import (
    Run,
    Side,
    fresh,
    median_inside,
    median_wall,
    run_ours,
    run_python,
    take_turns,
)
from benchmarks.tables import Figure, Table, share
from benchmarks.workshop import Workshop, expect, listed

_INSTANCES = 1200
_SERIES = 4
_ROWS = 512


def measure(shop: Workshop) -> Table:
    """The engine, and the whole command, against the copying alone."""
    number = shop.sized(_INSTANCES)
    source = shop.ct(number, min(_SERIES, number), _ROWS)
    place = shop.folder / "copies"
    sides = {
        "command": fresh(place, lambda: run_ours("create", source, "--output", place)),
        "engine": fresh(place, lambda: run_python("creating_work", "copy", source, place)),
        "plain": fresh(place, lambda: run_python("creating_work", "copy-tree", source, place)),
    }
    sides["command"] = _complete(place, sides["command"], number)
    runs = take_turns(sides, shop.rounds(9), patience=120)
    for name in ("engine", "plain"):
        expect(name, runs[name][0].said["instances"], number)
    shutil.rmtree(place, ignore_errors=True)
    plain = Figure("shutil.copytree", median_inside(runs["plain"]), "s", number)
    engine = Figure("FileSetCreator", median_inside(runs["engine"]), "s", number)
    command = Figure("dicom-fileset", median_wall(runs["command"]), "s", number)
    what = f"create with copies, {number:,} CT of 512 x 512"
    rows = (
        share(f"{what}: library call", engine, plain, "a plain copy", headline=True),
        share(f"{what}: whole command", command, plain, "a plain copy"),
    )
    notes = (
        "The plain copy is shutil.copytree of the same folders, and the same flush to the disk.",
        "Ours also reads back each copy, compares it, and looks whether the instance is whole.",
        "Destinations are removed and the disk is quiet before each run.",
    )
    return Table("copy", f"Create with copies: {number:,} CT of 512 x 512", rows, notes)


def _complete(place: Path, side: Side, number: int) -> Side:
    def run() -> Run:
        done = side()
        expect("dicom-fileset", listed(place), number)
        return done

    return run
