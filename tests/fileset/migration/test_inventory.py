"""What an archive's folders may hold: every file has a row, and everything else is named."""

import os
import socket
from pathlib import Path

import pytest
from dicom_fileset.migration.inventory import Inventory, add_sources
from dicom_fileset.migration.journal import Journal
from hypothesis import given, settings
from hypothesis import strategies as st
from migrating import asked

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def inventory(
    tmp_path: Path, *sources: Path, ours: tuple[str, ...] = ()
) -> tuple[list[str], dict[str, str]]:
    """Paths of the files that have a row, and code by path of what is listed."""
    path = tmp_path / "journal.sqlite"
    with Journal(str(path), create=True) as journal:
        add_sources(journal, [str(one) for one in sources])
        Inventory(journal, ours).run(lambda _: None)
    query = (
        "SELECT source.path, folder.path, file.name FROM file JOIN folder ON folder.number = "
        "file.folder JOIN source ON source.number = folder.source ORDER BY file.number"
    )
    files = [os.path.join(*map(os.fsdecode, row)) for row in asked(path, query)]
    rows = asked(path, "SELECT path, code FROM listed")
    return files, {os.fsdecode(where): code for where, code in rows}


def write(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_every_file_has_a_row_in_order_of_path(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    made = [write(root / name) for name in ("b/2", "b/1", "a/9", "top", "b/c/d/e")]
    files, listed = inventory(tmp_path, root)
    assert sorted(files) == sorted(map(str, made))
    assert [name for name in files if "/b/" in name] == [
        str(root / one) for one in ("b/1", "b/2", "b/c/d/e")
    ]
    assert not listed


def test_several_sources_have_names_of_their_own(tmp_path: Path) -> None:
    for one in ("one/disc/a", "two/disc/a", "three/Disc/a"):
        write(tmp_path / one)
    with Journal(str(tmp_path / "journal"), create=True) as journal:
        add_sources(
            journal, [str(tmp_path / one) for one in ("one/disc", "two/disc", "three/Disc")]
        )
        names = [name for (name,) in journal.rows("SELECT name FROM source ORDER BY number")]
    assert names == ["disc", "disc-2", "Disc-3"]


def test_files_that_are_named_are_taken_alone(tmp_path: Path) -> None:
    one, _ = write(tmp_path / "f" / "one"), write(tmp_path / "f" / "two")
    files, listed = inventory(tmp_path, one)
    assert [os.path.normpath(name) for name in files] == [str(one)]
    assert not listed


def test_what_is_not_there_is_listed(tmp_path: Path) -> None:
    files, listed = inventory(tmp_path, tmp_path / "nowhere")
    assert not files
    assert listed == {str(tmp_path / "nowhere"): "source-missing"}


@posix
def test_sockets_pipes_and_broken_links_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "archive"
    write(root / "file")
    os.mkfifo(root / "pipe")
    (root / "broken").symlink_to(root / "nothing")
    (root / "itself").symlink_to(root / "itself")
    monkeypatch.chdir(root)  # the name of a socket has little room
    with socket.socket(socket.AF_UNIX) as found:
        found.bind("socket")
    files, listed = inventory(tmp_path, root)
    assert files == [str(root / "file")]
    assert listed == {
        str(root / name): "unreadable" for name in ("pipe", "broken", "itself", "socket")
    }


@posix
def test_loops_of_links_are_entered_once(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    write(root / "a" / "file")
    (root / "a" / "up").symlink_to(root)
    (root / "b").symlink_to(root / "a")
    files, listed = inventory(tmp_path, root)
    assert files == [str(root / "a" / "file")]
    assert set(listed.values()) == {"directory-loop"}


@posix
def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path / "archive")
    os.makedirs(root + b"/M\xfcller")
    with open(root + b"/M\xfcller/\xff.dcm", "wb") as file:
        file.write(b"x")
    files, listed = inventory(tmp_path, Path(os.fsdecode(root)))
    assert [os.fsencode(name) for name in files] == [root + b"/M\xfcller/\xff.dcm"]
    assert not listed


def test_a_folder_that_cannot_be_read_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "archive"
    write(root / "good" / "file")
    write(root / "shut" / "file")
    scandir = os.scandir

    def denied(path: str) -> object:
        if os.path.basename(path) == "shut":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", denied)
    files, listed = inventory(tmp_path, root)
    assert files == [str(root / "good" / "file")]
    assert listed == {str(root / "shut"): "unreadable"}


def test_what_is_ours_is_passed_by(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    write(root / "file")
    write(root / "new" / "file")
    files, listed = inventory(tmp_path, root, ours=(str(root / "new"),))
    assert files == [str(root / "file")]
    assert listed == {str(root / "new"): "destination-among-sources"}


def test_a_broken_off_inventory_is_gone_on_with(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    made = [write(root / f"{folder}" / f"{name}") for folder in range(4) for name in range(5)]

    class Killed(Exception):
        pass

    def kill(files: int) -> None:
        if files >= 8:
            raise Killed

    with Journal(str(tmp_path / "journal"), create=True) as journal:
        add_sources(journal, [str(root)])
        with pytest.raises(Killed):
            Inventory(journal, ()).run(kill)
        Inventory(journal, ()).run(lambda _: None)
        assert journal.number("SELECT count(*) FROM file") == len(made)
        assert journal.number("SELECT count(*) FROM folder WHERE state = 'found'") == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.text("abAB é", min_size=1, max_size=3), min_size=1, max_size=4),
        max_size=12,
    )
)
def test_any_tree_is_listed_as_os_walk_has_it(
    tmp_path_factory: pytest.TempPathFactory, paths: list[list[str]]
) -> None:
    root = tmp_path_factory.mktemp("any")
    archive = root / "archive"
    archive.mkdir()
    for path in paths:
        place = archive.joinpath(*(f"d{one}" for one in path[:-1]), f"f{path[-1]}".strip())
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.write_bytes(b"x")
    files, _ = inventory(root, archive)
    expected = [os.path.join(at, name) for at, _, names in os.walk(archive) for name in names]
    assert sorted(files) == sorted(expected)
