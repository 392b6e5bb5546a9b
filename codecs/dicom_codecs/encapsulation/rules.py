"""Which of what is known decides where frames begin: the first rule that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from .evidence import Evidence
from .offset_tables import Begins
from .walk import Offsets

Table = Literal["used", "mended", "not used"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell frames apart.

    Attributes
    ----------
    what
        For people: what the frames were told apart by.
    begins
        The fragment that each frame begins with; ``None`` if the rule does not fit.
    table
        Whether offset tables were used as they are.
    each
        Whether every frame is a fragment, so that the last that was found is whole.
    """

    what: str
    begins: Callable[[Evidence], Offsets | None]
    table: Table = "not used"
    each: bool = False


def _agreeing(found: Begins | None, declared: int | None) -> Offsets | None:
    if found is None or declared not in {None, found.entries}:
        return None
    return found.items


def _extended(known: Evidence) -> Offsets | None:
    return _agreeing(known.extended, known.declared)


def _basic(known: Evidence) -> Offsets | None:
    return _agreeing(known.basic, known.declared)


def _basic_without_last(known: Evidence) -> Offsets | None:
    if known.declared is None or known.basic is not None:
        return None
    return _agreeing(known.basic_without_last, known.declared)


def _basic_from_elsewhere(known: Evidence) -> Offsets | None:
    if known.declared is None:
        return None
    return _agreeing(known.basic_from_elsewhere, known.declared)


def _as_many_fragments(known: Evidence) -> Offsets | None:
    if known.declared == known.each.size:
        return known.each
    return known.filled if known.declared == known.filled.size else None


def _as_many_and_no_table(known: Evidence) -> Offsets | None:
    return None if known.has_table else _as_many_fragments(known)


def _as_many_marks(known: Evidence) -> Offsets | None:
    marked = known.marked
    return None if marked is None or known.declared not in {None, marked.size} else marked


def _one_frame(known: Evidence) -> Offsets | None:
    more = known.basic is not None and known.basic.entries > 1
    if known.declared != 1 or more or known.marked is not None:
        return None
    return known.filled[:1]


def _marks(known: Evidence) -> Offsets | None:
    return known.marked


def _sound_table(known: Evidence) -> Offsets | None:
    found = known.extended or known.basic
    return None if found is None else found.items


def _no_more_fragments(known: Evidence) -> Offsets | None:
    few = known.declared is None or known.filled.size < known.declared
    return known.filled if few else None


RULES: Final = (
    Rule("the Extended Offset Table", _extended, "used"),
    Rule("the Basic Offset Table", _basic, "used"),
    Rule("the Basic Offset Table without its last entry", _basic_without_last, "mended"),
    Rule("the Basic Offset Table less its first entry", _basic_from_elsewhere, "mended"),
    Rule("one fragment a frame", _as_many_and_no_table, each=True),
    Rule("the beginnings and ends of streams", _as_many_marks),
    Rule("one fragment a frame", _as_many_fragments, each=True),
    Rule("a single frame", _one_frame),
    Rule("the beginnings of streams", _marks),
    Rule("the offset table", _sound_table, "mended"),
    Rule("one fragment a frame", _no_more_fragments, each=True),
)
"""In order.

=====================================================  ==========================================
known                                                  frames
=====================================================  ==========================================
a sound table of as many entries as frames declared    as it says
one that is sound but for one entry more               as it says without the last
one that counts from elsewhere, and as many            as it says less its first entry
no table, as many fragments as declared                a fragment each
as many marked beginnings as declared                  from mark to mark
as many fragments as declared                          a fragment each
one declared, no mark or entry for another             all fragments
any number of marked beginnings                        from mark to mark: Number of Frames lies
a sound table of another number                        as it says: Number of Frames lies
fewer fragments than declared                          a fragment each: frames are missing
more, no marks, no sound table                         cannot be told: DamagedPixelData
=====================================================  ==========================================

"As many as declared" is any number where none is declared, in the two that read tables and in
the marks.
"""
