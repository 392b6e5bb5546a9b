"""Content items as DCMTK's dsrdump prints them, so that the two can be compared line by line."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from dicom_fileset.sr.content import (
    CodedEntry,
    ContentItem,
    Geometry,
    InstanceReference,
    MeasuredValue,
    TemporalRange,
)

_OPTIONS = ("-q", "-Ph", "+U8", "+Pc", "+Pu", "+Psu", "+Pl", "+Pn")
_LENIENT = ("-Er", "-Ev", "-Ec", "-Ee", "-Dv")
"""DCMTK reads no document with a mistake in it but when asked to."""


def dumped(path: Path) -> list[str]:
    """What dsrdump prints of the content items in a file, a line each."""
    command = ["dsrdump", *_OPTIONS, *_LENIENT, str(path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return [_without_zeros(line) for line in lines if re.match(r"1(\.\d+)* ", line)]


def _without_zeros(line: str) -> str:
    """Temporal offsets are printed as numbers by DCMTK, and as texts by us."""
    if "TCOORD" not in line:
        return line
    return re.sub(r"(\d)\.(\d*?)0+(?=[,)])", _number, line)


def _number(found: re.Match[str]) -> str:
    return f"{found[1]}.{found[2]}" if found[2] else found[1]


def as_dumped(item: ContentItem) -> str:
    """The line that dsrdump prints of an item."""
    relationship = f"{item.relationship.lower()} " if item.relationship else ""
    if item.refers_to:
        return f"{item.position}  <{relationship}{item.refers_to}>"
    observed = f" {{{_datetime(item.observed)}}}" if item.observed else ""
    concept = _code(item.concept) if item.concept else ""
    content = f"{item.value_type}:{concept}={_value(item)}"
    return _without_zeros(f"{item.position}  <{relationship}{content}>{observed}")


def _value(item: ContentItem) -> str:
    if item.value_type in _BY_TYPE:
        return _BY_TYPE[item.value_type](item)
    if item.references:
        return _reference(item.references[0], item.value_type)
    if item.geometry:
        return _geometry(item.geometry)
    if item.temporal_range:
        return _temporal_range(item.temporal_range)
    return f'"{_escaped(item.value)}"'


_BY_TYPE: dict[str, Callable[[ContentItem], str]] = {
    "CONTAINER": lambda item: item.continuity,
    "CODE": lambda item: _code(item.codes[0]),
    "NUM": lambda item: _number_of(item.measured, item.qualifier),
}


def _code(code: CodedEntry) -> str:
    version = f"[{code.version}]" if code.version else ""
    return f'({code.value},{code.scheme}{version},"{code.meaning}")'


def _number_of(measured: tuple[MeasuredValue, ...], qualifier: CodedEntry | None) -> str:
    if not measured:
        return f"empty {_code(qualifier)}" if qualifier else "empty"
    unit = measured[0].unit
    return f'"{measured[0].value}" {_code(unit) if unit else ""}'


def _reference(one: InstanceReference, value_type: str) -> str:
    parts = [_uids((one.sop_class_uid, one.sop_instance_uid))[:-1]]
    parts += map(str, one.frames or one.segments)
    parts += [f"{group}/{channel}" for group, channel in one.channels]
    text = f"{','.join(parts)})"
    if one.presentation and value_type == "IMAGE":
        text += f",{_uids(one.presentation)}"
    return text


def _uids(pair: tuple[str, ...]) -> str:
    return f'("{pair[0]}","{pair[1]}")'


def _geometry(one: Geometry) -> str:
    frame = [f'"{one.frame_of_reference_uid}"'] if one.frame_of_reference_uid else []
    points = ("/".join(f"{number or 0:.6g}" for number in point) for point in one.points)
    return f"({','.join([one.graphic_type, *frame, *points])})"


def _temporal_range(one: TemporalRange) -> str:
    numbers = (*map(str, one.samples), *one.offsets, *one.datetimes)
    return f"({','.join([one.range_type, *numbers])})"


def _datetime(value: str) -> str:
    year, month, day, hour, minute, second = (
        value[:4], value[4:6], value[6:8], value[8:10], value[10:12], value[12:14]
    )  # fmt: skip
    return f"{year}-{month}-{day} {hour}:{minute}:{second}"


def _escaped(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")
