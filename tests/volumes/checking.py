"""Whether volumes are as promised, by the files on them and by readers that are not ours."""

import csv
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from checks import check_file_set, listed_uids, uid_of
from dicom_fileset.migration.volumes.reckoning import sectors_of, volume_bytes
from dicom_fileset.migration.volumes.report import VolumesReport
from dicom_fileset.verification import verify
from pydicom import dcmread
from staging import Row

On = dict[str, Counter[str]]
"""By study or series how many instances are on each volume."""


def problems_of(dest: Path, report: VolumesReport, rows: Sequence[Row]) -> Iterator[str]:
    """What is not as promised of all volumes; nothing where all is well."""
    studies: On = defaultdict(Counter)
    series: On = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for volume in report.volumes:
        root = dest / volume.label
        yield from _of_volume(root, report.capacity, volume.instances)
        seen.update(listed_uids(root))
        _note(root, studies, series)
    if seen != Counter(row.place.uid for row in rows):
        yield "not every instance is listed once"
    yield from (f"series {uid} is divided" for uid, on in series.items() if len(on) > 1)
    full = [one.fill for one in report.volumes[:-1]]
    if full and sum(full) / len(full) < 0.95:
        yield "volumes are filled less than 95 %"
    if _indexed(dest) != studies:
        yield "the index is wrong"
    yield from (f"finding {one.code}: {one.message}" for one in report.findings)
    yield from (f"left out: {one.path}" for one in report.left_out)


def _of_volume(root: Path, capacity: int, instances: int) -> Iterator[str]:
    files = [path for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR"]
    folders = sum(path.is_dir() for path in root.rglob("*"))
    sectors = sum(sectors_of(path.stat().st_size) for path in files)
    directory = (root / "DICOMDIR").stat().st_size
    if volume_bytes(len(files), sectors, folders, directory) > capacity:
        yield f"{root.name} is over capacity"
    if len(files) != instances:
        yield f"{root.name} has {len(files)} files, and {instances} are told"
    found = verify(root).findings
    yield from (f"{root.name}: {one.code} {one.message}" for one in found)
    try:
        check_file_set(root, [uid_of(path) for path in files])
    except AssertionError as error:
        yield f"{root.name}: {error}"


def _note(root: Path, studies: On, series: On) -> None:
    """Count the instances of a volume by its DICOMDIR, as pydicom reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        records = dcmread(root / "DICOMDIR").DirectoryRecordSequence
    study = of_series = ""
    for record in records:
        if record.DirectoryRecordType == "STUDY":
            study = record.StudyInstanceUID
        elif record.DirectoryRecordType == "SERIES":
            of_series = record.SeriesInstanceUID
        elif record.DirectoryRecordType != "PATIENT":
            studies[study][root.name] += 1
            series[of_series][root.name] += 1


def _indexed(dest: Path) -> On:
    found: On = defaultdict(Counter)
    with (dest / "volumes.csv").open(newline="") as stream:
        for line in csv.DictReader(stream):
            found[line["study_instance_uid"]][line["volume"]] = int(line["instances_on_volume"])
    return found
