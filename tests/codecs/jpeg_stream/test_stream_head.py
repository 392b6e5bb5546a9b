"""What the head of a stream says, against what encoders that are not ours have made."""

from pathlib import Path

import pytest
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_codecs.stream_head import head_of
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.encaps import generate_frames

SAMPLE_MEDIA = Path(__file__).parents[3] / "sample_media"
ARCHIVE = sorted((SAMPLE_MEDIA / "incoming" / "archive").glob("*.dcm"))
TELLING = {"jpeg", "jpeg lossless", "jpeg-ls", "jpeg 2000", "htj2k"}


@pytest.mark.parametrize("path", ARCHIVE, ids=lambda path: path.stem)
def test_a_head_says_what_its_label_says(path: Path) -> None:
    data = dcmread(path)
    syntax = TRANSFER_SYNTAXES[data.file_meta.TransferSyntaxUID]
    if not syntax.encapsulated or "Rows" not in data:
        pytest.skip("it has no stream")
    frame = next(generate_frames(data.PixelData, number_of_frames=data.get("NumberOfFrames", 1)))
    head = head_of(frame[:4096])
    if syntax.family not in TELLING:
        assert head is None
        return
    assert head is not None
    assert syntax.uid in head.syntaxes
    assert (head.rows, head.columns) == (data.Rows, data.Columns)


def test_another_process_is_not_among_them() -> None:
    baseline = (SAMPLE_MEDIA / "streams" / "photo-jpeg-baseline-1.jpg").read_bytes()
    lossless = (SAMPLE_MEDIA / "streams" / "mr-jpeg-lossless-1.jpg").read_bytes()
    first, second = head_of(baseline), head_of(lossless)
    assert first is not None
    assert second is not None
    assert "1.2.840.10008.1.2.4.70" not in first.syntaxes
    assert "1.2.840.10008.1.2.4.50" not in second.syntaxes


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"\xff\x4f\xff\x51"]))
def test_whatever_comes_there_is_an_answer(rest: bytes, start: bytes) -> None:
    found = head_of(start + rest)
    assert found is None or found.syntaxes


@given(st.integers(0, 600), st.integers(0, 599), st.integers(0, 255))
def test_a_head_that_is_cut_or_changed_raises_nothing(length: int, place: int, byte: int) -> None:
    for name in ("photo-jpeg-baseline-1.jpg", "mr-jpeg-lossless-1.jpg", "ct-unsigned-1.j2k"):
        stream = bytearray((SAMPLE_MEDIA / "streams" / name).read_bytes()[:600])
        if place < len(stream):
            stream[place] = byte
        head_of(bytes(stream))
        head_of(bytes(stream[:length]))
