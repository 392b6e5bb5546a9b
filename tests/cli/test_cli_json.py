"""What machines read: its schema, its fields, and nothing else on standard output."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from file_sets import FEW, Place, files_below, instance, save, snapshot, uids_of
from foreign_files import SAMPLE_MEDIA

Run = Callable[..., Any]
READ = {"root", "file_set_id", "file_set_uid", "instances", "findings"}
CHANGE = {
    "root",
    "placed",
    "removed",
    "skipped",
    "findings",
    "profile",
    "conforms_to",
    "nearest",
    "obstacles",
    "pages",
    "corrected",
}
VERIFY = {
    "root",
    "conforms",
    "findings",
    "profile",
    "profile_conforms",
    "statement",
    "pdi_conforms",
}
LISTED = [
    "file_id",
    "path",
    "record_type",
    "sop_class_uid",
    "sop_instance_uid",
    "transfer_syntax_uid",
    "patient_id",
    "patient_name",
    "study_instance_uid",
    "series_instance_uid",
    "modality",
    "present",
    "active",
    "listed",
]
PLACED = {
    "source",
    "file_id",
    "action",
    "sop_instance_uid",
    "transfer_syntax_uid",
    "why",
    "size_before",
    "size_after",
    "estimated",
    "lossless",
    "encoder",
}
REMOVED = {"file_id", "sop_instance_uid"}
SKIPPED = {"source", "code", "reason", "clause"}
FINDING = {"code", "severity", "message", "where", "clause", "remedy"}


@pytest.fixture
def document(run: Run, validators: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    def call(*arguments: str | Path, status: int = 0) -> dict[str, Any]:
        done = run(*arguments, "--json")
        assert (done.status, done.err) == (status, "")
        assert done.out.count("\n") == 1
        found: dict[str, Any] = done.json()
        validators[str(arguments[0])].validate(found)
        return found

    return call


Document = Callable[..., dict[str, Any]]


def test_create(document: Document, tmp_path: Path) -> None:
    sources = (SAMPLE_MEDIA / "incoming", SAMPLE_MEDIA / "troubled")
    found = document("create", *sources, "-o", tmp_path / "disc", status=1)
    assert found.keys() == CHANGE
    assert found["root"] == str(tmp_path / "disc")
    assert all(one.keys() == PLACED for one in found["placed"])
    assert all(one.keys() == SKIPPED for one in found["skipped"])
    assert all(one.keys() == FINDING for one in found["findings"])
    assert all(
        one["where"].keys() <= {"path", "offset", "record", "tag"} for one in found["findings"]
    )
    assert found["removed"] == []
    assert {one["action"] for one in found["placed"]} == {"copied", "re-encoded"}
    files = [path for source in sources for path in source.rglob("*") if path.is_file()]
    told = [one["source"] for one in (*found["placed"], *found["skipped"])]
    assert sorted(told) == sorted(str(path) for path in files)


def test_update(document: Document, disc: Path, tmp_path: Path) -> None:
    new = save(instance(Place(7)), tmp_path / "NEW")
    found = document("update", disc, "--add", new, "--remove", "PatientID=ID2")
    assert found.keys() == CHANGE
    assert [one["sop_instance_uid"] for one in found["placed"]] == [Place(7).uid]
    assert [one.keys() for one in found["removed"]] == [REMOVED]
    assert found["removed"][0]["sop_instance_uid"] == Place(2).uid
    assert isinstance(found["removed"][0]["file_id"], list)


def test_read(document: Document, disc: Path) -> None:
    found = document("read", disc)
    assert found.keys() == READ
    assert (found["root"], found["file_set_id"], found["findings"]) == (str(disc), "FEW", [])
    assert all(list(one) == LISTED for one in found["instances"])
    assert [one["sop_instance_uid"] for one in found["instances"]] == uids_of(sorted(FEW))
    assert all(one["present"] is True for one in found["instances"])


def test_verify(document: Document, disc: Path) -> None:
    assert document("verify", disc) == {
        "root": str(disc),
        "conforms": True,
        "findings": [],
        "profile": "",
        "profile_conforms": None,
        "statement": "",
        "pdi_conforms": None,
    }
    files_below(disc)[0].unlink()
    found = document("verify", disc, status=1)
    assert found.keys() == VERIFY
    assert found["conforms"] is False
    assert [one["code"] for one in found["findings"]] == ["file-missing"]


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        (("read", "NONE"), 3, "directory-missing"),
        (("read", "DISC", "--csv"), 2, "bad-call"),
        (("verify", "NONE"), 3, "directory-missing"),
        (("update", "DISC", "--remove", "PatientID=NOBODY"), 3, "nothing-matches"),
        (("update", "DISC", "--remove", "nonsense"), 2, "bad-call"),
        (("update", "DISC", "--remove", "Nonsense=1"), 2, "bad-criterion"),
        (("update", "DISC"), 2, "nothing-to-do"),
        (("update", "DISC", "--rekey", "PatientID=ID1"), 2, "bad-call"),
        (
            (
                "update",
                "DISC",
                "--rekey",
                "PatientID=A",
                "--rekey",
                "PatientID=B",
                "--to",
                "PatientID=C",
            ),
            2,
            "bad-call",
        ),
        (("update", "DISC", "--to", "PatientID=ID1"), 2, "bad-call"),
        (("update", "DISC", "--rekey", "PatientID=X", "--to", "PatientID=Y"), 3, "nothing-matches"),
        (("update", "DISC", "--rekey", "Modality=CT", "--to", "PatientID=Y"), 2, "rekey-attribute"),
        (("create", "DISC", "-o", "DISC"), 3, "directory-exists"),
        (("create", "DISC", "-o", "NONE", "--jobs", "0"), 2, "bad-call"),
        (("create", "DISC", "-o", "NONE", "--file-set-id", "a"), 2, "file-set-id-illegal"),
    ],
)
def test_a_call_that_fails(
    call: tuple[str, ...], status: int, code: str, document: Document, disc: Path
) -> None:
    names = {"DISC": str(disc), "NONE": str(disc.parent / "none")}
    found = document(*(names.get(word, word) for word in call), status=status)
    assert found.keys() == {"error", "findings"}
    assert found["error"]["code"] == code
    assert found["error"].keys() == FINDING


@pytest.mark.parametrize("verb", ["create", "update"])
def test_a_dry_run_tells_the_same_and_writes_nothing(
    verb: str, document: Document, disc: Path, tmp_path: Path
) -> None:
    new = save(instance(Place(7)), tmp_path / "in" / "NEW").parent
    calls = {
        "create": ("create", new, "-o", tmp_path / "other"),
        "update": ("update", disc, "--add", new, "--remove", "PatientID=ID1"),
    }
    before = snapshot(tmp_path)
    planned = document(*calls[verb], "--dry-run")
    assert snapshot(tmp_path) == before
    assert document(*calls[verb]) == planned
    assert snapshot(tmp_path) != before


def test_a_dry_run_heals_nothing(run: Run, disc: Path, tmp_path: Path) -> None:
    """A change was broken off; a dry run may tell it, and writes nothing all the same."""
    new = save(instance(Place(7)), tmp_path / "NEW")
    (disc / ".dicom-fileset-change").write_bytes(b"")
    before = snapshot(disc)
    run("update", disc, "--add", new, "--dry-run")
    assert snapshot(disc) == before


def test_csv(run: Run, disc: Path) -> None:
    done = run("read", disc, "--csv")
    rows = list(csv.reader(io.StringIO(done.out)))
    assert (done.status, done.err) == (0, "")
    assert rows[0] == LISTED
    assert [row[LISTED.index("sop_instance_uid")] for row in rows[1:]] == uids_of(sorted(FEW))
    assert all((disc / row[0]).is_file() for row in rows[1:])
    assert {row[-1].lower() for row in rows[1:]} == {"true"}


def test_a_schema_refuses_what_is_none(validators: dict[str, Any]) -> None:
    """Else every document would be valid, and validating them would prove nothing."""
    for validator in validators.values():
        for wrong in ({}, [], {"error": {}}, {"root": 1, "findings": []}):
            assert not validator.is_valid(wrong)
