"""Zips that mean harm, and such that were harmed: nothing is written outside, the rest comes in."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import Limits
from dicom_fileset.importing.report import ImportReport
from dicom_fileset.importing.terms import ImportTerms
from discs import contents, manifest
from file_sets import Place, instance, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

GOOD = Place(number=50)


def encoded(place: Place) -> bytes:
    """The bytes of an instance."""
    stream = io.BytesIO()
    instance(place).save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def made(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """A zip of members, and a good one after them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*members, ("IMAGES/GOOD", encoded(GOOD))):
            archive.writestr(name, data)
    return path


def imported(path: Path, tmp_path: Path, **terms: object) -> ImportReport:
    """Import, and see that the good one came in and nothing lies outside of the archive."""
    before = snapshot(tmp_path)
    report = import_media(path, tmp_path / "archive", ImportTerms(**terms))  # type: ignore[arg-type]
    after = snapshot(tmp_path)
    assert {name: data for name, data in after.items() if not name.startswith("archive")} == before
    assert GOOD.uid in contents(tmp_path / "archive")
    assert len(manifest(report)) == sum(report.outcomes.values())
    return report


def codes(report: ImportReport) -> set[str]:
    """All codes of a report."""
    found = (*report.findings, *(one for row in report.files for one in row.findings))
    return {one.code for one in found}


@pytest.mark.parametrize(
    "name", ["../evil.dcm", "/etc/evil.dcm", "..\\..\\evil.dcm", "C:\\evil.dcm", "a/../../evil.dcm"]
)
def test_a_name_that_leads_out_leads_nowhere(name: str, tmp_path: Path) -> None:
    report = imported(made(tmp_path / "a.zip", (name, encoded(Place()))), tmp_path)
    assert "entry-name-unsafe" in codes(report)
    assert Place().uid in contents(tmp_path / "archive")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("LINK")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    report = imported(made(tmp_path / "a.zip", (link, b"/etc/passwd")), tmp_path)
    assert report.files[0].outcome == "left"
    assert "link" in codes(report)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = made(tmp_path / "a.zip", ("BOMB", bytes(80 * 1024 * 1024)))
    report = imported(bomb, tmp_path)
    assert {row.path: row.outcome for row in report.files} == {"BOMB": "unreadable"}
    assert "entry-unpacks-to-too-much" in codes(report)
    trusted = import_media(
        bomb, tmp_path / "archive", ImportTerms(limits=Limits(most_ratio=10_000))
    )
    assert trusted.outcomes["left"] == 1


def test_many_small_bombs_are_bounded_together(tmp_path: Path) -> None:
    members = [(f"Z{number}", bytes(1024 * 1024)) for number in range(8)]
    path = made(tmp_path / "a.zip", *members)
    limits = Limits(most_ratio=1, most_unpacked=5 * 1024 * 1024)
    report = import_media(path, tmp_path / "archive", ImportTerms(limits=limits))
    assert report.outcomes["left"] == 5
    assert report.outcomes["unreadable"] == 4


def test_an_encrypted_member_is_listed(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", ("SECRET", encoded(Place())))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(mark) + at] |= 1
    path.write_bytes(data)
    report = imported(path, tmp_path)
    assert {row.path: row.outcome for row in report.files} == {"SECRET": "unreadable"}
    assert codes(report) == {"entry-encrypted"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wrong_checksum_is_never_an_instance(compression: int, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = encoded(Place())
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("BAD", data)
        archive.writestr("IMAGES/GOOD", encoded(GOOD))
    raw = bytearray(path.read_bytes())
    start = raw.find(b"BAD") + 3
    packed = struct.unpack_from("<L", raw, raw.find(b"PK\3\4") + 18)[0]
    raw[start + packed - 20] ^= 0x55
    path.write_bytes(raw)
    report = imported(path, tmp_path)
    assert {row.path: row.outcome for row in report.files} == {"BAD": "unreadable"}
    assert Place().uid not in contents(tmp_path / "archive")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_there_twice_are_two_files(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", ("IM", encoded(Place())), ("IM", encoded(Place(number=2))))
    report = imported(path, tmp_path)
    assert sorted(manifest(report)) == ["IM", "IM [2]", "IMAGES/GOOD"]
    assert set(contents(tmp_path / "archive")) == {Place().uid, Place(number=2).uid, GOOD.uid}
    assert "entry-name-twice" in codes(report)


def test_a_zip_in_a_zip_is_listed_and_not_opened(tmp_path: Path) -> None:
    inner = made(tmp_path / "inner.zip").read_bytes()
    report = imported(made(tmp_path / "a.zip", ("MORE.ZIP", inner)), tmp_path)
    row = next(row for row in report.files if row.path == "MORE.ZIP")
    assert (row.outcome, row.kind) == ("left", "archive")
    assert [one.code for one in row.findings] == ["entry-in-archive"]


def test_zip64_and_unknown_packing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("BIG", "w", force_zip64=True) as member:
            member.write(encoded(Place()))
        archive.writestr("ODD", encoded(Place(number=2)))
        archive.writestr("IMAGES/GOOD", encoded(GOOD))
    data = bytearray(path.read_bytes())
    second = data.find(b"PK\3\4", data.find(b"PK\3\4") + 4)
    central = data.find(b"PK\1\2", data.find(b"PK\1\2") + 4)
    data[second + 8] = data[central + 10] = 97
    path.write_bytes(data)
    report = imported(path, tmp_path)
    assert {row.path: row.outcome for row in report.files} == {"ODD": "unreadable"}
    assert Place().uid in contents(tmp_path / "archive")


def test_a_zip_without_its_end_comes_in(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", ("A", encoded(Place())))
    path.write_bytes(path.read_bytes()[:-40])
    report = imported(path, tmp_path)
    assert (report.outcomes, codes(report)) == ({"imported": 2}, {"zip-list-damaged"})


def test_a_zip_that_is_cut_gives_what_lies_before(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip", ("A", encoded(Place())))
    raw = path.read_bytes()
    path.write_bytes(raw[: raw.index(b"PK\3\4", 4) + 100])
    report = import_media(path, tmp_path / "archive")
    assert report.outcomes == {"imported": 1, "unreadable": 1}
    assert {row.path: row.outcome for row in report.files} == {"IMAGES/GOOD": "unreadable"}
    assert codes(report) == {"zip-list-damaged", "entry-damaged"}
    assert contents(tmp_path / "archive") == {Place().uid: encoded(Place())}


def test_a_zip_of_which_nothing_is_left_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no entry" + made(tmp_path / "b.zip").read_bytes()[-22:])
    with pytest.raises(Refused) as caught:
        import_media(path, tmp_path / "archive")
    assert caught.value.finding.code == "medium-truncated"
    assert not (tmp_path / "archive").exists()


CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4
)


@settings(max_examples=150, deadline=None)
@given(changes=CHANGES)
def test_whatever_is_wrong_with_a_zip_nothing_false_comes_in(
    changes: list[tuple[float, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    path = made(folder / "a.zip", ("A", encoded(Place())), ("B", encoded(Place(number=2))))
    truth = {encoded(Place()), encoded(Place(number=2)), encoded(GOOD)}
    raw = bytearray(path.read_bytes())
    for share, value in changes:
        raw[int(len(raw) * share)] = value
    path.write_bytes(raw)
    try:
        report = import_media(path, folder / "archive")
    except Refused:
        return
    assert set(contents(folder / "archive").values()) <= truth
    assert len(manifest(report)) == sum(report.outcomes.values())
