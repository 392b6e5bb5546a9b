"""SR documents of 1,000, 10,000 and 100,000 content items: read and shown, against pydicom."""

import time
from collections.abc import Callable
from pathlib import Path

import pydicom
from benchmarks.measuring import median
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.workshop import Workshop
from dicom_fileset.sr import read_sr, rendered
from sr_documents import deep, wide

_SIZES = (1000, 10_000, 100_000)


def measure(shop: Workshop) -> Table:
    """Time for each item at each size against the smallest, side by side and in one another."""
    sizes = [shop.sized(size) for size in _SIZES]
    rows: list[Row] = []
    for name, make in (("side by side", wide), ("in one another", deep)):
        figures = [_ours(shop, make, size) for size in sizes]
        for one in figures[1:]:
            what = f"{one.instances:,} items {name}, against {sizes[0]:,}"
            rows.append(share(what, one, figures[0], "the time each", headline=one is figures[-1]))
    small = sizes[0]
    path = _file(shop, wide, small)
    theirs = Figure("pydicom", _micros(lambda: _read_by_pydicom(path), small, 3), "us each", small)
    what = f"{small:,} items side by side, read to their concepts"
    rows.append(faster(what, _ours(shop, wide, small), theirs, headline=True))
    notes = ("pydicom reads no document of more than some hundred levels.",)
    return Table("sr", "SR documents: content items read and shown", tuple(rows), notes)


def _file(shop: Workshop, make: Callable[[int], bytes], size: int) -> Path:
    path = shop.folder / f"{make.__name__}-{size}.dcm"
    if not path.exists():
        path.write_bytes(make(size))
    return path


def _ours(shop: Workshop, make: Callable[[int], bytes], size: int) -> Figure:
    path = _file(shop, make, size)

    def run() -> None:
        found = read_sr(path)
        assert len(found.items) == size + 1
        rendered(found)

    return Figure(f"{size:,}", _micros(run, size, shop.rounds(3)), "us each", size)


def _micros(run: Callable[[], None], size: int, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) / size * 1e6)
    return median(times)


def _read_by_pydicom(path: Path) -> None:
    for item in pydicom.dcmread(path).ContentSequence:
        code = item.ConceptNameCodeSequence[0]
        assert all((item.ValueType, item.RelationshipType, code.CodeValue, code.CodeMeaning))
