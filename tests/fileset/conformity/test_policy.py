"""What is kept, compressed, lost or left out: the policy, case by case."""

import struct
from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, FileSetUpdater, Refused, UsageError, verify
from dicom_fileset.conformity.terms import (
    Terms,
    capacity_of,
    profile_named,
    profile_wished,
    syntax_preferred,
)
from dicom_profiles import get
from pydicom import dcmread
from pydicom.uid import JPEGBaseline8Bit, JPEGLosslessSV1

INCOMING = Path(__file__).parents[3] / "sample_media" / "incoming"
CT = sorted((INCOMING / "radiology" / "ct thorax mueller").glob("axial*.dcm"))
PHOTO = INCOMING / "dermatology" / "lesion on the arm.dcm"
JPEG = INCOMING / "archive" / "photo jpeg baseline.dcm"
SV1 = str(JPEGLosslessSV1)


def created(root: Path, terms: Terms, *sources: Path) -> FileSetCreator:
    creator = FileSetCreator(root, terms=terms)
    creator.add(*sources)
    return creator


def actions(creator: FileSetCreator) -> set[tuple[str, str]]:
    return {(one.action, one.transfer_syntax_uid) for one in creator.commit().placed}


def test_what_is_allowed_is_kept(tmp_path: Path) -> None:
    made = created(tmp_path / "disc", Terms(get("STD-GEN-USB-JPEG")), *CT)
    assert actions(made) == {("copied", "1.2.840.10008.1.2.1")}


