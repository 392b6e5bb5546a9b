"""Headers known by their layout are read as a walk reads them, whatever is changed in them."""

from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset.model import Instance
from dicom_fileset.scan import ScanFailure, Scanner, scan
from dicom_fileset.scan.whole import defect_of_file
from dicom_fileset.scan.window import Window
from foreign_files import foreign_files, short_name
from hypothesis import given, settings

pytestmark = pytest.mark.filterwarnings("ignore")
INCOMING = Path(__file__).parents[3] / "sample_media/incoming"
Scan = Callable[[str], Instance]
CHANGED = (
    "radiology/ct thorax mueller/axial slice 01.dcm",
    "mammography/cad findings, implicit vr",
    "radiotherapy/contours of the thorax.dcm",
    "archive/mr jpeg lossless.dcm",
    "archive/photo jpeg 2000.dcm",
    "archive/ct rle lossless.dcm",
    "dermatology/video hd.dcm",
)


def scanned(scan_one: Scan, path: Path) -> Instance | str:
    try:
        return scan_one(str(path))
    except ScanFailure as failure:
        return failure.code


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files whose headers were walked."""
    paths: list[str] = []
    walk = Scanner._walked

    def noted(self: Scanner, path: str, window: Window) -> Instance:
        paths.append(path)
        return walk(self, path, window)

    monkeypatch.setattr(Scanner, "_walked", noted)
    return paths


def test_files_that_came_before_are_read_alike_and_not_walked(walked: list[str]) -> None:
    again, differing = 0, []
    for path in foreign_files():
        one = Scanner()
        first = scanned(one.scan, path)
        walked.clear()
        if scanned(one.scan, path) != first:
            differing.append(short_name(path))
        again += isinstance(first, Instance) and not walked
    assert differing == []
    assert again > 100


def test_a_series_is_walked_until_its_lengths_are_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, walked: list[str]
) -> None:
    monkeypatch.setattr("dicom_fileset.scan.layouts._FIRST_DUE", 8)
    paths = sorted((INCOMING / "radiology/ct thorax mueller").glob("axial*"))
    (slice_of_ct, *_) = [path.read_bytes() for path in paths]
    one = Scanner()
    for number in range(40):
        path = tmp_path / "one.dcm"
        name = b"x" * (number % 3 * 2)
        path.write_bytes(with_value(slice_of_ct, b"\x10\0\x10\0PN", name))
        assert one.scan(str(path)).parents.patient_name == name
    assert len(walked) == 8


def with_value(content: bytes, head: bytes, value: bytes) -> bytes:
    """An explicit element with another value."""
    at = content.index(head) + len(head)
    past = at + 2 + int.from_bytes(content[at : at + 2], "little")
    return content[:at] + len(value).to_bytes(2, "little") + value + content[past:]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("changed") / "one.dcm"


@st.composite
def changed(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes overwritten, put in or taken out, most of them in the header, or the end cut off."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(128, min(len(content), 3000) - 1))
        new = draw(
            st.sampled_from([b"\0", b"\2", b" ", b"\0\0", b"1 ", b"\xfe\xff"])
            | st.binary(max_size=4)
        )
        past = at + draw(st.sampled_from([len(new), 0, 2]))
        content = content[:at] + new + content[past:]
    return content[: draw(st.just(len(content)) | st.integers(128, len(content)))]


@settings(max_examples=250, deadline=None)
@given(name=st.sampled_from(CHANGED), data=st.data())
def test_whatever_is_changed_a_layout_reads_it_as_a_walk_does(
    path: Path, name: str, data: st.DataObject
) -> None:
    original = (INCOMING / name).read_bytes()[:20_000]
    files = [original, *(data.draw(changed(original)) for _ in range(3))]
    one = Scanner()
    for content in files * 2:
        path.write_bytes(content)
        assert scanned(one.scan, path) == scanned(scan, path)
        assert whole(one, path) == by_itself(path)


def whole(one: Scanner, path: Path) -> tuple[object, ...]:
    try:
        instance, defect = one.scan_whole(str(path))
    except ScanFailure as failure:
        return (failure.code,)
    return instance, shown(defect)


def by_itself(path: Path) -> tuple[object, ...]:
    """As :func:`whole`, header and rest of the file read each for itself."""
    instance = scanned(scan, path)
    return (
        (instance, shown(defect_of_file(str(path))))
        if isinstance(instance, Instance)
        else (instance,)
    )


def shown(defect: ScanFailure | None) -> tuple[str, int | None] | None:
    return (defect.code, defect.offset) if defect else None


def test_the_rest_of_every_file_is_seen_with_its_header() -> None:
    one = Scanner()
    paths = foreign_files() * 2
    assert [short_name(path) for path in paths if whole(one, path) != by_itself(path)] == []
