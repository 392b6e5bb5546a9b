"""Images with loops, wrong extents and missing ends: what is there comes in, the rest is listed."""

import io
from pathlib import Path
from typing import Any

import pycdlib
import pytest
from dicom_fileset.errors import Refused
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import Entry, Limits, open_medium
from discs import as_iso, contents, disc, manifest, on_disc, places
from file_sets import uids_of
from hypothesis import given, settings
from hypothesis import strategies as st

SECTOR = 2048


def entries(path: Path) -> list[Entry]:
    """All entries of an image."""
    medium = open_medium(path)
    try:
        return list(medium.entries())
    finally:
        medium.close()


def content(path: Path) -> dict[str, bytes]:
    """All files of an image as we read them."""
    medium = open_medium(path)
    found = {}
    try:
        for entry in medium.entries():
            source, data = medium.open(entry), bytearray(entry.size)
            view = memoryview(data)
            while view and (length := source.readinto(view)):
                view = view[length:]
            found[entry.path] = bytes(data)
    finally:
        medium.close()
    return found


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An image of twelve instances with names of level 1."""
    folder = tmp_path_factory.mktemp("image")
    return as_iso(disc(folder / "disc"), folder / "disc.iso").read_bytes()


def record_of(data: bytes, name: bytes) -> int:
    """Where the directory record of a name begins."""
    return data.index(bytes([len(name)]) + name, 18 * SECTOR) - 32


def set_extent(data: bytearray, record: int, block: int) -> None:
    """Have a record lie about where its content is."""
    data[record + 2 : record + 6] = block.to_bytes(4, "little")
    data[record + 6 : record + 10] = block.to_bytes(4, "big")


@pytest.mark.parametrize(
    "kind", [{}, {"rock_ridge": "1.09"}, {"joliet": 3}, {"rock_ridge": "1.12", "joliet": 1}]
)
def test_files_and_names_are_those_that_pycdlib_wrote(
    kind: dict[str, Any], plain_disc: Path, tmp_path: Path
) -> None:
    path = as_iso(plain_disc, tmp_path / "disc.iso", **kind)
    assert content(path) == on_disc(plain_disc)


def test_long_names_deep_folders_and_links_of_rock_ridge(tmp_path: Path) -> None:
    iso = pycdlib.PyCdlib()
    iso.new(interchange_level=1, rock_ridge="1.09")
    plain, long = "", ""
    for depth in range(9):
        plain, long = f"{plain}/D{depth}", f"folder {depth} " + "x" * 200
        iso.add_directory(plain, rr_name=long)
    name = "n" * 240
    iso.add_fp(io.BytesIO(b"deep"), 4, f"{plain}/F.;1", rr_name=name)
    iso.add_symlink("/L.;1", "link", "/etc/passwd")
    iso.write(str(tmp_path / "deep.iso"))
    iso.close()
    found = {entry.path.rpartition("/")[2]: entry for entry in entries(tmp_path / "deep.iso")}
    assert set(found) == {name, "link"}
    assert found["link"].obstacle is not None
    assert len(found[name].path.split("/")) == 10
    assert b"deep" in content(tmp_path / "deep.iso").values()


def test_a_file_of_several_extents(tmp_path: Path) -> None:
    first, second = b"a" * SECTOR * 3, b"b" * 100
    iso = pycdlib.PyCdlib()
    iso.new()
    iso.add_fp(io.BytesIO(first), len(first), "/A.;1")
    iso.add_fp(io.BytesIO(second), len(second), "/B.;1")
    iso.write(str(tmp_path / "a.iso"))
    iso.close()
    data = bytearray((tmp_path / "a.iso").read_bytes())
    record = record_of(data, b"A.;1")
    data[record + 25] |= 0x80
    other = record_of(data, b"B.;1")
    data[other + 33] = ord("A")
    (tmp_path / "a.iso").write_bytes(data)
    assert content(tmp_path / "a.iso") == {"A": first + second}


def test_a_section_without_its_last_is_not_lost(image: bytes, tmp_path: Path) -> None:
    data = bytearray(image)
    data[record_of(data, b"README.TXT;1") + 25] |= 0x80
    (tmp_path / "a.iso").write_bytes(data)
    assert sorted(one.path for one in entries(tmp_path / "a.iso")) == sorted(
        one.path for one in entries_of(image, tmp_path)
    )


def test_a_loop_is_walked_once(image: bytes, tmp_path: Path) -> None:
    data = bytearray(image)
    root = int.from_bytes(data[16 * SECTOR + 158 : 16 * SECTOR + 162], "little")
    folder = next(one for one in entries_of(image, tmp_path) if "/" in one.path).path.split("/")[0]
    set_extent(data, record_of(data, folder.encode()), root)
    (tmp_path / "loop.iso").write_bytes(data)
    report = import_media(tmp_path / "loop.iso", tmp_path / "archive")
    assert "directory-loop" in [one.code for one in report.findings]
    assert set(contents(tmp_path / "archive")) <= set(uids_of(places(12)))
    assert report.complete


def entries_of(image: bytes, folder: Path) -> list[Entry]:
    """Entries of an image in memory."""
    (folder / "whole.iso").write_bytes(image)
    return entries(folder / "whole.iso")


def test_an_extent_that_lies_costs_its_file(image: bytes, tmp_path: Path) -> None:
    data = bytearray(image)
    name = next(one.name for one in entries_of(image, tmp_path) if one.path.startswith("P"))
    set_extent(data, record_of(data, f"{name}.;1".encode()), 999_999)
    (tmp_path / "lie.iso").write_bytes(data)
    report = import_media(tmp_path / "lie.iso", tmp_path / "archive")
    assert report.outcomes["imported"] == 11
    assert [(row.path.rpartition("/")[2], row.findings[0].code) for row in report.files
            if row.outcome == "unreadable"] == [(name, "medium-truncated")]  # fmt: skip


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_what_lies_before_the_cut_is_imported(share: float, image: bytes, tmp_path: Path) -> None:
    (tmp_path / "cut.iso").write_bytes(image[: int(len(image) * share)])
    whole = {
        entry.path for entry in entries_of(image, tmp_path)
        if entry.path.startswith("P") and entry.position + entry.size <= int(len(image) * share)
    }  # fmt: skip
    report = import_media(tmp_path / "cut.iso", tmp_path / "archive")
    rows = manifest(report)
    assert {path for path, row in rows.items() if row[0] == "imported"} == whole
    for entry in entries_of(image, tmp_path):
        parts = entry.path.split("/")
        assert any("/".join(parts[:count]) in rows for count in range(1, len(parts) + 1))
    assert "medium-truncated" in [one.code for one in report.findings]


def test_depth_is_bounded(tmp_path: Path) -> None:
    iso = pycdlib.PyCdlib()
    iso.new(interchange_level=4)
    path = ""
    for depth in range(12):
        path += f"/D{depth}"
        iso.add_directory(path)
    iso.write(str(tmp_path / "deep.iso"))
    iso.close()
    medium = open_medium(tmp_path / "deep.iso", Limits(most_depth=5))
    assert list(medium.entries()) == []
    assert [one.code for one in medium.findings] == ["medium-limit"]
    medium.close()


@pytest.mark.parametrize("data", [b"", b"hello", bytes(40 * SECTOR)])
def test_what_is_no_medium_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "thing").write_bytes(data)
    with pytest.raises(Refused) as caught:
        import_media(tmp_path / "thing", tmp_path / "archive")
    assert caught.value.finding.code == "medium-unreadable"


CHANGES = st.lists(
    st.tuples(st.integers(16 * SECTOR, 40 * SECTOR), st.integers(0, 255)), min_size=1, max_size=8
)


@settings(max_examples=200, deadline=None)
@given(changes=CHANGES, share=st.floats(0.4, 1))
def test_whatever_is_wrong_with_an_image_it_is_listed(
    changes: list[tuple[int, int]],
    share: float,
    image: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("iso") / "a.iso"
    raw = bytearray(image)
    for at, value in changes:
        raw[at] = value
    path.write_bytes(raw[: int(len(raw) * share)])
    try:
        found = entries(path)
    except Refused:
        return
    size = path.stat().st_size
    assert len(found) < 1000
    assert all(entry.obstacle or entry.size <= size for entry in found)
    assert all(entry.obstacle or entry.position <= size for entry in found if entry.size)
