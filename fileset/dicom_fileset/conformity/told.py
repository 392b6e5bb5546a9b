"""What the records of a file-set say, as far as it matters to a profile."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from dicom_profiles.attributes import ATTRIBUTES

from ..dicomdir.forms import Alike
from ..dicomdir.keys import RecordKeys, reference_of, siblings
from ..dicomdir.overview import Overview
from ..model import Record
from ..records.keys import KEYS
from .naming import open_profiles
from .records import ICON

_TOLD: Final = tuple(
    (keyword, KEYS[keyword][0])
    for keyword, one in ATTRIBUTES.items()
    if one.tag and keyword in KEYS
)
_FILE_ID: Final = 0x0004_1500
_MATTERING: Final = frozenset({0x0004_1510, 0x0004_1512, *(tag for _, tag in _TOLD)})
"""Tags of the elements of which the very value is told."""


class Told(NamedTuple):
    """What a record says, as far as it matters to a profile; equal for most of a series.

    Attributes
    ----------
    record_type
        Its Defined Term.
    reference
        SOP Class and transfer syntax of the file that it refers to; empty where it has none.
    attributes
        Values of the record, or of those above it, that constraints may be about.
    there, valued
        Tags of additional keys that it has, and of those with a value.
    """

    record_type: str
    reference: tuple[str, str] | tuple[()]
    attributes: tuple[tuple[str, bytes], ...]
    there: frozenset[int]
    valued: frozenset[int]


def overview_of(records: Sequence[Record]) -> Overview:
    """Records seen in one pass; of one form are those that say the same to a profile."""
    return Overview(records, Alike(_MATTERING, _additional() | {_FILE_ID}))


def told_by(overview: Overview) -> Iterator[Told]:
    """What each record says, from the root down; siblings that say the same may be left out.

    Most records of a series differ in what does not matter alone: of those one is taken apart.

    Parameters
    ----------
    overview
        By :func:`overview_of`.
    """
    records, form_of = overview.records, overview.form_of
    attributes: list[_Attributes] = [()]
    known: dict[tuple[int, str, int, _Attributes], _Attributes] = {}
    for start, end in siblings(records):
        first = records[start]
        del attributes[first.level + 1 :]
        above = attributes[-1]
        said = first.record_type, first.in_use, above
        forms = form_of[start:end].tolist()
        for form, index in dict(zip(forms, range(start, end), strict=True)).items():
            if (form, *said) not in known:
                told, known[form, *said] = _told(records[index], above)
                yield told
        attributes.append(known[forms[-1], *said])


_Attributes = tuple[tuple[str, bytes], ...]


def _told(record: Record, attributes: _Attributes) -> tuple[Told, _Attributes]:
    """What one record says, and the values of it and those above it."""
    keys = RecordKeys(record.body)
    tags = keys.tags()
    own = (*attributes, *((word, keys.value(tag)) for word, tag in _TOLD if tag in tags))
    reference = reference_of(keys) if record.in_use else None
    there = frozenset(_additional().intersection(tags))
    told = Told(
        record.record_type,
        (reference.sop_class_uid, reference.transfer_syntax_uid) if reference else (),
        own if reference else (),
        there,
        frozenset([tag for tag in there if keys.value(tag)]),
    )
    return told, own


@cache
def _additional() -> frozenset[int]:
    """Tags of additional keys that any profile asks for, and of icons."""
    rows = (row for profile in open_profiles().values() for row in profile.keys.rows)
    return frozenset([KEYS[ICON][0], *(KEYS[row.keyword][0] for row in rows)])
