"""Who is on a medium, by its directory and its files, and what the gate says to it."""

from pathlib import Path
from typing import Any

import pytest
from dicom_fileset.errors import UsageError
from dicom_fileset.gate.expected import expected_identity
from dicom_fileset.gate.identity import Fullest, Identity, says_no_more, trimmed_name
from dicom_fileset.gate.judgement import Judgement, likeness
from dicom_fileset.gate.medium import MediumIdentities, Seen, identities_on
from dicom_fileset.gate.persons import persons_among
from dicom_fileset.gate.verdict import (
    IDENTITY_HEADINGS,
    identity_rows,
    judged,
    verdict_findings,
    verdict_on,
)
from dicom_fileset.model import FileSet, Instance, ParentKeys, Record
from dicom_fileset.opening import open_file_set
from dicom_fileset.records.make import record_body
from dicom_fileset.scan.many import scan_files
from dicom_fileset.scan.telling import scanned_finding
from file_sets import FEW, Place, by_dcmmkdir, instance, save
from foreign_files import CORPUS

ANNA: dict[str, Any] = {
    "PatientID": "12345",
    "PatientName": "Able^Anna",
    "PatientBirthDate": "19700131",
    "PatientSex": "F",
}


def scanned(*paths: Path) -> list[Instance]:
    found = list(scan_files([str(path) for path in paths], 1, scanned_finding))
    assert all(isinstance(one, Instance) for one in found)
    return [one for one in found if isinstance(one, Instance)]


def medium(tmp_path: Path, *patients: dict[str, Any]) -> MediumIdentities:
    """The identities of a medium without a directory, an instance for each."""
    paths = [
        save(instance(Place(number=number), **(ANNA | changed)), tmp_path / f"IM{number}")
        for number, changed in enumerate(patients, 1)
    ]
    return identities_on(None, scanned(*paths))


def codes(found: MediumIdentities) -> list[str]:
    return [one.code for one in found.findings]


# -- directory and files ---------------------------------------------------------------------------


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    """A file-set of three patients whose directory DCMTK made."""
    return by_dcmmkdir(tmp_path / "disc")


def files_of(disc: Path) -> list[Path]:
    return sorted((disc / "IMAGES").iterdir())


def test_directory_and_files_that_agree(disc: Path) -> None:
    found = identities_on(open_file_set(disc).file_set, scanned(*files_of(disc)))
    assert [(one.identity.patient_id, one.records, one.files) for one in found.seen] == [
        ("ID1", 1, 4),
        ("ID2", 1, 1),
        ("ID3", 1, 1),
    ]
    assert found.persons == 3
    assert codes(found) == ["identity-several"]


def test_before_any_file_is_read_the_directory_tells(disc: Path) -> None:
    found = identities_on(open_file_set(disc).file_set)
    assert [(one.person, one.records, one.files) for one in found.seen] == [
        (1, 1, 0),
        (2, 1, 0),
        (3, 1, 0),
    ]


def test_a_file_of_another_patient_than_its_record_says(disc: Path) -> None:
    first, *_ = files_of(disc)
    save(instance(FEW[0], **ANNA), first)
    found = identities_on(open_file_set(disc).file_set, scanned(*files_of(disc)))
    assert codes(found) == ["identity-several", "identity-record-differs"]
    where = found.findings[-1].where
    assert (where.path, where.record) == (str(first), "PATIENT")
    assert found.persons == 4


def test_a_file_that_may_be_of_another_patient_than_its_record_says(disc: Path) -> None:
    first, *_ = files_of(disc)
    save(instance(FEW[0], PatientID="OTHER"), first)
    found = identities_on(open_file_set(disc).file_set, scanned(first))
    assert codes(found) == ["identity-several", "identity-record-unsure"]


def test_a_file_with_more_than_its_record_says_is_no_conflict(disc: Path) -> None:
    first, *_ = files_of(disc)
    save(instance(FEW[0], IssuerOfPatientID="GENERAL"), first)
    found = identities_on(open_file_set(disc).file_set, scanned(first))
    assert codes(found) == ["identity-several"]
    assert (found.seen[0].identity.issuer, found.seen[0].records) == ("GENERAL", 1)


def test_a_synthesised_id_stands_for_that_of_the_files() -> None:
    body = record_body("PATIENT", (b"Able^Anna", b"12345~ABCDEFGH", b"", b""), b"")
    found = identities_on(FileSet("1.2", records=(Record("PATIENT", 0, body),)))
    assert found.seen[0].identity == Identity("12345", "", "Able^Anna")


def test_a_record_beside_a_patient_is_not_his() -> None:
    patient = record_body("PATIENT", (b"Able^Anna", b"12345", b"", b""), b"")
    records = (Record("PATIENT", 0, patient), Record("HANGING PROTOCOL", 0, b""))
    assert identities_on(FileSet("1.2", records=records)).seen[0].records == 1


