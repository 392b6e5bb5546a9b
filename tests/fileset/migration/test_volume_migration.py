"""Whole migrations to file-sets: every instance on a volume that others read, killed or not."""

import os
from collections import Counter
from pathlib import Path

import pytest
from archives import make_archive
from checks import check_file_set, listed_uids, uid_of
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.terms import Terms
from dicom_fileset.verification import verify
from file_sets import files_below, write_instances
from large_migrations.killing_it import digest_of, rows_of, run_killed, run_through
from migrating import asked, journal_of, migrated

TERMS = Terms(policy_of("RLELossless"), "file-sets", volume_size=2_000_000, volume_prefix="CD")


def test_each_instance_is_on_a_volume(tmp_path: Path) -> None:
    make_archive(tmp_path / "archive", 300)
    report = migrated(tmp_path / "archive", tmp_path / "new", TERMS)
    assert report.before == report.after
    volumes = sorted(path for path in (tmp_path / "new").iterdir() if path.is_dir())
    assert len(volumes) > 3
    assert [path.name for path in volumes] == [f"CD_{n:04}" for n in range(1, len(volumes) + 1)]
    carried = "SELECT destination FROM file WHERE outcome = 'carried'"
    damaged = {
        str(tmp_path / "new" / one) for (one,) in asked(journal_of(tmp_path / "new"), carried)
    }
    on_volumes: Counter[str] = Counter()
    for root in volumes:
        files = files_below(root)
        check_file_set(root, [uid_of(path) for path in files])
        assert {one.where.path for one in verify(root).findings} <= damaged
        on_volumes.update(listed_uids(root))
    query = "SELECT instance_out FROM file WHERE size_out IS NOT NULL AND outcome <> 'duplicate'"
    assert on_volumes == Counter(uid for (uid,) in asked(journal_of(tmp_path / "new"), query))
    assert len(on_volumes) == report.after.instances
    paths = asked(journal_of(tmp_path / "new"), "SELECT destination FROM file WHERE volume > 0")
    assert all((tmp_path / "new" / path).is_file() for (path,) in paths)
    assert len(paths) == on_volumes.total()


def test_once_more_changes_nothing(tmp_path: Path) -> None:
    write_instances(tmp_path / "archive")
    first = migrated(tmp_path / "archive", tmp_path / "new", TERMS)
    digest = digest_of(tmp_path / "new")
    second = migrated(tmp_path / "archive", tmp_path / "new", TERMS, resume=True)
    assert (first.exit_status, second.exit_status) == (0, 0)
    assert digest_of(tmp_path / "new") == digest


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_killed_and_resumed_it_comes_to_the_same(tmp_path: Path) -> None:
    made = make_archive(tmp_path / "archive", 600)
    terms = ("-t", "RLELossless", "--jobs", 2, "--layout", "file-sets", "--volume-size", "2MB")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    status = run_through(tmp_path / "archive", "-o", whole, *terms)
    assert run_killed(6, 5.0, tmp_path / "archive", "-o", killed, *terms).status == status
    rows = rows_of(tmp_path / "whole.migration.sqlite")
    assert len(rows) == made.files
    assert rows_of(tmp_path / "killed.migration.sqlite") == rows
    assert digest_of(killed) == digest_of(whole)
