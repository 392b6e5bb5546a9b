"""Instances whose header and pixel data say two things: left out of a profile, or told of."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.creator import FileSetCreator
from dicom_fileset.outcome import Outcome
from dicom_fileset.scan import scan
from dicom_fileset.scan.contradictions import contradictions, stream_contradicts
from dicom_fileset.verification import verify
from dicom_profiles import get
from foreign_files import SAMPLE_MEDIA, foreign_files
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.encaps import encapsulate
from pydicom.uid import MPEG4HP41, ExplicitVRLittleEndian, JPEGBaseline8Bit

pytestmark = pytest.mark.filterwarnings("ignore")
INCOMING = SAMPLE_MEDIA / "incoming"
STREAMS = SAMPLE_MEDIA / "streams"
ROWS, COLUMNS = 16, 12
GREY = (STREAMS / "us-jpeg-baseline-grey-1.jpg").read_bytes()
Change = dict[str, Any]


def image(**changed: object) -> Dataset:
    ds = dcmread(INCOMING / "radiology/ct thorax mueller/axial slice 01.dcm")
    ds.Rows, ds.Columns = ROWS, COLUMNS
    ds.PixelData = bytes(ROWS * COLUMNS * 2)
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    for keyword, value in changed.items():
        setattr(ds, keyword, value)
    return ds


def compressed(label: str, stream: bytes, **changed: object) -> Dataset:
    ds = image(**{"BitsAllocated": 8, "BitsStored": 8, "HighBit": 7, **changed})
    ds.file_meta.TransferSyntaxUID = label
    ds.PixelData = encapsulate([stream])
    ds["PixelData"].is_undefined_length = True
    ds["PixelData"].VR = "OB"
    return ds


def written(ds: Dataset, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    dcmwrite(path, ds)
    return path


def under_native_label(ds: Dataset, path: Path) -> Path:
    """A file whose label is another than its pixels are written in."""
    data = written(ds, path).read_bytes()
    label = b"1.2.840.10008.1.2.4.50"
    assert data.count(label) == 1
    path.write_bytes(data.replace(label, b"1.2.840.10008.1.2.1".ljust(len(label), b"\0")))
    return path


def created(source: Path, root: Path, profile: str = "") -> Outcome:
    creator = FileSetCreator(root, terms=Terms(get(profile)) if profile else Terms())
    creator.add(source)
    return creator.commit()


HOPELESS: dict[str, tuple[Change, str]] = {
    "more rows than data": ({"Rows": 2 * ROWS}, "PS3.5 8.1.1"),
    "more columns than data": ({"Columns": 65535}, "PS3.5 8.1.1"),
    "short data": ({"PixelData": bytes(100)}, "PS3.5 8.1.1"),
    "no data": ({"PixelData": b""}, "PS3.5 8.1.1"),
    "more bits than room": ({"BitsStored": 20, "HighBit": 19}, "PS3.5 8.1.1"),
    "no bits": ({"BitsStored": 0}, "PS3.5 8.1.1"),
    "a sample of colour": ({"PhotometricInterpretation": "RGB"}, "PS3.3 C.7.6.3.1.2"),
}
HARMLESS: dict[str, Change] = {
    "another high bit": {"HighBit": 15},
    "data beyond the last row": {"PixelData": bytes(ROWS * COLUMNS * 2 + 100)},
}


@pytest.mark.parametrize("name", HOPELESS)
def test_what_no_reader_can_show_is_left_out_of_a_profile(name: str, tmp_path: Path) -> None:
    changed, clause = HOPELESS[name]
    written(image(SOPInstanceUID="1.2.3.4"), tmp_path / "in" / "sound")
    written(image(**changed), tmp_path / "in" / "lie")
    outcome = created(tmp_path / "in", tmp_path / "out", "STD-GEN-CD")
    (skip,) = outcome.skipped
    assert (skip.code, skip.clause) == ("profile-pixels", clause)
    assert skip.source.endswith("lie")
    assert outcome.exit_status == 1


@pytest.mark.parametrize("name", HOPELESS)
def test_without_a_profile_it_is_carried_and_told(name: str, tmp_path: Path) -> None:
    changed, clause = HOPELESS[name]
    written(image(**changed), tmp_path / "in" / "lie")
    outcome = created(tmp_path / "in", tmp_path / "out")
    assert (len(outcome.placed), outcome.exit_status) == (1, 1)
    assert outcome.naming.conforms_to == ()
    told = [(one.code, one.clause) for one in outcome.findings if one.severity == "warning"]
    assert ("pixels-differ", clause) in told
    seen = verify(tmp_path / "out")
    assert ("pixels-differ", clause) in [(one.code, one.clause) for one in seen.findings]
    held = verify(tmp_path / "out", profile=get("STD-GEN-CD"))
    assert not held.profile_conforms
    assert "profile-pixels" in {one.code for one in held.findings}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_readers_put_up_with_is_placed_and_told(name: str, tmp_path: Path) -> None:
    written(image(**HARMLESS[name]), tmp_path / "in" / "odd")
    outcome = created(tmp_path / "in", tmp_path / "out", "STD-GEN-CD")
    assert (len(outcome.placed), outcome.exit_status) == (1, 1)
    assert "STD-GEN-CD" in outcome.naming.conforms_to
    held = verify(tmp_path / "out", profile=get("STD-GEN-CD"))
    assert held.profile_conforms
    for findings in (outcome.findings, held.findings):
        assert "pixels-differ" in {one.code for one in findings}


def test_a_native_label_over_compressed_pixels_is_left_out(tmp_path: Path) -> None:
    written(image(SOPInstanceUID="1.2.3.4"), tmp_path / "in" / "sound")
    under_native_label(compressed(JPEGBaseline8Bit, GREY), tmp_path / "in" / "lie")
    outcome = created(tmp_path / "in", tmp_path / "out", "STD-GEN-CD")
    assert [(one.code, one.clause) for one in outcome.skipped] == [("profile-pixels", "PS3.5 A.4")]


@pytest.mark.parametrize(
    ("changed", "hopeless"),
    [
        ({"NumberOfFrames": 3}, True),
        ({"SamplesPerPixel": 3, "PhotometricInterpretation": "YBR_FULL_422"}, True),
        ({"BitsAllocated": 16, "BitsStored": 12, "HighBit": 11}, False),
    ],
)
def test_the_head_of_a_stream_is_held_against_the_header(
    changed: Change, hopeless: bool, tmp_path: Path
) -> None:
    found = contradictions(
        scan(str(written(compressed(JPEGBaseline8Bit, GREY, **changed), tmp_path / "a")))
    )
    assert [one.hopeless for one in found] == [hopeless]


def video(stream: str, **changed: object) -> Dataset:
    content = (STREAMS / stream).read_bytes() if stream else bytes(1000)
    colour = {"SamplesPerPixel": 3, "PhotometricInterpretation": "YBR_PARTIAL_420"}
    return compressed(
        MPEG4HP41, content + bytes(len(content) % 2), Rows=720, Columns=1280, **colour, **changed
    )


@pytest.mark.parametrize(
    ("stream", "changed", "told"),
    [
        ("h264-hp-41.mp4", {}, []),
        ("h264-hp-41.mp4", {"Rows": 480}, ["Rows is 480, and 720 in the stream."]),
        ("", {}, ["The stream begins like no video"]),
        ("mpeg2-mp-hl.mpg", {}, ["the stream is MPEG2."]),
        ("hevc-mp-51.mp4", {}, ["the stream is HEVC."]),
    ],
)
def test_a_video_is_what_its_label_says(
    stream: str, changed: Change, told: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "in" / "video"
    ds = video(stream)
    for keyword, value in changed.items():
        setattr(ds, keyword, value)
    found = contradictions(scan(str(written(ds, path))))
    assert [one.about for one in found] == ["video"] * len(told)
    assert all(sentence in one.message for sentence, one in zip(told, found, strict=True))


@pytest.mark.parametrize(
    "changed",
    [
        {"PixelData": bytes(15 * 11 + 1), "Rows": 15, "Columns": 11, "BitsAllocated": 8,
         "BitsStored": 8, "HighBit": 7},
        {"PixelData": bytes(24 * 3), "BitsAllocated": 1, "BitsStored": 1, "HighBit": 0,
         "NumberOfFrames": 3},
        {"PixelData": bytes(16 * 12 * 2), "BitsAllocated": 8, "BitsStored": 8, "HighBit": 7,
         "SamplesPerPixel": 3, "PhotometricInterpretation": "YBR_FULL_422"},
    ],
    ids=["padded", "packed", "halved colour"],
)  # fmt: skip
def test_what_is_sound_is_not_blamed(changed: Change, tmp_path: Path) -> None:
    assert contradictions(scan(str(written(image(**changed), tmp_path / "a")))) == ()


def test_of_files_of_others_few_lie() -> None:
    """Those that do are known: each was looked at."""
    liars = set()
    for path in foreign_files():
        try:
            instance = scan(str(path))
        except Exception:  # noqa: BLE001, S112 - what is no instance is the matter of other tests
            continue
        if any(one.hopeless for one in contradictions(instance)):
            liars.add(path.name)
    assert liars <= LIARS


LIARS = {
    "033_1.2.1.dcm",  # a native label over encapsulated frames
    "121_1.2.4.50.dcm",  # a native length under the label of JPEG
    "number of frames too large.dcm",
}


def test_an_invalid_uid_conforms_to_no_profile(tmp_path: Path) -> None:
    written(image(SOPInstanceUID="1.2.03.4"), tmp_path / "in" / "a")
    outcome = created(tmp_path / "in", tmp_path / "out", "STD-GEN-CD")
    assert (len(outcome.placed), outcome.exit_status) == (1, 1)
    assert outcome.naming.conforms_to == ()
    assert "uid-invalid" in {one.code for one in outcome.naming.obstacles}
    assert not verify(tmp_path / "out", profile=get("STD-GEN-CD")).profile_conforms


def test_a_sound_image_contradicts_nothing(tmp_path: Path) -> None:
    instance = scan(str(written(image(), tmp_path / "a")))
    assert instance.traits.pixels.length == ROWS * COLUMNS * 2
    assert contradictions(instance) == ()
    assert stream_contradicts(instance) == ""


def test_a_spectroscopy_record_has_image_evidence_only_where_the_instance_has(
    tmp_path: Path, need: Callable[..., None]
) -> None:
    """PS3.3 F.5.24: Referenced Image Evidence Sequence is of Type 1C; dciodvfy takes it for 1."""
    need("dciodvfy")
    path = next((one for one in foreign_files() if one.name == "053_1.2.1.dcm"), None)
    if path is None:
        pytest.skip("the field corpus is not here")
    assert "ReferencedImageEvidenceSequence" not in dcmread(path)
    outcome = created(path, tmp_path / "out", "STD-GEN-DVD-J2K")
    assert len(outcome.placed) == 1
    run = subprocess.run(
        ["dciodvfy", tmp_path / "out/DICOMDIR"], capture_output=True, text=True, check=False
    )
    errors = [line for line in (run.stdout + run.stderr).splitlines() if line.startswith("Error")]
    assert all("ReferencedImageEvidenceSequence" in line for line in errors), errors
