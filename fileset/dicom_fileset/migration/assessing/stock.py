"""What an archive holds, counted from its journal: few passes over its rows, and none is held."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Final, NamedTuple, TypeVar

from dicom_profiles.names import sop_class_name, syntax_name

from ..journal import Journal
from ..model import Kind
from .assessment import Conflict, Part, Repeats

SIZES: Final = (
    (64 << 10, "up to 64 KiB"),
    (1 << 20, "up to 1 MiB"),
    (16 << 20, "up to 16 MiB"),
    (256 << 20, "up to 256 MiB"),
    (1 << 62, "larger"),
)
"""Classes of sizes of files: each up to so many bytes."""
_CLASS: Final = " ".join(f"WHEN size <= {most} THEN {n}" for n, (most, _) in enumerate(SIZES))
_CELLS: Final = (
    f"SELECT kind, max(date, 0) / 10000 AS year, CASE {_CLASS} END AS class, count(*), sum(size) "  # noqa: S608 - ours
    "FROM file WHERE state = 'looked at' AND kind IS NOT NULL GROUP BY kind, year, class"
)
_BY_CODE: Final = (
    "SELECT code, count(*), sum(size) FROM file WHERE kind IS NULL AND {0} "
    "GROUP BY code ORDER BY count(*) DESC, code"
)
_LEFT: Final = _BY_CODE.format("outcome = 'left'")
_DAMAGED: Final = _BY_CODE.format("(outcome = 'failed' OR state = 'looked at')")
_LISTED: Final = "SELECT code, count(*), 0 FROM listed GROUP BY code ORDER BY count(*) DESC, code"
_REPEATS: Final = (
    "SELECT count(*), total(file.size), total(file.size <> first.size) FROM file "
    "JOIN file AS first ON first.number = file.repeats"
)
_FILES_OF: Final = "SELECT count(*) FROM file WHERE series IN (SELECT number FROM series WHERE {0})"
_EXAMPLES: Final = "SELECT DISTINCT {1} FROM series WHERE {0} ORDER BY 1 LIMIT 5"
_SAME: Final = (
    "{0} IN (SELECT {0} FROM series WHERE {2} GROUP BY {0} HAVING count(DISTINCT {1}) > 1)"
)


_Key = TypeVar("_Key", bound=Hashable)


class Cell(NamedTuple):
    """Files that are counted together."""

    kind: Kind
    year: int
    size_class: int
    files: int
    bytes: int


class _Contradiction(NamedTuple):
    """One of what has two of something that there should be one of."""

    what: str
    one: str
    two: str
    there: str
    example: str


_CONTRADICTIONS: Final = (
    _Contradiction(
        "Patient IDs that several persons have",
        "patient",
        "person",
        "patient <> x'' AND person <> x''",
        "study",
    ),
    _Contradiction("Studies of several Patient IDs", "study", "patient", "study <> ''", "study"),
    _Contradiction("Series in several studies", "series", "study", "series <> ''", "series"),
)


def cells(journal: Journal, kinds: dict[int, Kind]) -> list[Cell]:
    """All files that can be migrated, counted by what tells them apart."""
    return [Cell(kinds[kind], *rest) for kind, *rest in journal.rows(_CELLS)]


def by_modality(some: Iterable[Cell]) -> tuple[Part, ...]:
    """Counted by modality, the most bytes first."""
    return _largest(some, lambda one: one.kind.modality or "none told")


def by_sop_class(some: Iterable[Cell]) -> tuple[Part, ...]:
    """Counted by SOP Class, the most bytes first."""
    return _largest(some, lambda one: sop_class_name(one.kind.sop_class_uid) or "none told")


def by_syntax(some: Iterable[Cell]) -> tuple[Part, ...]:
    """Counted by transfer syntax, the most bytes first."""
    return _largest(some, lambda one: syntax_name(one.kind.transfer_syntax_uid))


def by_year(some: Iterable[Cell]) -> tuple[Part, ...]:
    """Counted by year of study, the earliest first, and those without a date at the end."""
    found = _counted(some, lambda one: one.year)
    years = sorted(found, key=lambda year: (not year, year))
    return tuple(Part(str(year) if year else "no date", *found[year]) for year in years)


def by_size(some: Iterable[Cell]) -> tuple[Part, ...]:
    """Counted by size of file, the smallest first."""
    found = _counted(some, lambda one: one.size_class)
    return tuple(Part(SIZES[number][1], *found[number]) for number in sorted(found))


def _largest(some: Iterable[Cell], name: Callable[[Cell], str]) -> tuple[Part, ...]:
    found = _counted(some, name)
    parts = (Part(name, *sums) for name, sums in found.items())
    return tuple(sorted(parts, key=lambda one: (-one.bytes, -one.files, one.name)))


def _counted(some: Iterable[Cell], key: Callable[[Cell], _Key]) -> dict[_Key, tuple[int, int]]:
    found: defaultdict[_Key, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in some:
        files, size = found[key(one)]
        found[key(one)] = (files + one.files, size + one.bytes)
    return dict(found)


def left(journal: Journal) -> tuple[Part, ...]:
    """Files that are no instances, by code."""
    return tuple(Part(*row) for row in journal.rows(_LEFT))


def damaged(journal: Journal) -> tuple[Part, ...]:
    """Files whose headers are damaged, by code."""
    return tuple(Part(*row) for row in journal.rows(_DAMAGED))


def not_listed(journal: Journal) -> tuple[Part, ...]:
    """What of the sources is no file, or could not be read, by code."""
    return tuple(Part(*row) for row in journal.rows(_LISTED))


def repeats(journal: Journal) -> Repeats:
    """Files of a SOP Instance UID that was there before."""
    return Repeats(*(int(one) for one in journal.rows(_REPEATS)[0]))


def conflicts(journal: Journal) -> tuple[Conflict, ...]:
    """Identities that contradict each other; nobody can be told from it."""
    return tuple(found for one in _CONTRADICTIONS if (found := _conflict(journal, one)) is not None)


def _conflict(journal: Journal, one: _Contradiction) -> Conflict | None:
    which = f"{_SAME.format(one.one, one.two, one.there)} AND {one.there}"
    number = journal.number(f"SELECT count(DISTINCT {one.one}) FROM series WHERE {which}")  # noqa: S608 - ours
    if not number:
        return None
    files = journal.number(_FILES_OF.format(which))
    examples = journal.rows(_EXAMPLES.format(which, one.example))
    return Conflict(one.what, number, files, tuple(str(text) for (text,) in examples))
