"""What is added is brought to the profile that the file-set was made for, found again or told."""

from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, FileSetUpdater, verify
from dicom_fileset.conformity.terms import AS_IT_IS, Terms
from dicom_fileset.outcome import Outcome
from dicom_profiles import get
from foreign_files import SAMPLE_MEDIA

INCOMING = SAMPLE_MEDIA / "incoming"
CT = INCOMING / "radiology" / "ct thorax mueller"
RLE = INCOMING / "archive" / "ct rle lossless.dcm"
JPEG = INCOMING / "archive" / "mr jpeg lossless.dcm"
VIDEO = INCOMING / "dermatology" / "video hd.dcm"
TAPE = INCOMING / "dermatology" / "video stereo (stand-in).dcm"
STILL = INCOMING / "archive" / "us still rle lossless.dcm"
US = INCOMING / "radiology" / "thyroid wojcik"
J2K = "1.2.840.10008.1.2.4.90"
EXPLICIT = "1.2.840.10008.1.2.1"


def create(root: Path, source: Path, terms: Terms = AS_IT_IS) -> None:
    with FileSetCreator(root, terms=terms) as creator:
        creator.add(source)


def add(root: Path, *sources: Path, terms: Terms = AS_IT_IS) -> Outcome:
    updater = FileSetUpdater(root, terms=terms)
    updater.add(*sources)
    planned = updater.plan()
    outcome = updater.commit()
    assert [(one.file_id, one.action) for one in planned.placed] == [
        (one.file_id, one.action) for one in outcome.placed
    ]
    return outcome


def codes(outcome: Outcome) -> set[str]:
    return {one.code for one in outcome.findings}


@pytest.mark.parametrize("terms", [AS_IT_IS, Terms(get("STD-GEN-CD"))])
def test_a_compressed_image_on_a_plain_disc(terms: Terms, tmp_path: Path) -> None:
    create(tmp_path / "disc", CT, terms)
    outcome = add(tmp_path / "disc", RLE)
    assert [one.action for one in outcome.placed] == ["transcoded"]
    assert outcome.placed[0].transfer_syntax_uid == EXPLICIT
    assert "profile-kept" in codes(outcome)
    assert verify(tmp_path / "disc", profile=get("STD-GEN-CD")).profile_conforms


def test_what_cannot_be_there_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    create(tmp_path / "disc", CT)
    outcome = add(tmp_path / "disc", TAPE, JPEG)
    assert [one.action for one in outcome.placed] == ["transcoded"]
    assert [(one.source, one.code) for one in outcome.skipped] == [
        (str(TAPE), "profile-transfer-syntax")
    ]
    kept = next(one for one in outcome.findings if one.code == "profile-kept")
    assert "--profile none" in kept.remedy
    assert "STD-GEN-CD" in kept.message


@pytest.mark.parametrize(
    ("there", "added", "name"),
    [
        (CT, VIDEO, "STD-GEN-BD-MPEG4-HPLV41"),
        (STILL, US / "colour flow clip.dcm", "STD-US-ID-MF-MOD23-90"),
    ],
)
def test_of_profiles_as_likely_that_is_kept_which_takes_most(
    there: Path, added: Path, name: str, tmp_path: Path
) -> None:
    create(tmp_path / "disc", there)
    outcome = add(tmp_path / "disc", added)
    assert [one.action for one in outcome.placed] == ["copied"]
    kept = outcome.terms.profile
    assert kept is not None
    assert kept.name == name
    assert verify(tmp_path / "disc", profile=kept).profile_conforms


def test_carried_as_it_is_when_that_is_said(tmp_path: Path) -> None:
    create(tmp_path / "disc", CT)
    outcome = add(tmp_path / "disc", VIDEO, RLE, terms=Terms(keep_profile=False))
    assert [one.action for one in outcome.placed] == ["copied", "copied"]
    assert "profile-kept" not in codes(outcome)


def test_another_profile_is_told(tmp_path: Path) -> None:
    create(tmp_path / "disc", CT)
    outcome = add(tmp_path / "disc", JPEG, terms=Terms(get("STD-GEN-DVD-JPEG")))
    assert [one.action for one in outcome.placed] == ["copied"]


def test_a_set_that_conforms_to_none_stays_free(tmp_path: Path) -> None:
    create(tmp_path / "disc", RLE)
    outcome = add(tmp_path / "disc", VIDEO, JPEG)
    assert [one.action for one in outcome.placed] == ["copied", "copied"]
    assert "profile-kept" not in codes(outcome)


def test_compression_of_the_profile_stays(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-USB-J2K"), prefer=J2K)
    create(tmp_path / "disc", CT, terms)
    outcome = add(tmp_path / "disc", INCOMING / "archive" / "dx jpeg 2000 lossless.dcm", RLE)
    assert sorted(one.action for one in outcome.placed) == ["copied", "transcoded"]
    assert {one.transfer_syntax_uid for one in outcome.placed} == {J2K, EXPLICIT}
    assert verify(tmp_path / "disc", profile=get("STD-GEN-USB-J2K")).profile_conforms


def test_removing_asks_for_no_profile(tmp_path: Path) -> None:
    create(tmp_path / "disc", CT)
    updater = FileSetUpdater(tmp_path / "disc")
    updater.remove(InstanceNumber="1")
    assert "profile-kept" not in codes(updater.commit())
