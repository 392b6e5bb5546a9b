"""Create in place at 1,000, 10,000 and 100,000: time and memory for each instance."""

from benchmarks.creating import our_engine
from benchmarks.many_series import series_of
from benchmarks.measuring import Run, Side, median, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, per_item

_SIZES = (1000, 10_000, 100_000)


def measure(shop: Workshop) -> Table:
    """Each size against the smallest; 1 is linear."""
    sizes = [shop.sized(size) for size in _SIZES]
    sides: dict[str, Side] = {
        str(size): our_engine(shop.ct(size, series_of(size)), size) for size in sizes
    }
    runs = take_turns(sides, shop.rounds(7))
    rows: list[Row] = []
    for size in sizes[1:]:
        one, base = _time(runs, size), _time(runs, sizes[0])
        what = f"time for each instance, {size:,} against {sizes[0]:,}"
        rows.append(share(what, one, base, "the time each", headline=size == sizes[-1]))
    largest, middle = _time(runs, sizes[2]), _time(runs, sizes[1])
    what = f"time for each instance, {sizes[2]:,} against {sizes[1]:,}"
    rows.append(share(what, largest, middle, "the time each"))
    rows += _memory(runs, sizes)
    notes = ("Memory is the peak above what Python and the engine take when nothing is read yet.",)
    title = f"Growth: {sizes[0]:,} to {sizes[-1]:,} instances in place"
    return Table("linearity", title, tuple(rows), notes)


def _time(runs: dict[str, list[Run]], size: int) -> Figure:
    micros = median(per_item(run.inside, size) for run in runs[str(size)])
    return Figure(f"{size:,}", micros, "us each", size)


def _memory(runs: dict[str, list[Run]], sizes: list[int]) -> list[Row]:
    def kib(size: int) -> Figure:
        above = median(run.said["above_kib"] for run in runs[str(size)])
        return Figure(f"{size:,}", above / size, "KiB each", size)

    rows = [
        share(
            f"memory for each instance, {size:,} against {sizes[0]:,}",
            kib(size),
            kib(sizes[0]),
            "the memory each",
            headline=size == sizes[-1],
        )
        for size in sizes[1:]
        if kib(sizes[0]).value
    ]
    most = max(run.peak_kib for run in runs[str(sizes[-1])]) / 1024
    whole = Figure(f"{sizes[-1]:,}", most, "MiB", sizes[-1])
    return [*rows, Row(f"peak memory of the process at {sizes[-1]:,}", whole)]
