"""Table N.1-1: Storage SOP Classes with what was performed, and with what proves it."""

from collections.abc import Iterable, Sequence

import msgspec

from ..ledger import Tally
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY, RECORD_TYPE_OF
from .evidence import by_class, evidence, on_media, profiles_of, proven
from .model import Environment, Evidence, Kind, StorageRow, SyntaxSet, YesNo
from .sets import sets_of
from .uids import class_name, in_order, is_standard


def storage_rows(
    tallies: Sequence[Tally], known: Sequence[Environment], *, with_supported: bool = False
) -> tuple[StorageRow, ...]:
    """The rows, in numerical order of UID.

    Parameters
    ----------
    tallies
        What counts.
    known
        The environments that evidence refers to by number.
    with_supported
        Whether SOP Classes are listed that have a record type and were not performed.
    """
    rows = [
        _row(uid, some, evidence(some, known))
        for uid, some in by_class(tallies).items()
        if proven(some)
    ]
    if with_supported:
        rows += _supported({one.sop_class_uid for one in rows})
    rows.sort(key=lambda one: in_order(one.sop_class_uid))
    return _numbered(rows)


def syntax_sets(tallies: Sequence[Tally]) -> tuple[SyntaxSet, ...]:
    """All sets that any row refers to."""
    return tuple(
        one for uid, some in by_class(tallies).items() for one in sets_of(uid, _syntaxes(some))
    )


def _syntaxes(tallies: Iterable[Tally]) -> frozenset[str]:
    return frozenset(one.performed.transfer_syntax_uid for one in on_media(tallies))


def _row(uid: str, tallies: Sequence[Tally], shown: tuple[Evidence, ...]) -> StorageRow:
    cells = proven(tallies)
    kind = kind_of(uid)
    profiles, outside = profiles_of(tallies)

    def said(cell: str) -> YesNo:
        return "Y" if cell in cells else "N"

    return StorageRow(
        name=class_name(uid),
        sop_class_uid=uid,
        kind=kind,
        transfer_syntax_sets=tuple(one.abbreviation for one in sets_of(uid, _syntaxes(tallies))),
        fsc=said("fsc"),
        fsu=said("fsu"),
        fsr=said("fsr"),
        create=kind if "create" in cells else "N",
        display=said("display"),
        process=said("process"),
        archive=said("archive"),
        application_profiles=profiles,
        outside_profiles=outside,
        evidence=shown,
    )


def kind_of(sop_class_uid: str) -> Kind:
    """Standard or Private (PS3.2 7.3); the engines extend and specialize nothing."""
    return "S" if is_standard(sop_class_uid) else "P"


def _supported(performed: set[str]) -> list[StorageRow]:
    return [
        StorageRow(class_name(uid), uid, "S", status="supported, not performed")
        for uid in (*RECORD_TYPE_OF, MEDIA_STORAGE_DIRECTORY)
        if uid not in performed
    ]


def _numbered(rows: Iterable[StorageRow]) -> tuple[StorageRow, ...]:
    numbered = []
    number = 0
    for row in rows:
        number += bool(row.evidence)
        numbered.append(msgspec.structs.replace(row, note=number if row.evidence else 0))
    return tuple(numbered)
