"""Evidence as a person reads it: what a footnote says."""

from collections import Counter
from collections.abc import Iterable, Sequence

from .further_sets import name_of
from .model import HEADS, Cell, Evidence, StorageRow
from .parts import Note, instances, span
from .templates import where_performed
from .uids import in_order


def footnote(row: StorageRow) -> Note:
    """The evidence of a SOP Class, a line for each cell that is filled."""
    name = f"{row.name} ({row.sop_class_uid})"
    lines = (_line(cell, [one for one in row.evidence if cell in one.cells]) for cell in HEADS)
    return Note(row.note, name, tuple(filter(None, lines)))


def _line(cell: Cell, some: Sequence[Evidence]) -> str:
    if not some:
        return ""
    if cell == "archive":
        roles = sorted({one.role for one in some})
        return f"Archive: stored and read back, as {' and '.join(roles)} above"
    days = span(min(one.first for one in some), max(one.last for one in some))
    versions = ", ".join(str(number) for number in sorted({one.environment for one in some}))
    parts = (
        f"{HEADS[cell]}: {instances(sum(one.count for one in some))}",
        days,
        f"proof: {', '.join(sorted({proof for one in some for proof in one.proofs}))}",
        f"in {_syntaxes(some)}",
        _where(some),
        f"by versions {versions}",
    )
    return "; ".join(parts)


def _where(some: Iterable[Evidence]) -> str:
    profiles = {one.application_profile for one in some if one.role}
    return where_performed(sorted(profiles - {""}), "" in profiles)


def _syntaxes(some: Iterable[Evidence]) -> str:
    counts: Counter[str] = Counter()
    for one in some:
        counts[one.transfer_syntax_uid] += one.count
    ordered = sorted(counts.items(), key=lambda pair: in_order(pair[0]))
    return ", ".join(f"{name_of(uid)} ({uid}) {count}" for uid, count in ordered)
