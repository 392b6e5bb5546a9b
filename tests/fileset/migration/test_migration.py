"""Whole migrations: every file accounted for, nothing overwritten, gone on with as it was begun."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from archives import make_archive
from dicom_fileset.errors import Refused, UsageError
from dicom_fileset.migration import gate, one_file
from dicom_fileset.migration.manner import Manner, window
from dicom_fileset.migration.migration import Migration
from dicom_fileset.migration.model import Task
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.terms import Terms
from file_sets import FEW, Place, instance, save, snapshot, write_instances
from migrating import RLE, asked, journal_of, listed, migrated, outcomes
from pydicom import dcmread

TEMPLATE = Terms(policy_of("RLELossless"), "{StudyInstanceUID}/{SOPInstanceUID}.dcm")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write_instances(tmp_path / "archive")
    return tmp_path / "archive"


def test_a_tree_is_mirrored_and_every_pixel_is_the_same(archive: Path, tmp_path: Path) -> None:
    before = snapshot(archive)
    report = migrated(archive, tmp_path / "new")
    assert outcomes(report) == {"transcoded": len(FEW)}
    assert report.exit_status == 0
    assert report.before == report.after
    assert report.after.instances == len(FEW)
    assert snapshot(archive) == before
    paths = {path.relative_to(archive) for path in archive.rglob("*") if path.is_file()}
    made = {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*.*")}
    assert {one for one in (tmp_path / "new").rglob("*") if one.is_file()} == {
        tmp_path / "new" / one for one in paths
    }
    assert made <= paths
    for path in paths:
        old, new = dcmread(archive / path), dcmread(tmp_path / "new" / path)
        assert new.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.5"
        assert (old.pixel_array == new.pixel_array).all()


def test_several_sources_get_a_folder_each(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_instances(tmp_path / name)
    report = migrated([tmp_path / "one", tmp_path / "two"], tmp_path / "new")
    assert report.exit_status == 0
    assert sorted(os.listdir(tmp_path / "new")) == ["one", "two"]


def test_a_template_has_a_content_once_and_others_beside_it(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    save(instance(), archive / "a")
    save(instance(), archive / "b" / "equal")
    save(instance(StudyDescription="Other"), archive / "c")
    save(instance(StudyDescription="Other"), archive / "d")
    save(instance(StudyDescription="Third"), archive / "e")
    report = migrated(archive, tmp_path / "new", TEMPLATE)
    assert outcomes(report) == {"transcoded": 3, "duplicate": 2}
    assert report.exit_status == 0
    folder = tmp_path / "new" / Place().study_uid
    uid = Place().uid
    assert sorted(os.listdir(folder)) == [f"{uid}+1.dcm", f"{uid}+2.dcm", f"{uid}.dcm"]


def test_what_is_no_instance_stays_and_what_is_damaged_is_carried(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    save(instance(), archive / "whole")
    data = (archive / "whole").read_bytes()
    (archive / "notes.txt").write_text("no instance\n" * 20)
    (archive / "cut").write_bytes(data[:304])
    (archive / "no pixels").write_bytes(data[:-20])
    report = migrated(archive, tmp_path / "new")
    assert outcomes(report) == {"transcoded": 1, "carried": 2, "left": 1}
    assert report.exit_status == 1
    assert set(listed(report)) == {"cut", "no pixels"}
    assert (tmp_path / "new" / "cut").read_bytes() == data[:304]
    assert (tmp_path / "new" / "no pixels").read_bytes() == data[:-20]


def test_where_it_is_not_wished_nothing_is_carried(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    data = save(instance(), archive / "whole").read_bytes()
    (archive / "cut").write_bytes(data[:304])
    report = migrated(archive, tmp_path / "new", Terms(policy_of("RLELossless"), carry=False))
    assert outcomes(report) == {"transcoded": 1, "failed": 1}
    assert report.exit_status == 1
    assert os.listdir(tmp_path / "new") == ["whole"]


def test_a_second_run_does_nothing_twice(archive: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    first = migrated(archive, new)
    stamps = {path: path.stat().st_mtime_ns for path in new.rglob("*")}
    again = migrated(archive, new, resume=True)
    assert outcomes(again) == outcomes(first)
    assert {path: path.stat().st_mtime_ns for path in new.rglob("*")} == stamps


def test_a_journal_is_gone_on_with_only_when_asked(archive: Path, tmp_path: Path) -> None:
    migrated(archive, tmp_path / "new")
    with pytest.raises(Refused) as refused:
        migrated(archive, tmp_path / "new")
    assert refused.value.finding.code == "journal-exists"


def test_other_terms_are_refused(archive: Path, tmp_path: Path) -> None:
    migrated(archive, tmp_path / "new")
    others = Terms(policy_of("JPEG2000Lossless"), carry=False)
    with pytest.raises(Refused) as refused:
        migrated(archive, tmp_path / "new", others, resume=True)
    assert refused.value.finding.code == "migration-other-terms"
    assert "--transfer-syntax, --on-refusal" in refused.value.finding.message


def test_another_source_is_refused(archive: Path, tmp_path: Path) -> None:
    migrated(archive, tmp_path / "new")
    write_instances(tmp_path / "other")
    with pytest.raises(Refused) as refused:
        migrated(tmp_path / "other", tmp_path / "new", resume=True)
    assert refused.value.finding.code == "migration-other-terms"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 nothing else", b"text" * 2000])
def test_a_journal_that_is_none_is_refused(archive: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal").write_bytes(content)
    if not content:  # an empty file is what SQLite makes a database of
        assert migrated(archive, tmp_path / "new", journal=tmp_path / "journal").exit_status == 0
        return
    with pytest.raises(Refused) as refused:
        migrated(archive, tmp_path / "new", journal=tmp_path / "journal", resume=True)
    assert refused.value.finding.code == "journal-unusable"
    assert (tmp_path / "journal").read_bytes() == content
    assert not (tmp_path / "new").exists()


def test_a_database_of_others_is_refused_and_left(archive: Path, tmp_path: Path) -> None:
    data = sqlite3.connect(tmp_path / "journal")
    data.execute("CREATE TABLE theirs (x)")
    data.close()
    with pytest.raises(Refused) as refused:
        migrated(archive, tmp_path / "new", journal=tmp_path / "journal", resume=True)
    assert refused.value.finding.code == "journal-unusable"
    assert asked(tmp_path / "journal", "SELECT name FROM sqlite_master") == [("theirs",)]


def test_a_destination_with_something_in_it_is_refused(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "theirs").write_text("x")
    with pytest.raises(Refused) as refused:
        migrated(archive, tmp_path / "new")
    assert refused.value.finding.code == "destination-not-empty"


def test_a_destination_that_is_the_source_is_a_wrong_call(archive: Path) -> None:
    with pytest.raises(UsageError):
        migrated(archive, archive)


def test_a_destination_below_a_source_is_passed_by(archive: Path) -> None:
    report = migrated(archive, archive / "new")
    assert outcomes(report) == {"transcoded": len(FEW)}
    assert migrated(archive, archive / "new", resume=True).exit_status == 0


def test_a_destination_whose_medium_is_gone_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new"
    with monkeypatch.context() as patched:
        patched.setattr(gate.Gate, "_shut", lambda *_: "it is shut")
        patched.setattr(gate.Gate, "wait", lambda *_: False)
        assert migrated(archive, new).exit_status == 4
    shutil.rmtree(new)
    new.mkdir()  # a place where something is mounted, and is not
    with pytest.raises(Refused) as refused:
        migrated(archive, new, resume=True)
    assert refused.value.finding.code == "destination-other-migration"
    assert os.listdir(new) == []


def test_a_destination_that_is_gone_is_not_said_to_hold_anything(
    archive: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    migrated(archive, new)
    shutil.rmtree(new)
    with pytest.raises(Refused) as refused:
        migrated(archive, new, resume=True)
    assert refused.value.finding.code == "destination-other-migration"
    assert not new.exists()


@pytest.mark.parametrize("source", ["empty", "missing"])
def test_nothing_among_the_sources_leaves_nothing(tmp_path: Path, source: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused) as refused:
        migrated(tmp_path / source, tmp_path / "new")
    assert refused.value.finding.code == "nothing-to-do"
    assert {one.code for one in refused.value.others} == (
        {"source-missing"} if source == "missing" else set()
    )
    assert os.listdir(tmp_path) == ["empty"]


@pytest.mark.parametrize(
    "terms",
    [
        Terms(policy_of("keep"), "file-sets", volume_size=100_000),
        Terms(policy_of("keep"), "file-sets", volume_size=700_000_000, volume_prefix="no prefix"),
        Terms(policy_of("keep"), "file-sets", volume_size=700_000_000, profile="STD-NONE"),
    ],
    ids=["no room", "label", "profile"],
)
def test_volumes_that_cannot_be_are_a_wrong_call(
    archive: Path, tmp_path: Path, terms: Terms
) -> None:
    with pytest.raises(UsageError):
        migrated(archive, tmp_path / "new", terms)
    assert sorted(os.listdir(tmp_path)) == ["archive"]


def test_a_file_that_changes_is_named_and_nothing_of_it_is_there(
    archive: Path, tmp_path: Path
) -> None:
    def changing(told: object) -> None:
        if getattr(told, "stage", "") == "headers":
            with open(archive / "IMAGES" / "IM0001", "ab") as file:
                file.write(b"\0\0")

    report = migrated(archive, tmp_path / "new", progress=changing)
    assert listed(report) == {"IM0001": "changed"}
    assert outcomes(report) == {"transcoded": len(FEW) - 1, "failed": 1}
    assert report.exit_status == 1
    assert not (tmp_path / "new" / "IMAGES" / "IM0001").exists()


def test_what_failed_is_tried_again_when_asked(archive: Path, tmp_path: Path) -> None:
    def changing(told: object) -> None:
        if getattr(told, "stage", "") == "headers":
            os.utime(archive / "IMAGES" / "IM0001", (1, 1))

    new = tmp_path / "new"
    assert migrated(archive, new, progress=changing).exit_status == 1
    assert listed(migrated(archive, new, resume=True)) == {"IM0001": "changed"}
    report = migrated(archive, new, resume=True, retry=True)
    assert outcomes(report) == {"transcoded": len(FEW)}
    assert report.exit_status == 0


def test_what_was_looked_at_for_another_layout_is_looked_at_again(
    archive: Path, tmp_path: Path
) -> None:
    with Migration([archive], tmp_path / "new", RLE) as migration:
        migration.plan()
    assert migrated(archive, tmp_path / "new", TEMPLATE).exit_status == 0
    assert (tmp_path / "new" / Place().study_uid / f"{Place().uid}.dcm").exists()


def test_a_journal_that_was_made_in_vain_goes_again(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "theirs").write_text("x")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(Refused):
        migrated(archive, tmp_path / "new")
    assert sorted(os.listdir(tmp_path)) == before


def test_a_journal_may_lie_in_the_destination(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    journal = tmp_path / "new" / "journal.sqlite"
    assert migrated(archive, tmp_path / "new", journal=journal).exit_status == 0
    assert migrated(archive, tmp_path / "new", journal=journal, resume=True).exit_status == 0
    assert sorted(os.listdir(tmp_path / "new")) == ["IMAGES", "journal.sqlite"]


def test_something_else_at_a_place_is_left_and_named(archive: Path, tmp_path: Path) -> None:
    def others(told: object) -> None:
        place = tmp_path / "new" / "IMAGES" / "IM0001"
        if getattr(told, "stage", "") == "headers" and not place.exists():
            place.parent.mkdir()
            place.write_text("theirs")

    report = migrated(archive, tmp_path / "new", progress=others)
    assert listed(report) == {"IM0001": "destination-exists"}
    assert (tmp_path / "new" / "IMAGES" / "IM0001").read_text() == "theirs"


def test_newest_first(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    dates = ["20010101", "", "20240101", "19991231"]
    for number, date in enumerate(dates, 1):
        save(instance(Place(number=number), StudyDate=date), archive / f"{number}")
    migrated(archive, tmp_path / "new", order="newest")
    query = "SELECT date FROM file ORDER BY sequence"
    found = [date for (date,) in asked(journal_of(tmp_path / "new"), query)]
    assert found == [20240101, 20010101, 19991231, 0]


def test_those_of_a_list_first(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    for number in range(1, 6):
        save(instance(Place(number=number)), archive / "d" / f"{number}")
    wanted = tmp_path / "list.txt"
    wanted.write_text(f"{archive}/d/4\n\n{archive}/d/2\n{archive}/none\n")
    migrated(archive, tmp_path / "new", order="list", listed=str(wanted))
    query = "SELECT name FROM file ORDER BY sequence"
    found = [name for (name,) in asked(journal_of(tmp_path / "new"), query)]
    assert found == ["4", "2", "1", "3", "5"]


def test_a_list_of_nothing_is_a_wrong_call(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("nothing\n")
    with pytest.raises(UsageError):
        migrated(archive, tmp_path / "new", order="list", listed=str(tmp_path / "list"))


def test_a_full_destination_is_waited_for(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    free = iter([0, 0, 0])

    def usage(_: str) -> object:
        return type("Usage", (), {"free": next(free, 1 << 40)})

    monkeypatch.setattr(gate.shutil, "disk_usage", usage)
    monkeypatch.setattr(gate.time, "sleep", lambda _: None)
    report = migrated(archive, tmp_path / "new", progress=told.append)
    assert report.exit_status == 0
    assert [one.why for one in told if one.stage == "paused"]


def test_a_full_destination_stops_where_that_is_wished(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        usage = type("Usage", (), {"free": 0})
        patched.setattr(gate.shutil, "disk_usage", lambda _: usage)
        report = migrated(archive, tmp_path / "new", wait_for_room=False)
        assert report.exit_status == 4
        assert outcomes(report) == {"waiting": len(FEW)}
    assert migrated(archive, tmp_path / "new", resume=True).exit_status == 0


def test_interrupted_it_is_gone_on_with(tmp_path: Path) -> None:
    make_archive(tmp_path / "archive", 400)

    def interrupt(told: object) -> None:
        if getattr(told, "stage", "") == "migrating" and getattr(told, "files", 0) > 30:
            raise KeyboardInterrupt

    report = migrated(tmp_path / "archive", tmp_path / "new", progress=interrupt)
    assert report.exit_status == 4
    assert report.stopped
    assert "migration-stopped" in {one.code for one in report.findings}
    done = sum(number for name, number in outcomes(report).items() if name != "waiting")
    assert 30 < done < 400
    again = migrated(tmp_path / "archive", tmp_path / "new", resume=True)
    assert sum(outcomes(again).values()) == 400
    assert "waiting" not in outcomes(again)


def test_outside_of_its_window_it_waits(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = iter([12, 12, 12, 12])
    told = []

    class Clock(datetime):
        @classmethod
        def now(cls, _: object = None) -> "Clock":  # type: ignore[override]
            return cls(2024, 1, 1, next(hours, 20))

    monkeypatch.setattr(gate, "datetime", Clock)
    monkeypatch.setattr(gate.time, "sleep", lambda _: None)
    report = migrated(archive, tmp_path / "new", window=window("19:00-06:00"), progress=told.append)
    assert report.exit_status == 0
    assert {one.why for one in told if one.stage == "paused"} == {
        "there is work from 19:00 to 06:00"
    }


def test_a_rate_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(gate.time, "monotonic", lambda: now)
    monkeypatch.setattr(gate.time, "sleep", sleep)
    shut = gate.Gate(Manner(rate=1000), ".")
    tasks = iter([Task(number, b"", 500, 0, b"", b"") for number in range(20)])
    assert len(list(shut.through(tasks))) == 20
    assert 8.5 <= now <= 10.5


def test_a_child_that_crashes_costs_nothing_but_its_own_transcoding(
    archive: Path, tmp_path: Path, crashing: Callable[[str], None]
) -> None:
    crashing("IM0002")
    report = migrated(archive, tmp_path / "new", jobs=2)
    assert outcomes(report) == {"transcoded": len(FEW) - 1, "carried": 1}
    assert listed(report) == {"IM0002": "decoder-crashed"}
    same = (tmp_path / "new" / "IMAGES" / "IM0002").read_bytes()
    assert same == (archive / "IMAGES" / "IM0002").read_bytes()


@pytest.fixture
def crashing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Has children die over a file of that name, by a module that is found before ours."""

    def die_over(name: str) -> None:
        folder = tmp_path / "crashing"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(
            "import os, sys\n"
            "def audit(event, arguments):\n"
            f"    if event == 'open' and str(arguments[0]).endswith({name!r}):\n"
            "        if 'dicom_fileset.migration.worker' in sys.orig_argv:\n"
            "            os._exit(9)\n"
            "sys.addaudithook(audit)\n"
        )
        monkeypatch.syspath_prepend(str(folder))

    yield die_over
    assert one_file is not None
