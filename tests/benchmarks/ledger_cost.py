"""What keeping the ledger costs an operation: the same command with a ledger, and without."""

from functools import partial

from benchmarks.measuring import Run, median, run_ours, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop

_SIZES = (1000, 20_000)


def measure(shop: Workshop) -> Table:
    """``verify`` of a small file-set and of a larger one: the time of the whole command."""
    rows: list[Row] = []
    for size in dict.fromkeys(shop.sized(one) for one in _SIZES):
        root = shop.ct(size, max(size // 50, 1))
        if not (root / "DICOMDIR").exists():
            run_ours("create", root, "--in-place", "--ledger", "off")
        places = {"kept": shop.folder / "cost.sqlite", "off": "off"}
        sides = {
            name: partial(run_ours, "verify", root, "--ledger", place)
            for name, place in places.items()
        }
        rows += _rows(take_turns(sides, shop.rounds(21), patience=60), size)
    notes = (
        "The bar is 25 ms or 1 % of the operation, whichever is more.",
        "With 21 turns of each side medians differ by a few milliseconds by chance alone.",
    )
    return Table("ledger", "The ledger: what keeping it costs", tuple(rows), notes)


def _rows(runs: dict[str, list[Run]], size: int) -> list[Row]:
    kept, off = (_millis(runs, side, size) for side in ("kept", "off"))
    more = Figure("more", max(kept.value - off.value, 0.0), "ms", size)
    what = f"verify of {size:,} instances"
    return [
        share(f"{what}, with a ledger", kept, off, "the time without", headline=True),
        Row(f"{what}: what the ledger takes", more),
    ]


def _millis(runs: dict[str, list[Run]], side: str, size: int) -> Figure:
    return Figure(side, median(run.wall for run in runs[side]) * 1000, "ms", size)
