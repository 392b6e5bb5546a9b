"""What a release gained and lost: two statements, cell by cell."""

from collections.abc import Iterator
from typing import Final

import msgspec

from .model import HEADS, Cell, Statement
from .uids import in_order


class Change(msgspec.Struct, frozen=True):
    """Something that one statement says and the other does not.

    Attributes
    ----------
    table
        Where it stands.
    subject
        SOP Class, template or profile by its identifier.
    name
        Of the subject, for a person.
    what
        A cell with its value, a transfer syntax, or a function.
    """

    table: str
    subject: str
    name: str
    what: str


class Difference(msgspec.Struct, frozen=True):
    """What the newer statement has beyond the older one, and what it lacks."""

    old_software: str
    new_software: str
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]


_ROLES: Final[tuple[Cell, ...]] = ("fsc", "fsu", "fsr")
_STORAGE: Final = "N.1-1"
_TEMPLATES: Final = "N.1-3"
_PROFILES: Final = "N.1.4"


def difference(old: Statement, new: Statement) -> Difference:
    """What a release gained and lost.

    Transfer syntaxes are compared one by one, and not by the abbreviations of their sets; that
    evidence is another is no change.
    """
    before = {_identity(one): one for one in _said(old)}
    after = {_identity(one): one for one in _said(new)}
    return Difference(old.software, new.software, _beyond(after, before), _beyond(before, after))


def _identity(change: Change) -> tuple[str, str, str]:
    """Names are for people: a SOP Class that is named anew is the same."""
    return change.table, change.subject, change.what


def _place(identity: tuple[str, str, str]) -> tuple[object, ...]:
    table, subject, what = identity
    return table, in_order(subject), what


def _beyond(
    some: dict[tuple[str, str, str], Change], others: dict[tuple[str, str, str], Change]
) -> tuple[Change, ...]:
    ordered = sorted(some.keys() - others.keys(), key=_place)
    return tuple(some[one] for one in ordered)


def _said(statement: Statement) -> Iterator[Change]:
    yield from _of_classes(statement)
    for row in statement.sr_templates:
        for uid in row.sop_class_uids:
            for function in row.functions:
                yield Change(_TEMPLATES, row.tid, row.name, f"{function} in {uid}")
    for profile in statement.application_profiles:
        for role in _ROLES:
            if getattr(profile, role) == "Y":
                yield Change(_PROFILES, profile.name, profile.title, HEADS[role])


def _of_classes(statement: Statement) -> Iterator[Change]:
    members = {one.abbreviation: one.members for one in statement.transfer_syntax_sets}
    for row in statement.storage_sop_classes:
        for cell, head in HEADS.items():
            value = getattr(row, cell)
            if value != "N":
                yield Change(_STORAGE, row.sop_class_uid, row.name, f"{head} {value}")
        for abbreviation in row.transfer_syntax_sets:
            for one in members.get(abbreviation, ()):
                what = f"{one.name} ({one.uid})"
                yield Change(_STORAGE, row.sop_class_uid, row.name, what)
