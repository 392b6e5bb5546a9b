"""Import against ``cp -r`` and ``sha256sum`` of both trees: CT slices, large multi-frame images."""

import os
import shutil
from pathlib import Path

from benchmarks.measuring import Run, Side, fresh, median_wall, run_command, run_ours, take_turns
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import Workshop, expect, say

_SLICES = 1200
_SERIES = 4
_ROWS = 512
_LARGE = 4
_FRAMES = 384
_PEER = 'cp -r "$1" "$2" && find "$1" "$2" -type f -print0 | xargs -0 sha256sum'


def measure(shop: Workshop) -> Table:
    """Both kinds of media, sides in turns, one job."""
    slices = shop.sized(_SLICES)
    large = max(1, shop.sized(_LARGE))
    ct = shop.ct(slices, min(_SERIES, slices), _ROWS)
    rows = (
        _compared(shop, ct, slices, f"{slices:,} CT of 512 x 512, 0.5 MB each"),
        _compared(shop, _multi_frame(shop, large), large, f"{large} multi-frame images"),
    )
    notes = (
        "The peer is cp -r, then sha256sum of both trees: what copies, and proves that it did.",
        "Ours scans each header, too, reads back what it wrote and keeps a row of each file.",
        "Ours flushes everything to the disk; the peer does not.",
        "Whole commands. Destinations are removed and the disk is quiet before each run.",
    )
    return Table("import", "Import, one job", rows, notes)


def _compared(shop: Workshop, source: Path, number: int, what: str) -> Row:
    place = shop.folder / "imported"
    sides = {
        "ours": fresh(place, lambda: run_ours("import", source, "--output", place)),
        "peer": fresh(place, lambda: run_command(["sh", "-c", _PEER, "sh", source, place])),
    }
    sides["ours"] = _complete(place, sides["ours"], number)
    runs = take_turns(sides, shop.rounds(7), patience=120)
    shutil.rmtree(place, ignore_errors=True)
    ours = Figure("dicom-fileset import", median_wall(runs["ours"]), "s", number)
    peer = Figure("cp -r, sha256sum", median_wall(runs["peer"]), "s", number)
    return faster(what, ours, peer, headline=True)


def _complete(place: Path, side: Side, number: int) -> Side:
    def run() -> Run:
        done = side()
        expect("dicom-fileset import", len(list(place.rglob("*.dcm"))), number)
        return done

    return run


def _multi_frame(shop: Workshop, number: int) -> Path:
    """A folder with multi-frame images of some 200 MB each, fewer frames where all is small."""
    frames = shop.sized(_FRAMES)
    root = shop.folder / f"multi_frame_{number}_{frames}"
    if not root.exists():
        say(f"making {number} images of {frames} frames")
        one = next(path for path in sorted(shop.ct(1, 1, _ROWS).rglob("*")) if path.is_file())
        run = shop.folder / f"{root.name}.part"
        shutil.rmtree(run, ignore_errors=True)
        _write(one, run, number, frames)
        os.sync()
        run.rename(root)
    return root


def _write(template: Path, folder: Path, number: int, frames: int) -> None:
    from pydicom import dcmread  # noqa: PLC0415 - run.py --help needs none

    folder.mkdir(parents=True)
    ds = dcmread(template)
    ds.NumberOfFrames = frames
    ds.PixelData = ds.PixelData * frames
    uid = str(ds.SOPInstanceUID)
    for count in range(number):
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"{uid[:50]}.{count + 1}"
        ds.save_as(folder / f"MF{count + 1}")
