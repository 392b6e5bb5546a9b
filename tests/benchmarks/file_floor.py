"""How near we are to the least there is to do: opening each file and reading 16 KiB of it."""

from benchmarks.creating import our_engine
from benchmarks.many_series import series_of
from benchmarks.measuring import Run, median_inside, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, share
from benchmarks.workshop import Workshop, expect, per_item, without_directory

_INSTANCES = 10_000
_STAGES = {
    "walk": "the folders walked",
    "scan": "headers read",
    "decide": "each decided on",
    "records": "records made",
    "directory": "the DICOMDIR put together",
    "commit": "written, flushed and renamed",
}


def measure(shop: Workshop) -> Table:
    """The whole of creating in place, and each stage of it, against the floor."""
    number = shop.sized(_INSTANCES)
    root = shop.ct(number, series_of(number))

    def stages() -> Run:
        without_directory(root)
        run = run_python("stages_work", "stages", root)
        expect("the stages", run.said["instances"], number)
        return run

    sides = {
        "floor": lambda: run_python("creating_work", "floor", root),
        "1 job": our_engine(root, number),
        "2 jobs": our_engine(root, number, jobs=2),
        "stages": stages,
    }
    runs = take_turns(sides, shop.rounds(21), patience=60)
    expect("the floor", runs["floor"][0].said["instances"], number)
    base = _each("open, read, close", median_inside(runs["floor"]), number)
    rows = [_whole(runs, name, base, number) for name in ("1 job", "2 jobs")]
    rows += [_stage(runs["stages"], stage, base, number) for stage in _STAGES]
    notes = (
        "The floor is os.open, os.read of 16 KiB and os.close of each file, in Python.",
        "Stages are run one after another over lists; the engine streams.",
    )
    return Table("floor", f"Against the floor: {number:,} CT in place", tuple(rows), notes)


def _each(who: str, seconds: float, number: int) -> Figure:
    return Figure(who, per_item(seconds, number), "us each", number)


def _whole(runs: dict[str, list[Run]], name: str, base: Figure, number: int) -> Row:
    mine = _each("FileSetCreator", median_inside(runs[name]), number)
    return share(f"create in place, {name}", mine, base, "the floor", headline=True)


def _stage(runs: list[Run], stage: str, base: Figure, number: int) -> Row:
    middle = sorted(runs, key=lambda run: run.said[stage])[len(runs) // 2]
    mine = _each("stage", middle.said[stage], number)
    return share(f"of it, {stage}: {_STAGES[stage]}", mine, base, "the floor")
