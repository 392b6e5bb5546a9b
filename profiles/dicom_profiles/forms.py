"""What a form allows at a place in it, in words: for those who wrote something else there."""

import re
from typing import Final

import msgspec
from msgspec import inspect

from .nearest import nearest

_STEP: Final = re.compile(r"\[[^\]]*\]|[^.\[\]]+")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_SAID: Final = (
    ("`array`", "a list"),
    ("`object`", "a table"),
    ("`bool`", "true or false"),
    ("`int | str`", "a whole number or text"),
    ("`int`", "a whole number"),
    ("`float`", "a number with a point"),
    ("`str`", "text"),
    ("`datetime`", "a date and time"),
    ("`date`", "a date"),
    ("`time`", "a time"),
    ("enum value", "value"),
)
_MISSING: Final = re.compile(r"Object missing required field `(.*)`", re.DOTALL)


def explained(error: msgspec.ValidationError, form: type) -> tuple[str, str]:
    """The path of the key that is wrong, and what is wrong with it and what is allowed there."""
    reason, _, place = str(error).rpartition(" - at `")
    if not reason:
        reason, place = place, ""
    place = place.rstrip("`").removeprefix("$").removeprefix(".")
    found = _at(inspect.type_info(form), place)
    unknown, missing = _UNKNOWN.fullmatch(reason), _MISSING.fullmatch(reason)
    if unknown is not None:
        return _below(place, unknown[1]), _no_key(unknown[1], found)
    if missing is not None:
        place = _below(place, missing[1])
        return place, f"it is missing; allowed: {_words(_at(inspect.type_info(form), place))}"
    return place, f"{_in_words(reason)}; allowed: {_words(found)}"


def _in_words(reason: str) -> str:
    """What a validator of JSON says, in the words of TOML."""
    for said, word in _SAID:
        reason = reason.replace(said, word)
    reason = reason.partition(" matching regex")[0]
    return f"{reason[:1].lower()}{reason[1:]}"


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _no_key(key: str, found: inspect.Type | None) -> str:
    keys = [field.encode_name for field in _fields(found)]
    near = nearest(key, keys, 1)
    looks = f" (near: {near[0]})" if near else ""
    return f"{key!r} is no key there{looks}; allowed: {', '.join(keys)}"


def _fields(found: inspect.Type | None) -> tuple[inspect.Field, ...]:
    return found.fields if isinstance(found, inspect.StructType) else ()


def _at(found: inspect.Type | None, place: str) -> inspect.Type | None:
    for step in _STEP.findall(place):
        found = _item(found) if step.startswith("[") else _field(found, step)
    return found


def _item(found: inspect.Type | None) -> inspect.Type | None:
    for one in found.types if isinstance(found, inspect.UnionType) else (found,):
        if isinstance(one, inspect.VarTupleType | inspect.ListType):
            return one.item_type
    return None


def _field(found: inspect.Type | None, key: str) -> inspect.Type | None:
    return next((field.type for field in _fields(found) if field.encode_name == key), None)


def _words(found: inspect.Type | None) -> str:
    """What may stand there."""
    if isinstance(found, inspect.Metadata):
        return str((found.extra_json_schema or {}).get("description", "")) or _words(found.type)
    if isinstance(found, inspect.UnionType):
        some = [one for one in found.types if not isinstance(one, inspect.NoneType)]
        return " or ".join(map(_words, some))
    if isinstance(found, inspect.LiteralType):
        return ", ".join(repr(value) for value in found.values if value != "")
    if isinstance(found, inspect.StructType):
        return f"a table of {', '.join(field.encode_name for field in found.fields)}"
    if isinstance(found, inspect.VarTupleType | inspect.ListType):
        least = "at least one of: " if found.min_length else ""
        return f"a list of {least}{_words(found.item_type)}"
    return _of_one(found)


def _of_one(found: inspect.Type | None) -> str:
    if isinstance(found, inspect.IntType):
        bounds = f"{'' if found.ge is None else found.ge} to {'' if found.le is None else found.le}"
        return f"a whole number, {bounds}" if bounds != " to " else "a whole number"
    return "true or false" if isinstance(found, inspect.BoolType) else "text"
