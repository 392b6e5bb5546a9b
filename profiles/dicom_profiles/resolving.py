"""Names in a TOML looked up: what it refers to must be there, and is put in its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeVar

import msgspec

from .draft import (
    AnnexDraft,
    ConditionDraft,
    ConstraintRow,
    IconDraft,
    KeyTableDraft,
    ProfileDraft,
    RowDraft,
)
from .errors import ProfileError
from .faults import (
    Fault,
    of_condition,
    of_constraint,
    of_icon,
    of_icon_keys,
    of_key_table,
    of_profile,
)
from .model import Condition, Constraint, IconRule, KeyRow, KeyTable, Profile, Row, Value
from .names import sop_class_uids, syntax_uids
from .nearest import suggestion

_SYNTAX = "TransferSyntaxUID"
Thing = TypeVar("Thing")


class Shared(msgspec.Struct, frozen=True):
    """What profiles refer to by name."""

    keys: Mapping[str, KeyTable] = {}
    icons: Mapping[str, IconRule] = {}
    constraints: Mapping[str, tuple[Constraint, ...]] = {}
    video: Mapping[str, tuple[Constraint, ...]] = {}
    """By UID of the transfer syntax."""

    def with_those_of(self, annex: AnnexDraft, names: "Names") -> "Shared":
        """With what another file defines; a name that is there already is an error."""
        return Shared(
            names.merged(
                "key_table",
                self.keys,
                ((t.name, names.key_table(i, t)) for i, t in enumerate(annex.key_table)),
            ),
            names.merged(
                "icon", self.icons, ((t.name, names.icon(i, t)) for i, t in enumerate(annex.icon))
            ),
            names.merged(
                "constraint",
                self.constraints,
                (
                    (c.name, names.constraints(f"constraint[{i}]", c.source, c.rows))
                    for i, c in enumerate(annex.constraint)
                ),
            ),
            self.video,
        )


_PRIVATE_UID: Final = re.compile(r"(?=.{3,64}$)(?!1\.2\.840\.10008\.)[0-2](\.(0|[1-9][0-9]*))+")
"""Of a Private SOP Class (PS3.2 7.4.3, PS3.5 9.1): it has no name in PS3.6."""


class Names:
    """Looks names up for one file.

    Parameters
    ----------
    file
        Its path, for errors.
    """

    def __init__(self, file: str) -> None:
        self.file = file

    def known(self, name: str, known: Iterable[str], place: str, what: str) -> str:
        """The name itself, if it is one.

        Raises
        ------
        ProfileError
            It is not; the error has the nearest.
        """
        known = list(known)
        if name in known:
            return name
        raise ProfileError(self.file, place, f"{name!r} is no {what}; {suggestion(name, known)}")

    def merged(
        self, what: str, there: Mapping[str, Thing], new: Iterable[tuple[str, Thing]]
    ) -> dict[str, Thing]:
        """Both, where no name stands twice."""
        merged = dict(there)
        for number, (name, thing) in enumerate(new):
            if name in merged:
                raise ProfileError(self.file, f"{what}[{number}].name", f"{name!r} is taken")
            merged[name] = thing
        return merged

    def refuse(self, place: str, faults: Iterable[Fault]) -> None:
        """See that there is no fault.

        Raises
        ------
        ProfileError
            There is one; the error has the first.
        """
        for fault in faults:
            raise ProfileError(self.file, f"{place}.{fault.place}", fault.reason)

    def constraints(
        self, place: str, source: str, rows: tuple[ConstraintRow, ...]
    ) -> tuple[Constraint, ...]:
        """Constraint rows with their names looked up."""
        return tuple(
            self._constraint(f"{place}.rows[{number}]", source, row)
            for number, row in enumerate(rows)
        )

    def _constraint(self, place: str, source: str, row: ConstraintRow) -> Constraint:
        self.refuse(place, of_constraint(row))
        return Constraint(
            row.keyword,
            source,
            self._values(f"{place}.values", row.keyword, row.values),
            row.most,
            row.one_less_than,
            row.equal_to,
            row.items_have,
            row.items_lack,
            row.presence,
            self._conditions(place, row.when),
        )

    def _values(self, place: str, keyword: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
        if keyword != _SYNTAX:
            return values
        return tuple(
            self._uid(place, i, str(value), syntax_uids(), "transfer syntax")
            for i, value in enumerate(values)
        )

    def _uid(self, place: str, number: int, name: str, uids: Mapping[str, str], what: str) -> str:
        if name in uids.values():
            return name
        return uids[self.known(name, uids, f"{place}[{number}]", what)]

    def _conditions(self, place: str, when: tuple[ConditionDraft, ...]) -> tuple[Condition, ...]:
        return tuple(
            self._condition(f"{place}.when[{number}]", one) for number, one in enumerate(when)
        )

    def _condition(self, place: str, one: ConditionDraft) -> Condition:
        self.refuse(place, of_condition(one))
        return Condition(one.keyword, self._values(f"{place}.values", one.keyword, one.values))

    def key_table(self, number: int, draft: KeyTableDraft) -> KeyTable:
        """A key table."""
        place = f"key_table[{number}]"
        self.refuse(place, of_key_table(draft))
        rows = tuple(
            KeyRow(
                row.record_types,
                row.keyword,
                row.type,
                row.source,
                row.condition,
                self._conditions(f"{place}.rows[{i}]", row.when),
            )
            for i, row in enumerate(draft.rows)
        )
        return KeyTable(draft.name, rows)

    def icon(self, number: int, draft: IconDraft) -> IconRule:
        """A rule for icons."""
        self.refuse(f"icon[{number}]", of_icon(draft))
        return IconRule(
            draft.record_types,
            draft.required,
            draft.rows,
            draft.columns,
            draft.photometric,
            draft.source,
        )

    def rows(self, place: str, drafts: tuple[RowDraft, ...], shared: Shared) -> Iterator[Row]:
        """Each SOP Class in each transfer syntax."""
        for number, draft in enumerate(drafts):
            here = f"{place}.rows[{number}]"
            constraints = tuple(
                one
                for i, name in enumerate(draft.constraints)
                for one in shared.constraints[
                    self.known(name, shared.constraints, f"{here}.constraints[{i}]", "constraint")
                ]
            )
            classes = self._classes(f"{here}.sop_classes", draft)
            for sop_class, syntax in product(
                classes, self._syntaxes(f"{here}.transfer_syntaxes", draft)
            ):
                yield Row(
                    sop_class,
                    syntax,
                    draft.fsc,
                    draft.fsr,
                    draft.fsu,
                    draft.source,
                    draft.sop_classes == "multi-frame",
                    constraints + shared.video.get(syntax, ()),
                )

    def _classes(self, place: str, draft: RowDraft) -> list[str]:
        if isinstance(draft.sop_classes, str):
            return [""]
        return [
            name
            if _PRIVATE_UID.fullmatch(name)
            else self._uid(place, i, name, sop_class_uids(), "SOP Class")
            for i, name in enumerate(draft.sop_classes)
        ]

    def _syntaxes(self, place: str, draft: RowDraft) -> list[str]:
        if isinstance(draft.transfer_syntaxes, str):
            return [""]
        return [
            self._uid(place, i, name, syntax_uids(), "transfer syntax")
            for i, name in enumerate(draft.transfer_syntaxes)
        ]

    def keys(self, place: str, draft: ProfileDraft, shared: Shared) -> KeyTable:
        """The key table that a profile names; one without rows where it names none."""
        if not draft.keys:
            return KeyTable()
        return shared.keys[self.known(draft.keys, shared.keys, f"{place}.keys", "key table")]

    def icon_rule(self, place: str, draft: ProfileDraft, shared: Shared) -> IconRule | None:
        """The rule for icons that a profile names."""
        if not draft.icon:
            return None
        return shared.icons[self.known(draft.icon, shared.icons, f"{place}.icon", "icon rule")]

    def profile(
        self, place: str, draft: ProfileDraft, annex: AnnexDraft, shared: Shared
    ) -> Profile:
        """A profile of a file."""
        self.refuse(place, of_profile(draft))
        made = Profile(
            draft.name,
            annex.annex,
            annex.title,
            draft.source,
            draft.medium,
            draft.roles,
            tuple(self.rows(place, draft.rows, shared)),
            draft.security or "none",
            draft.directory or "mandatory",
            self.keys(place, draft, shared),
            self.icon_rule(place, draft, shared),
            draft.note,
        )
        self.refuse(place, of_icon_keys(made))
        return made
