"""What pages tell, against a slow count by pydicom of the same directory."""

from collections import Counter
from pathlib import Path

from dicom_fileset import FileSetCreator
from dicom_fileset.model import FileSet
from dicom_fileset.opening import open_file_set
from dicom_fileset.pdi.contents import Contents, contents, dated, person_name
from file_sets import FEW, Place, instance, save
from foreign_files import SAMPLE_MEDIA
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread


def of_disc(root: Path) -> Contents:
    return contents(open_file_set(root).file_set)


def test_numbers_of_a_small_set(made_disc: Path) -> None:
    found = of_disc(made_disc)
    assert (found.patients, found.studies, found.series, found.instances) == (3, 4, 5, len(FEW))
    assert [(one.modality, one.series, one.instances) for one in found.kinds] == [("CT", 5, 6)]
    first = found.people[0]
    assert (first.name, first.patient_id, first.birth_date) == ("Brown, Bruno", "ID1", "1961-02-02")
    assert [one.date for one in first.studies] == ["2024-01-31"] * 2
    assert [one.instances for one in first.studies] == [3, 1]


def test_numbers_of_the_sample_media(tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(SAMPLE_MEDIA / "incoming")
    found = of_disc(tmp_path / "disc")
    records = dcmread(tmp_path / "disc" / "DICOMDIR").DirectoryRecordSequence
    types = Counter(one.DirectoryRecordType for one in records)
    files = [one for one in records if "ReferencedFileID" in one]
    numbers = (found.patients, found.studies, found.series, found.instances)
    assert numbers == (types["PATIENT"], types["STUDY"], types["SERIES"], len(files))
    assert found.instances == sum(one.instances for one in found.kinds)
    modalities = Counter(one.Modality for one in records if one.DirectoryRecordType == "SERIES")
    assert {one.modality: one.series for one in found.kinds} == modalities
    assert set(found.folders) == {one.ReferencedFileID[0] for one in files}
    assert found.institutions == ("Synthetic Hospital",)
    names = {one.name for one in found.people}
    assert "Иванов, Пётр, Сергеевич" in names
    assert any(" (" in name for name in names), "a name in more than one script"


def test_without_names_there_is_nothing_but_numbers(made_disc: Path) -> None:
    found = of_disc(made_disc).without_names()
    assert found.instances == len(FEW)
    assert (found.people, found.institutions) == ((), ())


def test_an_empty_set() -> None:
    assert contents(FileSet("1.2.3")) == Contents()


def test_control_characters_do_not_reach_a_page(tmp_path: Path) -> None:
    save(instance(Place(1), StudyDescription="a\x07b\x1bc"), tmp_path / "in" / "A")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(tmp_path / "in")
    description = of_disc(tmp_path / "disc").people[0].studies[0].description
    assert description.isprintable()


@given(st.text())
def test_dates_that_are_none_stay(text: str) -> None:
    assert dated(text) == text or (len(text) == 8 and dated(text).replace("-", "") == text)


@given(st.lists(st.text("abcß ^", max_size=12), max_size=3))
def test_names_lose_no_letter(groups: list[str]) -> None:
    text = "=".join(groups)
    shown = person_name(text)
    assert Counter(shown.translate(dict.fromkeys(map(ord, " ,();")))) == Counter(
        text.translate(dict.fromkeys(map(ord, " ^=")))
    )
