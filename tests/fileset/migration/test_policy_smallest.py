"""The smallest is measured: what encoders really give decides, and who can hold it."""

from pathlib import Path

import pytest
from dicom_codecs.codec import encode
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.migration.policies.policy import Group
from dicom_fileset.migration.policies.smallest import (
    PREFERRED,
    Sample,
    choices_in,
    choices_of,
    choose,
    text_of,
)
from file_sets import save
from images import image, picture

GREY = PixelFormat(64, 80, 1, 16, 12)
COLOUR = PixelFormat(40, 48, 3, 8, 8, photometric="RGB")
GREYS, COLOURS = Group("CT", 12, 1), Group("CT", 8, 3)


def samples(folder: Path) -> list[Sample]:
    folder.mkdir()
    some = []
    for number, (fmt, group) in enumerate(((GREY, GREYS), (COLOUR, COLOURS), (GREY, GREYS)), 1):
        path = folder / f"{number}.dcm"
        cells = picture(fmt, 1, number)
        save(image(fmt, cells, number), path)
        some.append(Sample(group, str(path), cells.nbytes))
    return some


def test_it_is_what_the_encoders_give(tmp_path: Path) -> None:
    some = samples(tmp_path / "in")
    found = choose(some, PREFERRED, 2)
    assert [one.group for one in found] == [COLOURS, GREYS]
    for choice, fmt, numbers in zip(found, (COLOUR, GREY), ((2,), (1, 3)), strict=True):
        sizes = {
            uid: sum(len(encode(picture(fmt, 1, one)[0], fmt, uid).stream) for one in numbers)
            for uid in PREFERRED
        }
        assert choice.transfer_syntax_uid == min(sizes, key=sizes.__getitem__)
        native = sum(picture(fmt, 1, one).nbytes for one in numbers)
        for one in choice.measured:
            assert one.ratio == pytest.approx(sizes[one.transfer_syntax_uid] / native)


def test_it_is_the_same_in_any_order_and_with_any_jobs(tmp_path: Path) -> None:
    some = samples(tmp_path / "in")
    assert choose(some, PREFERRED, 1) == choose(reversed(some), PREFERRED, 2)


def test_who_cannot_hold_it_is_not_chosen(tmp_path: Path) -> None:
    bit = PixelFormat(16, 16, 1, 1, 1)
    path = tmp_path / "bit.dcm"
    ds = image(PixelFormat(16, 16, 1, 8, 1), picture(PixelFormat(16, 16, 1, 8, 1)))
    ds.BitsAllocated = ds.BitsStored = 1
    ds.HighBit = 0
    ds.PixelData = bytes(bit.frame_bits // 8)
    save(ds, path)
    unreadable = Sample(GREYS, str(tmp_path / "none.dcm"), 5)
    ours = Sample(Group("SEG", 1, 1), str(path), 32)
    first, second = choose([ours, unreadable], PREFERRED, 1)
    assert first.transfer_syntax_uid == ""  # nobody could be tried
    assert (first.tried, {one.frames for one in first.measured}) == (1, {0})
    held = {one.transfer_syntax_uid for one in second.measured if one.frames}
    assert (second.transfer_syntax_uid in held) == bool(held)


def test_choices_are_kept_as_text(tmp_path: Path) -> None:
    found = choose(samples(tmp_path / "in"), PREFERRED[:2], 1)
    assert choices_in(text_of(found)) == found
    assert choices_of(found)[GREYS] in PREFERRED[:2]