def test_names_are_read_in_their_character_set(tmp_path: Path) -> None:
    found = medium(
        tmp_path, {"SpecificCharacterSet": "ISO_IR 192", "PatientName": "Müller^Änne^^^"}
    )
    assert found.seen[0].identity.name == "Müller^Änne"


# -- persons ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "persons", "expected"),
    [
        ({}, 1, []),
        ({"PatientName": "ABLE^ANNA"}, 1, ["patient-spelling"]),
        ({"PatientBirthDate": ""}, 1, []),
        (
            {"PatientID": "77", "IssuerOfPatientID": "ST_MARY"},
            2,
            ["identity-several", "identity-alike"],
        ),
        ({"PatientName": "Able^Hanna"}, 2, ["identity-several", "patient-id-shared"]),
        (
            {"PatientName": "Baker^Bob", "PatientBirthDate": "19850505", "PatientSex": "M"},
            2,
            ["identity-several", "patient-id-shared"],
        ),
        (
            {"PatientName": "Baker^Bob", "PatientID": "7", "PatientBirthDate": "19850505"},
            2,
            ["identity-several"],
        ),
        ({"PatientName": "", "PatientID": ""}, 2, ["identity-several", "identity-unsaid"]),
    ],
)
def test_two_identities(
    tmp_path: Path, other: dict[str, Any], persons: int, expected: list[str]
) -> None:
    found = medium(tmp_path, {}, other)
    assert (found.persons, codes(found)) == (persons, expected)


def test_one_person_with_ids_of_two_issuers() -> None:
    one = Identity("12345", "GENERAL", "Able^Anna", "19700131", "F")
    other = Identity("77", "ST_MARY", "Able^Anna", "19700131", "F")
    among = persons_among([one, other])
    assert among.persons == (1, 1)
    assert [found.code for found in among.findings] == ["identity-ids-several"]


def test_a_crowd_is_told_apart_as_far_as_time_allows() -> None:
    crowd = [Identity(f"1{number}", "", f"Able^A{number}", "19700131") for number in range(3000)]
    assert len(set(persons_among(crowd).persons)) == 3000
    crowd = [Identity(str(n), "", f"Able^{n % 40}", f"1{n // 50:03}0131") for n in range(20_000)]
    several = persons_among(crowd).findings[0]
    assert several.message.endswith("too many to be held against each other.")


def test_findings_hold_no_value_of_a_patient(tmp_path: Path) -> None:
    others = {"PatientName": "Baker^Bob", "PatientBirthDate": "19850505"}
    found = medium(tmp_path, {}, {"PatientName": "Able^Hanna"}, others)
    expected = expected_identity(["PatientID=777", "PatientName=Cole^Clara"])
    findings = [*found.findings, *verdict_findings(judged(expected, found.seen))]
    words = " ".join(one.message for one in findings).casefold()
    assert not any(name in words for name in ("able", "anna", "baker", "bob", "cole", "clara"))
    assert not any(number in words for number in ("777", "12345", "1970", "1985"))


# -- the verdict -----------------------------------------------------------------------------------


EXPECTED = expected_identity(
    ["PatientID=12345", "PatientName=Anna Able", "PatientBirthDate=1970-01-31", "PatientSex=F"]
)


@pytest.mark.parametrize(
    ("patients", "verdict", "expected"),
    [
        ([{}], "same", []),
        ([{}, {"PatientName": "ABLE^ANNA^^DR"}], "same", []),
        ([{}, {"PatientBirthDate": "", "PatientSex": ""}], "same", []),
        ([{"PatientBirthDate": ""}], "doubtful", ["identity-doubtful"]),
        ([{"PatientName": "Able^Hanna"}], "doubtful", ["identity-doubtful"]),
        ([{}, {"PatientName": "", "PatientID": ""}], "doubtful", ["identity-doubtful"]),
        (
            [{}, {"PatientID": "7", "PatientName": "Baker^Bob", "PatientBirthDate": "19850505"}],
            "different",
            ["identity-different"],
        ),
        (
            [
                {"PatientName": "Able^Ann"},
                {"PatientName": "Baker^B", "PatientBirthDate": "19850505"},
            ],
            "different",
            ["identity-doubtful", "identity-different"],
        ),
        ([], "doubtful", []),
    ],
)
def test_the_verdict_is_the_worst_on_any_identity(
    tmp_path: Path, patients: list[dict[str, Any]], verdict: str, expected: list[str]
) -> None:
    everybody = judged(EXPECTED, medium(tmp_path, *patients).seen)
    assert verdict_on(everybody) == verdict
    assert [found.code for found in verdict_findings(everybody)] == expected


