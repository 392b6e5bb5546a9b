"""Any SR as text: in order, with its flags, and nothing that passes for something else."""

from pathlib import Path

from dicom_fileset import read_sr
from dicom_fileset.sr import rendered
from pydicom.dataset import Dataset
from sr_documents import (
    by_reference,
    code_item,
    container,
    content,
    document,
    number,
    text,
    written,
)


def shown(folder: Path, *children: Dataset, **attributes: object) -> str:
    return rendered(read_sr(written(folder / "sr", document(children, **attributes))))


def test_content_in_order_with_relationships_and_units(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        code_item("HAS CONCEPT MOD", ("121049", "DCM", "Language"), ("en", "RFC5646", "English")),
        container(None, number(("1", "99X", "Size"), "1.50"), text("round")),
        by_reference("INFERRED FROM", 1, 2, 1),
    )
    assert found.splitlines()[-6:] == [
        "1  Diagnostic imaging report",
        "  1.1  [HAS CONCEPT MOD] Language: English",
        "  1.2  (CONTAINER)",
        "    1.2.1  Size: 1.50 centimeter",
        "    1.2.2  Finding: round",
        "  1.3  [INFERRED FROM] -> 1.2.1 (Size: 1.50 centimeter)",
    ]


def test_flags_warn(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        text("so far"),
        CompletionFlag="PARTIAL",
        CompletionFlagDescription="pages missing",
        VerificationFlag="UNVERIFIED",
        PreliminaryFlag="PRELIMINARY",
    )
    assert "Completion: PARTIAL - parts may be missing" in found
    assert "Completion: pages missing" in found
    assert "Verification: UNVERIFIED - " in found
    assert "Preliminary: PRELIMINARY - " in found


def test_who_verified_it(tmp_path: Path) -> None:
    observer = Dataset()
    observer.VerifyingObserverName, observer.VerifyingOrganization = "Reader^Rhea", "Clinic"
    observer.VerificationDateTime = "20240131"
    found = shown(tmp_path, text("so"), VerifyingObserverSequence=[observer])
    assert "Verified by: Reader^Rhea, Clinic, 20240131" in found


def test_codes_without_meaning_show_themselves(tmp_path: Path) -> None:
    bare = Dataset()
    bare.CodeValue, bare.CodingSchemeDesignator = "T-32600", "SRT"
    item = content("CONTAINS", "CODE", ConceptCodeSequence=[bare])
    assert "Finding: T-32600|SRT" in shown(tmp_path, item)


def test_long_and_urn_codes(tmp_path: Path) -> None:
    long, urn = Dataset(), Dataset()
    long.LongCodeValue, long.CodingSchemeDesignator = "123456789012345678", "99X"
    urn.URNCodeValue = "urn:oid:2.25.1"
    items = [content("CONTAINS", "CODE", ConceptCodeSequence=[one]) for one in (long, urn)]
    found = shown(tmp_path, *items)
    assert "123456789012345678|99X" in found
    assert "urn:oid:2.25.1|" in found


def test_a_text_of_several_lines_passes_for_no_item(tmp_path: Path) -> None:
    found = shown(
        tmp_path,
        text("seen\r\n  1.9  Finding: nothing\n\x0bmore\u2028end"),
        SpecificCharacterSet="ISO_IR 192",
    )
    assert (
        "\n  1.1  Finding: seen\n    |   1.9  Finding: nothing\n    |\n    | more\n    | end\n"
        in found
    )


def test_references_tell_instances_frames_and_segments(tmp_path: Path) -> None:
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = (
        "1.2.840.10008.5.1.4.1.1.2",
        "2.25.7",
    )
    reference.ReferencedFrameNumber = [2, 4]
    state = Dataset()
    state.ReferencedSOPClassUID, state.ReferencedSOPInstanceUID = (
        "1.2.840.10008.5.1.4.1.1.11.1",
        "2.25.9",
    )
    reference.ReferencedSOPSequence = [state]
    found = shown(tmp_path, content("CONTAINS", "IMAGE", None, ReferencedSOPSequence=[reference]))
    assert (
        "(IMAGE): 2.25.7, SOP Class 1.2.840.10008.5.1.4.1.1.2, frames 2, 4, shown by 2.25.9"
        in found
    )
