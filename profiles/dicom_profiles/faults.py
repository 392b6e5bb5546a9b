"""What is wrong with rows of a TOML though their form is right: each with its place, and why."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .attributes import ATTRIBUTES, NUMBERS
from .draft import (
    ConditionDraft,
    ConstraintRow,
    IconDraft,
    KeyDraft,
    KeyTableDraft,
    ProfileDraft,
)
from .model import Profile
from .nearest import suggestion
from .record_keys import GROUPING, RECORD_KEYS

_SEQUENCE = "items"
_ICON = "IconImageSequence"


class Fault(NamedTuple):
    """What is wrong, and below which key of the row."""

    place: str
    reason: str


def of_constraint(row: ConstraintRow) -> Iterator[Fault]:
    """What is wrong with a constraint; names first, what is said of them after."""
    unnamed = list(_of_names(row))
    yield from unnamed
    if unnamed:
        return
    yield from _of_values(row.keyword, row.values)
    yield from _of_relations(row)
    for field in ("items_have", "items_lack"):
        yield from _of_items(field, row.keyword, getattr(row, field))
    says = row.values or row.most is not None or row.one_less_than or row.equal_to
    says = says or row.items_have or row.items_lack
    if row.presence == "absent" and says:
        yield Fault("presence", f"{row.keyword} cannot be absent and have a value")
    if row.presence == "optional" and not says:
        yield Fault("presence", "it says nothing; allowed: with values, most, or another limit")


def _of_names(row: ConstraintRow) -> Iterator[Fault]:
    for field in ("keyword", "one_less_than", "equal_to"):
        name = getattr(row, field)
        if name and name not in ATTRIBUTES:
            yield _no_attribute(field, name)


def _no_attribute(place: str, name: str) -> Fault:
    reason = f"{name!r} is no attribute that can be asked for; {suggestion(name, ATTRIBUTES)}"
    return Fault(place, reason)


def of_condition(one: ConditionDraft) -> Iterator[Fault]:
    """What is wrong with a condition."""
    if one.keyword not in ATTRIBUTES:
        yield _no_attribute("keyword", one.keyword)
        return
    yield from _of_values(one.keyword, one.values)


def _of_values(keyword: str, values: Iterable[int | str]) -> Iterator[Fault]:
    """Values that an attribute of this kind never has."""
    kind = ATTRIBUTES[keyword].kind
    for number, value in enumerate(values):
        if kind == _SEQUENCE:
            yield Fault("values", f"{keyword} is a sequence; allowed: items_have, items_lack")
            return
        if isinstance(value, int) != (kind in NUMBERS):
            allowed = "a whole number" if kind in NUMBERS else "text"
            yield Fault(f"values[{number}]", f"{value!r} is none of {keyword}; allowed: {allowed}")


def _of_relations(row: ConstraintRow) -> Iterator[Fault]:
    """Numbers are compared with numbers."""
    for field, other in (
        ("most", None if row.most is None else row.keyword),
        ("one_less_than", row.one_less_than),
        ("equal_to", row.equal_to),
    ):
        for keyword in (row.keyword, other) if other else ():
            if ATTRIBUTES[keyword].kind not in NUMBERS:
                numbers = [name for name, one in ATTRIBUTES.items() if one.kind in NUMBERS]
                reason = f"{keyword} is no number; allowed: with {', '.join(numbers)}"
                yield Fault(field, reason)


def _of_items(field: str, keyword: str, names: tuple[str, ...]) -> Iterator[Fault]:
    if names and ATTRIBUTES[keyword].kind != _SEQUENCE:
        sequences = [name for name, one in ATTRIBUTES.items() if one.kind == _SEQUENCE]
        yield Fault(field, f"{keyword} has no items; allowed: with {', '.join(sequences)}")
        return
    there = ATTRIBUTES[keyword].item_keywords.split()
    for number, name in enumerate(names):
        if name not in there:
            reason = f"{name!r} is no attribute of its items; {suggestion(name, there)}"
            yield Fault(f"{field}[{number}]", reason)


def of_key_table(table: KeyTableDraft) -> Iterator[Fault]:
    """What is wrong with a table of additional keys."""
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(table.rows):
        for fault in _of_key(row):
            yield Fault(f"rows[{number}].{fault.place}", fault.reason)
        pairs = {(record_type, row.keyword) for record_type in row.record_types}
        for record_type, keyword in sorted(pairs & seen):
            reason = f"{keyword} of the {record_type} record stands in the table already"
            yield Fault(f"rows[{number}].keyword", reason)
        seen |= pairs


def _of_key(row: KeyDraft) -> Iterator[Fault]:
    unknown = list(of_record_types(row.record_types))
    yield from unknown
    for record_type in () if unknown else row.record_types:
        there = sorted(RECORD_KEYS[record_type])
        if row.keyword not in there:
            what = suggestion(row.keyword, there) if there else "allowed: none"
            yield Fault("keyword", f"{row.keyword!r} is no key of {record_type} records; {what}")
        yield from _of_level(row, record_type)
    yield from _of_type(row)


def of_record_types(names: Iterable[str]) -> Iterator[Fault]:
    """Directory record types that there are not."""
    for number, name in enumerate(names):
        if name not in RECORD_KEYS:
            reason = f"{name!r} is no directory record type; {suggestion(name, RECORD_KEYS)}"
            yield Fault(f"record_types[{number}]", reason)


def _of_level(row: KeyDraft, record_type: str) -> Iterator[Fault]:
    """What stands for many instances asks them all, what refers to one asks that."""
    if row.condition and (row.condition == "below") != (record_type in GROUPING):
        allowed = "'below'" if record_type in GROUPING else "any but 'below'"
        reason = f"{row.condition!r} is no condition of {record_type} records; allowed: {allowed}"
        yield Fault("condition", reason)


def _of_type(row: KeyDraft) -> Iterator[Fault]:
    if row.type == "1C" and not row.condition:
        words = "'present', 'valued', 'shared', 'below', 'when'"
        yield Fault("condition", f"Type 1C needs a condition; allowed: {words}")
    if row.type != "1C" and row.condition:
        yield Fault("condition", f"Type {row.type} has no condition; allowed: with Type 1C")
    if (row.condition == "when") != bool(row.when):
        yield Fault("when", "allowed, and needed, with the condition 'when'")


def of_icon(icon: IconDraft) -> Iterator[Fault]:
    """What is wrong with a rule for icons."""
    unknown = list(of_record_types(icon.record_types))
    yield from unknown
    for number, name in enumerate(() if unknown else icon.record_types):
        if _ICON not in RECORD_KEYS[name]:
            having = [one for one, keys in RECORD_KEYS.items() if _ICON in keys]
            reason = f"{name} records have no icons (PS3.3 F.7); allowed: {', '.join(having)}"
            yield Fault(f"record_types[{number}]", reason)


def of_profile(draft: ProfileDraft) -> Iterator[Fault]:
    """What a profile lacks that augments no other."""
    for field, allowed in (
        ("medium", "what of PS3.12 it goes on, such as CD-R, DVD, BD or USB"),
        ("roles", "a list of at least one of: 'FSC', 'FSR', 'FSU'"),
        ("rows", "a list of at least one table of sop_classes, transfer_syntaxes, ..."),
    ):
        if not getattr(draft, field):
            yield Fault(field, f"it is missing; allowed: {allowed}")


def of_icon_keys(profile: Profile) -> Iterator[Fault]:
    """Icons that a key table asks for, and of which no rule says what they are like."""
    rule = profile.icon
    made = rule.record_types if rule is not None and rule.required else ()
    for row in profile.keys.rows:
        lacking = sorted(set(row.record_types) - set(made))
        if row.keyword == _ICON and lacking:
            reason = (
                f"its keys ask for {_ICON} in {', '.join(lacking)} records; "
                "allowed: the name of an icon rule that requires it there"
            )
            yield Fault("icon", reason)
