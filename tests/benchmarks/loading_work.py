"""What our reader does for the benchmarks."""

import os
import time

from benchmarks.said import Said, answer, peak_kib
from dicom_fileset.dicomdir import read_dicomdir
from dicom_fileset.reader import FileSetReader


def load(root: str) -> Said:
    """A file-set read, and what identifies each instance in it."""
    before = peak_kib()
    start = time.perf_counter()
    found = 0
    for one in FileSetReader(root):
        identifiers = (
            *(one.path, one.sop_class_uid, one.sop_instance_uid, one.transfer_syntax_uid),
            *(one.patient_id, one.patient_name, one.study_instance_uid),
            *(one.series_instance_uid, one.modality),
        )
        found += all(identifiers)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "instances": found, "above_kib": peak_kib() - before}


def read_directory(root: str) -> Said:
    """The bytes of a DICOMDIR made into a FileSet; the bytes themselves are not counted."""
    with open(os.path.join(root, "DICOMDIR"), "rb") as stream:
        data = stream.read()
    before = peak_kib()
    start = time.perf_counter()
    file_set = read_dicomdir(data)
    seconds = time.perf_counter() - start
    above = peak_kib() - before
    records = 0 if file_set.findings else len(file_set.records)
    return {"seconds": seconds, "instances": records, "above_kib": above, "bytes": len(data)}


def read_damaged(root: str) -> Said:
    """As above, of a directory with which something is wrong; those at their level are counted."""
    with open(os.path.join(root, "DICOMDIR"), "rb") as stream:
        data = stream.read()
    start = time.perf_counter()
    file_set = read_dicomdir(data)
    seconds = time.perf_counter() - start
    levels = {"PATIENT": 0, "STUDY": 1, "SERIES": 2, "IMAGE": 3}
    found = sum(one.level == levels[one.record_type] for one in file_set.records)
    return {"seconds": seconds, "instances": found}


if __name__ == "__main__":
    answer({"load": load, "read-directory": read_directory, "read-damaged": read_damaged})
