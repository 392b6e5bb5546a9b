"""What volumes hold, by their DICOMDIRs: who reads these later sees the same."""

import os
from collections.abc import Iterator
from typing import Final

import msgspec

from ...dicomdir import read_dicomdir
from ...dicomdir.keys import RecordKeys
from ...file_ids import DICOMDIR
from ...findings import finding
from ...model import Finding, Record, Where
from ...records.keys import KEYS
from ...text import decoded
from ..journal import Journal
from .report import LeftOut, Share, StudyRow, VolumeRow, VolumesReport
from .terms import VolumeTerms

_VOLUMES: Final = """
    SELECT label, coalesce(uid, ''), bytes, taken, remarks FROM volume
    WHERE state = 'built' ORDER BY number
"""
_LEFT_OUT: Final = """
    SELECT destination, coalesce(instance_out, ''), left_out.code, message
    FROM left_out JOIN file USING (number) ORDER BY number
"""


class Held(msgspec.Struct):
    """A study while volumes are read."""

    date: str
    patient: tuple[str, str]
    modalities: set[str] = msgspec.field(default_factory=set)
    series: set[bytes] = msgspec.field(default_factory=set)
    shares: dict[str, list[int]] = msgspec.field(default_factory=dict)
    """Series and instances by volume."""


def report_of(journal: Journal, dest: str, terms: VolumeTerms) -> VolumesReport:
    """What all volumes that are built hold, and what could not go on any."""
    studies: dict[tuple[bytes, str], Held] = {}
    rows = []
    for name, uid, size, taken, remarks in journal.rows(_VOLUMES):
        records = _records(os.path.join(dest, name)) if uid else ()
        counts = _count(records, name, studies)
        fill = round(taken / terms.capacity, 4)
        told = msgspec.json.decode(remarks, type=dict[str, int])
        rows.append(VolumeRow(name, uid, size, taken, fill, *counts, told))
    return VolumesReport(
        dest,
        terms.capacity,
        tuple(rows),
        tuple(_studies(studies, terms)),
        sum(len(one.shares) > 1 for one in studies.values()),
        tuple(LeftOut(*row) for row in journal.rows(_LEFT_OUT)),
        tuple(_too_large(rows, terms)),
    )


def _records(root: str) -> tuple[Record, ...]:
    with open(os.path.join(root, DICOMDIR), "rb") as stream:
        return read_dicomdir(stream.read()).records


def _count(
    records: tuple[Record, ...], volume: str, studies: dict[tuple[bytes, str], Held]
) -> tuple[int, int, int, int]:
    """Patients, studies, series and instances of a volume; its studies are noted."""
    counts = dict.fromkeys(("PATIENT", "STUDY", "SERIES", "instance"), 0)
    patient = study = RecordKeys(b"")
    held: Held | None = None
    for record in records:
        kind = record.record_type if record.record_type in counts else "instance"
        counts[kind] += 1
        if kind == "PATIENT":
            patient, held = RecordKeys(record.body), None
        elif kind == "STUDY":
            study = RecordKeys(record.body)
            held = _held(patient, study, volume, studies)
        elif kind == "SERIES" and held is not None:
            keys = RecordKeys(record.body)
            held.modalities.add(_text(keys, "Modality"))
            held.series.add(keys.value(KEYS["SeriesInstanceUID"][0]))
            held.shares[volume][0] += 1
        elif held is not None and record.level:
            held.shares[volume][1] += 1
    patients, of_studies, series, instances = counts.values()
    return patients, of_studies, series, instances


def _held(
    patient: RecordKeys, study: RecordKeys, volume: str, studies: dict[tuple[bytes, str], Held]
) -> Held:
    uid, patient_id = _text(study, "StudyInstanceUID"), _text(patient, "PatientID")
    key = patient.value(KEYS["PatientID"][0]), uid
    held = studies.get(key)
    if held is None:
        who = (patient_id, _text(patient, "PatientName"))
        held = studies[key] = Held(_text(study, "StudyDate"), who)
    held.shares.setdefault(volume, [0, 0])
    return held


def _text(keys: RecordKeys, keyword: str) -> str:
    text = decoded(keys.value(KEYS[keyword][0]), keys.value(KEYS["SpecificCharacterSet"][0]))
    return "".join(filter(str.isprintable, text)).strip()


def _studies(studies: dict[tuple[bytes, str], Held], terms: VolumeTerms) -> Iterator[StudyRow]:
    """Studies by date; with their patients where that is asked."""
    for (_, uid), held in sorted(studies.items(), key=lambda one: (one[1].date, one[0][1])):
        yield StudyRow(
            uid,
            held.date,
            tuple(sorted(held.modalities)),
            tuple(Share(volume, *numbers) for volume, numbers in held.shares.items()),
            len(held.series),
            sum(instances for _, instances in held.shares.values()),
            *(held.patient if terms.index_patients else ("", "")),
        )


def _too_large(rows: list[VolumeRow], terms: VolumeTerms) -> Iterator[Finding]:
    for row in rows:
        if row.taken > terms.capacity:
            message = f"It takes {row.taken} bytes, {row.taken - terms.capacity} too many."
            yield finding("volume-over-capacity", message, Where(path=row.label))
