"""Data sets of random content in every encoding: a scan finds what was written."""

from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset.model import Instance
from dicom_fileset.records.sop_classes import record_type_of
from dicom_fileset.records.types import RECORD_TYPES
from dicom_fileset.scan import Scanner, scan
from hypothesis import HealthCheck, given, settings
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian
from strategies import (
    ENCODINGS,
    PARENT_KEYWORDS,
    SOP_CLASSES,
    Written,
    file_bytes,
    small_data_set,
    written,
)

pytestmark = pytest.mark.filterwarnings("ignore")
moderate = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
encodings = st.sampled_from(ENCODINGS)
Reduced = Callable[[str, list[Dataset]], list[Dataset]]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scanned") / "one.dcm"


def expected_keys(one: Written, reduced: Reduced) -> list[object]:
    row = RECORD_TYPES[record_type_of(one.data.SOPClassUID)]
    found: list[object] = []
    for key in row.keys:
        if key.keyword == "IconImageSequence":
            found.append([])  # it is made, and never taken from the file
        elif key.vr == "SQ":
            found.append(reduced(key.keyword, list(one.data.get(key.keyword) or [])))
        elif key.keyword == "VerificationDateTime":
            found.append(b"")  # is in the Verifying Observer Sequence, which none has here
        else:
            found.append(one.raw.get(key.keyword, b""))
    return found


@moderate
@given(one=written(), encoding=encodings)
def test_a_scan_finds_what_was_written(
    path: Path,
    one: Written,
    encoding: str,
    header_of: Callable[[Instance], dict[str, object]],
    reduced_items: Reduced,
) -> None:
    path.write_bytes(file_bytes(one.data, encoding))
    found = header_of(scan(str(path)))
    assert found["sop_class_uid"] == one.data.SOPClassUID
    assert found["sop_instance_uid"] == one.data.SOPInstanceUID
    assert found["transfer_syntax_uid"] == encoding
    parents = dict(zip(PARENT_KEYWORDS, found["parents"], strict=True))
    assert parents == {keyword: one.raw.get(keyword, b"") for keyword in PARENT_KEYWORDS}
    assert found["keys"] == expected_keys(one, reduced_items)


@moderate
@given(one=written())
def test_every_encoding_gives_the_same_bytes(path: Path, one: Written) -> None:
    found = []
    for encoding in ENCODINGS:
        path.write_bytes(file_bytes(one.data, encoding))
        instance = scan(str(path))
        found.append((instance.parents, instance.keys, instance.remarks))
    assert found == [found[0]] * len(ENCODINGS)


@moderate
@given(batch=st.lists(st.tuples(written(), encodings), min_size=2, max_size=4))
def test_a_scanner_reads_alike_what_lies_alike(
    path: Path, batch: list[tuple[Written, str]]
) -> None:
    files = [file_bytes(one.data, encoding) for one, encoding in batch]
    scanner = Scanner()
    for content in files * 3:
        path.write_bytes(content)
        assert scanner.scan(str(path)) == scan(str(path))


@moderate
@given(
    names=st.lists(st.sampled_from(["Able^Anna", "Able^Bob", "", "A"]), min_size=3, max_size=6),
    classes=st.lists(st.sampled_from(SOP_CLASSES[:4]), min_size=3, max_size=6),
    numbers=st.lists(st.integers(0, 99), min_size=3, max_size=6),
)
def test_a_series_with_values_of_changing_length(
    path: Path, names: list[str], classes: list[str], numbers: list[int]
) -> None:
    scanner = Scanner()
    for name, sop_class, number in zip(names * 3, classes * 3, numbers * 3, strict=False):
        data = small_data_set()
        data.PatientName, data.SOPClassUID, data.InstanceNumber = name, sop_class, number
        path.write_bytes(file_bytes(data, ExplicitVRLittleEndian))
        found = scanner.scan(str(path))
        assert found == scan(str(path))
        assert found.parents.patient_name == name.encode()
        assert str(number).encode() in found.keys


def lone_item(character_set: str, meaning: str) -> Dataset:
    data = small_data_set()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.104.1"
    data.SpecificCharacterSet = character_set
    code = Dataset()
    code.CodeMeaning = meaning
    data.ConceptNameCodeSequence = [code]
    return data


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("character_set", "meaning", "raw"),
    [
        ("ISO_IR 100", "Röntgen", "Röntgen".encode("latin-1")),
        ("ISO_IR 192", "Röntgen 山田", "Röntgen 山田".encode()),
        ("ISO_IR 144", "Иванов", "Иванов".encode("iso8859-5")),
        ("GB18030", "王小东", "王小东".encode("gb18030")),
        (["", "ISO 2022 IR 87"], "山田", b"\x1b$B;3ED"),
    ],
)
def test_text_in_a_sequence_keeps_its_bytes(
    path: Path, encoding: str, character_set: str, meaning: str, raw: bytes
) -> None:
    path.write_bytes(file_bytes(lone_item(character_set, meaning), encoding))
    row = RECORD_TYPES["ENCAP DOC"]
    place = [key.keyword for key in row.keys].index("ConceptNameCodeSequence")
    assert raw in scan(str(path)).keys[place]


@pytest.mark.parametrize("encoding", ENCODINGS[:3])
def test_text_that_its_character_set_has_not_keeps_its_bytes(path: Path, encoding: str) -> None:
    content = file_bytes(lone_item("ISO_IR 100", "Röntgen"), encoding)
    path.write_bytes(content.replace(b"ISO_IR 100", b"ISO_IR 192"))
    assert any("Röntgen".encode("latin-1") in value for value in scan(str(path)).keys)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("moments", "latest"),
    [([], b""), ([""], b""), (["20240101", "20250101120000", "2023"], b"20250101120000")],
)
def test_the_latest_verification_is_taken(
    path: Path, encoding: str, moments: list[str], latest: bytes
) -> None:
    data = small_data_set()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.33"
    observers = [Dataset() for _ in moments]
    for observer, moment in zip(observers, moments, strict=True):
        observer.VerificationDateTime = moment
    data.VerifyingObserverSequence = observers
    path.write_bytes(file_bytes(data, encoding))
    place = [key.keyword for key in RECORD_TYPES["SR DOCUMENT"].keys].index("VerificationDateTime")
    assert scan(str(path)).keys[place] == latest
