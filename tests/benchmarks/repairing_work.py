"""What our repair does for the benchmarks."""

import os
import time

from benchmarks.said import Said, answer, peak_kib
from dicom_fileset import repair


def kept(root: str) -> Said:
    """A directory whose first offset is wrong: each record is kept, each file looked at."""
    path = os.path.join(root, "DICOMDIR")
    with open(path, "rb") as stream:
        data = bytearray(stream.read())
    at = data.index(b"\x04\0\x00\x12UL") + 8
    data[at : at + 4] = b"\x11\0\0\0"
    return _repaired(root, bytes(data), "kept")


def anew(root: str) -> Said:
    """A directory that a full disk left without a byte: each record is made of its file."""
    return _repaired(root, b"", "added")


def _repaired(root: str, directory: bytes, action: str) -> Said:
    with open(os.path.join(root, "DICOMDIR"), "wb") as stream:
        stream.write(directory)
    before = peak_kib()
    start = time.perf_counter()
    report = repair(root)
    seconds = time.perf_counter() - start
    above = peak_kib() - before
    found = sum(one.action == action and bool(one.file_id) for one in report.records)
    os.unlink(os.path.join(root, report.backup))
    return {"seconds": seconds, "instances": found, "above_kib": above}


if __name__ == "__main__":
    answer({"kept": kept, "anew": anew})
