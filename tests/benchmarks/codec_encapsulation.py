"""Encapsulation: frames indexed and written, at 1,000, 10,000 and 100,000 fragments."""

from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measuring import Run, Side, median, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.workshop import Workshop, expect, per_item

_SIZES: Final = (1000, 10_000, 100_000)
_LENGTHS: Final = {"short": 1000, "long": 8192}
"""Short ones are read through a window, long ones jumped over."""

Runs = dict[str, list[Run]]


def measure(shop: Workshop) -> Table:
    """Time and memory for each fragment, against pydicom and against the smallest size."""
    sizes = [shop.sized(size) for size in _SIZES]
    rows: list[Row] = []
    for kind, length in _LENGTHS.items():
        files = [_made(shop, size, length) for size in sizes]
        sides: dict[str, Side] = {}
        for path, size in zip(files, sizes, strict=True):
            sides[f"ours {size}"] = partial(_work, "index", path, size)
        sides["pydicom"] = partial(_work, "index-pydicom", files[-1], sizes[-1])
        rows += _indexed(kind, sizes, take_turns(sides, shop.rounds(7), patience=10))
    rows.append(_written(shop, sizes[-1]))
    notes = (
        "pydicom gives the offsets of fragments and the table, and does not put frames together.",
        "Memory is the peak above what Python and imports take.",
    )
    return Table("encapsulation", "Encapsulation: where frames lie", tuple(rows), notes)


def _made(shop: Workshop, frames: int, length: int) -> Path:
    path = shop.folder / f"fragments_{frames}_{length}"
    if not path.exists():
        run_python("codec_encapsulation_work", "make", path, frames, length)
    return path


def _work(name: str, path: Path, frames: int, *more: object) -> Run:
    run = run_python("codec_encapsulation_work", name, path, frames, *more)
    expect(name, int(run.said["instances"]), frames)
    return run


def _indexed(kind: str, sizes: list[int], runs: Runs) -> list[Row]:
    small, large = sizes[0], sizes[-1]
    ours, what = _seconds("ours", runs[f"ours {large}"], large), f"{large:,} {kind} fragments"
    rows = [
        faster(f"index of {what}", ours, _seconds("pydicom", runs["pydicom"], large), headline=True)
    ]
    base = _each(runs, small)
    for size in sizes[1:]:
        text = f"time for each {kind} fragment, {size:,} against {small:,}"
        rows.append(share(text, _each(runs, size), base, "the time each"))
    above = median(run.said["above_kib"] for run in runs[f"ours {large}"])
    rows.append(Row(f"memory for {what}", Figure("ours", above / 1024, "MiB", large)))
    return rows


def _written(shop: Workshop, frames: int) -> Row:
    path, length = shop.folder / "written", _LENGTHS["short"]
    sides: dict[str, Side] = {
        "ours": partial(_work, "write", path, frames, length),
        "bare": partial(_work, "write-bare", path, frames, length),
    }
    runs = take_turns(sides, shop.rounds(7))
    ours = _seconds("ours", runs["ours"], frames)
    bare = _seconds("the frames alone", runs["bare"], frames)
    return share(f"{frames:,} frames of {length} bytes written", ours, bare, "the time")


def _each(runs: Runs, size: int) -> Figure:
    micros = median(per_item(run.inside, size) for run in runs[f"ours {size}"])
    return Figure(f"{size:,}", micros, "us each", size)


def _seconds(who: str, runs: list[Run], size: int) -> Figure:
    return Figure(who, median(run.inside for run in runs), "s", size)