def test_it_is_compressed_when_that_is_preferred(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-USB-JPEG"), prefer=syntax_preferred("JPEGLosslessSV1"))
    made = created(tmp_path / "disc", terms, *CT)
    assert actions(made) == {("transcoded", SV1)}
    placed = made.commit().placed
    before = dcmread(placed[0].instance.path)
    after = dcmread(tmp_path.joinpath("disc", *placed[0].file_id))
    assert (before.pixel_array == after.pixel_array).all()
    assert before.SOPInstanceUID == after.SOPInstanceUID


def test_it_is_not_compressed_with_what_the_profile_lacks(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-CD"), prefer=SV1)
    assert actions(created(tmp_path / "disc", terms, *CT)) == {("copied", "1.2.840.10008.1.2.1")}


def test_it_is_compressed_when_it_would_not_fit(tmp_path: Path) -> None:
    whole = sum(path.stat().st_size for path in CT)
    terms = Terms(get("STD-GEN-USB-JPEG"), capacity_bytes=whole * 2 // 3)
    made = created(tmp_path / "disc", terms, *CT)
    assert actions(made) == {("transcoded", SV1)}
    assert sum(one.size for one in made.commit().placed) <= terms.capacity_bytes


def test_what_does_not_fit_at_all_changes_nothing(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-USB-JPEG"), capacity_bytes=1000)
    made = created(tmp_path / "disc", terms, *CT)
    with pytest.raises(Refused) as caught:
        made.commit()
    assert caught.value.finding.code == "capacity-exceeded"
    assert not (tmp_path / "disc").exists()


LOSSY_ONLY = """
[[profile]]
name = "PRI-SITE-WEB"
medium = "USB"
roles = ["FSC", "FSR"]
source = "Site manual 3.1"

[[profile.rows]]
sop_classes = ["VLPhotographicImageStorage"]
transfer_syntaxes = ["JPEGBaseline8Bit"]
fsc = "M"
fsr = "M"
fsu = "U"
source = "Site manual 3.2"
"""


def test_something_is_lost_only_when_that_is_allowed(tmp_path: Path) -> None:
    toml = tmp_path / "site.toml"
    toml.write_text(LOSSY_ONLY, "utf-8")
    profile = profile_named(str(toml))
    with pytest.raises(Refused):
        created(tmp_path / "no", Terms(profile), PHOTO).commit()
    outcome = created(tmp_path / "yes", Terms(profile, allow_lossy=True), PHOTO).commit()
    (one,) = outcome.placed
    assert (one.action, one.transfer_syntax_uid) == ("transcoded", str(JPEGBaseline8Bit))
    after = dcmread(tmp_path.joinpath("yes", *one.file_id))
    assert after.LossyImageCompression == "01"
    assert after.SOPInstanceUID != dcmread(PHOTO).SOPInstanceUID
    assert one.instance.sop_instance_uid == after.SOPInstanceUID
    assert verify(tmp_path / "yes", profile=profile).profile_conforms


def test_nothing_is_lost_where_something_lossless_fits(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-USB-JPEG"), prefer=str(JPEGBaseline8Bit), allow_lossy=True)
    found = actions(created(tmp_path / "disc", terms, PHOTO))
    assert found == {("copied", "1.2.840.10008.1.2.1")}


def test_all_or_nothing_when_that_is_asked(tmp_path: Path) -> None:
    terms = Terms(get("STD-CTMR-CD"), on_nonconforming="fail")
    made = created(tmp_path / "disc", terms, INCOMING)
    with pytest.raises(Refused) as caught:
        made.commit()
    assert caught.value.finding.code == "profile-nonconforming"
    assert any(one.code == "profile-sop-class" for one in caught.value.others)
    assert not (tmp_path / "disc").exists()


def test_a_label_that_lies_is_not_kept(tmp_path: Path) -> None:
    data = JPEG.read_bytes()
    assert data.count(b"1.2.840.10008.1.2.4.50") == 1
    liar = tmp_path / "liar.dcm"
    liar.write_bytes(data.replace(b"1.2.840.10008.1.2.4.50", b"1.2.840.10008.1.2.4.70"))
    outcome = created(tmp_path / "disc", Terms(get("STD-GEN-USB-JPEG")), liar).commit()
    (one,) = outcome.placed
    assert (one.action, one.transfer_syntax_uid) == ("transcoded", "1.2.840.10008.1.2.1")
    assert "stream-differs" in {found.code for found in outcome.findings}


def test_rows_that_the_stream_has_not_are_told(tmp_path: Path) -> None:
    rows = dcmread(JPEG).Rows
    data = JPEG.read_bytes()
    mark = b"\x28\0\x10\0US\x02\0"
    place = data.index(mark) + len(mark)
    liar = tmp_path / "liar.dcm"
    liar.write_bytes(data[:place] + struct.pack("<H", rows - 8) + data[place + 2 :])
    made = created(tmp_path / "disc", Terms(get("STD-GEN-USB-JPEG")), liar, CT[0])
    planned = made.plan()
    assert "stream-differs" in {found.code for found in planned.findings}
    outcome = made.commit()
    assert [(one.source, one.code) for one in outcome.skipped] == [(str(liar), "profile-pixels")]
    assert planned.skipped == outcome.skipped
    assert f"Rows is {rows - 8}, and {rows} in the stream" in outcome.skipped[0].reason


@pytest.mark.parametrize("label", ["1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5"])
def test_a_stream_of_another_family_is_left_out_as_planned(label: str, tmp_path: Path) -> None:
    data = JPEG.read_bytes()
    assert data.count(b"1.2.840.10008.1.2.4.50") == 1
    liar = tmp_path / "liar.dcm"
    liar.write_bytes(data.replace(b"1.2.840.10008.1.2.4.50", label.encode().ljust(22, b"\0")))
    made = created(tmp_path / "disc", Terms(get("STD-GEN-CD")), liar)
    assert [one.code for one in made.plan().skipped] == ["profile-pixels"]
    with pytest.raises(Refused) as caught:
        made.commit()
    assert caught.value.finding.code == "nothing-to-do"
    assert not (tmp_path / "disc").exists()


def test_in_place_nothing_is_changed(tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(INCOMING)
    creator.commit()
    (tmp_path / "disc" / "DICOMDIR").unlink()
    before = {path: path.read_bytes() for path in (tmp_path / "disc").rglob("*") if path.is_file()}
    terms = Terms(get("STD-GEN-CD"))
    outcome = FileSetCreator(tmp_path / "disc", in_place=True, terms=terms).commit()
    assert {one.action for one in outcome.placed} == {"indexed"}
    assert "profile-transfer-syntax" in {one.code for one in outcome.skipped}
    assert all(path.read_bytes() == data for path, data in before.items())


def test_an_update_plans_by_the_profile(tmp_path: Path) -> None:
    terms = Terms(get("STD-GEN-CD"))
    created(tmp_path / "disc", terms, *CT).commit()
    updater = FileSetUpdater(tmp_path / "disc", terms=terms)
    updater.add(INCOMING / "dermatology")
    outcome = updater.commit()
    assert {one.transfer_syntax_uid for one in outcome.placed} == {"1.2.840.10008.1.2.1"}
    assert verify(tmp_path / "disc", profile=terms.profile).profile_conforms


def test_without_a_profile_the_nearest_is_named(tmp_path: Path) -> None:
    report = created(tmp_path / "disc", Terms(), INCOMING).commit().report()
    assert report.nearest
    assert report.obstacles
    assert sum(one.instances for one in report.obstacles) < len(report.placed)
    plain = created(tmp_path / "ct", Terms(), *CT).commit().report()
    assert {"STD-GEN-CD", "STD-CTMR-CD", "STD-GEN-USB-J2K"} <= set(plain.conforms_to)
    for name in plain.conforms_to:
        assert verify(tmp_path / "ct", profile=get(name)).profile_conforms


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("STD-GEN-SEC-CD", "profile-security"),
        ("STD-GEM-CD", "profile-unknown"),
        ("APL-GEN-CD", "profile-unknown"),
        ("nowhere.toml", "unreadable"),
    ],
)
def test_a_profile_that_is_none_is_a_wrong_call(name: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        profile_named(name)
    assert caught.value.finding.code == code


def test_words_for_profiles() -> None:
    assert profile_named("none") is None
    assert profile_wished("", "") is None
    usb = profile_wished("", "usb")
    assert usb is not None
    assert usb.name == "STD-GEN-USB-JPEG"
    for name, medium in (("STD-GEN-CD", "cd"), ("", "floppy")):
        with pytest.raises(UsageError):
            profile_wished(name, medium)


@pytest.mark.parametrize("text", ["", "-1", "0", "many", "7XB", "nan", "inf"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        capacity_of(text)


def test_sizes() -> None:
    assert capacity_of("700MB") == 700_000_000
    assert capacity_of("1.5 gb") == 1_500_000_000
    assert capacity_of("dvd") == 4_700_372_992


def test_what_cannot_be_done_as_preferred_is_kept_as_the_profile_allows(tmp_path: Path) -> None:
    """A header that speaks of pixels, and no Pixel Data: a codec finds that out, no header does."""
    ds = dcmread(CT[0])
    del ds.PixelData
    ds.save_as(tmp_path / "bare.dcm")
    terms = Terms(get("STD-GEN-USB-JPEG"), prefer=SV1, on_nonconforming="fail")
    made = created(tmp_path / "disc", terms, tmp_path / "bare.dcm", CT[1])
    outcome = made.commit()
    by_source = {Path(one.instance.path).name: one.action for one in outcome.placed}
    assert by_source == {"bare.dcm": "copied", CT[1].name: "transcoded"}
    told = [one for one in outcome.findings if one.code == "profile-fell-back"]
    assert [one.where.path for one in told] == [str(tmp_path / "bare.dcm")]
    assert "Pixel Data" in told[0].message
    assert verify(tmp_path / "disc", profile=terms.profile).profile_conforms
