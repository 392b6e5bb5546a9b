"""Series packed onto volumes: 2,000, 20,000 and 200,000, in this process."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from time import perf_counter

from benchmarks.measuring import median
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop
from dicom_fileset.migration.volumes.packing import Item, packed

_SIZES = (2000, 20_000, 200_000)
_VOLUME = 700_000_000
_LARGEST = 60_000_000


def measure(shop: Workshop) -> Table:
    """Each size against the smallest; 1 is linear."""
    sizes = [shop.sized(size) for size in _SIZES]
    archives = {size: _archive(size) for size in sizes}
    took: dict[int, list[float]] = defaultdict(list)
    for _ in range(max(3, shop.rounds(5))):
        for size in sizes:
            start = perf_counter()
            packed(archives[size], _VOLUME)
            took[size].append(perf_counter() - start)
    each = {
        size: Figure(f"{size:,}", median(took[size]) / size * 1e6, "us each", size)
        for size in sizes
    }
    rows: list[Row] = [
        share(
            f"time for each series, {size:,} against {sizes[0]:,}",
            each[size],
            each[sizes[0]],
            "the time each",
            headline=size == sizes[-1],
        )
        for size in sizes[1:]
    ]
    rows += [_fill(archives[size]) for size in sizes]
    return Table("pack", f"Series packed onto volumes: {sizes[0]:,} to {sizes[-1]:,}", tuple(rows))


def _fill(items: Sequence[Item]) -> Row:
    volumes = packed(items, _VOLUME)
    full = [sum(items[index].size for index in one) / _VOLUME for one in volumes[:-1]]
    on: dict[object, set[int]] = defaultdict(set)
    for number, one in enumerate(volumes):
        for index in one:
            on[items[index].study].add(number)
    divided = sum(len(numbers) > 1 for numbers in on.values())
    average = Figure("fill", 100 * sum(full) / max(1, len(full)), "%", len(items))
    what = (
        f"fill of {len(volumes):,} volumes but the last; {divided:,} of {len(on):,} studies divided"
    )
    return Row(what, average)


def _archive(number: int) -> list[Item]:
    """Series of up to 60 MB, up to eight in a study."""
    random, items, study = Random(1), list[Item](), 0  # noqa: S311 - no secret
    while len(items) < number:
        study += 1
        for _ in range(random.randint(1, 8)):
            items.append(Item(study, min(_LARGEST, int(random.lognormvariate(16.2, 1)))))
    return items[:number]
