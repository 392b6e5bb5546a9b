"""Create in place: 10,000 CT slices in 200 series, against DCMTK and pydicom."""

from benchmarks.creating import dcmmkdir, our_engine, ours, pydicom_file_set
from benchmarks.measuring import Run, median_inside, median_wall, take_turns
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import Workshop

_INSTANCES = 10_000
_SIZES_OF_PYDICOM = (1000, 2000, 10_000)
_PER_SERIES = 50


def measure(shop: Workshop) -> Table:
    """Whole commands against dcmmkdir, engine against engine with pydicom, as both grow."""
    rows = _against_dcmmkdir(shop, shop.sized(_INSTANCES))
    for size in _SIZES_OF_PYDICOM:
        rows.append(_against_pydicom(shop, shop.sized(size), slow=size == _INSTANCES))
    notes = (
        "pydicom's times are FileSet.add of each file and FileSet.write, without imports.",
        "It has no way to index files as they lie: it copies them, which ours does not.",
    )
    number = shop.sized(_INSTANCES)
    series = series_of(number)
    title = f"Create in place: {number:,} CT in {series} series"
    return Table("many-series", title, tuple(rows), notes)


def series_of(instances: int) -> int:
    """How many series so many instances make."""
    return max(1, instances // _PER_SERIES)


def _against_dcmmkdir(shop: Workshop, number: int) -> list[Row]:
    root = shop.ct(number, series_of(number))
    sides = {"ours": ours(root, number), "ours, 2 jobs": ours(root, number, jobs=2)}
    runs = take_turns(sides | dcmmkdir(shop, root, number), shop.rounds(5))
    theirs = runs.get("dcmmkdir")
    peer = Figure("dcmmkdir", median_wall(theirs), "s", number) if theirs else None
    what = f"create in place, {number:,} CT in {series_of(number)} series: whole command"
    return [
        faster(what, _whole(runs["ours"], number), peer, headline=True),
        faster(f"{what}, 2 jobs", _whole(runs["ours, 2 jobs"], number), peer),
    ]


def _whole(runs: list[Run], number: int) -> Figure:
    return Figure("dicom-fileset", median_wall(runs), "s", number)


def _against_pydicom(shop: Workshop, number: int, *, slow: bool) -> Row:
    root = shop.ct(number, series_of(number))
    sides = {"ours": our_engine(root, number)}
    if shop.slow_peers or not slow:
        sides["pydicom"] = pydicom_file_set(shop, root, number)
    runs = take_turns(sides, shop.rounds(3))
    theirs = runs.get("pydicom")
    peer = Figure("pydicom FileSet", median_inside(theirs), "s", number) if theirs else None
    engine = Figure("FileSetCreator", median_inside(runs["ours"]), "s", number)
    what = f"create, {number:,} CT in {series_of(number)} series: library call"
    return faster(what, engine, peer, headline=slow)
