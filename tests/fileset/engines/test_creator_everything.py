"""Whole folders of what departments and test suites have: every file is placed or has a reason."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from checks import check_dciodvfy, check_directory, check_files, check_instances
from dicom_fileset import FileSetCreator, verify
from dicom_fileset.findings import CODES
from dicom_fileset.report import ChangeReport
from foreign_files import CORPUS, PYDICOM, SAMPLE_MEDIA

FOLDERS = {
    "incoming": SAMPLE_MEDIA / "incoming",
    "troubled": SAMPLE_MEDIA / "troubled",
    "pydicom": PYDICOM / "data" / "test_files",
    "charsets": PYDICOM / "data" / "charset_files",
    "corpus": Path(CORPUS),
}


class Made(NamedTuple):
    name: str
    root: Path
    files: list[str]
    report: ChangeReport


@pytest.fixture(scope="module", params=FOLDERS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    if request.param == "corpus" and not CORPUS:
        pytest.skip("DICOM_FILESET_FIELD_CORPUS names no folder")
    folder = FOLDERS[request.param]
    files = sorted(str(path) for path in folder.rglob("*") if path.is_file())
    root = tmp_path_factory.mktemp(request.param) / "disc"
    creator = FileSetCreator(root)
    creator.add(folder)
    return Made(request.param, root, files, creator.commit().report())


def test_every_file_is_accounted_for_once(made: Made) -> None:
    placed = [one.source for one in made.report.placed]
    skipped = [one.source for one in made.report.skipped]
    assert sorted(placed + skipped) == made.files
    assert all(one.code in CODES and one.reason for one in made.report.skipped)


def test_what_was_skipped_is_among_the_findings(made: Made) -> None:
    found = {(one.where.path, one.code) for one in made.report.findings}
    assert {(one.source, one.code) for one in made.report.skipped} <= found


def test_file_ids_and_instances_are_unique(made: Made) -> None:
    assert len({one.file_id for one in made.report.placed}) == len(made.report.placed)
    assert len({one.sop_instance_uid for one in made.report.placed}) == len(made.report.placed)


def test_directory_is_right(made: Made) -> None:
    check_directory(made.root)


def test_others_find_every_instance(made: Made, need: Callable[..., None]) -> None:
    need("dcmdump", "gdcmdump", "dcdirdmp")
    check_instances(made.root, [one.sop_instance_uid for one in made.report.placed])


def test_dicom3tools_find_no_error(made: Made, need: Callable[..., None]) -> None:
    need("dciodvfy")
    if any(one.code == "uid-invalid" for one in made.report.findings):
        pytest.skip("a record bears the invalid SOP Instance UID that its file has")
    check_dciodvfy(made.root)


def test_every_data_set_is_its_source(made: Made) -> None:
    check_files(made.root, [Path(one.source) for one in made.report.placed])


def test_verify_finds_no_fault_of_ours(made: Made) -> None:
    """What was carried as it is may be damaged; records, files and names agree all the same."""
    codes = Counter(one.code for one in verify(made.root).findings)
    assert set(codes) <= CARRIED


CARRIED = {
    "carried-as-private",
    "data-set-uid-missing",
    "incomplete",
    "key-synthesised",
    "meta-uid-differs",  # some of pydicom's have no SOP Instance UID but there
    "patient-id-shared",
    "pixels-differ",
    "trailing-data",
    "transfer-syntax-not-for-files",
    "transfer-syntax-unknown",
    "uid-invalid",
}
"""What verify may say of files that were wrong before they came."""


@pytest.mark.parametrize(("name", "skipped"), [("incoming", {"not-dicom": 1})])
def test_incoming(name: str, skipped: dict[str, int], tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(FOLDERS[name])
    outcome = creator.commit()
    assert Counter(one.code for one in outcome.skipped) == skipped
    assert outcome.exit_status == 0
    assert verify(tmp_path / "disc").findings == ()
