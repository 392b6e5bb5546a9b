"""Whatever is named, there is an answer and a status, and no traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checks import check_file_set
from dicom_fileset import FileSetCreator
from file_sets import FEW, Place, instance, save, snapshot, uids_of, write_instances

Run = Callable[..., Any]
COMMAND = (sys.executable, "-m", "dicom_fileset.cli")
CALLS: dict[str, tuple[tuple[str, ...], set[int]]] = {
    "missing source": (("create", "none", "-o", "dest"), {3}),
    "missing source and another": (("create", "none", "in", "-o", "dest"), {1}),
    "a DICOMDIR as source": (("create", "disc/DICOMDIR", "-o", "dest"), {3}),
    "a file-set as source": (("create", "disc", "-o", "dest"), {0}),
    "the source as destination": (("create", "in", "-o", "in"), {3}),
    "a file as destination": (("create", "in", "-o", "text"), {3}),
    "a destination below a file": (("create", "in", "-o", "text/dest"), {3}),
    "in place of a file": (("create", "text", "--in-place"), {3}),
    "in place of nothing": (("create", "none", "--in-place"), {3}),
    "nothing but text": (("create", "text", "-o", "dest"), {3}),
    "a name with spaces": (("create", "a b", "-o", "the dest"), {0}),
    "no name at all": (("create", "", "-o", "dest"), {2, 3}),
    "a device as source": (("create", "/dev/null", "-o", "dest"), {3}),
    "read of nothing": (("read", "none"), {3}),
    "read of a folder": (("read", "in"), {1}),
    "read of a folder, strictly": (("read", "in", "--strict"), {3}),
    "read of garbage": (("read", "garbage"), {3}),
    "read of an instance": (("read", "in/IM0001"), {3}),
    "read of a folder named DICOMDIR": (("read", "folder"), {3}),
    "read of a device": (("read", "/dev/null"), {3}),
    "read below a file": (("read", "text/DICOMDIR"), {3}),
    "verify of a folder named DICOMDIR": (("verify", "folder"), {3}),
    "verify of garbage": (("verify", "garbage"), {3}),
    "verify below a file": (("verify", "text/DICOMDIR"), {3}),
    "update of garbage": (("update", "garbage", "--add", "in"), {3}),
    "update of nothing": (("update", "none", "--add", "in"), {3}),
    "update below a file": (("update", "text/DICOMDIR", "--add", "in"), {3}),
    "update of a folder named DICOMDIR": (("update", "folder", "--add", "in"), {3}),
    "update with a missing source": (("update", "disc", "--add", "none"), {1, 3}),
    "update by an empty value": (("update", "disc", "--remove", "PatientID="), {2}),
    "update by a value with a separator": (("update", "disc", "--remove", "PatientID=a=b"), {3}),
}


@pytest.fixture
def folder(disc: Path, sources: Path, tmp_path: Path) -> Path:
    (tmp_path / "in").symlink_to(sources)
    (tmp_path / "a b").symlink_to(sources)
    (tmp_path / "text").write_text("hello")
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / "DICOMDIR").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "folder" / "DICOMDIR").mkdir(parents=True)
    assert disc.parent == tmp_path
    return tmp_path


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("name", CALLS)
def test_an_answer_and_a_status(
    name: str, as_json: bool, run: Run, folder: Path, validators: dict[str, Any]
) -> None:
    call, statuses = CALLS[name]
    before = snapshot(folder)
    done = run(*call, *(["--json"] if as_json else []), cwd=folder)
    assert done.status in statuses
    if done.status >= 2:
        assert snapshot(folder) == before
        assert as_json or done.err.strip()
    if as_json:
        document = done.json()
        validators[call[0]].validate(document)
        assert ("error" in document) == (done.status >= 2)
        assert document.keys() >= {"error", "findings"} or done.status < 2


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are text")
@pytest.mark.parametrize("options", [(), ("--json",), ("--dry-run",), ("--jobs", "2")])
def test_a_name_that_is_no_text(options: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    save(instance(), tmp_path / "in" / "IM1")
    os.rename(folder + b"/IM1", folder + b"/IM\xff\xfe1")
    (tmp_path / "in" / "empty").touch()
    os.rename(folder + b"/empty", folder + b"/\xff")
    done = run("create", folder, "-o", tmp_path / "disc", *options)
    assert done.status == 1
    if "--json" in options:
        assert done.json()["placed"][0]["source"].endswith("IM\udcff\udcfe1")
    if "--dry-run" not in options:
        check_file_set(tmp_path / "disc", [Place().uid])
        assert run("verify", tmp_path / "disc").status == 0


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are text")
@pytest.mark.parametrize("verb", ["read", "verify"])
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_root_that_is_no_text(verb: str, option: tuple[str, ...], run: Run, disc: Path) -> None:
    root = os.fsencode(disc.parent) + b"/dis\xff"
    os.rename(disc, root)
    assert run(verb, root, *option).status == 0


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file-set that takes more to show than one write."""
    root = tmp_path_factory.mktemp("many")
    write_instances(root, [Place(1, 1, number) for number in range(1, 301)])
    FileSetCreator(root, in_place=True).commit()
    return root


@pytest.mark.parametrize("options", [(), ("--json",), ("--csv",)])
@pytest.mark.parametrize("size", ["few", "many"])
def test_a_reader_that_has_enough(
    size: str, options: tuple[str, ...], many: Path, made_disc: Path
) -> None:
    """As with ``| head``: the pipe is closed before, or while, we write."""
    root = many if size == "many" else made_disc
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "read", root, *options], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode in {0, 1, 3, -13, 141}


def test_the_set_is_whole_though_nobody_reads_the_report(sources: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "create", sources, "-o", tmp_path / "disc", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert done.stderr == b""
    check_file_set(tmp_path / "disc", uids_of(FEW))
