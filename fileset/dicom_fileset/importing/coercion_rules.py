"""Rules of coercion: a TOML file of what to match, and what to set or remove then.

::

    source = "CD OF THE CITY HOSPITAL"

    [[rule]]
    match = {PatientID = "4711"}
    set = {PatientID = "H-12345", IssuerOfPatientID = "OURS", PatientName = "Doe^Jane"}
    remove = ["OtherPatientIDs"]

    [[rule]]
    match = {AccessionNumber = "A77"}
    set.AccessionNumber = "N77"

    [[rule.set.RequestAttributesSequence]]
    RequestedProcedureID = "RP1"
    ScheduledProcedureStepID = "SPS1"

    [[rule.set.ProcedureCodeSequence]]
    CodeValue = "24727-0"
    CodingSchemeDesignator = "LN"
    CodeMeaning = "CT Head"
"""

import os
from collections.abc import Iterator, Mapping
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from dicom_profiles.errors import ProfileError
from dicom_profiles.reading import read_toml

from ..correction import Changes, Items, Value, wanted
from ..errors import UsageError
from ..findings import finding
from ..model import Where
from .coercion_attributes import COERCIBLE, FOLLOWING, GOING, PINNED, REMOVABLE, SEQUENCES
from .coercion_items import items_form, lacking, said, texts_said
from .layout_values import VALUES


class Rule(msgspec.Struct, frozen=True):
    """What is done to the instances that have all of some values.

    Attributes
    ----------
    match
        Keyword and value of each.
    changes
        By keyword the new value; ``None`` removes the attribute.
    """

    match: Mapping[str, str]
    changes: Changes


class Rules(msgspec.Struct, frozen=True):
    """A file of rules that was understood.

    Attributes
    ----------
    source
        Source of Previous Values (0400,0564).
    modifying_system
        (0400,0563).
    institution_name, station_name
        Of the importer, in Contributing Equipment Sequence (0018,A001).
    """

    rules: tuple[Rule, ...]
    source: str = ""
    modifying_system: str = "dicom-fileset"
    institution_name: str = ""
    station_name: str = ""


def _form(name: str, keywords: Mapping[str, object]) -> Any:
    """A table of TOML that may hold text under these keywords, and nothing else."""
    fields = [(keyword, str | msgspec.UnsetType, msgspec.UNSET) for keyword in keywords]
    return msgspec.defstruct(name, fields, frozen=True, forbid_unknown_fields=True)


_Long = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[ -\[\]-~]*$")]
_Short = Annotated[str, msgspec.Meta(max_length=16, pattern=r"^[ -\[\]-~]*$")]
_MATCH: Final = _form("Match", VALUES)
_SET: Final[Any] = msgspec.defstruct(
    "Set",
    [
        *((keyword, str | msgspec.UnsetType, msgspec.UNSET) for keyword in COERCIBLE),
        *((one, items_form(one) | msgspec.UnsetType, msgspec.UNSET) for one in SEQUENCES),
    ],
    frozen=True,
    forbid_unknown_fields=True,
)
_RULE: Final[Any] = msgspec.defstruct(
    "Rule",
    [
        ("match", _MATCH),
        ("set", _SET, msgspec.field(default_factory=_SET)),
        ("remove", tuple[str, ...], ()),
    ],
    frozen=True,
    forbid_unknown_fields=True,
)
_FILE: Final[Any] = msgspec.defstruct(
    "File",
    [
        ("rule", tuple[_RULE, ...]),
        ("source", _Long, ""),
        ("modifying_system", _Long, "dicom-fileset"),
        ("institution_name", _Long, ""),
        ("station_name", _Short, ""),
    ],
    frozen=True,
    forbid_unknown_fields=True,
)


def read_rules(path: str | os.PathLike[str]) -> Rules:
    """The rules in a TOML file.

    Raises
    ------
    UsageError
        ``coercion-rules``: it cannot be read or is wrong, with the key; ``coercion-conflict``: two
        rules may match one instance and do not agree.
    """
    file = os.fspath(path)
    try:
        found = read_toml(Path(file), _FILE)
    except ProfileError as error:
        raise _wrong(file, error.place, error.reason) from error
    except OSError as error:
        raise _wrong(file, "", f"it cannot be read: {error.strerror}") from error
    rules = tuple(_rule(file, number, one) for number, one in enumerate(found.rule))
    if not rules:
        raise _wrong(file, "rule", "there is no rule")
    _check_conflicts(file, rules)
    return Rules(
        rules,
        found.source,
        found.modifying_system or "dicom-fileset",
        found.institution_name,
        found.station_name,
    )


