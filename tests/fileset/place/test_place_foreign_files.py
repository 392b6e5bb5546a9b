"""Every uncompressed file that we have, placed: pydicom reads the same out of both."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_fileset.file_ids import FileIDs
from dicom_fileset.model import Decision, Instance
from dicom_fileset.place import place, same_content
from dicom_fileset.plan import CopyPlacing
from dicom_fileset.scan import ScanFailure, scan
from foreign_files import foreign_files, short_name
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence

pytestmark = pytest.mark.filterwarnings("ignore")
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
REFUSED = {
    "data/test_files/rtplan_truncated.dcm": "ends in a sequence",
    "009_1.2.dcm": "of the corpus: ends in its pixel data",
    "100_1.2.2.dcm": "of the corpus: ends in its pixel data",
}


def instances() -> list[Instance]:
    found = []
    for path in foreign_files():
        try:
            found.append(scan(str(path)))
        except ScanFailure:
            continue
    return found


@pytest.fixture(scope="module")
def decisions() -> list[Decision]:
    placing = CopyPlacing(FileIDs())
    return [Decision(one, *_action(placing, one)) for one in instances()]


def _action(placing: CopyPlacing, one: Instance) -> tuple[Any, tuple[str, ...], None, str, str]:
    course = placing.course(one)
    return course.action, ("A",), None, "IMAGE", course.transfer_syntax_uid


def test_a_copy_is_byte_for_byte(decisions: list[Decision], tmp_path: Path) -> None:
    copied = [one for one in decisions if one.action == "copied"]
    assert len(copied) > 20
    differing = []
    for number, decision in enumerate(copied):
        destination = tmp_path / str(number)
        placed = place(decision, str(destination))
        content = destination.read_bytes()
        if content != Path(decision.instance.path).read_bytes() or placed.size != len(content):
            differing.append(short_name(Path(decision.instance.path)))
        destination.unlink()
    assert differing == []


def test_what_is_re_encoded_reads_the_same(decisions: list[Decision], tmp_path: Path) -> None:
    re_encoded = [one for one in decisions if one.action == "re-encoded"]
    assert len(re_encoded) > 30
    differing = {}
    for number, decision in enumerate(re_encoded):
        source, destination = Path(decision.instance.path), tmp_path / str(number)
        try:
            placed = place(decision, str(destination))
        except ScanFailure as failure:
            if (failure.code, short_name(source) in REFUSED) != ("truncated", True):
                differing[short_name(source)] = f"{failure.code} {failure.detail}"
            assert not destination.exists()
            continue
        if found := differences(source, destination, decision):
            differing[short_name(source)] = found
        assert placed.size == destination.stat().st_size
        destination.unlink()
    assert differing == {}


def differences(source: Path, destination: Path, decision: Decision) -> str:
    one, other = dcmread(source, force=True), dcmread(destination)
    found = differing_tags(one, other)
    if other.file_meta.TransferSyntaxUID != decision.transfer_syntax_uid:
        found.append("transfer syntax")
    if other.file_meta.MediaStorageSOPInstanceUID != decision.instance.sop_instance_uid:
        found.append("media storage UID")
    if not same_pixels(one, other):
        found.append("pixels")
    return ", ".join(found)


def differing_tags(one: Dataset, other: Dataset) -> list[str]:
    """Tags of elements that are not equal, group lengths aside, which are retired."""
    tags = sorted(tag for tag in one.keys() | other.keys() if tag & 0xFFFF)
    return [f"{tag:08X}" for tag in tags if not equal(one, other, tag)]


def equal(one: Dataset, other: Dataset, tag: int) -> bool:
    if tag not in one or tag not in other:
        return False
    mine, theirs = one[tag].value, other[tag].value
    if isinstance(mine, Sequence) and isinstance(theirs, Sequence):
        return [differing_tags(a, b) for a, b in zip(mine, theirs, strict=True)] == [[]] * len(mine)
    if isinstance(mine, bytes) and not one.original_encoding[1]:
        return sorted(mine) == sorted(theirs)  # words turned; test_re_encode looks closely
    return _plain(mine) == _plain(theirs)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    return b"" if value is None or value == "" else value


def same_pixels(one: Dataset, other: Dataset) -> bool:
    try:
        mine = one.pixel_array
    except Exception:  # noqa: BLE001 - what pydicom cannot decode is compared as bytes above
        return True
    return np.array_equal(mine, other.pixel_array)


def test_what_was_placed_is_scanned_as_before(decisions: list[Decision], tmp_path: Path) -> None:
    differing = []
    for number, decision in enumerate(decisions):
        destination = tmp_path / str(number)
        try:
            place(decision, str(destination))
        except ScanFailure:
            continue  # told by another test
        before, after = decision.instance, scan(str(destination))
        same = (before.parents, before.keys, before.sop_instance_uid) == (
            after.parents,
            after.keys,
            after.sop_instance_uid,
        )
        if not same or after.transfer_syntax_uid != decision.transfer_syntax_uid:
            differing.append(short_name(Path(before.path)))
        destination.unlink()
    assert differing == []


def test_a_file_and_what_came_of_it_have_the_same_content(
    decisions: list[Decision], tmp_path: Path
) -> None:
    differing = []
    for number, decision in enumerate(decisions):
        destination = tmp_path / str(number)
        try:
            place(decision, str(destination))
        except ScanFailure:
            continue
        after = scan(str(destination))
        if not (same_content(decision.instance, after) and same_content(after, decision.instance)):
            differing.append(short_name(Path(decision.instance.path)))
        destination.unlink()
    assert differing == []
