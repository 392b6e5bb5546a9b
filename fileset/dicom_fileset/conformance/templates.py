"""Table N.1-3: root templates of reports, what was done with each, and on which media."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ..ledger import Tally
from ..root_templates import template_name
from .evidence import archive, by_class, profiles_of
from .model import Function, StorageRow, TemplateRow
from .uids import class_name, in_order

_FUNCTION_OF: Final = MappingProxyType[str, Function](
    {"make": "CREATE", "extract": "EXTRACT_DATA", "render": "RENDER"}
)
"""Functions of PS3.2 N.1.1.1 by the activity that performs them; nothing here overlays."""
_ORDER: Final[tuple[Function, ...]] = ("CREATE", "ARCHIVE", "EXTRACT_DATA", "RENDER")


def template_rows(
    tallies: Sequence[Tally], storage: Sequence[StorageRow]
) -> tuple[TemplateRow, ...]:
    """The rows, in ascending order of TID.

    SOP Classes that a template was used in stand in one row where all the same was done with them,
    so that no function is claimed for one that was performed in another.
    """
    notes = {one.sop_class_uid: one.note for one in storage}
    by_template: defaultdict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        if one.performed.template:
            by_template[one.performed.template].append(one)
    return tuple(
        row
        for tid in sorted(by_template, key=in_order)
        for row in _rows(tid, by_class(by_template[tid]), notes)
    )


def functions_of(tallies: Sequence[Tally]) -> tuple[Function, ...]:
    """What was done with reports of one template and SOP Class."""
    found = {_FUNCTION_OF[one.activity] for one in tallies if one.activity in _FUNCTION_OF}
    if archive(tallies):
        found.add("ARCHIVE")
    return tuple(one for one in _ORDER if one in found)


def _rows(
    tid: str, classes: Mapping[str, tuple[Tally, ...]], notes: Mapping[str, int]
) -> list[TemplateRow]:
    alike: defaultdict[tuple[Function, ...], list[str]] = defaultdict(list)
    for uid, some in classes.items():
        alike[functions_of(some)].append(uid)
    return [
        _row(tid, functions, {uid: classes[uid] for uid in uids}, notes)
        for functions, uids in alike.items()
        if functions
    ]


def _row(
    tid: str,
    functions: tuple[Function, ...],
    classes: Mapping[str, tuple[Tally, ...]],
    notes: Mapping[str, int],
) -> TemplateRow:
    profiles, outside = profiles_of(one for some in classes.values() for one in some)
    return TemplateRow(
        name=template_name(tid),
        tid=tid,
        functions=functions,
        sop_class_uids=tuple(classes),
        condition=_condition(classes),
        sop_classes=tuple(class_name(uid) for uid in classes),
        application_profiles=profiles,
        outside_profiles=outside,
        notes=tuple(notes[uid] for uid in classes if notes.get(uid)),
    )


def _condition(classes: Mapping[str, tuple[Tally, ...]]) -> str:
    """On which media which SOP Class was used."""
    where = {uid: where_performed(*profiles_of(some)) for uid, some in classes.items()}
    if len(set(where.values())) == 1:
        place = next(iter(where.values()))
        return f"{place[0].upper()}{place[1:]}."
    return "; ".join(f"{class_name(uid)}: {place}" for uid, place in where.items()) + "."


def where_performed(profiles: Sequence[str], outside: bool) -> str:
    """Under which Application Profiles, in words.

    >>> where_performed(("STD-ONE",), True)
    'on media of STD-ONE, and on media of no Application Profile'
    """
    parts = [f"on media of {', '.join(profiles)}"] if profiles else []
    parts += ["on media of no Application Profile"] if outside else []
    return ", and ".join(parts) or "on no medium so far"
