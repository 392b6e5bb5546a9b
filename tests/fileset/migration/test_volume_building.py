"""Staged files brought onto volumes: each a file-set that others read, and nothing lost."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from checks import check_file_set, uid_of
from dicom_fileset.errors import Interrupted, Refused, UsageError
from dicom_fileset.file_ids import is_legal
from dicom_fileset.migration.journal import Journal
from dicom_fileset.migration.paths import WORK_FOLDER, staged_path
from dicom_fileset.migration.volumes.building import build_volumes
from dicom_fileset.migration.volumes.places import aside_path
from dicom_fileset.migration.volumes.report import VolumesReport
from dicom_fileset.migration.volumes.terms import VolumeTerms, label
from dicom_fileset.verification import verify
from dicom_profiles import get
from file_sets import Place, snapshot
from pydicom import dcmread
from pydicom.uid import UltrasoundImageStorage
from staging import Row, add_row, digest, save_staged, stage

TERMS = VolumeTerms(2_000_000)
ROWS = [
    Row(Place(patient, study, series, number), size=size)
    for patient, size in zip(range(1, 6), (60_000, 20_000, 120_000, 40_000, 90_000), strict=True)
    for study in (1, 2)[: patient % 2 + 1]
    for series in (1, 2)
    for number in (1, 2, 3)
]
"""Five patients, eight studies, sixteen series of three."""

Build = Callable[..., VolumesReport]


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    return tmp_path / "dest"


@pytest.fixture
def build(tmp_path: Path, dest: Path) -> Build:
    """Stage rows, and build volumes of them."""

    def built(rows: Iterable[Row] = (), terms: VolumeTerms = TERMS) -> VolumesReport:
        path = tmp_path / "journal.sqlite"
        if rows:
            stage(dest, path, rows)
        with Journal(str(path)) as journal:
            return build_volumes(journal, str(dest), terms)

    return built


def files(volume: Path) -> list[Path]:
    return [path for path in volume.rglob("*") if path.is_file() and path.name != "DICOMDIR"]


def on_volumes(dest: Path, report: VolumesReport) -> dict[str, list[Path]]:
    """Files of each volume, by its label."""
    return {one.label: files(dest / one.label) for one in report.volumes}


def test_each_volume_is_a_file_set_and_all_files_are_on_them(
    dest: Path, tmp_path: Path, build: Build
) -> None:
    stage(tmp_path / "before", tmp_path / "other.sqlite", ROWS)
    report = build(ROWS)
    assert report.exit_status == 0
    assert len(report.volumes) > 3
    sources = files(tmp_path / "before")
    seen = []
    for volume in report.volumes:
        there = files(dest / volume.label)
        seen += [path.read_bytes() for path in there]
        check_file_set(dest / volume.label, [uid_of(path) for path in there], sources)
        assert verify(dest / volume.label).findings == ()
        assert dcmread(dest / volume.label / "DICOMDIR").FileSetID == volume.label
        parts = [path.relative_to(dest / volume.label).parts for path in there]
        assert all(one[0] == "DICOM" and is_legal(one) for one in parts)
    assert sorted(seen) == sorted(path.read_bytes() for path in sources)
    assert not (dest / WORK_FOLDER / "staged").exists()


def test_no_series_is_divided(dest: Path, build: Build) -> None:
    on: dict[str, set[str]] = {}
    for name, paths in on_volumes(dest, build(ROWS)).items():
        for path in paths:
            on.setdefault(dcmread(path).SeriesInstanceUID, set()).add(name)
    assert len(on) == 16
    assert {len(names) for names in on.values()} == {1}


def test_the_report_tells_what_is_there(dest: Path, build: Build) -> None:
    report = build(ROWS)
    for volume in report.volumes:
        found = [dcmread(path) for path in files(dest / volume.label)]
        paths = [*files(dest / volume.label), dest / volume.label / "DICOMDIR"]
        assert volume.size == sum(path.stat().st_size for path in paths)
        assert volume.size < volume.taken <= TERMS.capacity
        assert volume.fill == round(volume.taken / TERMS.capacity, 4)
        assert volume.instances == len(found)
        assert volume.series == len({ds.SeriesInstanceUID for ds in found})
        assert volume.studies == len({ds.StudyInstanceUID for ds in found})
        assert volume.patients == len({ds.PatientID for ds in found})
        uid = dcmread(dest / volume.label / "DICOMDIR").file_meta.MediaStorageSOPInstanceUID
        assert uid == volume.file_set_uid
    assert report.divided == sum(len(one.volumes) > 1 for one in report.studies)


def test_records_are_in_the_order_of_the_archive(dest: Path, build: Build) -> None:
    report = build([Row(Place(number=number)) for number in range(1, 12)])
    records = dcmread(dest / report.volumes[0].label / "DICOMDIR").DirectoryRecordSequence
    numbers = [one.InstanceNumber for one in records if "InstanceNumber" in one]
    assert numbers == list(range(1, 12))


def test_a_second_call_changes_nothing(dest: Path, build: Build) -> None:
    first = build(ROWS)
    before = snapshot(dest)
    assert build() == first
    assert snapshot(dest) == before


def test_what_is_staged_later_goes_onto_further_volumes(
    dest: Path, tmp_path: Path, build: Build
) -> None:
    first = build(ROWS)
    with Journal(str(tmp_path / "journal.sqlite")) as journal, journal.change() as data:
        path = dest / staged_path(100)
        save_staged(Row(Place(1, number=9)), path)
        row = Row(Place(1, number=9))
        add_row(data, 100, row, path.stat().st_size, digest(path))
    second = build()
    assert second.volumes[:-1] == first.volumes
    assert second.volumes[-1].instances == 1
    assert second.volumes[-1].label == label("VOLUME", len(second.volumes))


def test_contents_of_one_uid_are_on_different_volumes(dest: Path, build: Build) -> None:
    others = [
        Row(one.place, number, changed=(("ImageComments", text),))
        for text in ("second", "third")
        for number, one in enumerate(ROWS[:3], 1)
    ]
    report = build([*ROWS[:6], *others])
    assert report.left_out == ()
    assert sum(one.instances for one in report.volumes) == 12
    for paths in on_volumes(dest, report).values():
        uids = [uid_of(path) for path in paths]
        assert len(set(uids)) == len(uids)
    comments = [
        [dcmread(path).get("ImageComments", "") for path in paths]
        for paths in on_volumes(dest, report).values()
    ]
    assert sorted(map(sorted, comments)) == [[""] * 6, ["second"] * 3, ["third"] * 3]


def test_a_study_of_two_patients_is_on_two_volumes(dest: Path, build: Build) -> None:
    theirs = Row(Place(1, 1, 2), changed=(("PatientID", "OTHER"), ("PatientName", "Zeta^Zoe")))
    report = build([Row(Place(1, 1, 1)), theirs])
    assert report.left_out == ()
    assert [one.patients for one in report.volumes] == [1, 1]
    assert [one.instances for one in report.volumes] == [1, 1]
    assert len(on_volumes(dest, report)) == 2


def test_a_series_that_is_too_large_is_refused_by_name(dest: Path, build: Build) -> None:
    large = [Row(Place(3, 1, 7, number), size=500_000) for number in range(1, 6)]
    stage_before = [*ROWS, *large]
    with pytest.raises(Refused) as refused:
        build(stage_before)
    assert refused.value.finding.code == "series-too-large"
    assert Place(3, 1, 7).series_uid in refused.value.finding.message
    assert refused.value.others == ()
    assert [path.name for path in dest.iterdir()] == [WORK_FOLDER]


def test_a_series_that_is_too_large_is_divided_when_told(dest: Path, build: Build) -> None:
    large = [Row(Place(3, 1, 7, number), size=500_000) for number in range(1, 6)]
    terms = msgspec.structs.replace(TERMS, split_series=True)
    report = build([*ROWS, *large], terms)
    assert report.exit_status == 0
    order = [
        sorted(ds.InstanceNumber for ds in map(dcmread, paths) if ds.SeriesNumber == 7)
        for paths in on_volumes(dest, report).values()
    ]
    assert [number for numbers in order for number in numbers] == [1, 2, 3, 4, 5]
    assert max(map(len, order)) == 2
    assert all(one.taken <= TERMS.capacity for one in report.volumes)
    assert next(one for one in report.studies if len(one.volumes) > 2).instances == 11


def test_an_instance_that_is_too_large_is_refused(build: Build) -> None:
    terms = msgspec.structs.replace(TERMS, split_series=True)
    with pytest.raises(Refused) as refused:
        build([Row(Place(), size=2_500_000)], terms)
    assert refused.value.finding.code == "instance-too-large"


def test_a_volume_for_nothing_is_refused(build: Build) -> None:
    with pytest.raises(Refused):
        build([Row(Place())], VolumeTerms(1000))


@pytest.mark.parametrize("prefix", ["", "lower", "THIRTEEN_LONG", "A-B"])
def test_a_prefix_that_gives_no_file_set_id_is_refused(prefix: str, build: Build) -> None:
    with pytest.raises(UsageError) as refused:
        build([Row(Place())], msgspec.structs.replace(TERMS, prefix=prefix))
    assert refused.value.finding.code == "file-set-id-illegal"


def test_other_terms_are_refused_once_volumes_are_begun(build: Build) -> None:
    build(ROWS)
    with pytest.raises(Refused) as refused:
        build(terms=msgspec.structs.replace(TERMS, capacity=3_000_000))
    assert refused.value.finding.code == "volumes-otherwise"


def test_what_does_not_conform_is_put_aside_and_listed(dest: Path, build: Build) -> None:
    bad = Row(Place(2, 1, 1, 9), changed=(("SOPClassUID", UltrasoundImageStorage),))
    profile = get("STD-CTMR-CD")
    report = build([*ROWS, bad], msgspec.structs.replace(TERMS, profile=profile))
    assert report.exit_status == 1
    assert [one.sop_instance_uid for one in report.left_out] == [bad.place.uid]
    left_out = report.left_out[0]
    assert left_out.path == aside_path(len(ROWS) + 1)
    assert uid_of(dest / left_out.path) == bad.place.uid
    assert left_out.code.startswith("profile-")
    for volume in report.volumes:
        verdict = verify(dest / volume.label, profile=profile)
        assert verdict.profile_conforms, verdict.findings
    assert sum(one.instances for one in report.volumes) == len(ROWS)


def test_volumes_of_nothing_that_conforms_have_no_directory(dest: Path, build: Build) -> None:
    profile = get("STD-XABC-CD")
    report = build(ROWS[:3], msgspec.structs.replace(TERMS, profile=profile))
    assert [(one.file_set_uid, one.instances) for one in report.volumes] == [("", 0)]
    assert len(report.left_out) == 3
    assert min(path.name for path in dest.iterdir()) == WORK_FOLDER
    assert not (dest / report.volumes[0].label).exists()


def test_a_staged_file_that_is_not_there_stops_it(dest: Path, build: Build, tmp_path: Path) -> None:
    stage(dest, tmp_path / "journal.sqlite", ROWS)
    lost = dest / staged_path(4)
    kept = tmp_path / "kept"
    shutil.move(lost, kept)
    with pytest.raises(Interrupted) as stopped:
        build()
    assert stopped.value.finding.code == "staged-missing"
    shutil.move(kept, lost)
    assert build().exit_status == 0


def test_something_else_in_its_place_stops_it(dest: Path, build: Build, tmp_path: Path) -> None:
    first = build(ROWS)
    shutil.copytree(dest, tmp_path / "whole")
    shutil.rmtree(dest)
    (tmp_path / "journal.sqlite").unlink()
    stage(dest, tmp_path / "journal.sqlite", ROWS)
    path = next(one for one in (tmp_path / "whole").rglob("*") if one.name.startswith("I"))
    other = dest / path.relative_to(tmp_path / "whole")
    other.parent.mkdir(parents=True)
    other.write_bytes(b"somebody else's")
    with pytest.raises(Interrupted) as stopped:
        build()
    assert stopped.value.finding.code == "destination-not-empty"
    assert other.read_bytes() == b"somebody else's"
    other.unlink()
    assert build() == first
    assert snapshot(dest) == snapshot(tmp_path / "whole")


def test_a_volume_with_longer_records_than_reckoned_is_told(dest: Path, build: Build) -> None:
    """The first of a series speaks for the others; here it is silent."""
    long = [{"ImageType": ["ORIGINAL", "PRIMARY", *(["X" * 16] * 60)]} for _ in range(60)]
    rows = [Row(Place(number=n), changed=tuple(one.items())) for n, one in enumerate(long, 2)]
    report = build([Row(Place()), *rows], VolumeTerms(1_181_000))
    assert [one.code for one in report.findings] == ["volume-over-capacity"]
    assert report.exit_status == 1
    assert verify(dest / report.volumes[0].label).conforms
