"""What changes the disk by a way that the sweep does not know ends it, whatever the way."""

import mmap
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import suppress
from os import unlink, write
from pathlib import Path
from sqlite3 import connect

import pytest
from sweeps.escapes import counted, nothing_escapes
from sweeps.failures import FAILURES, swept
from sweeps.operations import Change
from sweeps.power import traced
from sweeps.run import stage_in

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")


def _prepared(root: Path, _sources: Path) -> None:
    (root / "THERE").write_bytes(b"there")


def _openly(act: Callable[[Path], object]) -> Change:
    """A change that does something that is counted, and then something else."""

    def carry_out(root: Path, _sources: Path) -> None:
        descriptor = os.open(root / "FILE", os.O_RDWR | os.O_CREAT, 0o666)
        os.write(descriptor, b"counted")
        os.close(descriptor)
        act(root)

    return Change("escaping", _prepared, carry_out)


def _by_sqlite(root: Path) -> None:
    connect(root / "FILE.sqlite").close()


def _passed_over(root: Path) -> None:
    with suppress(AssertionError), open(root / "FILE", "ab") as file:
        file.write(b"more")


EVENTS = {
    "open": lambda root: open(root / "FILE", "ab").close(),
    "open for both": lambda root: open(root / "FILE", "rb+").close(),
    "Path": lambda root: (root / "FILE").write_bytes(b""),
    "copy": lambda root: shutil.copyfile(root / "THERE", root / "COPY"),
    "truncate": lambda root: os.truncate(root / "FILE", 1),
    "link": lambda root: os.link(root / "FILE", root / "LINK"),
    "symlink": lambda root: os.symlink("FILE", root / "LINK"),
    "chmod": lambda root: os.chmod(root / "FILE", 0o600),
    "a function that was imported before": lambda root: unlink(root / "FILE"),
    "a database": _by_sqlite,
    "a process": lambda root: subprocess.run(["touch", root / "FILE"], check=True),
    "an error that is passed over": _passed_over,
}


@pytest.mark.parametrize("act", EVENTS.values(), ids=EVENTS)
def test_an_operation_that_escapes_ends_both_sweeps(
    act: Callable[[Path], object], tmp_path: Path
) -> None:
    stage, root = stage_in(_openly(act), tmp_path)
    with pytest.raises(AssertionError, match="it fails by itself"):
        list(swept(stage, FAILURES[2], root))
    with pytest.raises(AssertionError, match="passes the sweep by"):
        traced(stage, root, at_once=False)


def _into_open_file(act: Callable[[int], object]) -> Change:
    def carry_out(root: Path, _sources: Path) -> None:
        descriptor = os.open(root / "FILE", os.O_RDWR | os.O_CREAT, 0o666)
        os.write(descriptor, b"counted")
        act(descriptor)
        os.close(descriptor)

    return Change("escaping", _prepared, carry_out)


def _by_map(descriptor: int) -> None:
    with mmap.mmap(descriptor, 7) as there:
        there[:2] = b"no"


BYTES = {
    "pwrite": lambda descriptor: os.pwrite(descriptor, b"no", 0),
    "writev": lambda descriptor: os.writev(descriptor, [b"no"]),
    "map": _by_map,
    "a function that was imported before": lambda descriptor: write(descriptor, b"no"),
}


@pytest.mark.parametrize("act", BYTES.values(), ids=BYTES)
def test_bytes_that_escape_end_the_sweep(act: Callable[[int], object], tmp_path: Path) -> None:
    stage, root = stage_in(_into_open_file(act), tmp_path)
    with pytest.raises(AssertionError, match="written past the sweep"):
        traced(stage, root, at_once=False)


def test_what_is_counted_or_elsewhere_does_not_escape(tmp_path: Path) -> None:
    root = tmp_path / "disc"
    with nothing_escapes(root):
        counted(root.mkdir)
        (tmp_path / "elsewhere").write_bytes(b"")
        assert os.listdir(root) == []
        counted(sqlite3.connect, root / "FILE").close()


def test_the_plain_change_passes(tmp_path: Path) -> None:
    stage, root = stage_in(_openly(lambda _: None), tmp_path)
    assert [one.name for one, _ in traced(stage, root, at_once=False)] == ["open", "write"]
