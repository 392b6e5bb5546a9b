"""Names in a TOML looked up: what it refers to must be there, and is put in its place."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import product
from typing import TypeVar

import msgspec

from .attributes import ATTRIBUTES, NUMBERS
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
from .model import Condition, Constraint, IconRule, KeyRow, KeyTable, Profile, Row, Value
from .names import sop_class_uids, syntax_uids

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
            names.merged("icon", self.icons, ((t.name, _icon(t)) for t in annex.icon)),
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


def _icon(draft: IconDraft) -> IconRule:
    return IconRule(
        draft.record_types,
        draft.required,
        draft.rows,
        draft.columns,
        draft.photometric,
        draft.source,
    )


class Names:
    """Looks names up for one file.

    Parameters
    ----------
    file
        Its path, for errors.
    """

    def __init__(self, file: str) -> None:
        self._file = file

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
        near = get_close_matches(name, known, 3, 0.5) or known[:12]
        reason = f"{name!r} is no {what}; near: {', '.join(near)}"
        raise ProfileError(self._file, place, reason)

    def merged(
        self, what: str, there: Mapping[str, Thing], new: Iterable[tuple[str, Thing]]
    ) -> dict[str, Thing]:
        """Both, where no name stands twice."""
        merged = dict(there)
        for number, (name, thing) in enumerate(new):
            if name in merged:
                raise ProfileError(self._file, f"{what}[{number}].name", f"{name!r} is taken")
            merged[name] = thing
        return merged

    def constraints(
        self, place: str, source: str, rows: tuple[ConstraintRow, ...]
    ) -> tuple[Constraint, ...]:
        """Constraint rows with their names looked up."""
        return tuple(
            self._constraint(f"{place}.rows[{number}]", source, row)
            for number, row in enumerate(rows)
        )

    def _constraint(self, place: str, source: str, row: ConstraintRow) -> Constraint:
        for field in ("keyword", "one_less_than", "equal_to"):
            name = getattr(row, field)
            if name:
                self.known(name, ATTRIBUTES, f"{place}.{field}", "attribute that can be asked for")
        kind = ATTRIBUTES[row.keyword].kind
        self._check_kind(place, row, kind)
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

    def _check_kind(self, place: str, row: ConstraintRow, kind: str) -> None:
        number = row.most is not None or row.one_less_than or row.equal_to
        if (number and kind not in NUMBERS) or (
            (row.items_have or row.items_lack) and kind != "items"
        ):
            raise ProfileError(self._file, place, f"{row.keyword} is of the kind {kind}")
        if any(
            isinstance(value, int) != (kind in NUMBERS or row.keyword == "Fragments")
            for value in row.values
        ):
            raise ProfileError(
                self._file, f"{place}.values", f"{row.keyword} is of the kind {kind}"
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
        for number, one in enumerate(when):
            self.known(
                one.keyword,
                ATTRIBUTES,
                f"{place}.when[{number}].keyword",
                "attribute that can be asked for",
            )
        return tuple(Condition(one.keyword, one.values) for one in when)

    def key_table(self, number: int, draft: KeyTableDraft) -> KeyTable:
        """A key table."""
        rows = tuple(
            KeyRow(
                row.record_types,
                row.keyword,
                row.type,
                row.source,
                row.condition,
                self._conditions(f"key_table[{number}].rows[{i}]", row.when),
            )
            for i, row in enumerate(draft.rows)
        )
        return KeyTable(draft.name, rows)

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
            self._uid(place, i, name, sop_class_uids(), "SOP Class")
            for i, name in enumerate(draft.sop_classes)
        ]

    def _syntaxes(self, place: str, draft: RowDraft) -> list[str]:
        if isinstance(draft.transfer_syntaxes, str):
            return [""]
        return [
            self._uid(place, i, name, syntax_uids(), "transfer syntax")
            for i, name in enumerate(draft.transfer_syntaxes)
        ]

    def profile(
        self, place: str, draft: ProfileDraft, annex: AnnexDraft, shared: Shared
    ) -> Profile:
        """A profile of a file."""
        for field in ("medium", "roles", "rows"):
            if not getattr(draft, field):
                raise ProfileError(self._file, f"{place}.{field}", "it is missing or empty")
        keys = (
            shared.keys[self.known(draft.keys, shared.keys, f"{place}.keys", "key table")]
            if draft.keys
            else KeyTable()
        )
        icon = (
            shared.icons[self.known(draft.icon, shared.icons, f"{place}.icon", "icon rule")]
            if draft.icon
            else None
        )
        return Profile(
            draft.name,
            annex.annex,
            annex.title,
            draft.source,
            draft.medium,
            draft.roles,
            tuple(self.rows(place, draft.rows, shared)),
            draft.security,
            draft.directory,
            keys,
            icon,
            draft.note,
        )
