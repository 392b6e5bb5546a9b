"""The content of a file-set as a tree for people, and as lines for spreadsheets."""

import csv
import io
import os
import sys
from collections import Counter
from collections.abc import Iterable

import msgspec

from ..dicomdir.keys import RecordKeys, with_path
from ..model import FileSet
from ..records.keys import KEYS
from ..report import ListedInstance, ReadReport
from ..text import fitting
from .output import counted, printable, sized

_INDENT = "  "


def show_csv(report: ReadReport) -> None:
    """One line an instance, after a line of names; the File ID as a path with slashes."""
    names = ListedInstance.__struct_fields__
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a spreadsheet must not lose letters
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for one in report.instances:
        row = msgspec.structs.asdict(one) | {"file_id": "/".join(one.file_id)}
        writer.writerow(row[name] for name in names)


def show_tree(file_set: FileSet, report: ReadReport) -> None:
    """Patients, studies and series, each series with what it holds and how large that is."""
    instances = iter(report.instances)
    lines: list[str] = []
    held: list[ListedInstance] = []
    for record, _ in with_path(file_set.records):
        keys = RecordKeys(record.body)
        if keys.value(0x0004_1500):
            held.append(next(instances))
            continue
        if held:
            lines.append(_held_line(record_level(held), held))
            held = []
        mark = "" if record.in_use else " (inactive)"
        lines.append(_INDENT * record.level + _record_line(record.record_type, keys) + mark)
    if held:
        lines.append(_held_line(record_level(held), held))
    lines += _unlisted_lines(list(instances))
    print(f"{report.root}: {_totals(file_set, report)}")
    for line in lines:
        print(printable(line))


def _unlisted_lines(instances: list[ListedInstance]) -> list[str]:
    """Instances that no record lists, by what their files say of patient, study and series."""
    if not instances:
        return []
    lines = ["not listed by a DICOMDIR:"]
    groups: dict[tuple[str, ...], list[ListedInstance]] = {}
    for one in instances:
        patient = f"{one.patient_name or '(no name)'}  [{one.patient_id}]"
        study, series = f"study {one.study_instance_uid}", f"series {one.series_instance_uid}"
        groups.setdefault((patient, study, f"{one.modality}  {series}"), []).append(one)
    shown: tuple[str, ...] = ()
    for group, held in sorted(groups.items()):
        same = next((n for n, (a, b) in enumerate(zip(group, shown, strict=False)) if a != b), 0)
        lines += [_INDENT * level + group[level] for level in range(same, 3)]
        lines.append(_held_line(3, held))
        shown = group
    return lines


def record_level(held: list[ListedInstance]) -> int:
    """Where instances stand in the tree: below a series, or at the root."""
    return 3 if held[0].series_instance_uid else 0


def _record_line(record_type: str, keys: RecordKeys) -> str:
    def text(keyword: str) -> str:
        return fitting(keys.value(KEYS[keyword][0]), keys.value(0x0008_0005)).text

    if record_type == "PATIENT":
        born = f", born {dated(text('PatientBirthDate'))}" if text("PatientBirthDate") else ""
        return f"{text('PatientName') or '(no name)'}  [{text('PatientID')}]{born}"
    if record_type == "STUDY":
        return f"{dated(text('StudyDate'))}  {text('StudyDescription') or '(no description)'}"
    if record_type == "SERIES":
        described = text("SeriesDescription")
        return f"{text('Modality')}  series {text('SeriesNumber')}  {described}".rstrip()
    return record_type or "(record without a type)"


def _held_line(level: int, held: list[ListedInstance]) -> str:
    kinds = Counter(one.record_type for one in held)
    number = ", ".join(counted(count, kind.lower()) for kind, count in kinds.items())
    missing = sum(not one.present for one in held)
    gone = f", {missing} missing" if missing else ""
    inactive = sum(not one.active for one in held)
    gone += f", {inactive} inactive" if inactive else ""
    return f"{_INDENT * level}{number}, {sized(_size(held))}{gone}"


def _size(held: Iterable[ListedInstance]) -> int:
    return sum(os.stat(one.path).st_size for one in held if one.present)


def dated(value: str) -> str:
    """A date as a person reads it.

    >>> dated("20240131"), dated("")
    ('2024-01-31', '(no date)')
    """
    if len(value) == 8 and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value or "(no date)"


def _totals(file_set: FileSet, report: ReadReport) -> str:
    kinds = Counter(record.record_type for record in file_set.records)
    named = f"File-set ID {file_set.file_set_id}, " if file_set.file_set_id else ""
    return (
        f"{named}{counted(kinds['PATIENT'], 'patient')},"
        f" {counted(kinds['STUDY'], 'study', 'studies')},"
        f" {counted(kinds['SERIES'], 'series', 'series')},"
        f" {counted(len(report.instances), 'instance')}"
    )
