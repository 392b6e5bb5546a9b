"""What our engine does when file-sets are created, and the least that anybody must do."""

import os
import shutil
import time

from benchmarks.said import Said, answer, peak_kib
from dicom_fileset.commit.flush import flush_files
from dicom_fileset.creator import FileSetCreator


def index(root: str, jobs: str) -> Said:
    """A DICOMDIR over files as they lie."""
    before = peak_kib()
    start = time.perf_counter()
    outcome = FileSetCreator(root, in_place=True, jobs=int(jobs)).commit()
    seconds = time.perf_counter() - start
    above = peak_kib() - before
    return {"seconds": seconds, "instances": len(outcome.placed), "above_kib": above}


def copy(source: str, destination: str) -> Said:
    """A file-set of copies."""
    start = time.perf_counter()
    creator = FileSetCreator(destination)
    creator.add(source)
    outcome = creator.commit()
    return {"seconds": time.perf_counter() - start, "instances": len(outcome.placed)}


def copy_tree(source: str, destination: str) -> Said:
    """The same files copied by Python, and flushed in the way of our engine."""
    start = time.perf_counter()
    shutil.copytree(source, destination)
    copied = _files(destination)
    flush_files(destination, copied)
    return {"seconds": time.perf_counter() - start, "instances": len(copied)}


def floor(root: str) -> Said:
    """Each file opened, 16 KiB of it read, closed: what none who opens files can save."""
    paths = sorted(path for path in _files(root) if not path.endswith("DICOMDIR"))
    start = time.perf_counter()
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        os.read(descriptor, 16 * 1024)
        os.close(descriptor)
    return {"seconds": time.perf_counter() - start, "instances": len(paths)}


def _files(root: str) -> list[str]:
    return [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]


if __name__ == "__main__":
    answer({"index": index, "copy": copy, "copy-tree": copy_tree, "floor": floor})
