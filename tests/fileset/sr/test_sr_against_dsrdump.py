"""Every SR that others made, line by line against what DCMTK reads in it."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from dicom_fileset import DamagedFileSet, read_sr
from dsrdump import as_dumped, dumped
from foreign_files import foreign_files, short_name
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from sr_documents import (
    CENTIMETRE,
    by_reference,
    code_item,
    container,
    content,
    document,
    number,
    text,
    written,
)

_SR = "1.2.840.10008.5.1.4.1.1.88."


def is_sr(path: Path) -> bool:
    """Whether pydicom takes a file for an SR."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pydicom.dcmread(path, specific_tags=["SOPClassUID"], stop_before_pixels=True)
            return str(found.get("SOPClassUID", "")).startswith(_SR)
    except (InvalidDicomError, OSError, ValueError, AttributeError, EOFError, NotImplementedError):
        return False


FOREIGN = foreign_files()
DOCUMENTS = [path for path in FOREIGN if is_sr(path)]


def test_there_are_some() -> None:
    assert len(DOCUMENTS) >= 10


@pytest.mark.parametrize("path", DOCUMENTS, ids=short_name)
def test_nothing_is_dropped_and_all_values_are_equal(path: Path, need: Callable[..., None]) -> None:
    need("dsrdump")
    theirs = dumped(path)
    assert len(theirs) > 1
    assert [as_dumped(one) for one in read_sr(path).items] == theirs


def test_what_is_no_sr_is_refused_and_no_more() -> None:
    others = set(FOREIGN) - set(DOCUMENTS)
    for path in others:
        with pytest.raises(DamagedFileSet) as refused:
            read_sr(path)
        assert refused.value.finding.where.path == str(path)


def reference(**more: object) -> Dataset:
    ds = Dataset()
    ds.ReferencedSOPClassUID, ds.ReferencedSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", "2.25.7"
    for keyword, value in more.items():
        setattr(ds, keyword, value)
    return ds


def test_every_value_type(tmp_path: Path, need: Callable[..., None]) -> None:
    need("dsrdump")
    image = content(
        "CONTAINS", "IMAGE", None, ReferencedSOPSequence=[reference(ReferencedFrameNumber=[3, 5])]
    )
    segmented = reference(ReferencedSegmentNumber=[1, 2])
    segmented.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.4"
    waveform = reference(ReferencedWaveformChannels=[1, 2, 1, 3])
    waveform.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    qualifier = Dataset()
    qualifier.CodeValue, qualifier.CodingSchemeDesignator = "114000", "DCM"
    qualifier.CodeMeaning = "Not a number"
    root = "HAS OBS CONTEXT"
    children = [
        content(root, "PNAME", PersonName="Reader^Rhea^^Dr."),
        content(root, "UIDREF", UID="2.25.99"),
        content(root, "DATE", Date="20240131"),
        content(root, "TIME", Time="235959.5"),
        content(root, "DATETIME", DateTime="20240131235959"),
        container(
            None,
            text("two\r\nlines\tand a tab"),
            number(("1", "99X", "Size", "1.0"), "-1.50", (*CENTIMETRE, "1.4")),
            content("CONTAINS", "NUM", MeasuredValueSequence=[]),
            content(
                "CONTAINS",
                "NUM",
                MeasuredValueSequence=[],
                NumericValueQualifierCodeSequence=[qualifier],
            ),
        ),
        image,
        content("CONTAINS", "IMAGE", None, ReferencedSOPSequence=[segmented]),
        content("CONTAINS", "COMPOSITE", None, ReferencedSOPSequence=[reference()]),
        content("CONTAINS", "WAVEFORM", None, ReferencedSOPSequence=[waveform]),
        content(
            "CONTAINS",
            "SCOORD",
            GraphicType="POLYLINE",
            GraphicData=[1.5, 2.25, 3.125, 400.0, 1.5, 2.25],
            children=[by_reference("SELECTED FROM", 1, 7)],
        ),
        content(
            "CONTAINS",
            "SCOORD3D",
            GraphicType="POINT",
            GraphicData=[-1.5, 2.25, 3.0],
            ReferencedFrameOfReferenceUID="2.25.8",
        ),
        content(
            "CONTAINS",
            "TCOORD",
            TemporalRangeType="SEGMENT",
            ReferencedSamplePositions=[10, 20],
        ),
        code_item(
            "CONTAINS",
            ("121071", "DCM", "Finding"),
            ("T-32600", "SRT", "Left ventricle"),
            text("said of it", "HAS PROPERTIES"),
        ),
    ]
    ds = document(children, sop_class="1.2.840.10008.5.1.4.1.1.88.34")
    path = written(tmp_path / "all", ds)
    found = read_sr(path)
    assert [as_dumped(one) for one in found.items] == dumped(path)
    assert [one.code for one in found.findings] == ["sr-template-unknown"]
