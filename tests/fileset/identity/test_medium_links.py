"""Links on a medium against what the system makes of them, and what is looked at on the way."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import pytest
from dicom_fileset.medium_links import is_link, resolved
from dicom_fileset.medium_names import MediumNames
from dicom_fileset.scan.sources import source_files
from fuzzing.watching import Watch
from hypothesis import given, settings

NAMES = ("A", "B", "C", "D")
PARTS = st.lists(st.sampled_from((*NAMES, "..", ".", "")), min_size=1, max_size=4)


@given(st.dictionaries(st.sampled_from(NAMES), PARTS), PARTS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_as_the_system_has_it_or_outside(
    links: dict[str, list[str]], parts: list[str], absolute: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(os.path.realpath(folder), "root")
        root.joinpath("D", "A").mkdir(parents=True)
        for name, target in links.items():
            if name != "D":
                start = f"{root}/" if absolute else ""
                root.joinpath(name).symlink_to(start + ("/".join(target).strip("/") or "."))
        found = resolved(str(root), tuple(parts))
        if found is None:
            return
        try:
            real = Path(os.path.realpath(root.joinpath(*parts), strict=True))
        except OSError:
            return  # not there: nothing is opened either
        assert real == root.joinpath(*found)


OUT = ("..", "../outside", "/etc/passwd", "/net/server/share", "D/../../outside", "A/../..")


@pytest.mark.parametrize("target", OUT)
def test_a_link_that_leads_out_is_not_even_looked_behind(target: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.joinpath("D", "A").mkdir(parents=True)
    tmp_path.joinpath("outside").mkdir()
    root.joinpath("LINK").symlink_to(target)
    root.joinpath("A").symlink_to("D")
    with Watch(root).watching() as touched:
        found = MediumNames(str(root)).find(("LINK",))
        below = MediumNames(str(root)).find(("LINK", "VICTIM"))
    assert found is None
    assert below is None
    assert touched == []


def test_links_in_a_circle(tmp_path: Path) -> None:
    tmp_path.joinpath("A").symlink_to("B")
    tmp_path.joinpath("B").symlink_to("A")
    assert resolved(os.path.realpath(tmp_path), ("A",)) is None


def test_a_junction_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows says of a junction that it is a folder and no symbolic link."""
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr("stat.IO_REPARSE_TAG_MOUNT_POINT", 0xA000_0003, raising=False)
    assert is_link(_entry(0xA000_0003))
    assert not is_link(_entry(0x9000_001A))
    assert not is_link(_entry(0))


def _entry(tag: int) -> Any:
    def status(*, follow_symlinks: bool) -> SimpleNamespace:
        assert not follow_symlinks
        return SimpleNamespace(st_reparse_tag=tag)

    return SimpleNamespace(is_symlink=lambda: False, stat=status)


def test_files_of_a_medium_are_not_looked_for_behind_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    tmp_path.joinpath("outside").mkdir()
    root.mkdir()
    root.joinpath("LINK").symlink_to(tmp_path / "outside")
    with Watch(root).watching() as touched:
        (one,) = source_files([str(root)], follow_links=False)
    assert one.code == "link"
    assert touched == []
