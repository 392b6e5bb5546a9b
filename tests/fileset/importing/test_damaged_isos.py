"""Images of which bytes are damaged: what is there comes in, and what may be missing is told."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pycdlib
import pytest
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import Limits, open_medium
from dicom_fileset.importing.media.iso_image import IsoImage
from discs import as_iso, contents, disc, places
from file_sets import uids_of

SECTOR: Final = 2048
FOLDERS: Final = ("/DICOM", "/DICOM/S1", "/B")


def noise(number: int, size: int) -> bytes:
    """Bytes that no others are like, with the mark of an instance."""
    return bytes(128) + b"DICM" + hashlib.shake_128(bytes([number])).digest(size)


CONTENT: Final = {
    f"{folder}/IM{number}": noise(number, 1500 + 700 * number)
    for number, folder in enumerate(("", "", "/DICOM", "/DICOM", "/DICOM/S1", "/DICOM/S1", "/B"))
}
KINDS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "Rock Ridge": {"rock_ridge": "1.09"},
    "Joliet": {"joliet": 3},
    "both": {"rock_ridge": "1.12", "joliet": 1},
}


def written(kind: dict[str, Any]) -> bytes:
    """An image of :data:`CONTENT` by pycdlib."""
    iso, stream = pycdlib.PyCdlib(), io.BytesIO()
    iso.new(interchange_level=1, **kind)
    for folder in FOLDERS:
        iso.add_directory(folder, **_names(folder, kind))
    for path, data in CONTENT.items():
        iso.add_fp(io.BytesIO(data), len(data), f"{path}.;1", **_names(path, kind))
    iso.write_fp(stream)
    iso.close()
    return stream.getvalue()


def _names(path: str, kind: dict[str, Any]) -> dict[str, str]:
    names = {"rr_name": f"the {path.rpartition('/')[2]}", "joliet_path": path}
    wanted = {"rr_name": "rock_ridge", "joliet_path": "joliet"}
    return {name: value for name, value in names.items() if wanted[name] in kind}


class Read(NamedTuple):
    """What came of an image: contents, and codes of what a person is told of, with bytes."""

    contents: set[bytes]
    told: list[tuple[str, int | None]]

    @property
    def lost(self) -> list[str]:
        """What did not come in."""
        return [path for path, data in CONTENT.items() if data not in self.contents]

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.told}


def read(path: Path, data: bytes) -> Read:
    """Read an image of these bytes."""
    path.write_bytes(data)
    medium = open_medium(path)
    found: set[bytes] = set()
    try:
        entries = list(medium.entries())
        told = [one for one in medium.findings if one.severity != "note"]
        told += [entry.obstacle for entry in entries if entry.obstacle is not None]
        for entry in entries:
            if entry.obstacle is None:
                buffer = memoryview(bytearray(entry.size))
                source, rest = medium.open(entry), buffer
                while rest and (length := source.readinto(rest)):
                    rest = rest[length:]
                found.add(bytes(buffer))
    finally:
        medium.close()
    return Read(found, [(one.code, one.where.offset) for one in told])


def changed(data: bytes, at: int, *values: int) -> bytes:
    """The bytes with others in their places."""
    return data[:at] + bytes(values) + data[at + len(values) :]


def record_of(data: bytes, name: str) -> int:
    """Where the directory record of a name begins."""
    written_name = name.encode()
    return data.index(bytes([len(written_name)]) + written_name, 18 * SECTOR) - 32


@pytest.fixture(scope="module")
def plain() -> bytes:
    """An image with names of level 1 alone."""
    return written({})


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_sound_image_nothing_is_told(kind: str, tmp_path: Path) -> None:
    assert read(tmp_path / "a.iso", written(KINDS[kind])) == (set(CONTENT.values()), [])


def places_of(data: bytes) -> Iterator[tuple[int, int]]:
    """Bytes before all content, and a value for each: none, all bits, or one bit the other way.

    Of those that are zero, as the two before them are, every hundredth.
    """
    first = min(data.index(one) for one in CONTENT.values())
    for number, at in enumerate(range(16 * SECTOR, first)):
        values = [0, 255, *(data[at] ^ 1 << bit for bit in range(8))]
        value = values[number * 7 % 10]
        if value != data[at] and (any(data[at - 2 : at + 1]) or not number % 100):
            yield at, value


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_costs_a_file_untold(kind: str, tmp_path: Path) -> None:
    data = written(KINDS[kind])
    changes = list(places_of(data))[:: 1 if kind == "plain" else 5]
    for at, value in changes:
        found = read(tmp_path / "a.iso", changed(data, at, value))
        assert not found.lost or found.told, (at, value)
        assert kind != "plain" or not found.lost, (at, value)
    assert len(changes) > 300


@pytest.mark.parametrize("length", [0, 10, 33, 41, 42, 80, 120, 255])
def test_a_length_that_is_wrong_costs_no_record(length: int, plain: bytes, tmp_path: Path) -> None:
    record = record_of(plain, "IM2.;1")
    found = read(tmp_path / "a.iso", changed(plain, record, length))
    assert found.lost == []
    assert ("image-directory-damaged", record) in found.told


@pytest.mark.parametrize(
    ("within", "value"), [(2, 0xEE), (6, 0xEE), (10, 1), (14, 1), (1, 3), (32, 200), (32, 0)]
)
def test_a_field_that_is_wrong_costs_no_file(
    within: int, value: int, plain: bytes, tmp_path: Path
) -> None:
    record = record_of(plain, "IM3.;1")
    found = read(tmp_path / "a.iso", changed(plain, record + within, value))
    assert found.lost == []
    assert ("image-directory-damaged", record) in found.told


@pytest.mark.parametrize(("within", "told"), [(6, set()), (14, {"image-directory-damaged"})])
def test_numbers_in_one_order_are_enough(
    within: int, told: set[str], plain: bytes, tmp_path: Path
) -> None:
    data = bytearray(plain)
    for path in CONTENT:
        at = record_of(plain, f"{path.rpartition('/')[2]}.;1")
        data[at + within : at + within + 4] = bytes(4)
    found = read(tmp_path / "a.iso", bytes(data))
    assert (found.lost, found.codes) == ([], told)


def test_records_behind_bytes_that_are_none_are_found(plain: bytes, tmp_path: Path) -> None:
    record = record_of(plain, "IM2.;1")
    found = read(tmp_path / "a.iso", changed(plain, record, *bytes(40)))
    assert found.lost == ["/DICOM/IM2"]
    assert ("image-directory-damaged", record) in found.told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("within", "until"), [(10, 18), (0, 300)])
def test_an_instance_that_no_record_leads_to_is_told(
    kind: str, within: int, until: int, tmp_path: Path
) -> None:
    data = written(KINDS[kind])
    record = record_of(data, "IM5.;1")
    found = read(tmp_path / "a.iso", changed(data, record + within, *bytes(until - within)))
    place = data.index(CONTENT["/DICOM/S1/IM5"])
    if "joliet" in KINDS[kind]:
        assert found.lost == []
    else:
        assert found.lost == ["/DICOM/S1/IM5"]
        assert ("image-content-lost", place) in found.told


def test_a_folder_that_no_record_names_is_found_by_the_path_tables(
    plain: bytes, tmp_path: Path
) -> None:
    record = record_of(plain, "DICOM")
    hurt = changed(plain, record, *bytes(38))
    found = read(tmp_path / "a.iso", hurt)
    assert found.lost == []
    assert found.codes == {"image-directory-damaged", "image-folder-lost"}
    with_paths = open_medium(tmp_path / "a.iso")
    assert {one.path for one in with_paths.entries()} == {path[1:] for path in CONTENT}
    with_paths.close()


def test_one_path_table_is_enough(plain: bytes, tmp_path: Path) -> None:
    hurt = changed(plain, record_of(plain, "DICOM"), *bytes(38))
    tables = [int.from_bytes(plain[16 * SECTOR + 140 :][:4], "little"),
              int.from_bytes(plain[16 * SECTOR + 148 :][:4], "big")]  # fmt: skip
    for table in tables:
        emptied = changed(hurt, table * SECTOR, *bytes(SECTOR))
        assert read(tmp_path / "a.iso", emptied).lost == []


def test_a_sector_that_is_gone_is_told(plain: bytes, tmp_path: Path) -> None:
    folder = record_of(plain, "IM6.;1") // SECTOR * SECTOR
    found = read(tmp_path / "a.iso", changed(plain, folder, *bytes(SECTOR)))
    assert found.lost == ["/B/IM6"]
    assert ("image-directory-damaged", folder) in found.told


def test_the_other_hierarchy_gives_what_one_has_lost(tmp_path: Path) -> None:
    data = written(KINDS["Joliet"])
    folder = record_of(data, "IM6.;1") // SECTOR * SECTOR
    found = read(tmp_path / "a.iso", changed(data, folder, *bytes(SECTOR)))
    assert found.lost == []
    assert "image-directory-damaged" in found.codes


@pytest.mark.parametrize("sectors", [(16,), (17,)])
@pytest.mark.parametrize("hurt", [(0,), (1,), (5,), (1, 2, 3, 4, 5), tuple(range(190))])
def test_one_descriptor_is_enough(
    sectors: tuple[int, ...], hurt: tuple[int, ...], tmp_path: Path
) -> None:
    data = bytearray(written(KINDS["Joliet"]))
    for sector in sectors:
        for at in hurt:
            data[sector * SECTOR + at] = 0
    found = read(tmp_path / "a.iso", bytes(data))
    assert found.lost == []
    assert "image-descriptor-damaged" in found.codes or sectors == (17,)


def test_an_associated_file_without_its_file_is_one(plain: bytes, tmp_path: Path) -> None:
    record = record_of(plain, "IM1.;1")
    assert read(tmp_path / "a.iso", changed(plain, record + 25, 4)).lost == []


def test_an_import_does_not_say_that_it_is_all(tmp_path: Path) -> None:
    image = as_iso(disc(tmp_path / "disc"), tmp_path / "a.iso")
    data = bytearray(image.read_bytes())
    medium = open_medium(image)
    name = next(one.name for one in medium.entries() if one.path.startswith("P"))
    medium.close()
    data[record_of(bytes(data), f"{name}.;1")] = 10
    image.write_bytes(data)
    report = import_media(image, tmp_path / "archive")
    assert report.outcomes["imported"] == 12
    assert set(contents(tmp_path / "archive")) == set(uids_of(places(12)))
    assert "image-directory-damaged" in [one.code for one in report.findings]
    assert next(one for one in report.findings if one.code == "image-directory-damaged").clause


def overlapping(count: int) -> bytes:
    """An image whose root is the first of so many sectors, each a folder of all that follow.

    Each is full of records of folders.
    """
    first, sectors = 20, bytearray()
    for number in range(count):
        sector = _record(b"\0", first + number, count - number)
        sector += _record(b"\1", first, count)
        while len(sector) + 36 <= SECTOR:
            target = (number * 50 + len(sector)) % count
            sector += _record(b"D%d" % (len(sector) % 10), first + target, count - target)
        sectors += sector.ljust(SECTOR, b"\0")
    descriptor = bytearray(b"\1CD001\1".ljust(SECTOR, b"\0"))
    descriptor[156:190] = _record(b"\0", first, count)
    image = bytes(16 * SECTOR) + descriptor + b"\xffCD001\1".ljust(SECTOR, b"\0")
    return image.ljust(first * SECTOR, b"\0") + sectors


def _record(name: bytes, block: int, sectors: int) -> bytes:
    numbers = b"".join(
        one.to_bytes(4, "little") + one.to_bytes(4, "big") for one in (block, sectors * SECTOR)
    )
    length = 33 + len(name) + (1 - len(name) % 2)
    head = bytes([length, 0]) + numbers + bytes([124, 1, 1, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 1])
    return (head + bytes([len(name)]) + name).ljust(length, b"\0")


@pytest.mark.parametrize("count", [50, 100, 200])
def test_folders_that_overlap_are_read_once(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.iso").write_bytes(overlapping(count))
    medium = open_medium(tmp_path / "a.iso", Limits(most_findings=10))
    assert isinstance(medium, IsoImage)
    reads, real = [0], medium._image.read

    def counted(position: int, size: int) -> bytes:
        reads[0] += 1
        return real(position, size)

    monkeypatch.setattr(medium._image, "read", counted)
    assert list(medium.entries()) == []
    medium.close()
    assert reads[0] < 60 * count
    codes = [one.code for one in medium.findings]
    assert set(codes) == {"image-folders-overlap", "directory-loop"}
    assert max(codes.count(code) for code in set(codes)) == 11
    assert "more like these" in medium.findings[-1].message


def test_folders_are_counted_as_files_are(tmp_path: Path) -> None:
    (tmp_path / "a.iso").write_bytes(overlapping(100))
    medium = open_medium(tmp_path / "a.iso", Limits(most_entries=20))
    assert list(medium.entries()) == []
    medium.close()
    assert [one.code for one in medium.findings].count("medium-limit") == 1
