"""Every file that we have, scanned and read by pydicom: the same values, or a reason why not."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_fileset.model import Instance
from dicom_fileset.scan import ScanFailure, Scanner, scan
from foreign_files import foreign_files, short_name

pytestmark = pytest.mark.filterwarnings("ignore")
Header = dict[str, object]

REFUSED_BY_US_ONLY = {
    "troubled/damaged/an element runs past the end.dcm": "pydicom takes what is left of a value",
    "troubled/damaged/truncated in the data set header.dcm": "pydicom takes half a header for none",
}
OTHERWISE_READ = {
    "troubled/unusual/unknown vr, 16 bit length.dcm": "pydicom ends at an element of VR ??",
    "troubled/unusual/unknown vr, 32 bit length.dcm": "pydicom ends at an element of VR ??",
}


def scanned(scan_one: Callable[[str], Instance], path: Path) -> Instance | str:
    try:
        return scan_one(str(path))
    except ScanFailure as failure:
        return failure.code


def difference(mine: Header, theirs: Header) -> str:
    names = [name for name in mine if mine[name] != theirs[name]]
    return "; ".join(f"{name}: {mine[name]!r} != {theirs[name]!r}" for name in names)


@pytest.fixture(scope="module")
def fresh() -> dict[Path, Instance | str]:
    return {path: scanned(scan, path) for path in foreign_files()}


def test_scan_finds_what_pydicom_finds(
    fresh: dict[Path, Instance | str],
    header_by_pydicom: Callable[[Path], Header | str],
    header_of: Callable[[Instance], Header],
) -> None:
    differences = {}
    for path, mine in fresh.items():
        name, theirs = short_name(path), header_by_pydicom(path)
        if isinstance(mine, Instance) and isinstance(theirs, dict):
            if (found := difference(header_of(mine), theirs)) and name not in OTHERWISE_READ:
                differences[name] = found
        elif isinstance(mine, Instance) or (
            isinstance(theirs, dict) and name not in REFUSED_BY_US_ONLY
        ):
            differences[name] = f"{mine!r:.80} != {theirs!r:.80}"
    assert differences == {}


@pytest.mark.parametrize("name", REFUSED_BY_US_ONLY)
def test_a_damaged_header_is_refused(fresh: dict[Path, Instance | str], name: str) -> None:
    found = {short_name(path): result for path, result in fresh.items()}
    assert found[name] == "truncated"


@pytest.mark.parametrize("name", OTHERWISE_READ)
def test_what_follows_an_unknown_vr_is_read(fresh: dict[Path, Instance | str], name: str) -> None:
    found = {short_name(path): result for path, result in fresh.items()}[name]
    assert isinstance(found, Instance)
    assert found.parents.patient_id.startswith(b"T-")
    assert found.keys[0] == b"1"


@pytest.mark.parametrize("order", ["as listed", "backwards", "shuffled"])
def test_what_a_scanner_saw_before_changes_nothing(
    fresh: dict[Path, Instance | str], order: str
) -> None:
    paths = list(fresh)
    if order == "backwards":
        paths.reverse()
    elif order == "shuffled":
        random.Random(1).shuffle(paths)  # noqa: S311 - an order, not a secret
    one = Scanner()
    for _ in range(2):
        again = {path: scanned(one.scan, path) for path in paths}
        assert [short_name(path) for path in paths if again[path] != fresh[path]] == []


def test_instances_of_a_series_share_their_parents(fresh: dict[Path, Instance | str]) -> None:
    one = Scanner()
    series: dict[bytes, set[int]] = {}
    kept = []
    for path in fresh:
        if "axial slice" in path.name:
            found = one.scan(str(path))
            kept.append(found)
            series.setdefault(found.parents.series_instance_uid, set()).add(id(found.parents))
    assert len(kept) == 6
    assert [len(objects) for objects in series.values()] == [1]
