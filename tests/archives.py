"""Archives of any number of synthetic instances: mixed sizes, a few damaged, some twice."""

import io
import random
from pathlib import Path
from typing import Final, NamedTuple

from dicom_codecs.pixel_format import PixelFormat
from images import image, picture

_UID: Final = "1.2.826.0.1.3680043.8.498.{:01}{:09}"
_FORMATS: Final = (
    (60, PixelFormat(32, 32, 1, 16, 12), 1, "CT"),
    (25, PixelFormat(64, 64, 1, 16, 16, True), 1, "MR"),
    (8, PixelFormat(96, 64, 3, 8, 8, photometric="RGB"), 1, "US"),
    (5, PixelFormat(128, 128, 1, 16, 12), 1, "CR"),
    (1, PixelFormat(64, 64, 1, 8, 8), 12, "XA"),
    (1, PixelFormat(256, 256, 1, 16, 10), 1, "MG"),
)
"""How often of a hundred, what pixels, how many frames, and which modality."""
_PER_SERIES: Final = 25
_SERIES_PER_STUDY: Final = 3
_STUDIES_PER_PATIENT: Final = 2
_PER_FOLDER: Final = 200


class Made(NamedTuple):
    """What an archive holds: files by what they are."""

    whole: int
    damaged: int
    equal: int
    conflicting: int
    others: int

    @property
    def files(self) -> int:
        """All of them."""
        return sum(self)


def make_archive(root: Path, number: int, seed: int = 1) -> Made:
    """Write so many files: of a hundred one is damaged, one equal to another, and so on.

    The same number and seed give the same files, and a smaller archive begins like a larger one.
    """
    kinds = dict.fromkeys(Made._fields, 0)
    templates = _templates()
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret
    folder, last = root, b""
    for place in range(number):
        if place % _PER_FOLDER == 0:
            folder = root / f"{place // _PER_FOLDER // 50:03}" / f"{place // _PER_FOLDER:05}"
            folder.mkdir(parents=True)
        kind, data = _file(templates, chance, place)
        if kind == "equal":
            data = last
        elif kind == "whole":
            last = data
        kinds[kind] += 1
        with open(folder / f"IM{place:07}", "wb", buffering=0) as file:
            file.write(data)
    return Made(**kinds)


def _file(templates: list[bytes], chance: random.Random, place: int) -> tuple[str, bytes]:
    series = place // _PER_SERIES
    study = series // _SERIES_PER_STUDY
    numbers = (study // _STUDIES_PER_PATIENT, study, series, place)
    template, drawn = chance.choice(templates), chance.random()
    if drawn < 0.96 or not place:
        return "whole", _of(template, numbers)
    if drawn < 0.97:
        whole = _of(template, numbers)
        return "damaged", whole[: chance.choice((len(whole) - 20, 700, 200, 140))]
    if drawn < 0.98:
        return "conflicting", _of(template, (*numbers[:3], place - 1))
    if drawn < 0.985:
        return "others", chance.choice((b"", b"no instance\n" * 20))
    return "equal", b""


def _of(template: bytes, numbers: tuple[int, ...]) -> bytes:
    for level, number in enumerate(numbers, 1):
        template = template.replace(_uid(level, 0), _uid(level, number))
    return template


def _uid(level: int, number: int) -> bytes:
    return _UID.format(level, number).encode()


def _templates() -> list[bytes]:
    """Files with gaps for who they are of, as often as of a hundred."""
    made: list[bytes] = []
    for number, (often, fmt, frames, modality) in enumerate(_FORMATS):
        uids = [_UID.format(level, 0) for level in range(1, 5)]
        ds = image(
            fmt,
            picture(fmt, frames, number),
            Modality=modality,
            PatientID=uids[0],
            PatientName="Synthetic^Sam",
            StudyInstanceUID=uids[1],
            SeriesInstanceUID=uids[2],
            SOPInstanceUID=uids[3],
        )
        buffer = io.BytesIO()
        ds.save_as(buffer, enforce_file_format=True)
        made += [buffer.getvalue()] * often
    return made
