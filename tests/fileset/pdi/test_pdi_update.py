"""Pages of a medium that is updated: made anew with the directory, or told to be stale."""

import json
import os
import shutil
from pathlib import Path

import pytest
from dicom_fileset import FileSetUpdater, Refused, verify
from dicom_fileset.commit.change import dicomdir_digest
from dicom_fileset.commit.journal import JOURNAL, RENEWALS
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.pdi.terms import PdiTerms
from dicom_profiles import get
from file_sets import Place, instance, save
from foreign_files import SAMPLE_MEDIA
from killing import MOST_CALLS, killed_at
from pdi_media import create, pdi_terms

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")


@pytest.fixture
def medium(sources: Path, tmp_path: Path) -> Path:
    create(sources, tmp_path / "disc")
    return tmp_path / "disc"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return save(instance(Place(5)), tmp_path / "NEW")


def add(root: Path, new: Path, terms: Terms) -> set[str]:
    updater = FileSetUpdater(root, terms=terms)
    updater.add(new)
    return {one.code for one in updater.commit().findings}


def test_pages_are_made_anew(medium: Path, new: Path) -> None:
    before = (medium / "INDEX.HTM").read_text()
    assert "6 objects" in before
    assert add(medium, new, Terms(pdi=PdiTerms(institution="New"))) == {"profile-kept"}
    page = (medium / "INDEX.HTM").read_text()
    assert "7 objects" in page
    assert "Medical images from New" in page
    assert "7 DICOM objects" in (medium / "README.TXT").read_text()
    assert sorted(path.name for path in medium.iterdir()) == [
        "DICOM",
        "DICOMDIR",
        "INDEX.HTM",
        "README.TXT",
    ]
    report = verify(medium, pdi=True)
    assert (report.findings, report.pdi_conforms) == ((), True)


def test_pages_alone_are_made_anew(medium: Path) -> None:
    dicomdir = (medium / "DICOMDIR").read_bytes()
    with FileSetUpdater(medium, terms=pdi_terms(names_patients=True)):
        pass
    assert "Brown, Bruno" in (medium / "INDEX.HTM").read_text()
    assert (medium / "DICOMDIR").read_bytes() == dicomdir


def test_a_plain_file_set_becomes_a_medium(made_disc: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made_disc, tmp_path / "plain"))
    with FileSetUpdater(root, terms=pdi_terms()):
        pass
    assert verify(root, pdi=True).pdi_conforms


def test_a_stale_page_is_told(medium: Path, new: Path) -> None:
    assert add(medium, new, Terms()) == {"profile-kept", "pdi-page-stale"}


def test_the_profile_of_the_medium_is_kept(tmp_path: Path) -> None:
    archive = SAMPLE_MEDIA / "incoming" / "archive"
    terms = Terms(pdi=PdiTerms())
    create(archive / "mr jpeg lossless.dcm", tmp_path / "disc", _dvd())
    updater = FileSetUpdater(tmp_path / "disc", terms=terms)
    updater.add(archive / "ct rle lossless.dcm", archive / "cr jpeg lossless.dcm")
    outcome = updater.commit()
    assert sorted(one.action for one in outcome.placed) == ["copied", "transcoded"]
    assert outcome.terms.profile is not None
    # PS3.11 has no updater of DVDs: the same rows, of a medium that is updated.
    assert outcome.terms.profile.name == "STD-GEN-USB-JPEG"
    assert verify(tmp_path / "disc", pdi=True).findings == ()


def _dvd() -> Terms:
    return Terms(get("STD-GEN-DVD-JPEG"), pdi=PdiTerms())


@needs_fork
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_call_pages_and_directory_agree_in_the_end(
    after: bool, medium: Path, new: Path, tmp_path: Path
) -> None:
    root = tmp_path / "copy"

    def update() -> None:
        add(root, new, Terms(pdi=PdiTerms()))

    seen = set()
    for number in range(1, MOST_CALLS):
        shutil.copytree(medium, root)
        died = killed_at(number, update, after=after)
        FileSetUpdater(root)  # heals
        assert not any((root / name).exists() for name in (JOURNAL, *RENEWALS))
        page = (root / "INDEX.HTM").read_text()
        count = len(list((root / "DICOM").rglob("I???????")))
        assert f"{count} objects" in page, number
        assert verify(root, pdi=True).findings == (), number
        seen.add(count)
        shutil.rmtree(root)
        if not died:
            break
    assert seen == {6, 7}


@pytest.mark.parametrize(
    "renew", [("INDEX.NEW", "DICOMDIR"), ("INDEX.NEW", "A"), ("A", "INDEX.HTM"), ("../A", "../B")]
)
def test_a_hostile_journal_renews_nothing(renew: tuple[str, str], medium: Path) -> None:
    (medium / "INDEX.NEW").write_text("theirs")
    (medium / "A").write_text("theirs")
    before = (medium / "DICOMDIR").read_bytes()
    begin = {"add": [], "process": 1, "host": "", "root_was_made": False}
    decide = {"dicomdir_sha256": dicomdir_digest(str(medium)), "remove": [], "renew": [renew]}
    (medium / JOURNAL).write_text(json.dumps(begin) + "\n" + json.dumps(decide) + "\n")
    with pytest.raises(Refused):
        FileSetUpdater(medium)
    assert (medium / "DICOMDIR").read_bytes() == before
    assert (medium / "A").read_text() == "theirs"
    assert "objects" in (medium / "INDEX.HTM").read_text()
