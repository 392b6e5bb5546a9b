"""Root templates, by root concept, Content Template Sequence and SOP Class in this order."""

from pathlib import Path

import pytest
from dicom_fileset import read_sr
from dicom_fileset.root_templates import ROOT_TEMPLATES
from dicom_fileset.sr.content import CodedEntry
from dicom_fileset.sr.equivalence import _LOINC_OF_DCM, canonical
from dicom_fileset.sr.recognition import recognised
from pydicom.sr._concepts_dict import concepts
from sr_documents import document, text, written

SR = "1.2.840.10008.5.1.4.1.1.88."
ECHO = CodedEntry("125200", "DCM", "Adult Echocardiography Procedure Report")
DOSE = CodedEntry("113701", "DCM", "X-Ray Radiation Dose Report")
OTHER = CodedEntry("1", "99X", "Other")


@pytest.mark.parametrize(
    ("concept", "stated", "sop_class", "tid", "by"),
    [
        (ECHO, "", "33", "5200", "root concept"),
        (ECHO, "5200", "33", "5200", "root concept"),
        (ECHO, "5100", "33", "5200", "root concept"),
        (ECHO, "", "72", "5300", "root concept"),
        (OTHER, "5200", "33", "5200", "Content Template Sequence"),
        (OTHER, "99_1", "50", "99_1", "Content Template Sequence"),
        (OTHER, "", "50", "4000", "SOP Class"),
        (None, "", "59", "2010", "SOP Class"),
        (OTHER, "", "33", "", ""),
        (None, "", "33", "", ""),
        (DOSE, "10011", "67", "10011", "root concept"),
        (DOSE, "", "67", "", ""),
    ],
)
def test_recognised(
    concept: CodedEntry | None, stated: str, sop_class: str, tid: str, by: str
) -> None:
    found = recognised(concept, stated, SR + sop_class)
    assert (found.tid, found.recognised_by) == (tid, by)


def test_findings_tell_how(tmp_path: Path) -> None:
    title = ("125200", "DCM", "Adult Echocardiography Procedure Report")

    def codes(stated: str) -> list[str]:
        path = written(tmp_path / "sr", document([text("so")], title, template=stated))
        return [one.code for one in read_sr(path).findings]

    assert codes("5200") == []
    assert codes("") == ["sr-template-not-stated"]
    assert codes("4000") == ["sr-template-differs"]


def test_rows_are_told_apart() -> None:
    tids = [row.tid for row in ROOT_TEMPLATES]
    assert len(set(tids)) == len(tids)
    classes = [one for row in ROOT_TEMPLATES for one in row.sop_classes]
    assert len(set(classes)) == len(classes)


def test_root_concepts_are_codes_of_ps3_16() -> None:
    known = {value for codes in concepts["DCM"].values() for value in codes}
    assert {one for row in ROOT_TEMPLATES for one in row.concepts} <= known


def test_old_codes_have_the_meaning_of_new_ones() -> None:
    old = {value: said[0] for codes in concepts["DCM"].values() for value, said in codes.items()}
    new = {value: said[0] for codes in concepts["LN"].values() for value, said in codes.items()}
    for dcm, loinc in _LOINC_OF_DCM.items():
        assert old[dcm].casefold() == new[loinc].casefold()


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (("T-32600", "SRT"), ("87878005", "SCT")),
        (("T-32600", "SNM3"), ("87878005", "SCT")),
        (("T-00000", "SRT"), ("T-00000", "SRT")),
        (("121070", "DCM"), ("59776-5", "LN")),
        (("121071", "DCM"), ("121071", "DCM")),
    ],
)
def test_canonical(code: tuple[str, str], key: tuple[str, str]) -> None:
    assert canonical(CodedEntry(*code)) == key
