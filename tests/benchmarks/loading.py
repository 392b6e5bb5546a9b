"""Load: a file-set of 10,000 against pydicom, and directories of up to a million records."""

from benchmarks.creating import our_engine
from benchmarks.many_series import series_of
from benchmarks.measuring import Run, Side, median, median_inside, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.workshop import Workshop, expect, per_item

_INSTANCES = 10_000
_RECORDS = (250_000, 500_000, 1_000_000)


def measure(shop: Workshop) -> Table:
    """Loading with all identifiers, and how reading a directory grows."""
    rows = _against_pydicom(shop, shop.sized(_INSTANCES)) + _growth(shop)
    notes = (
        "Loading: the DICOMDIR read, and path, UIDs, patient and modality of each instance asked.",
        "Records: read_dicomdir of the bytes; memory is the peak above Python and those bytes.",
    )
    return Table("load", "Load a file-set", tuple(rows), notes)


def _against_pydicom(shop: Workshop, number: int) -> list[Row]:
    root = shop.ct(number, series_of(number))
    our_engine(root, number)()
    sides = {
        "ours": lambda: run_python("loading_work", "load", root),
        "pydicom": lambda: run_python("pydicom_work", "load", root),
    }
    runs = take_turns(sides, shop.rounds(5))
    for name, some in runs.items():
        expect(name, some[0].said["instances"], number)
    figures = [
        Figure(who, median_inside(runs[name]), "s", number)
        for name, who in (("ours", "FileSetReader"), ("pydicom", "pydicom FileSet"))
    ]
    mine, theirs = [
        Figure(one.who, median(run.said["above_kib"] for run in runs[name]) / 1024, "MiB", number)
        for name, one in zip(("ours", "pydicom"), figures, strict=True)
    ]
    what = f"load {number:,} instances with their identifiers"
    return [
        faster(what, *figures, headline=True),
        share(f"{what}: peak memory above the start", mine, theirs, "the memory"),
    ]


def _growth(shop: Workshop) -> list[Row]:
    sizes = [shop.sized(size) for size in _RECORDS]
    sides = {str(size): _reading(shop, size) for size in sizes}
    runs = take_turns(sides, shop.rounds(3), patience=60)
    rows: list[Row] = []
    for size in sizes:
        expect("read_dicomdir", runs[str(size)][0].said["instances"], size)
    base = sizes[0]
    for size in sizes[1:]:
        against = f"{size:,} records against {base:,}"
        times = _each_time(runs, size), _each_time(runs, base)
        kib = _each_kib(runs, size), _each_kib(runs, base)
        last = size == sizes[-1]
        rows.append(share(f"read {against}", *times, "the time each", headline=last))
        rows.append(share(f"memory of {against}", *kib, "the memory each"))
    most = runs[str(sizes[-1])]
    seconds = Figure(f"{sizes[-1]:,}", median_inside(most), "s", sizes[-1])
    peak = max(run.peak_kib for run in most) / 1024
    return [
        *rows,
        Row(f"read a DICOMDIR of {sizes[-1]:,} records", seconds),
        Row(
            f"peak memory of the process, {most[0].said['bytes'] / 2**20:.0f} MiB of it the file",
            Figure(f"{sizes[-1]:,}", peak, "MiB", sizes[-1]),
        ),
    ]


def _reading(shop: Workshop, records: int) -> Side:
    root = shop.directory(records)
    return lambda: run_python("loading_work", "read-directory", root)


def _each_time(runs: dict[str, list[Run]], size: int) -> Figure:
    return Figure(f"{size:,}", per_item(median_inside(runs[str(size)]), size), "us each", size)


def _each_kib(runs: dict[str, list[Run]], size: int) -> Figure:
    above = median(run.said["above_kib"] for run in runs[str(size)])
    return Figure(f"{size:,}", above / size, "KiB each", size)
