"""Media that fail: the rest is imported, what fails is listed, and the next run goes on."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dicom_fileset.errors import Interrupted, Refused
from dicom_fileset.importing.copying import Copies
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.manifest import Manifest
from dicom_fileset.importing.model import SETTLED
from dicom_fileset.importing.terms import ImportTerms
from discs import FaultyMedium, as_iso, contents, disc, manifest, on_disc, places
from file_sets import Place, instance, save, snapshot, uids_of

RESUME = ImportTerms(resume=True)


@pytest.fixture(scope="module")
def bad_disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 instances: 1 % are others than their records say, 1 % are there twice."""
    root = disc(tmp_path_factory.mktemp("bad") / "disc", 200)
    files = sorted(path for path in root.rglob("I*") if path.is_file())
    for number, path in enumerate(files[10:12]):
        save(instance(Place(3, number=500 + number)), path)
    save(instance(Place(3, number=500)), root / "TWICE1.DCM")
    save(instance(Place(3, number=501), InstanceNumber=9), root / "TWICE2.DCM")
    return root


def fails(path: str, _times: int) -> bool:
    """Whether a file of the bad disc cannot be read: one in twenty, by its name alone."""
    name = path.rpartition("/")[2].partition(".")[0]
    return name.startswith("I") and sum(name.encode()) % 20 == 7


@pytest.mark.parametrize("form", ["folder", "iso"])
def test_a_disc_of_the_worst_kind_is_accounted_for(
    form: str, bad_disc: Path, tmp_path: Path
) -> None:
    path = bad_disc if form == "folder" else as_iso(bad_disc, tmp_path / "disc.iso", joliet=3)
    medium = FaultyMedium(path, fails)
    report = import_media(medium, tmp_path / "archive")
    rows, files = manifest(report), on_disc(bad_disc)
    assert {name.upper() for name in files} == {name.upper() for name in rows}
    bad = {name for name in rows if fails(name, 0)}
    assert 5 <= len(bad) <= 15
    assert {name for name, row in rows.items() if row[0] == "unreadable"} == bad
    assert report.outcomes["kept beside"] == 1
    assert report.outcomes["linked"] == 1
    assert report.complete
    lost = report.outcomes["unreadable"]
    assert (
        report.sentence
        == f"{202 - lost} of 202 instances are imported; {lost} are not: {lost} unreadable."
    )
    wrong = [row.path for row in report.files for one in row.findings if "record" in one.code]
    assert len([path for path in wrong if path not in bad]) == 2
    assert set(contents(tmp_path / "archive").values()) <= set(files.values())
    assert max(medium.opened[name] for name in bad) <= 3
    assert not list((tmp_path / "archive").rglob("*.part"))

    again = FaultyMedium(path, fails)
    second = import_media(again, tmp_path / "archive", RESUME)
    assert manifest(second) == rows
    assert second.sentence == report.sentence
    repeated = {name for name in again.opened if rows[name][0] in SETTLED and name not in bad}
    assert len(repeated) <= 8 + 1 + 1, "samples, the directory, and whether the medium is there"

    healed = import_media(path, tmp_path / "archive", RESUME)
    assert healed.sentence == "All 202 instances are imported."
    assert {row[0] for row in manifest(healed).values()} == {
        "imported", "linked", "kept beside", "left",
    }  # fmt: skip


def test_what_failed_once_is_tried_again_later(plain_disc: Path, tmp_path: Path) -> None:
    medium = FaultyMedium(plain_disc, lambda path, times: "DICOMDIR" not in path and times == 0)
    report = import_media(medium, tmp_path / "archive")
    assert report.sentence == "All 12 instances are imported."


def test_an_image_is_read_in_the_order_in_which_it_lies(plain_disc: Path, tmp_path: Path) -> None:
    image = as_iso(plain_disc, tmp_path / "disc.iso", rock_ridge="1.09")
    medium = FaultyMedium(image, lambda *_: False)
    report = import_media(medium, tmp_path / "archive")
    for read in medium.passes():
        assert len(set(read)) == len(read) == 12 + 2
        assert read == sorted(read)
    assert report.overview is not None
    assert report.overview.order == "extent"


