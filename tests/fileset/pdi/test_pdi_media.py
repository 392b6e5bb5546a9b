"""IHE PDI media: what is made conforms, and each deviation is told by its code."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from checks import check_directory
from dicom_fileset import FileSetCreator, FileSetUpdater, Refused, UsageError, verify
from dicom_fileset.conformity.terms import Terms, profile_of_pdi
from dicom_fileset.pdi.medium import medium_findings
from dicom_fileset.pdi.terms import PdiTerms
from dicom_profiles import get
from dicom_profiles.pdi import is_pdi_name
from file_sets import FEW, Place, instance, save
from foreign_files import SAMPLE_MEDIA
from pdi_media import create, pdi_terms
from pydicom import dcmread
from pydicom.uid import UID

PRIVATE_CLASS = UID("1.2.826.0.1.3680043.8.498.1")


@pytest.fixture(scope="session")
def made_medium(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pdi") / "disc"
    create(sources, root)
    return root


@pytest.fixture
def medium(made_medium: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_medium, tmp_path / "disc"))


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "IMG").mkdir(parents=True)
    (folder / "INDEX.HTM").write_text("<a href='IMG/A.JPG'>a</a>")
    (folder / "IMG" / "A.JPG").write_bytes(b"no picture")
    return folder


def codes(root: Path) -> set[str]:
    return {one.code for one in verify(root, pdi=True).findings}


def test_sample_media(tmp_path: Path) -> None:
    outcome = create(SAMPLE_MEDIA / "incoming", tmp_path / "disc", pdi_terms(institution="H"))
    assert outcome.pages == ("INDEX.HTM", "README.TXT")
    assert outcome.report().pages == outcome.pages
    root = tmp_path / "disc"
    assert sorted(path.name for path in root.iterdir()) == [
        "DICOM",
        "DICOMDIR",
        "INDEX.HTM",
        "README.TXT",
    ]
    assert all(is_pdi_name(path.name) for path in root.rglob("*"))
    report = verify(root, pdi=True)
    assert report.findings == ()
    assert (report.profile, report.profile_conforms, report.pdi_conforms) == (
        "STD-GEN-CD",
        True,
        True,
    )
    assert report.statement == (
        "this file-set conforms to STD-GEN-CD; this medium conforms to IHE PDI"
    )
    check_directory(root)
    types = {one.DirectoryRecordType for one in dcmread(root / "DICOMDIR").DirectoryRecordSequence}
    assert "PRIVATE" not in types


def test_what_would_need_a_private_record_is_left_out(sources: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sources, tmp_path / "in"))
    odd = save(instance(Place(9), SOPClassUID=PRIVATE_CLASS), folder / "ODD")
    outcome = create(folder, tmp_path / "disc")
    assert [(one.source, one.code) for one in outcome.skipped] == [(str(odd), "pdi-record-type")]
    assert outcome.skipped[0].clause == "IHE RAD TF-3 4.47.4.1.2.3.1.2"
    assert len(outcome.placed) == len(FEW)
    assert outcome.exit_status == 1


def test_web_content_goes_along(sources: Path, web: Path, tmp_path: Path) -> None:
    create(sources, tmp_path / "disc", pdi_terms(web_content=str(web)))
    placed = tmp_path / "disc" / "IHE_PDI"
    assert (placed / "IMG" / "A.JPG").read_bytes() == b"no picture"
    assert 'href="IHE_PDI/INDEX.HTM"' in (tmp_path / "disc" / "INDEX.HTM").read_text()
    assert verify(tmp_path / "disc", pdi=True).findings == ()


@pytest.mark.parametrize("name", ["index.html", "IMG/picture.jpeg", "IMG/a.jpg"])
def test_web_content_with_names_that_cannot_be(
    name: str, sources: Path, web: Path, tmp_path: Path
) -> None:
    (web / name).write_text("x")
    with pytest.raises(UsageError) as caught:
        create(sources, tmp_path / "disc", pdi_terms(web_content=str(web)))
    assert caught.value.finding.code == "pdi-web-content"
    assert caught.value.finding.where.path == str(web / name)
    assert not (tmp_path / "disc").exists()


@pytest.mark.parametrize("name", ["CON.HTM", "AUX", "A/B/C/D/E/F/G/H"])
def test_web_content_that_some_cannot_open(
    name: str, sources: Path, web: Path, tmp_path: Path
) -> None:
    (web / name).parent.mkdir(parents=True, exist_ok=True)
    (web / name).write_text("x")
    with pytest.raises(UsageError):
        create(sources, tmp_path / "disc", pdi_terms(web_content=str(web)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
@pytest.mark.parametrize("kind", ["link", "pipe", "instance"])
def test_web_content_that_is_none(kind: str, sources: Path, web: Path, tmp_path: Path) -> None:
    if kind == "link":
        (tmp_path / "secret").write_text("secret")
        (web / "A.TXT").symlink_to(tmp_path / "secret")
    elif kind == "pipe":
        os.mkfifo(web / "A.TXT")
    else:
        save(instance(Place(8)), web / "A.DCM")
    with pytest.raises(UsageError) as caught:
        create(sources, tmp_path / "disc", pdi_terms(web_content=str(web)))
    assert caught.value.finding.code == "pdi-web-content"
    assert not (tmp_path / "disc").exists()


def test_web_content_is_not_written_over(made_medium: Path, web: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made_medium, tmp_path / "disc"))
    terms = pdi_terms(web_content=str(web))
    with FileSetUpdater(root, terms=terms):
        pass
    assert verify(root, pdi=True).findings == ()
    with pytest.raises(Refused) as caught, FileSetUpdater(root, terms=terms):
        pass
    assert caught.value.finding.code == "pdi-web-content-there"


@pytest.mark.parametrize("entry", [None, "absent"])
def test_web_content_without_a_first_page(
    entry: str | None, sources: Path, web: Path, tmp_path: Path
) -> None:
    (web / "INDEX.HTM").unlink()
    folder = web / entry if entry else web
    with pytest.raises(UsageError):
        create(sources, tmp_path / "disc", pdi_terms(web_content=str(folder)))


def test_a_broken_template_writes_nothing(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "INDEX.HTM").write_text("{{ nothing }}")
    with pytest.raises(UsageError):
        create(sources, tmp_path / "disc", pdi_terms(templates=str(tmp_path)))
    assert not (tmp_path / "disc").exists()


def test_other_profiles() -> None:
    assert profile_of_pdi(get("STD-GEN-USB-JPEG"), "STD-GEN-USB-JPEG").name == "STD-GEN-USB-JPEG"
    for wished, name in ((get("STD-CTMR-CD"), "STD-CTMR-CD"), (None, "none")):
        with pytest.raises(UsageError) as caught:
            profile_of_pdi(wished, name)
        assert "STD-GEN-DVD-JPEG" in caught.value.finding.message


def test_verify_finds_the_profile(tmp_path: Path) -> None:
    source = SAMPLE_MEDIA / "incoming" / "archive" / "mr jpeg lossless.dcm"
    create(source, tmp_path / "disc", Terms(get("STD-GEN-DVD-JPEG"), pdi=PdiTerms()))
    report = verify(tmp_path / "disc", pdi=True)
    assert (report.profile, report.pdi_conforms) == ("STD-GEN-DVD-JPEG", True)


def test_a_plain_file_set_is_told_what_it_lacks(made_disc: Path) -> None:
    report = verify(made_disc, pdi=True)
    assert (report.conforms, report.profile_conforms, report.pdi_conforms) == (True, True, False)
    assert {one.code for one in report.findings} == {"pdi-readme-missing"}


def _remove(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


def _write(name: str, text: str = "x") -> Callable[[Path], object]:
    def write(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)

    return write


def _dicom_in_web(root: Path) -> None:
    save(instance(Place(8)), root / "IHE_PDI" / "A")


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "no readme": (_remove("README.TXT"), {"pdi-readme-missing", "pdi-page-link"}),
    "no page and no web content": (_remove("INDEX.HTM"), set()),
    "a long name": (_write("VIEWER/PROGRAMME.EXE"), {"pdi-name", "file-not-dicom"}),
    "a name of two dots": (_write("A.B.C"), {"pdi-name", "file-not-dicom"}),
    "lower case": (_write("viewer.exe"), {"pdi-name-case", "file-not-dicom"}),
    "a name of IHE": (_write("IHE_X.TXT"), {"pdi-name-reserved", "file-not-dicom"}),
    "a folder of IHE": (_write("IHEWEB/A.TXT"), {"pdi-name-reserved", "file-not-dicom"}),
    "IHE further down": (_write("VIEWER/IHE.TXT"), {"file-not-dicom"}),
    "too deep": (_write("A/B/C/D/E/F/G/H/I"), {"pdi-levels", "file-not-dicom"}),
    "autorun": (_write("AUTORUN.INF"), {"pdi-autorun"}),
    "a dead link": (
        _write("INDEX.HTM", '<a href="GONE.TXT">x</a><a href="http://x.org/">y</a>'),
        {"pdi-page-link"},
    ),
    "a link that leads out": (_write("INDEX.HTM", '<a href="../A">x</a>'), {"pdi-page-link"}),
    "a page that is no text": (_write("INDEX.HTM", "\x00<a href=a%00b>"), {"pdi-page-link"}),
    "a DICOM file in web content": (
        _dicom_in_web,
        {"pdi-instance-in-web"},
    ),
    "leftovers of a system": (_write("System Volume Information/x.dat"), set()),
    "links to places in the page": (_write("INDEX.HTM", '<a href="#z">z</a>'), set()),
    "web content": (_write("IHE_PDI/INDEX.HTM"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_deviation_has_its_code(change: str, medium: Path) -> None:
    act, expected = CHANGES[change]
    act(medium)
    assert codes(medium) == expected


def test_web_content_without_a_page(medium: Path) -> None:
    _write("IHE_PDI/INDEX.HTM")(medium)
    (medium / "INDEX.HTM").unlink()
    assert codes(medium) == {"pdi-page-missing"}


def test_instances_in_the_root_and_a_private_record(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    save(instance(Place(1)), root / "IM1")
    save(instance(Place(2), SOPClassUID=PRIVATE_CLASS), root / "A" / "IM2")
    FileSetCreator(root, in_place=True).commit()
    report = verify(root, pdi=True)
    assert report.pdi_conforms is False
    found = {one.code for one in report.findings if one.code.startswith("pdi-")}
    assert found == {"pdi-instance-in-root", "pdi-record-type", "pdi-readme-missing"}


def test_in_place(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    for number in (1, 2):
        save(instance(Place(number)), root / "IMAGES" / f"IM{number}")
    in_root = save(instance(Place(3)), root / "IM3")
    _write("VIEWER/START.EXE")(root)
    outcome = FileSetCreator(root, in_place=True, terms=pdi_terms()).commit()
    skipped = {one.source: one.code for one in outcome.skipped}
    assert skipped[str(in_root)] == "pdi-instance-in-root"
    assert len(outcome.placed) == 2
    page = (root / "INDEX.HTM").read_text()
    assert 'href="VIEWER/"' in page
    assert 'href="IMAGES/"' not in page
    assert 'href="IM3"' in page
    in_root.unlink()
    assert codes(root) == {"file-not-dicom", "pdi-page-link"}


@pytest.mark.parametrize("name", ["INDEX.HTM", "README.TXT", "index.htm"])
def test_pages_that_are_not_ours_stay(name: str, tmp_path: Path) -> None:
    root = tmp_path / "disc"
    save(instance(Place(1)), root / "IMAGES" / "IM1")
    theirs = root / name
    theirs.write_text("theirs")
    for call in (FileSetCreator.plan, FileSetCreator.commit):
        with pytest.raises(Refused) as caught:
            call(FileSetCreator(root, in_place=True, terms=pdi_terms()))
        assert caught.value.finding.code == "pdi-page-there"
    FileSetCreator(root, in_place=True).commit()
    with pytest.raises(Refused) as caught, FileSetUpdater(root, terms=pdi_terms()):
        pass
    assert caught.value.finding.where.path == str(theirs)
    assert theirs.read_text() == "theirs"


def test_what_a_medium_has_beside_is_told_when_it_is_made(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    save(instance(Place(1)), root / "IMAGES" / "IM1")
    _write("IHE_X/A.TXT")(root)
    _write("a long name.txt")(root)
    creator = FileSetCreator(root, in_place=True, terms=pdi_terms())
    expected = {"pdi-name-reserved", "pdi-name", "not-dicom"}
    assert {one.code for one in creator.plan().findings} == expected
    outcome = creator.commit()
    assert {one.code for one in outcome.findings} == expected
    assert outcome.exit_status == 1


def test_a_page_that_was_made_for_another_directory(medium: Path) -> None:
    with FileSetUpdater(medium) as updater:
        updater.remove(PatientID="ID2")
    report = verify(medium, pdi=True)
    assert {one.code for one in report.findings} == {"pdi-page-stale"}


def test_capacity_counts_web_content(sources: Path, web: Path, tmp_path: Path) -> None:
    (web / "BIG.DAT").write_bytes(bytes(300_000))
    terms = Terms(
        profile_of_pdi(None, ""), capacity_bytes=200_000, pdi=PdiTerms(web_content=str(web))
    )
    with pytest.raises(Refused) as caught:
        create(sources, tmp_path / "disc", terms)
    assert caught.value.finding.code == "capacity-exceeded"
    assert not (tmp_path / "disc").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["INDEX.HTM", "DICOMDIR"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    """Neither in the place of a page, nor of the directory that it is held against."""
    (tmp_path / "INDEX.HTM").write_text("<p>a page</p>")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    (tmp_path / "IHE_PDI").mkdir()
    os.mkfifo(tmp_path / "IHE_PDI" / "PIPE")
    codes = {one.code for one in medium_findings(str(tmp_path))}
    assert ("pdi-page-link" in codes) == (name == "INDEX.HTM")


def test_a_page_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.htm"
    outside.write_text('<a href="SECRET">there</a>')
    root = tmp_path / "disc"
    root.mkdir()
    try:
        (root / "INDEX.HTM").symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    told = [one for one in medium_findings(str(root)) if one.code == "pdi-page-link"]
    assert len(told) == 1
    assert "cannot be read" in told[0].message
