"""Any number, unit and text that is taken comes back out of the file as it went in."""

import tempfile
from array import array
from pathlib import Path

import hypothesis.strategies as st
import made_reports as made
from dicom_fileset import CadAlgorithm, CodedConcept, mammography_cad, write_report
from hypothesis import given, settings
from msgspec.structs import replace
from pydicom import Dataset, dcmread
from pydicom.uid import BreastTomosynthesisImageStorage

ANYTHING = st.text(max_size=70)
UNITS = st.sampled_from(["cm", "mm[Hg]", "{ratio}", "ml/min/{1.73_m2}", "%", "m/s"])


def written(report: Dataset) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        write_report(report, Path(folder) / "report")
        return dcmread(Path(folder) / "report")


def floats() -> st.SearchStrategy[float]:
    return st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(value=floats(), unit=UNITS)
def test_numbers_come_back(value: float, unit: str) -> None:
    one = replace(made.MEASUREMENT, value=value, unit=CodedConcept(unit, "UCUM", unit))
    report, code = made.made_or_refused(lambda: made.echo_of(one))
    if report is None:
        assert abs(value) > 1e308
        assert code == "report-number"
        return
    (measured,) = made.of_concept(written(report), made.DIMENSION.value)
    (found,) = measured.MeasuredValueSequence
    assert float(found.get("FloatingPointValue", found.NumericValue)) == value
    assert len(str(found.NumericValue)) <= 16
    assert found.MeasurementUnitsCodeSequence[0].CodeValue == unit


@settings(deadline=None)
@given(value=st.integers())
def test_whole_numbers_come_back(value: int) -> None:
    report, code = made.made_or_refused(
        lambda: made.echo_of(replace(made.MEASUREMENT, value=value))
    )
    if report is None:
        assert code == "report-number"
        return
    (measured,) = made.of_concept(written(report), made.DIMENSION.value)
    (found,) = measured.MeasuredValueSequence
    assert float(found.get("FloatingPointValue", found.NumericValue)) == float(value)


@settings(deadline=None)
@given(meaning=ANYTHING, value=st.text(max_size=20))
def test_coded_entries_come_back_or_are_refused(meaning: str, value: str) -> None:
    one = replace(made.MEASUREMENT, name=CodedConcept(value, "99TEST", meaning))
    report, code = made.made_or_refused(lambda: made.echo_of(one))
    if report is None:
        assert code == "report-text"
        return
    (measured,) = (one for one in made.items(written(report)) if one.ValueType == "NUM")
    (concept,) = measured.ConceptNameCodeSequence
    assert (concept.CodeValue, concept.CodeMeaning) == (value.strip(" "), meaning.strip(" "))


@settings(deadline=None)
@given(name=st.text(max_size=300))
def test_texts_come_back_or_are_refused(name: str) -> None:
    finding = made.cluster(algorithm=CadAlgorithm(name, "1"))
    report, code = made.made_or_refused(
        lambda: mammography_cad(made.DOCUMENT, [made.mammogram()], [finding])
    )
    if report is None:
        assert code == "report-text"
        return
    found = made.of_concept(written(report), "111001")
    assert [one.TextValue for one in found] == [name.rstrip(" ")] * 2


@settings(deadline=None)
@given(name=ANYTHING, patient_id=ANYTHING)
def test_identities_come_back_or_are_refused(name: str, patient_id: str) -> None:
    subject = replace(made.SUBJECT, patient_name=name, patient_id=patient_id)
    document = replace(made.DOCUMENT, subject=subject)
    report, code = made.made_or_refused(lambda: mammography_cad(document, [made.mammogram()]))
    if report is None:
        assert code == "report-text"
        return
    found = written(report)
    assert found.PatientID == patient_id.strip(" ")
    assert str(found.PatientName) == str(report.PatientName)


@settings(deadline=None)
@given(
    column=st.floats(0, 80),
    row=st.floats(0, 100),
    certainty=st.floats(0, 100),
    frames=st.booleans(),
)
def test_places_come_back(column: float, row: float, certainty: float, frames: bool) -> None:
    reference = made.mammogram().reference
    several = replace(reference, sop_class_uid=BreastTomosynthesisImageStorage, frames=(1, 3))
    image = made.mammogram(reference=several if frames else reference)
    finding = made.cluster(center=(column, row), certainty=certainty)
    found = written(mammography_cad(made.DOCUMENT, [image], [finding]))
    (center,) = made.of_concept(found, "111010")
    assert list(center.GraphicData) == array("f", [column, row]).tolist()