def test_the_table_shows_everybody_and_the_verdict_on_those_who_were_judged(tmp_path: Path) -> None:
    found = medium(tmp_path, {}, {"PatientName": "Baker^Bob", "PatientBirthDate": ""})
    rows = list(identity_rows(found.seen, judged(EXPECTED, found.seen[:1])))
    assert [(row.person, row.name, row.birth_date, row.verdict) for row in rows] == [
        ("1", "Able^Anna", "1970-01-31", "same"),
        ("2", "Baker^Bob", "", ""),
    ]
    assert rows[0].reasons.startswith("The Patient IDs are equal.")
    assert len(IDENTITY_HEADINGS) == len(rows[0])


def test_an_identity_is_judged_as_the_fuller_one_beside_it() -> None:
    full, less = (Seen(Identity("1", "", "A^B", date), 1) for date in ("19700131", ""))
    expected = Identity("1", "", "A^B", "19700131")
    verdicts = [one.judgement.verdict for one in judged(expected, (full, less))]
    assert verdicts == ["same", "same"]
    assert isinstance(judged(expected, (less,))[0].judgement, Judgement)
    assert verdict_on(judged(expected, (less,))) == "doubtful"


def test_of_two_fuller_ones_at_odds_none_is_taken() -> None:
    less = Identity("1", "", "A^B")
    one, other = (Identity("1", "", "A^B", date) for date in ("19700131", "19850505"))
    assert Fullest([one, other]).of(less) == less
    assert Fullest([one]).of(less) == one
    assert Fullest([Identity("1", "", "", "19700131")]).of(Identity("1")) == Identity("1")
    assert says_no_more(less, one)
    assert not says_no_more(one, less)


# -- what is expected ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "field", "value"),
    [
        ("PatientID= 12345 ", "patient_id", "12345"),
        ("PatientID=A=B", "patient_id", "A=B"),
        ("PatientName=Müller^Anna", "name", "Müller^Anna"),
        ("PatientName=Müller, Anna", "name", "Müller^Anna"),
        ("PatientName=Anna Müller", "name", "Anna Müller"),
        ("PatientName=Yamada^Tarou=山田^太郎", "name", "Yamada^Tarou=山田^太郎"),
        ("PatientBirthDate=19700131", "birth_date", "19700131"),
        ("PatientBirthDate=1970-01-31", "birth_date", "19700131"),
        ("PatientBirthDate=1970.01.31", "birth_date", "19700131"),
        ("PatientSex=f", "sex", "F"),
    ],
)
def test_what_is_expected(option: str, field: str, value: str) -> None:
    assert getattr(expected_identity([option]), field) == value


@pytest.mark.parametrize(
    "options",
    [
        ["PatientAge=42"],
        ["12345"],
        ["patientid=1"],
        ["PatientID="],
        ["PatientID=1", "PatientID=2"],
        ["PatientName=^^"],
        ["PatientName= , "],
        ["PatientBirthDate=31.01.1970"],
        ["PatientBirthDate=19700231"],
        ["PatientBirthDate=1970-0131"],
        ["PatientBirthDate="],
        ["PatientBirthDate=١٩٧٠٠١٣١"],
        ["PatientSex=X"],
        ["IssuerOfPatientID=GENERAL"],
    ],
)
def test_what_cannot_be_expected(options: list[str]) -> None:
    with pytest.raises(UsageError) as raised:
        expected_identity(options)
    assert raised.value.finding.code == "bad-criterion"


def test_nothing_expected_is_nobody() -> None:
    assert expected_identity([]) == Identity()


def test_a_name_without_what_says_nothing() -> None:
    assert trimmed_name(" Able ^ Anna ^^^ == ") == "Able^Anna"
    assert trimmed_name("^^=山田^太郎") == "=山田^太郎"


def test_one_object_of_parents_is_read_once() -> None:
    parents = ParentKeys(patient_id=b"1", patient_name=b"A^B", issuer_of_patient_id=b"X ")
    instances = [Instance(f"{n}", 1, "1.2", f"1.2.{n}", "1.2", parents, ()) for n in range(3)]
    assert identities_on(None, instances).seen == (Seen(Identity("1", "X", "A^B"), 1, 0, 3, "0"),)


# -- foreign files ---------------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS, reason="DICOM_FILESET_FIELD_CORPUS names no folder")
def test_people_in_foreign_files() -> None:
    """Everybody is somebody, oneself to oneself at the least, and every file is counted."""
    paths = [str(path) for path in Path(CORPUS).rglob("*") if path.is_file()]
    found = scan_files(sorted(paths), 1, scanned_finding)
    instances = [one for one in found if isinstance(one, Instance)]
    everybody = identities_on(None, instances)
    assert sum(one.files for one in everybody.seen) == len(instances) > 200
    for one in everybody.seen:
        said = likeness(one.identity, one.identity)
        assert {said.name.grade, said.patient_id.grade} <= {"equal", "unsaid"}
        assert said.verdict != "different"
