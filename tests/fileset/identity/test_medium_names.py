"""File IDs matched to names on a medium: forgiving of drivers, never led outside."""

import os
from pathlib import Path

import hypothesis.strategies as st
import pytest
from dicom_fileset.file_ids import FileID
from dicom_fileset.medium_names import Match, MediumNames, is_safe
from hypothesis import given


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "medium"
    for name in (
        "IMAGES/IM1",
        "images2/im2",
        "ISO/IM3.;1",
        "DOT/IM4.",
        "MIX/IM5",
        "MIX/im5",
        "TOP",
        "EXT/IM6.dcm",
        "EXT/IM7.jpg",
        "EXT/IM7.DCM",
        "EXT/IM8.img",
        "EXT/IM9.a",
        "EXT/IM9.b",
        "EXT/BARE",
        "CO\N{COMBINING DIAERESIS}M/U\N{COMBINING DIAERESIS}",
        "TWO/Im1",
        "TWO/im1",
    ):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(name.encode())
    (tmp_path / "secret").write_bytes(b"")
    return made


@pytest.mark.parametrize(
    ("file_id", "parts"),
    [
        (("IMAGES", "IM1"), ("IMAGES", "IM1")),
        (("IMAGES2", "IM2"), ("images2", "im2")),
        (("ISO", "IM3"), ("ISO", "IM3.;1")),
        (("DOT", "IM4"), ("DOT", "IM4.")),
        (("MIX", "IM5"), ("MIX", "IM5")),
        (("TOP",), ("TOP",)),
        (("IMAGES",), ("IMAGES",)),
        (("IMAGES", "IM9"), None),
        (("IMAGES/IM1",), ("IMAGES", "IM1")),
        (("images2/IM2",), ("images2", "im2")),
        (("IMAGES ", " IM1"), ("IMAGES", "IM1")),
        (("EXT", "IM6"), ("EXT", "IM6.dcm")),
        (("EXT", "IM7"), ("EXT", "IM7.DCM")),
        (("EXT", "IM8"), ("EXT", "IM8.img")),
        (("EXT", "IM9"), None),
        (("EXT", "BARE.DCM"), ("EXT", "BARE")),
        (("C\xd6M", "\xdc"), ("CO\N{COMBINING DIAERESIS}M", "U\N{COMBINING DIAERESIS}")),
        (("EXT.DCM", "IM6"), None),
        (("NONE", "IM1"), None),
        (("TOP", "IM1"), None),
        ((), None),
    ],
)
def test_names_as_media_have_them(root: Path, file_id: FileID, parts: FileID | None) -> None:
    names = MediumNames(str(root))
    for _ in range(2):
        assert names.find(file_id) == (None if parts is None else Match(parts, parts == file_id))


def test_an_empty_file_id_is_nothing_whatever_was_found_before(root: Path) -> None:
    names = MediumNames(str(root))
    assert names.find(("TOP",)) is not None
    assert names.find(()) is None


def test_several_names_that_fit_are_ambiguous(root: Path) -> None:
    names = MediumNames(str(root))
    assert names.find(("TWO", "IM1")) == Match(("TWO", "Im1"), exact=False, ambiguous=True)
    assert names.find(("TWO", "im1")) == Match(("TWO", "im1"), exact=True)


@pytest.mark.parametrize(
    "file_id",
    [
        ("..", "secret"),
        ("IMAGES", "..", "..", "secret"),
        ("IMAGES", "..", "TOP"),
        (".", "TOP"),
        ("", "TOP"),
        ("/", "TOP"),
        ("/etc", "passwd"),
        ("../secret",),
        ("..\\secret",),
        ("C:", "TOP"),
        ("C:TOP",),
        ("IMAGES/../../secret",),
        ("TOP:STREAM",),
        ("\\\\HOST", "SHARE"),
        ("TOP\0",),
        ("TO?",),
        ("TOP", ""),
    ],
)
def test_nothing_leads_outside(root: Path, file_id: FileID) -> None:
    assert not is_safe(file_id)
    names = MediumNames(str(root))
    assert names.find(file_id) is None
    names.find(("IMAGES", "IM1"))
    names.find(("TOP",))
    assert names.find(file_id) is None


@given(file_id=st.lists(st.text("./\\:A*?\0", max_size=3), max_size=4).map(tuple))
def test_what_is_safe_stays_below_its_root(file_id: FileID) -> None:
    if is_safe(file_id):
        path = os.path.normpath(os.path.join("/root", *file_id))
        assert path.startswith("/root/")


@pytest.mark.parametrize("name", ["OUT", "OUT2"])
def test_a_link_out_of_the_root_is_not_followed(root: Path, tmp_path: Path, name: str) -> None:
    (root / "OUT").symlink_to(tmp_path)
    (root / "OUT2").symlink_to(tmp_path / "secret")
    (root / "IMAGES/OUT").symlink_to(tmp_path / "secret")
    names = MediumNames(str(root))
    assert names.find(("IMAGES", "IM1"))
    for file_id in ((name,), (name, "secret"), (name, "SECRET"), ("IMAGES", "OUT")):
        assert names.find(file_id) is None


def test_a_link_below_the_root_is_followed(root: Path) -> None:
    (root / "IN").symlink_to(root / "IMAGES")
    assert MediumNames(str(root)).find(("IN", "IM1")) == Match(("IN", "IM1"), exact=True)


def test_a_link_to_itself(root: Path) -> None:
    (root / "LOOP").symlink_to(root / "LOOP")
    assert MediumNames(str(root)).find(("LOOP", "IM1")) is None


def test_a_root_that_is_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "mounted").symlink_to(root)
    (root / "IN").symlink_to(root / "IMAGES")
    names = MediumNames(str(tmp_path / "mounted"))
    assert names.find(("IN", "IM1")) == Match(("IN", "IM1"), exact=True)


def test_the_path_of_a_match(root: Path) -> None:
    names = MediumNames(str(root))
    for file_id in (("IMAGES2", "IM2"), ("ISO", "IM3"), ("TOP",)):
        match = names.find(file_id)
        assert match is not None
        assert Path(names.path(match)).is_file()


def test_a_folder_is_listed_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scandir(path))
    names = MediumNames(str(root))
    for _ in range(3):
        names.find(("IMAGES", "IM1"))
        names.find(("IMAGES", "IM9"))
        names.find(("NONE", "IM9"))
    assert len(listed) == 2


def test_no_medium_at_all(tmp_path: Path) -> None:
    assert MediumNames(str(tmp_path / "none")).find(("A",)) is None
