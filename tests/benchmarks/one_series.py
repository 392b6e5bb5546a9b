"""Create in place: 8,000 CT slices of one series, where the peers are at their slowest."""

from benchmarks.creating import dcmmkdir, gdcmgendir, our_engine, ours
from benchmarks.measuring import Run, median_inside, median_wall, take_turns
from benchmarks.tables import Figure, Row, Table, faster
from benchmarks.workshop import Workshop

_INSTANCES = 8000


def measure(shop: Workshop) -> Table:
    """Whole commands side by side, and our engine by itself."""
    number = shop.sized(_INSTANCES)
    root = shop.ct(number, 1)
    sides = {"ours": ours(root, number)}
    peers = dcmmkdir(shop, root, number) | gdcmgendir(shop, root, number)
    runs = take_turns(sides | peers | {"engine": our_engine(root, number)}, shop.rounds(5))
    what = f"create in place, {number:,} CT in one series"
    whole = Figure("dicom-fileset", median_wall(runs["ours"]), "s", number)
    engine = Figure("FileSetCreator", median_inside(runs["engine"]), "s", number)
    rows: list[Row] = []
    for name in ("dcmmkdir", "gdcmgendir"):
        peer = _peer(name, runs.get(name, ()), number)
        rows.append(faster(f"{what}: whole command", whole, peer, headline=True))
        rows.append(faster(f"{what}: engine alone", engine, peer))
        rows.append(_memory(what, runs, name, number))
    return Table("one-series", f"Create in place: {number:,} CT in one series", tuple(rows))


def _peer(name: str, runs: "list[Run] | tuple[()]", number: int) -> Figure | None:
    return Figure(name, median_wall(runs), "s", number) if runs else None


def _memory(what: str, runs: dict[str, list[Run]], name: str, number: int) -> Row:
    ours_mib = max(run.peak_kib for run in runs["ours"]) / 1024
    mine = Figure("dicom-fileset", ours_mib, "MiB", number)
    if name not in runs:
        return Row(f"{what}: peak memory", mine, words="the memory")
    peer = Figure(name, max(run.peak_kib for run in runs[name]) / 1024, "MiB", number)
    return Row(f"{what}: peak memory", mine, peer, mine.value / peer.value, "the memory")
