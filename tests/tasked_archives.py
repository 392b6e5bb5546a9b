"""A small archive to be migrated, and what a migration of it came to."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.migration.model import Result, Task
from dicom_fileset.migration.scheduler import Done
from dicom_fileset.transcoding.request import Request
from file_sets import save
from images import image, picture
from msgspec.structs import replace

HTJ2K: Final = Request("1.2.840.10008.1.2.4.201")
WHO: Final = "Secret^Person"
"""In the name of each file, as in the field: no log may have it."""


class Archive(NamedTuple):
    """Files, and where they are to go."""

    files: list[Path]
    output: Path

    def tasks(self) -> Iterator[Task]:
        """A task for each file, in order."""
        for number, path in enumerate(self.files):
            status = path.stat()
            yield Task(
                number,
                os.fsencode(path),
                status.st_size,
                status.st_mtime_ns,
                os.fsencode(self.output / path.name),
                os.fsencode(self.output / "parts"),
                HTJ2K,
            )

    def written(self) -> dict[str, bytes]:
        """Every file at the destination, also what is not whole."""
        below = (path for path in self.output.rglob("*") if path.is_file())
        return {str(path.relative_to(self.output)): path.read_bytes() for path in below}


def write_archive(folder: Path, count: int, side: int = 64, name: str = "ct") -> list[Path]:
    """So many images, every hundredth damaged, and some files that are none."""
    folder.mkdir(parents=True, exist_ok=True)
    fmt = PixelFormat(side, side, 1, 16, 12)
    cells = picture(fmt)
    files = []
    for number in range(count):
        path = folder / f"{name} {WHO} {number:05}.dcm"
        save(image(fmt, cells + number % 7, number + 1, PatientName=WHO), path)
        if number % 100 == 50:
            path.write_bytes(path.read_bytes()[: 700 + number])
        if number % 100 == 60:
            path.write_text("no image")
        files.append(path)
    return files


def timeless(result: Result) -> Result:
    """A result but for how long it took."""
    return replace(result, seconds=0.0, codec_seconds=0.0)


def by_number(done: list[Done]) -> dict[int, Result]:
    """Results; each task has one."""
    found = {one.result.number: timeless(one.result) for one in done}
    assert len(found) == len(done)
    return found