def _wrong(file: str, key: str, reason: str, code: str = "coercion-rules") -> UsageError:
    place = f"{key}: " if key else ""
    return UsageError(finding(code, f"{place}{reason}.", Where(path=file)))


def _rule(file: str, number: int, found: Any) -> Rule:
    """A rule checked by itself."""
    place = f"rule[{number}]"
    match, new = texts_said(found.match), said(found.set)
    if not match:
        raise _wrong(file, f"{place}.match", "it is empty: name what the instances have")
    if not new and not found.remove:
        raise _wrong(file, place, "it neither sets nor removes anything")
    for keyword in found.remove:
        _check_removed(file, f"{place}.remove", keyword, new)
    for keyword, value in new.items():
        _check_new(file, f"{place}.set.{keyword}", keyword, value)
    going = [goes for keyword, goes in GOING.items() if keyword in new]
    changes: dict[int | str, Value] = dict.fromkeys((*found.remove, *going))
    changes.update(new)
    _check_company(file, place, match, changes)
    return Rule(match, changes)


def _check_removed(file: str, place: str, keyword: str, new: Mapping[str, object]) -> None:
    rows = {**COERCIBLE, **SEQUENCES, **REMOVABLE}
    row = rows.get(keyword)
    if row is None:
        reason = f"{keyword!r} is none that can be removed; there are {', '.join(rows)}"
        raise _wrong(file, place, reason)
    if keyword in new:
        raise _wrong(file, place, f"{keyword} is set by the same rule")
    if row.type != "3":
        raise _wrong(file, place, f"{keyword} may not be missing ({row.clause}); set it")


def _check_new(file: str, place: str, keyword: str, value: str | Items) -> None:
    row = {**COERCIBLE, **SEQUENCES}[keyword]
    if not value and row.type == "1":
        raise _wrong(file, place, f"it may not be empty ({row.clause})")
    if not isinstance(value, str):
        for below, what in lacking(keyword, value):
            raise _wrong(file, f"{place}{below}", what)
    try:
        wanted({keyword: value})
    except UsageError as error:
        raise _wrong(file, place, error.finding.message.rstrip(".")) from error


def _check_company(file: str, place: str, match: Mapping[str, str], changes: Changes) -> None:
    """Whether a rule says all that belongs together."""
    for keyword, pins in PINNED.items():
        if keyword in changes and not any(pin in match for pin in pins):
            reason = f"it must match {' or '.join(pins)} to set {keyword}"
            raise _wrong(file, f"{place}.match", reason)
    for keyword, follower in FOLLOWING.items():
        if keyword in changes and follower not in changes:
            reason = f"{keyword} is set: set or remove {follower}, too, which says who gave it"
            raise _wrong(file, f"{place}.set", reason)


def _check_conflicts(file: str, rules: tuple[Rule, ...]) -> None:
    """Refuse two rules that may match one instance and do not agree on what becomes of it.

    Two may, where they have the same values under all keywords that both match.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, rule in enumerate(rules):
        groups.setdefault(tuple(sorted(rule.match)), []).append(number)
    for one, other in combinations_with_replacement(groups, 2):
        common = [keyword for keyword in one if keyword in other]
        found = _disagreeing(rules, groups[one], groups[other], common)
        if found is not None:
            earlier, later, keyword = found
            reason = f"rule[{earlier}] may match the same instance, and says otherwise"
            raise _wrong(file, f"rule[{later}].set.{keyword}", reason, "coercion-conflict")


_Said = dict[tuple[object, ...], dict[Value, int]]


def _disagreeing(
    rules: tuple[Rule, ...], ones: list[int], others: list[int], common: list[str]
) -> tuple[int, int, str] | None:
    """Two rules, and a keyword of which they say otherwise; in one pass over each group."""
    said: _Said = {}
    for number in ones:
        for key, text in _keyed(rules[number], common):
            said.setdefault(key, {}).setdefault(text, number)
    for number in others:
        for key, text in _keyed(rules[number], common):
            for another, by in list(said.get(key, {}).items())[:2]:
                if another != text:
                    return min(by, number), max(by, number), str(key[-1])
    return None


def _keyed(rule: Rule, common: list[str]) -> Iterator[tuple[tuple[object, ...], Value]]:
    """What a rule changes, by what it shares with others and by keyword."""
    values = tuple(rule.match[keyword] for keyword in common)
    for keyword, text in rule.changes.items():
        yield (*values, keyword), text
