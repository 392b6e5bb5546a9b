"""What attributes hold beside the value that is taken, and what is no text or number: told."""

from pathlib import Path

import pytest
from dicom_fileset import SrDocument, read_sr
from pydicom.dataset import Dataset
from sr_documents import coded, content, document, text, written


def read(folder: Path, *children: Dataset, **attributes: str) -> SrDocument:
    return read_sr(written(folder / "sr", document(children, **attributes)))


def told(found: SrDocument) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found.findings if one.code != "sr-template-unknown"]


def test_frame_numbers_with_a_sign_and_those_that_are_none(tmp_path: Path) -> None:
    reference = Dataset()
    reference.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.3.1"
    reference.ReferencedSOPInstanceUID = "2.25.7"
    reference.ReferencedFrameNumber = [111, 222]
    image = content("CONTAINS", "IMAGE", None, ReferencedSOPSequence=[reference])
    path = written(tmp_path / "sr", document([image]))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"111\\222", b"+5\\a\\22"))
    found = read_sr(path)
    assert found.items[1].references[0].frames == (5, 22)
    assert told(found) == [("sr-number-invalid", "Content item 1.1: 'a' is no frame number.")]


def test_many_frame_numbers_that_are_none_are_told_once(tmp_path: Path) -> None:
    reference = Dataset()
    reference.ReferencedSOPInstanceUID = "2.25.7"
    reference.ReferencedFrameNumber = [1] * 1000
    image = content("CONTAINS", "IMAGE", None, ReferencedSOPSequence=[reference])
    path = written(tmp_path / "sr", document([image]))
    path.write_bytes(path.read_bytes().replace(b"1\\1\\1", b"a\\b\\c"))
    ((_, message),) = told(read_sr(path))
    assert message.endswith("'a' is no frame number, nor are 998 more.")


def test_a_second_concept_name(tmp_path: Path) -> None:
    item = text("seen")
    item.ConceptNameCodeSequence.append(coded(("9", "99X", "Other")))
    ((code, message),) = told(read(tmp_path, item))
    assert code == "sr-value-beside"
    assert "'Other'" in message


def test_values_beside_a_text(tmp_path: Path) -> None:
    item = text("seen")
    item.PersonName, item.UID = "Doe^Jane", "2.25.9"
    messages = [message for _, message in told(read(tmp_path, item))]
    assert ["Doe^Jane" in messages[0], "2.25.9" in messages[1]] == [True, True]


def test_a_second_code_value(tmp_path: Path) -> None:
    item = text("seen")
    item.ConceptNameCodeSequence[0].LongCodeValue = "a longer one"
    ((code, message),) = told(read(tmp_path, item))
    assert code == "sr-value-beside"
    assert "Long Code Value 'a longer one'" in message


@pytest.mark.parametrize("declared", [b"ISO_IR 192", b"ISO_IR 999", b"ISO_IR 6  "])
def test_bytes_that_are_no_text_are_shown_and_told(tmp_path: Path, declared: bytes) -> None:
    path = written(tmp_path / "sr", document([text("caf%")], SpecificCharacterSet="ISO_IR 100"))
    path.write_bytes(path.read_bytes().replace(b"ISO_IR 100", declared).replace(b"f%", b"f\xe9"))
    found = read_sr(path)
    assert found.items[1].value == "café"
    assert [code for code, _ in told(found)] == ["sr-text-undecodable"]
