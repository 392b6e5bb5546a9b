"""Migrations proven again: what is whole is proven, and every kind of tampering is found."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import make_archive
from dicom_fileset.errors import UsageError
from dicom_fileset.migration.audit.auditing import audit
from dicom_fileset.migration.audit.report import AuditReport
from dicom_fileset.migration.manner import Manner
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.terms import Terms
from file_sets import snapshot, write_instances
from migrating import asked, journal_of, migrated
from pydicom import dcmread

HTJ2K = Terms(policy_of("HTJ2KLossless"))
NATIVE = Terms(policy_of("ImplicitVRLittleEndian"))
OFTEN_RLE = Terms(policy_of("RLELossless"))
WHOLE = {
    "tree": HTJ2K,
    "re-encoded": Terms(policy_of("DeflatedExplicitVRLittleEndian")),
    "template": Terms(policy_of("RLELossless"), "{StudyInstanceUID}/{SOPInstanceUID}.dcm"),
    "file-sets": Terms(policy_of("RLELossless"), "file-sets", volume_size=2_000_000),
    "lossy": Terms(policy_of("JPEG2000", allow_lossy=True, ratio=4)),
    "kept": Terms(policy_of("keep")),
}


def codes(report: AuditReport) -> set[str]:
    return {one.code for one in report.codes if one.code != "audit-source-gone"}


def edit(destination: Path, query: str, *values: object) -> None:
    data = sqlite3.connect(journal_of(destination))
    with data:
        assert data.execute(query, values).rowcount
    data.close()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def new(tmp_path: Path) -> Path:
    write_instances(tmp_path / "archive")
    assert migrated(tmp_path / "archive", tmp_path / "new", OFTEN_RLE).exit_status == 0
    return tmp_path / "new"


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path, name: str) -> None:
    make_archive(tmp_path / "archive", 120)
    migrated(tmp_path / "archive", tmp_path / "new", WHOLE[name])
    before = snapshot(tmp_path)
    report = audit(journal_of(tmp_path / "new"), manner=Manner(jobs=2))
    assert codes(report) <= {"audit-not-migrated"}
    assert report.before == report.after
    assert report.files == report.all_files > 100
    assert snapshot(tmp_path) == before
    assert (report.lowest_psnr is not None) == (name == "lossy")
    assert bool(report.volumes) == (name == "file-sets")


def test_what_was_moved_is_named_and_a_source_may_be_gone(new: Path, tmp_path: Path) -> None:
    new.rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError):
        audit(journal_of(new))
    shutil.rmtree(tmp_path / "archive")
    report = audit(journal_of(new), output=tmp_path / "elsewhere")
    assert (report.exit_status, codes(report)) == (0, set())
    assert report.sources_gone == report.files
    assert [one.proof for one in report.proofs] == ["hash"]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def swap(new: Path) -> None:
    one, other = files(new)[:2]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def attribute(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b"\x10\0\x10\0PN") + 8
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


DIFFERS = "audit-result-differs"
TAMPERING: dict[str, tuple[Callable[[Path], object], str]] = {
    "pixel": (lambda new: flip(files(new)[0], -40), DIFFERS),
    "attribute": (lambda new: attribute(files(new)[0]), "audit-attributes-differ"),
    "missing": (lambda new: files(new)[0].unlink(), "audit-result-missing"),
    "truncated": (lambda new: os.truncate(files(new)[0], 900), DIFFERS),
    "swapped": (swap, "audit-identity-differs"),
    "extra": (lambda new: (new / "more").write_bytes(b"x"), "audit-file-extra"),
    "source": (lambda new: flip(files(new.parent / "archive")[0], -4), "audit-source-changed"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_what_is_done_to_files_is_found(new: Path, name: str) -> None:
    tamper, code = TAMPERING[name]
    tamper(new)
    report = audit(journal_of(new))
    assert report.exit_status == 1
    assert code in codes(report)


EDITS = {
    "sha256_out = zeroblob(32)": DIFFERS,
    "sha256_in = zeroblob(32)": "audit-source-changed",
    "size_out = size_out + 1": DIFFERS,
    "outcome = 'kept'": "audit-journal-differs",
    "outcome = 're-encoded'": "audit-journal-differs",
    "outcome = 'duplicate'": "audit-duplicate-lost",
    "outcome = 'failed'": "audit-file-extra",
    "outcome = 'left'": "audit-instance-left",
    "state = 'looked at'": "audit-unfinished",
    "instance_out = '1.2.3'": "audit-identity-differs",
    "instance = '1.2.3'": "audit-journal-differs",
    "series_out = NULL": "audit-identity-differs",
    "lossless = 0": "audit-journal-differs",
    "frames = 7": "audit-journal-differs",
    "syntax_out = '1.2.840.10008.1.2'": "audit-attributes-differ",
}


@pytest.mark.parametrize("change", EDITS)
def test_what_is_done_to_the_journal_is_found(new: Path, change: str) -> None:
    edit(new, f"UPDATE file SET {change} WHERE number = 1")  # noqa: S608 - ours
    report = audit(journal_of(new))
    assert report.exit_status == 1
    assert EDITS[change] in codes(report)


def test_pixels_altered_together_with_the_journal_are_found(new: Path) -> None:
    path = files(new)[0]
    ds = dcmread(path)
    ds.decompress()
    pixels = bytearray(ds.PixelData)
    pixels[0] ^= 1
    ds.PixelData = bytes(pixels)
    ds.compress("1.2.840.10008.1.2.5", generate_instance_uid=False)
    ds.save_as(path)
    data = path.read_bytes()
    name = path.name
    number = asked(journal_of(new), "SELECT number FROM file WHERE name = ?", name)[0][0]
    values = hashlib.sha256(data).digest(), len(data), number
    edit(new, "UPDATE file SET sha256_out = ?, size_out = ? WHERE number = ?", *values)
    report = audit(journal_of(new))
    assert DIFFERS not in codes(report)
    assert "audit-pixels-differ" in codes(report)


def test_a_damaged_directory_of_a_volume_is_found(tmp_path: Path) -> None:
    write_instances(tmp_path / "archive")
    migrated(tmp_path / "archive", tmp_path / "new", WHOLE["file-sets"])
    directory = next((tmp_path / "new").rglob("DICOMDIR"))
    data = directory.read_bytes()
    directory.write_bytes(data[: len(data) // 2])
    assert audit(journal_of(tmp_path / "new")).exit_status == 1


def test_a_cluster_is_refused(new: Path) -> None:
    with pytest.raises(UsageError):
        audit(journal_of(new), manner=Manner(scheduler="tcp://nowhere:1"))
