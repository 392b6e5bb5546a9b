"""What pydicom's FileSet does for the benchmarks."""

import os
import shutil
import time
import warnings
from pathlib import Path

from benchmarks.said import Said, answer, peak_kib
from benchmarks.workshop import listed
from pydicom.fileset import FileSet


def create(source: str, destination: str) -> Said:
    """Put every file below a folder into a new file-set."""
    shutil.rmtree(destination, ignore_errors=True)
    paths = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(source)
        for name in names
        if name != "DICOMDIR"
    )
    start = time.perf_counter()
    file_set = FileSet()
    for path in paths:
        file_set.add(path)
    added = time.perf_counter() - start
    file_set.write(destination)
    seconds = time.perf_counter() - start
    found = listed(Path(destination))
    shutil.rmtree(destination)
    return {"seconds": seconds, "add": added, "instances": found}


def load(root: str) -> Said:
    """Read a DICOMDIR, and what identifies each instance in it."""
    before = peak_kib()
    start = time.perf_counter()
    found = 0
    for one in FileSet(os.path.join(root, "DICOMDIR")):
        identifiers = (
            *(one.path, one.SOPClassUID, one.SOPInstanceUID, one.ReferencedTransferSyntaxUIDInFile),
            *(one.PatientID, one.PatientName, one.StudyInstanceUID),
            *(one.SeriesInstanceUID, one.Modality),
        )
        found += all(str(value) for value in identifiers)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "instances": found, "above_kib": peak_kib() - before}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    answer({"create": create, "load": load})
