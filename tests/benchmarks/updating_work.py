"""What our updater does for the benchmarks, and what it cannot do without."""

import os
import shutil
import time

from benchmarks.said import Said, answer
from dicom_fileset import FileSetUpdater
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir


def add(root: str, sources: str) -> Said:
    """Instances added to a file-set; afterwards it is as it was, so that it can be done again."""
    directory = os.path.join(root, "DICOMDIR")
    shutil.copy(directory, f"{root}.dicomdir")
    start = time.perf_counter(), time.process_time()
    updater = FileSetUpdater(root)
    updater.add(sources)
    outcome = updater.commit()
    seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    for one in outcome.placed:
        os.unlink(os.path.join(root, *one.file_id))
    shutil.copy(f"{root}.dicomdir", directory)
    return {"seconds": seconds, "processor": processor, "instances": len(outcome.placed)}


def rewrite(root: str, sources: str) -> Said:
    """The directory alone read, taken apart, put together, written and flushed."""
    directory = os.path.join(root, "DICOMDIR")
    start = time.perf_counter(), time.process_time()
    with open(directory, "rb") as stream:
        file_set = read_dicomdir(stream.read())
    with open(f"{root}.dicomdir", "wb") as stream:
        stream.write(write_dicomdir(file_set))
        os.fsync(stream.fileno())
    seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    return {"seconds": seconds, "processor": processor, "instances": len(os.listdir(sources))}


if __name__ == "__main__":
    answer({"add": add, "rewrite": rewrite})