def test_a_medium_that_goes_away_stops_the_import(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 60)
    opened: list[str] = []

    def gone(path: str, _times: int) -> bool:
        opened.append(path)
        return len(opened) > 20

    report = import_media(FaultyMedium(root, gone, gives=0), tmp_path / "archive")
    assert not report.complete
    assert [one.code for one in report.findings if one.severity == "error"] == ["medium-gone"]
    assert report.imported < 60
    rest = len(on_disc(root)) - sum(report.outcomes.values())
    assert report.sentence.startswith(f"It was stopped: {report.imported} instances are imported")
    assert report.sentence.endswith(f" and {rest} files are still to come.")
    second = import_media(root, tmp_path / "archive", RESUME)
    assert second.sentence == "All 60 instances are imported."
    assert sorted(contents(tmp_path / "archive")) == sorted(uids_of(places(60)))


def test_a_drive_without_a_disc_stops_it_at_once(plain_disc: Path, tmp_path: Path) -> None:
    medium = FaultyMedium(plain_disc, lambda path, _: path != "DICOMDIR", errno.ENODEV)
    report = import_media(medium, tmp_path / "archive")
    assert not report.complete
    assert report.imported == 0
    assert contents(tmp_path / "archive") == {}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_an_archive_that_takes_no_more_stops_it(
    number: int, plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, calls = Copies.write, []

    def full(self: Copies, pieces: object, part: str) -> None:
        calls.append(part)
        if len(calls) > 5:
            raise OSError(number, os.strerror(number))
        really(self, pieces, part)  # type: ignore[arg-type]

    monkeypatch.setattr(Copies, "write", full)
    report = import_media(plain_disc, tmp_path / "archive")
    assert not report.complete
    assert report.imported == 5
    assert [one.code for one in report.findings if one.severity == "error"] == ["import-stopped"]
    assert not list((tmp_path / "archive").rglob("*.part"))
    monkeypatch.undo()
    assert import_media(plain_disc, tmp_path / "archive", RESUME).imported == 12


def test_an_archive_that_is_full_from_the_first_is_refused(
    plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Manifest, "begin", full)
    with pytest.raises(Refused) as caught:
        import_media(plain_disc, tmp_path / "archive")
    assert caught.value.finding.code == "destination-unwritable"
    assert "No space left" in caught.value.finding.message


def test_a_manifest_that_takes_all_but_the_end_can_be_gone_on_with(
    plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Manifest, "end", failing)
    report = import_media(plain_disc, tmp_path / "archive")
    assert (report.complete, report.imported) == (False, 12)
    assert [one.code for one in report.findings if one.severity == "error"] == ["import-stopped"]
    monkeypatch.undo()
    assert import_media(plain_disc, tmp_path / "archive", RESUME).complete


def test_a_name_that_is_taken_meanwhile_is_left_alone(
    plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files get their names once they are on the disk; somebody else may come first."""
    really, theirs = Copies.flush, []

    def late(self: Copies) -> None:
        for one in self._waiting.values() if not theirs else ():
            theirs.append(Path(one.path))
            theirs[0].write_bytes(b"theirs")
            break
        really(self)

    monkeypatch.setattr(Copies, "flush", late)
    report = import_media(plain_disc, tmp_path / "archive")
    assert not report.complete
    monkeypatch.undo()
    again = import_media(plain_disc, tmp_path / "archive", RESUME)
    assert again.sentence == "All 12 instances are imported."
    assert theirs[0].read_bytes() == b"theirs"
    assert not list((tmp_path / "archive").rglob("*.part"))


def test_what_is_named_as_the_folder_of_ours_outlives_the_next_import(tmp_path: Path) -> None:
    save(instance(StudyDescription="dicom-fileset-import"), tmp_path / "disc" / "A")
    terms = ImportTerms(layout="{StudyDescription}/{SOPInstanceUID}.part")
    import_media(tmp_path / "disc", tmp_path / "archive", terms)
    again = import_media(tmp_path / "disc", tmp_path / "archive", terms)
    kept = [path.read_bytes() for path in (tmp_path / "archive").rglob("*.part")]
    assert kept == [(tmp_path / "disc" / "A").read_bytes()]
    assert again.outcomes == {"linked": 1}


def test_killed_at_any_moment_it_goes_on(tmp_path: Path) -> None:
    root = disc(tmp_path / "disc", 80)
    whole = set(on_disc(root).values())
    archive = tmp_path / "archive"
    command = [sys.executable, "-m", "dicom_fileset.cli", "import", root, "-o", archive]
    kills = 0
    for delay in range(40):
        run = subprocess.Popen(
            [*command, "--resume"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 30
        while run.poll() is None and time.monotonic() < deadline:
            if len(list(archive.rglob("*.part"))) > 8 + delay * 12:
                run.send_signal(signal.SIGKILL)
                break
        run.wait()
        assert set(contents(archive).values()) <= whole
        if run.returncode in {0, 1}:
            break
        kills += 1
    else:
        pytest.fail("it never came to an end")
    assert kills > 2
    assert sorted(contents(archive)) == sorted(uids_of(places(80)))
    report = import_media(root, archive, RESUME)
    assert report.sentence == "All 80 instances are imported."
    assert report.outcomes == {"imported": 80, "left": 3}


def test_stopped_when_all_is_copied_it_does_not_say_that_nothing_was(
    plain_disc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Manifest, "end", stopped)
    with pytest.raises(Interrupted) as caught:
        import_media(plain_disc, tmp_path / "archive")
    assert caught.value.exit_status == 4
    assert "--resume" in caught.value.finding.remedy
    monkeypatch.undo()
    assert import_media(plain_disc, tmp_path / "archive", RESUME).imported == 12


def test_another_disc_of_the_same_names_is_not_taken_for_the_first(tmp_path: Path) -> None:
    for number, place in enumerate((Place(number=1), Place(number=2))):
        save(instance(place), tmp_path / f"disc{number}" / "DICOM" / "IM0001")
    first, second = (tmp_path / f"disc{number}" for number in range(2))
    assert len({(path / "DICOM" / "IM0001").stat().st_size for path in (first, second)}) == 1
    import_media(first, tmp_path / "archive")
    report = import_media(second, tmp_path / "archive", RESUME)
    assert "import-nothing-to-resume" in [one.code for one in report.findings]
    assert sorted(contents(tmp_path / "archive")) == sorted(
        uids_of((Place(number=1), Place(number=2)))
    )


def test_what_was_taken_out_of_the_archive_is_imported_again(
    plain_disc: Path, tmp_path: Path
) -> None:
    import_media(plain_disc, tmp_path / "archive")
    victim = next((tmp_path / "archive").rglob("*.dcm"))
    victim.unlink()
    report = import_media(plain_disc, tmp_path / "archive", RESUME)
    assert report.sentence == "All 12 instances are imported."
    assert victim.exists()


def test_equal_and_other_contents_of_one_uid(tmp_path: Path) -> None:
    ds = instance()
    save(ds, tmp_path / "disc" / "A")
    save(ds, tmp_path / "disc" / "B")
    ds.PatientID = "ANOTHER"
    save(ds, tmp_path / "disc" / "C")
    archive = tmp_path / "archive"
    report = import_media(tmp_path / "disc", archive)
    assert {row.path: row.outcome for row in report.files} == {
        "B": "linked",
        "C": "kept beside",
    } or {name: row[0] for name, row in manifest(report).items()} == {
        "A": "imported",
        "B": "linked",
        "C": "kept beside",
    }
    kept = [path.read_bytes() for path in archive.rglob("*.dcm")]
    assert sorted(kept) == sorted((tmp_path / "disc" / name).read_bytes() for name in "AC")
    before = snapshot(archive)

    skipped = import_media(tmp_path / "disc", tmp_path / "other", ImportTerms(on_duplicate="skip"))
    assert skipped.outcomes == {"imported": 1, "linked": 1, "skipped": 1}
    assert skipped.sentence.startswith("2 of 3 instances are imported; 1 is not: 1 skipped")
    failed = import_media(tmp_path / "disc", tmp_path / "third", ImportTerms(on_duplicate="fail"))
    assert not failed.complete
    assert failed.outcomes["refused"] == 1
    assert {name: data for name, data in before.items() if name.endswith(".dcm")} == {
        name: data for name, data in snapshot(archive).items() if name.endswith(".dcm")
    }
