"""Whole commands: CT slices to JPEG Lossless with proof, against dcmcjpeg, which proves nothing."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.measuring import (
    Run,
    Side,
    median,
    median_wall,
    run_command,
    run_ours,
    run_python,
    take_turns,
)
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.workshop import Workshop, expect, say

_SYNTAX: Final = "JPEGLosslessSV1"
_LOOP: Final = 'for file in "$2"/*; do "$1" "$file" "$3/${file##*/}"; done'


def measure(shop: Workshop) -> Table:
    """The command with the turbo extra and without, with proof and without."""
    number = shop.sized(100)
    source = slices(shop, number)
    place = shop.folder / "transcoded"
    arguments = ("transcode", source, "-o", place, "-t", _SYNTAX)
    base = [sys.executable, "-m", "benchmarks.without_turbo", *map(str, arguments)]
    sides: dict[str, Side] = {
        "with turbo": lambda: run_ours(*arguments),
        "without turbo": lambda: run_command(base, own_modules=True),
        "without proof": lambda: run_ours(*arguments, "--no-verify"),
    }
    for tool in ("dcmcjpeg", "gdcmconv"):
        if shop.tool(tool, slow=False):
            sides[tool] = _loop(tool, source, place)
    runs = take_turns(
        {name: _checked(place, side, number) for name, side in sides.items()}, shop.rounds(5), 60
    )
    found = {name: Figure(name, median_wall(some), "s", number) for name, some in runs.items()}
    what = f"{number} CT of 512 x 512 to JPEG Lossless"
    rows = [
        faster(f"{what}, {ours}", found[ours], found.get(peer), headline=peer == "dcmcjpeg")
        for peer in ("dcmcjpeg", "gdcmconv")
        for ours in ("with turbo", "without turbo", "without proof")
    ]
    notes = (
        "Peers are started for each file by a shell loop; they read nothing back.",
        "Ours decodes each frame again, reads the file back, compares all of it, and flushes.",
    )
    return Table("transcode", f"Transcoding: {what}", tuple(rows), notes)


def slices(shop: Workshop, number: int) -> Path:
    """A folder with so many CT slices, which have the noise of a detector."""
    root = shop.folder / f"slices_{number}"
    if not root.exists():
        say(f"making {number:,} slices")
        run_python("transcoding_work", "make-slices", root, number)
    return root


def _loop(tool: str, source: Path, place: Path) -> Side:
    program = {"dcmcjpeg": "dcmcjpeg +e1", "gdcmconv": "gdcmconv --jpeg"}[tool]
    script = _LOOP.replace('"$1"', program)
    return lambda: run_command(["sh", "-c", script, "sh", tool, source, place])


def _checked(place: Path, side: Callable[[], Run], number: int) -> Side:
    def run() -> Run:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        done = side()
        expect("a side", sum(path.is_file() for path in place.rglob("*")), number)
        return done

    return run


def measure_jobs(shop: Workshop) -> Table:
    """What a second job adds."""
    number = shop.sized(2000)
    source = slices(shop, number)
    place = shop.folder / "transcoded"
    arguments = ("transcode", source, "-o", place, "-t", _SYNTAX)
    sides = {jobs: _job_side(place, arguments, jobs, number) for jobs in ("1", "2")}
    runs = take_turns(sides, shop.rounds(3), 120)
    one, two = (Figure(f"{jobs} job", median_wall(runs[jobs]), "s", number) for jobs in sides)
    what = f"{number:,} CT of 512 x 512 to JPEG Lossless, two jobs"
    return Table(
        "transcode-jobs", "Transcoding: a second job", (faster(what, two, one, headline=True),)
    )


def _job_side(place: Path, arguments: tuple[object, ...], jobs: str, number: int) -> Side:
    return _checked(place, lambda: run_ours(*arguments, "--jobs", jobs), number)


def measure_overhead(shop: Workshop) -> Table:
    """What reading, splicing, encapsulating and writing cost beside the encoding."""
    number = shop.sized(100)
    source = slices(shop, number)
    place = shop.folder / "transcoded"
    rows = []
    for syntax in ("RLELossless", _SYNTAX, "JPEG2000Lossless"):
        side = _checked(place, _overhead_side(source, place, syntax), number)
        runs = take_turns({syntax: side}, shop.rounds(5), 60)[syntax]
        encoding = median(run.said["encoding"] for run in runs)
        rest = median(run.said["seconds"] - run.said["encoding"] for run in runs)
        rows.append(
            share(
                f"all but encoding, {number} CT to {syntax}",
                Figure("transcode", rest, "s", number),
                Figure("encoding", encoding, "s", number),
                "the encoding",
                headline=True,
            )
        )
    notes = ("Without the decoding that proves; with reading back, comparing and the flush.",)
    return Table("transcode-overhead", "Transcoding: overhead", tuple(rows), notes)


def _overhead_side(source: Path, place: Path, syntax: str) -> Side:
    return lambda: run_python("transcoding_work", "overhead", source, place, syntax)


def measure_memory(shop: Workshop) -> Table:
    """The memory that an instance of many frames takes, and that ten times as many take."""
    rows = []
    for frames in sorted({max(2, shop.sized(200)), max(3, shop.sized(2000))}):
        path = shop.folder / f"frames_{frames}.dcm"
        made = run_python("transcoding_work", "make", path, frames).said
        place = shop.folder / "transcoded"
        shutil.rmtree(place, ignore_errors=True)
        said = run_python("transcoding_work", "memory", path, place, _SYNTAX).said
        expect("dicom-fileset", said["instances"], 1)
        rows.append(_memory_row(frames, made["bytes"], said))
        path.unlink()
    return Table("transcode-memory", "Transcoding: memory of one instance", tuple(rows))


def _memory_row(frames: int, size: int, said: dict[str, int]) -> Row:
    return share(
        f"memory above the start, {frames:,} frames of 256 x 256",
        Figure("transcode", (said["end"] - said["start"]) / 1024, "MiB", 1),
        Figure("the instance", size / 2**20, "MiB", 1),
        "the instance",
        headline=True,
    )
