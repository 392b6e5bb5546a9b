"""What the records of a file-set say, as far as it matters to a profile."""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from dicom_profiles.attributes import ATTRIBUTES

from ..dicomdir.keys import RecordKeys, reference_of, with_path
from ..elements import SHORT_VRS
from ..model import Record
from ..records.keys import KEYS
from ..scan.failure import ScanFailure
from ..scan.walk import elements_of
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


def told_by(records: tuple[Record, ...]) -> Iterator[Told]:
    """What each record says, from the root down; siblings that say the same may be left out.

    Most records of a series differ in what does not matter alone: such are met by their form, and
    not taken apart.
    """
    attributes: list[_Attributes] = [()]
    forms: dict[tuple[int, str, int, _Attributes], _Form] = {}
    for record, above in with_path(records):
        del attributes[len(above) + 1 :]
        key = (len(record.body), record.record_type, record.in_use, attributes[-1])
        form = forms.get(key)
        if form is not None and form.is_of(record.body):
            attributes.append(form.attributes)
            continue
        told, own = _told(record, attributes[-1])
        yield told
        attributes.append(own)
        form = _form_of(record.body, own) if told.reference else None
        if form is not None:
            forms[key] = form


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


class _Form(NamedTuple):
    """A record without the values that do not matter: others of the same form say the same.

    Attributes
    ----------
    attributes
        Of the record and those above it.
    fixed
        Stretches that are the same in each: start, end and bytes.
    filled
        Stretches that are a value in each, whatever it is.
    """

    attributes: _Attributes
    fixed: tuple[tuple[int, int, bytes], ...]
    filled: tuple[tuple[int, int], ...]

    def is_of(self, body: bytes) -> bool:
        """Whether a body, of the length of the first, is of this form."""
        for start, end, value in self.fixed:
            if body[start:end] != value:
                return False
        return all(body[start:end].rstrip(b" \0") for start, end in self.filled)


def _form_of(body: bytes, attributes: _Attributes) -> _Form | None:
    """The form of a record; ``None`` where an element has no length, or is not whole."""
    at = since = 0
    fixed: list[tuple[int, int, bytes]] = []
    filled: list[tuple[int, int]] = []
    try:
        for tag, value, whole in elements_of(body):
            start = at + (8 if whole[4:6] in SHORT_VRS else 12)
            at += len(whole)
            if at - start != len(value):
                return None
            if tag in _MATTERING:
                continue
            if tag == _FILE_ID or tag in _additional():
                if not value.rstrip(b" \0"):
                    continue
                filled.append((start, at))
            fixed.append((since, start, body[since:start]))
            since = at
    except ScanFailure:
        return None
    fixed.append((since, len(body), body[since:]))
    return _Form(attributes, tuple(fixed), tuple(filled))
