"""A medium that would be too small: compressed where that helps, or refused early."""

import os
from pathlib import Path

import numpy as np
import pytest
from dicom_fileset import FileSetCreator, Refused
from dicom_fileset.conformity.facts import facts_of
from dicom_fileset.conformity.fitting import planned_bytes
from dicom_fileset.conformity.prediction import native_bytes
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.progress import Progress, silent
from dicom_fileset.scan.scanner import Scanner
from dicom_profiles import get
from file_sets import Place, instance, save, snapshot
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread
from pydicom.uid import JPEGLosslessSV1

SV1 = str(JPEGLosslessSV1)
PROFILE = get("STD-GEN-USB-JPEG")
EXPLICIT = "1.2.840.10008.1.2.1"


def written(folder: Path, count: int, *, noise: bool, series: int = 1) -> Path:
    """Images of 128 kilobytes: a smooth slope, or noise that no compression makes smaller."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        ds = instance(Place(1, 1, series, number))
        ds.Rows = ds.Columns = 256
        ds.BitsAllocated = ds.BitsStored = 16
        ds.HighBit, ds.PixelRepresentation = 15, 0
        random = np.random.default_rng(number)
        noisy = random.integers(0, 65536, (256, 256), np.uint16)
        slope = np.add.outer(np.arange(256), np.arange(256)).astype(np.uint16) + number
        ds.PixelData = (noisy if noise else slope).tobytes()
        save(ds, folder / f"{series}-{number}.dcm")
    return folder


def created(
    root: Path, source: Path, capacity: int, jobs: int = 1, progress: Progress = silent
) -> FileSetCreator:
    terms = Terms(PROFILE, capacity_bytes=capacity)
    creator = FileSetCreator(root, terms=terms, jobs=jobs, progress=progress)
    creator.add(source)
    return creator


def taken(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


def test_what_is_planned_is_what_is_measured(tmp_path: Path) -> None:
    source = written(tmp_path / "in", 8, noise=False)
    creator = created(tmp_path / "disc", source, 400_000, jobs=2)
    planned = creator.plan()
    assert {one.transfer_syntax_uid for one in planned.placed} == {SV1}
    assert all(one.estimated for one in planned.placed)
    assert planned.exit_status == 0
    assert not (tmp_path / "disc").exists()
    outcome = creator.commit()
    assert not any(one.estimated for one in outcome.placed)
    assert taken(tmp_path / "disc") <= 400_000
    for one in outcome.placed:
        file = tmp_path.joinpath("disc", *one.file_id)
        assert file.stat().st_size == one.size
        assert (dcmread(file).pixel_array == dcmread(one.instance.path).pixel_array).all()
    foreseen, measured = planned_bytes(planned.placed), taken(tmp_path / "disc")
    assert abs(foreseen - measured) < measured * 0.2
    report = outcome.report()
    assert all(one.size_before == os.path.getsize(one.source) for one in report.placed)
    assert {one.encoder for one in report.placed} == {"jpeg-lossless"}


def test_nothing_is_compressed_while_there_is_room(tmp_path: Path) -> None:
    source = written(tmp_path / "in", 3, noise=False)
    outcome = created(tmp_path / "disc", source, 10_000_000).commit()
    assert {one.transfer_syntax_uid for one in outcome.placed} == {EXPLICIT}


def test_noise_is_left_as_it_is_and_refused_before_anything_is_written(tmp_path: Path) -> None:
    source = written(tmp_path / "in", 4, noise=True)
    told: list[str] = []
    creator = created(
        tmp_path / "disc", source, 300_000, progress=lambda stage, *_: told.append(stage)
    )
    assert [one.code for one in creator.plan().findings] == ["capacity-exceeded"]
    assert creator.plan().exit_status == 3
    assert {one.transfer_syntax_uid for one in creator.plan().placed} == {EXPLICIT}
    before = snapshot(tmp_path)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "capacity-exceeded"
    assert "placing" not in told
    assert snapshot(tmp_path) == before


def test_a_series_of_noise_is_carried_beside_one_that_gives_way(tmp_path: Path) -> None:
    written(tmp_path / "in", 2, noise=True)
    source = written(tmp_path / "in", 4, noise=False, series=2)
    outcome = created(tmp_path / "disc", source, 500_000).commit()
    by_series = {one.instance.parents.series_instance_uid: one for one in outcome.placed}
    assert sorted(one.transfer_syntax_uid for one in by_series.values()) == [EXPLICIT, SV1]


def test_a_wrong_estimate_is_found_out_and_nothing_is_changed(tmp_path: Path) -> None:
    source = written(tmp_path / "in", 3, noise=False)
    # The middle one speaks for the series, and the others are noise.
    for number in (1, 3):
        ds = dcmread(source / f"1-{number}.dcm")
        ds.PixelData = np.random.default_rng(number).bytes(256 * 256 * 2)
        ds.save_as(source / f"1-{number}.dcm")
    before = snapshot(tmp_path)
    creator = created(tmp_path / "disc", source, 150_000)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "capacity-exceeded"
    assert "estimate" not in caught.value.finding.message
    assert snapshot(tmp_path) == before


def test_without_a_profile_nothing_is_compressed(tmp_path: Path) -> None:
    source = written(tmp_path / "in", 3, noise=False)
    creator = FileSetCreator(tmp_path / "disc", terms=Terms(capacity_bytes=100_000))
    creator.add(source)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "capacity-exceeded"
    assert not (tmp_path / "disc").exists()


@pytest.mark.parametrize("prefer", [SV1, "1.2.840.10008.1.2.4.90", ""])
def test_sizes_of_a_plan_are_near_to_what_is_measured(prefer: str, tmp_path: Path) -> None:
    profile = get("STD-GEN-DVD-J2K") if prefer.endswith(".90") else get("STD-GEN-DVD-JPEG")
    creator = FileSetCreator(tmp_path / "disc", terms=Terms(profile, prefer=prefer))
    creator.add(SAMPLE_MEDIA / "incoming" / "radiology", SAMPLE_MEDIA / "incoming" / "archive")
    planned = {one.file_id: one for one in creator.plan().placed}
    measured = creator.commit().placed
    assert any(one.action == "transcoded" for one in measured)
    for one in measured:
        foreseen = planned[one.file_id]
        assert foreseen.estimated == (one.action in {"transcoded", "re-encoded"})
        assert abs(foreseen.size - one.size) <= max(4096, one.size * 0.25), one.instance.path


@pytest.mark.parametrize("prefer", [SV1, ""])
@pytest.mark.parametrize("frames", [1_000_000_000, 99_999_999_999_999])
def test_a_header_that_lies_stops_no_other(frames: int, prefer: str, tmp_path: Path) -> None:
    """A number of frames that no file of its length can have."""
    source = written(tmp_path / "in", 2, noise=False)
    liar = save(instance(Place(3), NumberOfFrames=frames), tmp_path / "in" / "liar.dcm")
    terms = Terms(get("STD-GEN-DVD-JPEG"), prefer=prefer, capacity_bytes=10_000_000)
    creator = FileSetCreator(tmp_path / "disc", terms=terms)
    creator.add(source)
    assert all(one.size < 1_000_000 for one in creator.plan().placed)
    outcome = creator.commit()
    told = [one.instance.path for one in outcome.placed] + [one.source for one in outcome.skipped]
    assert sorted(told) == sorted(map(str, source.iterdir()))
    assert str(liar) in told


def test_bits_are_counted_as_bits(tmp_path: Path) -> None:
    ds = instance(Rows=64, Columns=64, BitsAllocated=1, BitsStored=1, HighBit=0)
    ds.PixelData = bytes(512)
    facts = facts_of(Scanner().scan(str(save(ds, tmp_path / "bits.dcm"))))
    assert native_bytes(facts) == 512
