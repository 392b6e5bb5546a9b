"""Augmented Application Profiles: all of a Standard one, and something more (PS3.2 7.4.2)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from .draft import AnnexDraft, ProfileDraft
from .errors import ProfileError
from .faults import Fault, of_icon_keys
from .model import IconRule, KeyRow, KeyTable, Profile, Row
from .names import sop_classes
from .resolving import Names, Shared

_PLACE: Final = "profile[0]"


def augmented(
    names: Names, annex: AnnexDraft, shared: Shared, standard: Mapping[str, Profile]
) -> Profile:
    """The profile of a site's file, with all of the Standard profile that it augments.

    Parameters
    ----------
    names, shared
        Of the file, and of the annexes.
    annex
        The file; it has one profile.
    standard
        All of PS3.11, by name.

    Raises
    ------
    ProfileError
        It names no Standard profile, takes something of it away, or adds nothing to it.
    """
    draft = annex.profile[0]
    place = f"{_PLACE}.augments"
    base = standard[names.known(draft.augments, standard, place, "Standard profile")]
    names.refuse(_PLACE, _of_settings(draft, base))
    icon = names.icon_rule(_PLACE, draft, shared)
    keys = names.keys(_PLACE, draft, shared)
    names.refuse(_PLACE, (*_of_icon(icon, base), *_of_keys(keys, base)))
    made = msgspec.structs.replace(
        base,
        name=draft.name,
        source=draft.source,
        annex="",
        title=annex.title or base.title,
        roles=tuple(dict.fromkeys(base.roles + draft.roles)),
        rows=base.rows + _new_rows(names.rows(_PLACE, draft.rows, shared), base),
        keys=_with(base.keys, keys),
        icon=icon or base.icon,
        note=draft.note or base.note,
    )
    names.refuse(_PLACE, of_icon_keys(made))
    if _added(made) == _added(base):
        reason = (
            f"{draft.name} adds nothing to {base.name}; "
            "allowed: rows, keys, an icon rule or roles that it has not (PS3.2 7.4.2)"
        )
        raise ProfileError(names.file, _PLACE, reason)
    return made


def _added(profile: Profile) -> tuple[object, ...]:
    """All that an Augmented profile can have more of than its Standard profile."""
    return profile.roles, profile.rows, profile.keys.rows, profile.icon


def _of_settings(draft: ProfileDraft, base: Profile) -> Iterator[Fault]:
    """What is said otherwise than in the Standard profile, and cannot be."""
    for field in ("medium", "security", "directory"):
        said, there = getattr(draft, field), getattr(base, field)
        if said and said != there:
            reason = f"an Augmented profile keeps the {field} of {base.name}; allowed: {there!r}"
            yield Fault(field, reason)


def _of_icon(icon: IconRule | None, base: Profile) -> Iterator[Fault]:
    if icon is not None and base.icon is not None and icon != base.icon:
        yield Fault("icon", f"{base.name} has a rule for icons, which stays; allowed: to leave it")


def _of_keys(keys: KeyTable, base: Profile) -> Iterator[Fault]:
    """Keys of the Standard profile that would be asked for less."""
    for row in keys.rows:
        for there in base.keys.rows:
            same = row.keyword == there.keyword and set(row.record_types) & set(there.record_types)
            if same and row.type != "1" and _asks(row) != _asks(there):
                reason = (
                    f"{base.name} has {row.keyword} with Type {there.type}, which stays; "
                    "allowed: to leave it, or Type 1"
                )
                yield Fault("keys", reason)


def _asks(row: KeyRow) -> tuple[object, ...]:
    return row.type, row.condition, row.when


def _with(base: KeyTable, added: KeyTable) -> KeyTable:
    """A key table with all of both; what stands in both once."""
    there = {(record_type, row.keyword, *_asks(row)) for row, record_type in _by_record(base)}
    new = tuple(
        msgspec.structs.replace(row, record_types=(record_type,))
        for row, record_type in _by_record(added)
        if (record_type, row.keyword, *_asks(row)) not in there
    )
    names = (one.name for one in (base, added) if one.rows)
    return KeyTable(" + ".join(dict.fromkeys(names)), base.rows + new)


def _by_record(table: KeyTable) -> Iterator[tuple[KeyRow, str]]:
    return ((row, record_type) for row in table.rows for record_type in row.record_types)


def _new_rows(rows: Iterable[Row], base: Profile) -> tuple[Row, ...]:
    """Rows that let more onto the medium than those of the Standard profile."""
    return tuple(row for row in rows if not any(_covers(one, row) for one in base.rows))


def _covers(base: Row, row: Row) -> bool:
    """Whether whatever is in a row is in that of the Standard profile, too."""
    return (
        _has_classes(base, row)
        and base.transfer_syntax_uid in {"", row.transfer_syntax_uid}
        and set(base.constraints) <= set(row.constraints)
    )


def _has_classes(base: Row, row: Row) -> bool:
    if base.sop_class_uid or not row.sop_class_uid:
        return base.sop_class_uid == row.sop_class_uid and (
            row.multi_frame_only or not base.multi_frame_only
        )
    known = sop_classes()[row.sop_class_uid]
    return not known.retired and (known.multi_frame or not base.multi_frame_only)
