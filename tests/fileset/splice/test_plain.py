"""The plain check: it takes what is right, and nothing that the walk would not take."""

from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dicom_codecs.encapsulation.source import source_of_bytes
from dicom_codecs.pixel_format import PixelFormat
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.elements import element
from dicom_fileset.splice.layout import Layout, opened
from dicom_fileset.splice.plain import plain_pixels
from dicom_fileset.splice.write import write_spliced
from dicom_fileset.transcoding.pixel_writer import write_encapsulated, write_native
from file_sets import save
from images import image, picture

GREY = PixelFormat(5, 7, 1, 16, 12)
RLE, EXPLICIT = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.1"
STREAMS = [b"\1\2\3\4", b"\5\6\7\0"]
CHANGES = {
    0x0008_0060: element(0x0008_0060, "CS", b"MR"),
    0x0010_0020: None,
    0x0028_2110: element(0x0028_2110, "CS", b"01"),
    0x7FE0_0001: None,
    0xFFFA_FFFB: element(0xFFFA_FFFB, "OB", b"last"),
}


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    ds = image(GREY, picture(GREY))
    ds.add_new(0xFFFC_FFFC, "OB", b"padding ")
    with ExitStack() as held:
        yield held.enter_context(opened(str(save(ds, tmp_path / "image.dcm"))))


def written(layout: Layout, uid: str = RLE, changes: Any = CHANGES) -> bytes:
    """A file made of a source, with other pixel data."""
    file = BytesIO()
    row = TRANSFER_SYNTAXES[uid]

    def pixels(sink: Any) -> None:
        if row.encapsulated:
            write_encapsulated(file, STREAMS, GREY, len(STREAMS))
        else:
            write_native(sink, [bytes(GREY.array_bytes)], GREY, 1, row)

    write_spliced(layout, changes, uid, file, pixels)
    return file.getvalue()


def found(layout: Layout, data: bytes, changes: Any = CHANGES, frames: int = 2) -> Any:
    """The streams that the check finds."""
    source = source_of_bytes(data)
    streams = plain_pixels(layout, source, changes, frames)
    return None if streams is None else [source.read(*one) for one in streams]


def test_what_is_as_it_must_be_is_taken(layout: Layout) -> None:
    assert found(layout, written(layout)) == STREAMS
    assert found(layout, written(layout, EXPLICIT)) == [bytes(GREY.array_bytes)]
    assert found(layout, written(layout, changes={}), changes={}) == STREAMS


def test_no_byte_of_the_data_set_can_be_another(layout: Layout) -> None:
    data = written(layout)
    begins = 144 + int.from_bytes(data[140:144], "little")
    for at in range(begins, len(data)):
        for bit in (1, 128):
            spoilt = bytearray(data)
            spoilt[at] ^= bit
            assert found(layout, bytes(spoilt)) != STREAMS, at


def test_nothing_can_be_missing_or_more(layout: Layout) -> None:
    data = written(layout)
    for length in range(0, len(data), 7):
        assert found(layout, data[:length]) is None
    assert found(layout, data + b"\0") is None
    assert found(layout, data, frames=1) is None
    assert found(layout, data, frames=3) is None


@pytest.mark.parametrize("tag", CHANGES.keys() - {0x7FE0_0001})
def test_each_change_counts(layout: Layout, tag: int) -> None:
    """The source has no Extended Offset Table, so that it cannot be missed."""
    less = {one: made for one, made in CHANGES.items() if one != tag}
    assert found(layout, written(layout, changes=less)) is None
    assert found(layout, written(layout), changes=less) is None


@pytest.mark.parametrize("uid", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.2"])
def test_another_encoding_is_left_to_the_walk(layout: Layout, uid: str) -> None:
    assert found(layout, written(layout, uid)) is None
