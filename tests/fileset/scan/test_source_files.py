"""Folders to files: every file once, in order of name, a Finding for what is none."""

import os
from pathlib import Path

import pytest
from dicom_fileset.model import Finding
from dicom_fileset.scan.sources import source_files


def found(*sources: Path, follow_links: bool = True) -> tuple[list[str], list[tuple[str, str]]]:
    """Paths of files, and ``(code, path)`` of Findings."""
    listed = list(source_files(map(str, sources), follow_links=follow_links))
    findings = [one for one in listed if isinstance(one, Finding)]
    return (
        [one for one in listed if isinstance(one, str)],
        [(one.code, one.where.path or "") for one in findings],
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in ("b/2", "b/1", "a/x/3", "c", "a/0", "B/9"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    return root


def link(path: Path, target: Path) -> Path:
    try:
        path.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("no symbolic links here")
    return path


def test_every_file_once_in_order_of_name(tree: Path) -> None:
    files, findings = found(tree)
    names = [Path(path).relative_to(tree).as_posix() for path in files]
    assert names == ["c", "B/9", "a/0", "a/x/3", "b/1", "b/2"]
    assert findings == []


def test_a_file_as_a_source(tree: Path) -> None:
    assert found(tree / "c", tree / "b") == (
        [str(tree / "c"), str(tree / "b/1"), str(tree / "b/2")],
        [],
    )


def test_a_source_that_is_not_there(tree: Path) -> None:
    assert found(tree / "none") == ([], [("source-missing", str(tree / "none"))])


def test_a_folder_named_twice_is_read_once(tree: Path) -> None:
    files, findings = found(tree / "b", tree)
    assert len(files) == len(set(files)) == 6
    assert findings == [("directory-loop", str(tree / "b"))]


def test_links_that_loop(tree: Path) -> None:
    link(tree / "a/up", tree)
    link(tree / "a/self", tree / "a/self")
    files, findings = found(tree)
    assert len(files) == 6
    assert sorted(findings) == [
        ("directory-loop", str(tree / "a/up")),
        ("unreadable", str(tree / "a/self")),
    ]


def test_a_link_that_leads_nowhere(tree: Path) -> None:
    link(tree / "gone", tree / "none")
    files, findings = found(tree)
    assert len(files) == 6
    assert findings == [("unreadable", str(tree / "gone"))]


def test_links_are_told_where_they_are_not_followed(tree: Path) -> None:
    link(tree / "file", tree / "c")
    link(tree / "folder", tree / "a")
    files, findings = found(tree, follow_links=False)
    assert len(files) == 6
    assert findings == [("link", str(tree / "file")), ("link", str(tree / "folder"))]


def test_a_link_to_a_file_is_followed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    link(tree / "file", tmp_path / "elsewhere")
    assert str(tree / "file") in found(tree)[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_file(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    files, findings = found(tree)
    assert len(files) == 6
    assert findings == [("unreadable", str(tree / "pipe"))]
    assert found(tree / "pipe") == ([], [("unreadable", str(tree / "pipe"))])


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_folder_that_may_not_be_read(tree: Path) -> None:
    (tree / "a").chmod(0)
    try:
        files, findings = found(tree)
    finally:
        (tree / "a").chmod(0o755)
    assert len(files) == 4
    assert findings == [("unreadable", str(tree / "a"))]


def test_a_folder_that_went_meanwhile(tree: Path) -> None:
    walk = source_files([str(tree)])
    assert next(walk) == str(tree / "c")
    (tree / "B/9").unlink()
    (tree / "B").rmdir()
    found_later = list(walk)
    codes = [one.code for one in found_later if isinstance(one, Finding)]
    assert codes == ["unreadable"]
    assert len(found_later) == 5


def test_names_that_are_no_valid_text(tree: Path) -> None:
    name = os.fsencode(tree) + b"/a/\xff\xfe"
    try:
        with open(name, "wb"):
            pass
    except OSError:
        pytest.skip("this file system takes valid text only")
    assert os.fsdecode(name) in found(tree)[0]


def test_many_folders_deep(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "f").write_bytes(b"")
    assert found(tmp_path) == ([str(deep / "f")], [])
