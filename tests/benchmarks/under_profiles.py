"""Under a profile: planning and verifying against what they stand upon, creating beside DCMTK."""

from pathlib import Path
from typing import Final

from benchmarks.creating import Options, our_engine
from benchmarks.many_series import series_of
from benchmarks.measuring import Run, Side, median_wall, run_ours, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.workshop import Workshop, expect, index_with, listed, per_item, without_directory

_SIZES: Final = (1000, 10_000, 100_000)
_INSTANCES: Final = 10_000
_PLANNED: Final = ("STD-GEN-CD", "STD-GEN-DVD-JPEG")
_VERIFIED: Final = "STD-GEN-CD"
_CREATED: Final = {"STD-GEN-CD": "--general-purpose", "STD-GEN-DVD-JPEG": "--general-dvd-jpeg"}
_WITHIN: Final = 2
"""How often a process does the same: the shortest counts."""


def measure_planning(shop: Workshop) -> Table:
    """Deciding on instances under a profile, against reading their headers."""
    rows: list[Row] = []
    for profile in _PLANNED:
        for number, run in _middle_runs(shop, "plan", profile, ("plan",), ("scan",)).items():
            mine = _each("Planner", run, ("plan",), number)
            scan = _each("Scanner", run, ("scan",), number)
            what = f"plan {number:,} CT for {profile}, File IDs and all"
            rows.append(share(what, mine, scan, "the scan", headline=_is_largest(shop, number)))
    return Table("profile-plan", "Planning under a profile", tuple(rows), (_SHORTEST,))


def measure_verifying(shop: Workshop) -> Table:
    """Verifying, against reading the directory and the headers that it refers to."""
    for size in _SIZES:
        number = shop.sized(size)
        our_engine(shop.ct(number, series_of(number)), number)()
    base = ("read", "scan")
    runs = _middle_runs(shop, "check", _VERIFIED, ("profile",), base)
    rows: list[Row] = []
    for number, run in runs.items():
        beside = _each("directory and headers read", run, base, number)
        for name, command in (("profile", f"verify --profile {_VERIFIED}"), ("plain", "verify")):
            mine = _each(command, run, (name,), number)
            what, last = f"{command}, {number:,} CT", _is_largest(shop, number)
            headline = last and name == "profile"
            rows.append(
                share(what, mine, beside, "reading directory and headers", headline=headline)
            )
    rows.append(_growth(runs))
    return Table("profile-verify", "Verifying against a profile", tuple(rows), (_SHORTEST,))


def measure_creating(shop: Workshop) -> Table:
    """Whole commands that write a DICOMDIR over files as they lie, for a profile."""
    number = shop.sized(_INSTANCES)
    root = shop.ct(number, series_of(number))
    rows = [_creating(shop, root, number, profile) for profile in _CREATED]
    notes = ("Both hold each file against the profile before they list it.",)
    title = f"Create in place for a profile: {number:,} CT in {series_of(number)} series"
    return Table("profile-create", title, tuple(rows), notes)


_SHORTEST: Final = f"Of {_WITHIN} times in one process the shortest, of several the middle ratio."


def _middle_runs(
    shop: Workshop, work: str, profile: str, mine: tuple[str, ...], base: tuple[str, ...]
) -> dict[int, Run]:
    """By size, the run whose ratio is the middle one."""
    sizes = [shop.sized(size) for size in _SIZES]
    sides = {str(size): _side(shop, work, profile, size) for size in sizes}
    runs = take_turns(sides, shop.rounds(3), patience=30)
    found: dict[int, Run] = {}
    for size in sizes:
        some = sorted(runs[str(size)], key=lambda run: _took(run, mine) / _took(run, base))
        expect(work, some[0].said["instances"], size)
        found[size] = some[len(some) // 2]
    return found


def _side(shop: Workshop, work: str, profile: str, number: int) -> Side:
    root = shop.ct(number, series_of(number))
    return lambda: run_python("profile_work", work, root, profile, _WITHIN)


def _took(run: Run, works: tuple[str, ...]) -> float:
    return float(sum(run.said[work] for work in works))


def _each(who: str, run: Run, works: tuple[str, ...], number: int) -> Figure:
    return Figure(who, per_item(_took(run, works), number), "us each", number)


def _is_largest(shop: Workshop, number: int) -> bool:
    return number == shop.sized(_SIZES[-1])


def _growth(runs: dict[int, Run]) -> Row:
    least, most = min(runs), max(runs)
    figures = [_each(f"{size:,}", runs[size], ("profile",), size) for size in (most, least)]
    what = f"verify --profile, {most:,} against {least:,}"
    return share(what, *figures, "the time each", headline=True)


def _creating(shop: Workshop, root: Path, number: int, profile: str) -> Row:
    tool = shop.tool("dcmmkdir", slow=False)

    def ours() -> Run:
        without_directory(root)
        run = run_ours("create", root, "--in-place", "--profile", profile)
        expect("dicom-fileset", listed(root), number)
        return run

    sides: dict[str, Side] = {"ours": ours}
    if tool is not None:
        options: Options = ["--quiet", "--no-backup", _CREATED[profile], "+r", "+id", root]
        command = [tool, *options, "+D", root / "DICOMDIR"]
        sides["dcmmkdir"] = lambda: index_with("dcmmkdir", root, number, command)
    runs = take_turns(sides, shop.rounds(5))
    mine = Figure("dicom-fileset", median_wall(runs["ours"]), "s", number)
    theirs = runs.get("dcmmkdir")
    peer = Figure("dcmmkdir", median_wall(theirs), "s", number) if theirs else None
    what = f"create --in-place --profile {profile}, {number:,} CT: whole command"
    return faster(what, mine, peer, headline=True)
