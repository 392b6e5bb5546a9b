"""Repair at 1,000, 10,000 and 100,000 instances, against creating over the same files."""

from benchmarks.creating import our_engine
from benchmarks.many_series import series_of
from benchmarks.measuring import Run, Side, median, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, expect, per_item

_SIZES = (1000, 10_000, 100_000)
_PAGE_KIB = 4
"""No peak is known more closely: a few records are made in memory that lies free."""
_WHAT = {"kept": "each record kept", "anew": "each record made anew"}


def measure(shop: Workshop) -> Table:
    """How repair grows, and what it takes beside creating a directory anew."""
    sizes = [shop.sized(size) for size in _SIZES]
    rows: list[Row] = []
    for action, what in _WHAT.items():
        sides = {str(size): _repairing(shop, size, action) for size in sizes}
        runs = take_turns(sides, shop.rounds(3), patience=60)
        for size in sizes[1:]:
            against = f"{what}: {size:,} instances against {sizes[0]:,}"
            one, base = _each_time(runs, size), _each_time(runs, sizes[0])
            rows.append(share(against, one, base, "the time each", headline=size == sizes[-1]))
        most, least = _each_kib(runs, sizes[-1]), _each_kib(runs, sizes[0])
        against = f"{what}: memory of {sizes[-1]:,} against {sizes[0]:,}"
        rows.append(share(against, most, least, "the memory each"))
        rows.append(_against_creating(shop, what, runs, sizes[1]))
    return Table("repair", "Repair a file-set", tuple(rows))


def _repairing(shop: Workshop, size: int, action: str) -> Side:
    root = shop.ct(size, series_of(size))
    our_engine(root, size)()

    def side() -> Run:
        run = run_python("repairing_work", action, root)
        expect("repair", run.said["instances"], size)
        return run

    return side


def _against_creating(shop: Workshop, what: str, runs: dict[str, list[Run]], size: int) -> Row:
    creating = take_turns({"create": our_engine(shop.ct(size, series_of(size)), size)}, 1)
    micros = per_item(median(run.inside for run in creating["create"]), size)
    created = Figure("create in place", micros, "us each", size)
    return share(f"{what}: {size:,}", _each_time(runs, size), created, "the time each")


def _each_time(runs: dict[str, list[Run]], size: int) -> Figure:
    micros = median(per_item(run.inside, size) for run in runs[str(size)])
    return Figure(f"{size:,}", micros, "us each", size)


def _each_kib(runs: dict[str, list[Run]], size: int) -> Figure:
    above = max(_PAGE_KIB, median(run.said["above_kib"] for run in runs[str(size)]))
    return Figure(f"{size:,}", above / size, "KiB each", size)
