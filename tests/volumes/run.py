"""An archive packed onto volumes, each read by others: ``python tests/volumes/run.py``.

Pixel data are holes: 50,000 files of 30 GB take some hundred megabytes of disk, and some minutes.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dicom_fileset.conformity.terms import capacity_of
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.report import VolumesReport
from dicom_fileset.migration.volumes.terms import VolumeTerms
from file_sets import Place
from staging import Row, stage
from volumes.checking import problems_of

Made = TypeVar("Made")
LARGEST = 60_000_000
"""Bytes of pixel data of the largest series."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what came of it; 1 where anything is not as promised."""
    os.environ["DICOM_FILESET_LEDGER"] = "off"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--instances", type=int, default=50_000)
    parser.add_argument("--largest", type=int, default=LARGEST, help="bytes of a series")
    parser.add_argument("--volume-size", default="700MB")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to work; a temporary one if none is named")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="dicom-fileset-volumes-", dir=asked.folder) as name:
        return _run(Path(name), asked)


def _run(folder: Path, asked: argparse.Namespace) -> int:
    rows = list(archive(asked.series, asked.instances, asked.largest, asked.seed))
    dest, path = folder / "dest", folder / "journal.sqlite"
    _timed("staging", lambda: stage(dest, path, rows))
    terms = VolumeTerms(capacity_of(asked.volume_size))

    def build() -> VolumesReport:
        with Journal(str(path)) as journal:
            return build_volumes(journal, str(dest), terms)

    report = _timed("building", build)
    _show(report, rows)
    problems = _timed("checking", lambda: list(problems_of(dest, report, rows)))
    for one in problems:
        print(one, file=sys.stderr)
    print(f"not as promised: {len(problems)}")
    return int(bool(problems))


def archive(series: int, instances: int, largest: int, seed: int) -> Iterator[Row]:
    """Series of all sizes up to the largest, up to eight in a study and three studies a patient."""
    random = Random(seed)  # noqa: S311 - no secret
    sizes = [min(largest, int(largest * random.lognormvariate(-1.9, 1.1))) for _ in range(series)]
    sizes[0] = largest
    counts = _counts(random, sizes, instances)
    patient = number = 0
    while number < series:
        patient += 1
        for study in range(1, random.choice((1, 1, 2, 3)) + 1):
            for own in range(1, random.randint(1, 8) + 1):
                if number < series:
                    size, count = sizes[number], counts[number]
                    for one in range(1, count + 1):
                        yield Row(Place(patient, study, own, one), size=max(512, size // count))
                    number += 1


def _counts(random: Random, sizes: Sequence[int], instances: int) -> list[int]:
    """How many instances each series has: one at least, and all together as many as asked."""
    counts = [1] * len(sizes)
    for place in random.choices(range(len(sizes)), sizes, k=instances - len(sizes)):
        counts[place] += 1
    return counts


def _show(report: VolumesReport, rows: Sequence[Row]) -> None:
    full = [one.fill for one in report.volumes[:-1]]
    stated = sum(one.size for one in report.volumes)
    average = sum(full) / max(1, len(full))
    print(f"instances {len(rows)}, bytes {stated}, volumes {len(report.volumes)}")
    print(f"fill without the last: average {average:.4f}, least {min(full, default=0):.4f}")
    bytes_alone = sum(one.size for one in report.volumes[:-1]) / report.capacity
    print(f"the same by bytes of files alone: average {bytes_alone / max(1, len(full)):.4f}")
    print(f"studies {len(report.studies)}, on several volumes {report.divided}")


def _timed(name: str, action: Callable[[], Made]) -> Made:
    start = time.perf_counter()
    result = action()
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
