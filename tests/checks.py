"""One set of checks for every file-set, whoever made it: ours, re-opened, foreign, updated.

The directory is taken apart here by code of its own, which shares nothing with the code under
test; pydicom, DCMTK, GDCM and dicom3tools are asked as well.
"""

import shutil
import struct
import subprocess
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.fileset import _PREFIXES, FileSet
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, MediaStorageDirectoryStorage

LONG = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
UNDEFINED = 0xFFFFFFFF
FIRST_ROOT, LAST_ROOT, CONSISTENCY, SEQUENCE = 0x00041200, 0x00041202, 0x00041212, 0x00041220
NEXT, IN_USE, LOWER, RECORD_TYPE = 0x00041400, 0x00041410, 0x00041420, 0x00041430


class Element(NamedTuple):
    """An element of an Explicit VR Little Endian data set: where it is, and its value."""

    tag: int
    vr: bytes
    start: int
    end: int
    value: bytes


class Entry(NamedTuple):
    """A directory record: the byte of its item tag, and its elements by tag."""

    offset: int
    elements: dict[int, Element]

    def number(self, tag: int) -> int:
        """An offset or a flag of it."""
        return int.from_bytes(self.elements[tag].value, "little")

    def text(self, tag: int) -> str:
        """A value of it; empty where it is not there."""
        found = self.elements.get(tag)
        return found.value.decode("latin-1").rstrip(" \0") if found else ""


class Parsed(NamedTuple):
    """A DICOMDIR: its meta information, its own elements, and its records in file order."""

    meta: dict[int, Element]
    elements: dict[int, Element]
    records: list[Entry]

    def number(self, tag: int) -> int:
        """An offset or a flag of the directory."""
        return int.from_bytes(self.elements[tag].value, "little")


def elements_in(data: bytes, start: int, end: int) -> Iterator[Element]:
    """Every element in ``data[start:end]``; those of undefined length up to their delimiter."""
    at = start
    while at < end:
        group, number, vr, length = struct.unpack_from("<HH2sH", data, at)
        assert vr.isalpha(), f"no explicit VR at byte {at}: {data[at : at + 8]!r}"
        first = at + 8
        if vr in LONG:
            (length,) = struct.unpack_from("<L", data, at + 8)
            first = at + 12
        past = first + length
        if length == UNDEFINED:
            past = data.index(b"\xfe\xff\xdd\xe0\0\0\0\0", first) + 8
        assert past <= end, f"the element at byte {at} runs past {end}"
        yield Element(group << 16 | number, vr, at, past, data[first:past])
        at = past


def parsed(data: bytes) -> Parsed:
    """A DICOMDIR taken apart."""
    assert data[128:132] == b"DICM"
    (group_length,) = struct.unpack_from("<L", data, 140)
    end = 144 + group_length
    meta = {one.tag: one for one in elements_in(data, 132, end)}
    assert all(tag >> 16 == 2 for tag in meta), "the group length of the meta is too large"
    assert data[end : end + 2] != b"\x02\0", "the group length of the meta is too small"
    elements = {one.tag: one for one in elements_in(data, end, len(data))}
    return Parsed(meta, elements, list(_records(data, elements[SEQUENCE])))


def _records(data: bytes, sequence: Element) -> Iterator[Entry]:
    at = sequence.start + 12
    while at < sequence.end:
        group, number, length = struct.unpack_from("<HHL", data, at)
        if (group, number) == (0xFFFE, 0xE0DD):
            return
        assert (group, number) == (0xFFFE, 0xE000), f"no item at byte {at}"
        past = at + 8 + length
        content = past
        if length == UNDEFINED:
            content = data.index(b"\xfe\xff\x0d\xe0\0\0\0\0", at)
            past = content + 8
        yield Entry(at, {one.tag: one for one in elements_in(data, at + 8, content)})
        at = past


def directory(root: Path) -> Parsed:
    """The DICOMDIR below a root, taken apart."""
    return parsed((root / "DICOMDIR").read_bytes())


def tree(found: Parsed) -> list[tuple[int, Entry]]:
    """Level and record of everything that is reached from the first root, each once."""
    by_offset = {one.offset: one for one in found.records}
    order: list[tuple[int, Entry]] = []
    waiting = [(0, found.number(FIRST_ROOT))]
    while waiting:
        level, offset = waiting.pop()
        if not offset:
            continue
        assert offset in by_offset, f"offset {offset} points at no item"
        entry = by_offset.pop(offset)
        order.append((level, entry))
        waiting += [(level, entry.number(NEXT)), (level + 1, entry.number(LOWER))]
    assert not by_offset, f"records at {sorted(by_offset)} are reached by no offset"
    return order


def check_directory(root: Path, *, last_root: bool = True) -> None:
    """The rules of PS3.3 F.3.2 and PS3.10 8.6, by our own walk and by pydicom's.

    Parameters
    ----------
    root
        Of the file-set.
    last_root
        Whether (0004,1202) must be right: GDCM writes the first root record's.
    """
    found = directory(root)
    _check_meta(found)
    tags = list(found.elements)
    assert tags == sorted(tags), "the elements are not in order"
    assert {FIRST_ROOT, LAST_ROOT, CONSISTENCY, SEQUENCE} <= set(tags)
    assert found.number(CONSISTENCY) == 0
    order = tree(found)
    for _, entry in order:
        _check_record(entry)
    roots = [entry.offset for level, entry in order if level == 0]
    if last_root:
        assert found.number(LAST_ROOT) == (roots[-1] if roots else 0)
    _check_with_pydicom(root, found)


def _check_meta(found: Parsed) -> None:
    texts = {tag: one.value.decode("latin-1").rstrip("\0 ") for tag, one in found.meta.items()}
    assert texts[0x00020002] == MediaStorageDirectoryStorage
    assert texts[0x00020003], "no File-set UID"
    assert texts[0x00020010] == ExplicitVRLittleEndian
    assert texts[0x00020012], "no Implementation Class UID"
    assert found.meta[0x00020001].value == b"\0\1"


def _check_record(entry: Entry) -> None:
    tags = list(entry.elements)
    assert tags == sorted(tags), f"the record at {entry.offset} is not in order"
    assert {NEXT, IN_USE, LOWER, RECORD_TYPE} <= set(tags)
    assert entry.number(IN_USE) == 0xFFFF


def _check_with_pydicom(root: Path, found: Parsed) -> None:
    theirs = dcmread(root / "DICOMDIR")
    sequence = theirs.get("DirectoryRecordSequence") or []
    assert [one.seq_item_tell for one in sequence] == [one.offset for one in found.records]
    assert [one.DirectoryRecordType for one in sequence] == [
        one.text(RECORD_TYPE) for one in found.records
    ]


def listed_uids(root: Path) -> list[str]:
    """SOP Instance UIDs of all records that refer to a file, by our own walk."""
    entries = [entry for _, entry in tree(directory(root))]
    return [entry.text(0x00041511) for entry in entries if entry.text(0x00041500)]


def check_instances(root: Path, uids: Iterable[str]) -> None:
    """pydicom, DCMTK, GDCM and dicom3tools find these instances, and pydicom their files."""
    expected = Counter(uids)
    assert Counter(listed_uids(root)) == expected
    _check_with_pydicom_file_set(root, expected)
    path = str(root / "DICOMDIR")
    commands = {
        "dcmdump": (["-q", "+P", "0004,1511", "+L", path], "(0004,1511)"),
        "gdcmdump": ([path], "(0004,1511)"),
        "dcdirdmp": ([path], "-> "),
    }
    for tool, (arguments, mark) in commands.items():
        if shutil.which(tool):
            seen = [line for line in _output(tool, *arguments) if mark in line]
            assert len(seen) == expected.total(), tool


def _check_with_pydicom_file_set(root: Path, expected: Counter[str]) -> None:
    if not {entry.text(RECORD_TYPE) for entry in directory(root).records} <= _PREFIXES.keys():
        return  # of an edition that it does not know; it refuses the whole set
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = FileSet(root / "DICOMDIR")
        assert Counter(str(one.SOPInstanceUID) for one in theirs) == expected
    for one in theirs:
        assert uid_of(Path(one.path)) == one.SOPInstanceUID
    theirs._stage["t"].cleanup()  # it leaves its folder to the garbage collector, which complains


def _output(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0 or command[0] == "dciodvfy", command
    return (done.stdout + done.stderr).decode("latin-1").splitlines()


def check_dciodvfy(root: Path) -> None:
    """dicom3tools finds no error in the directory; passed by where they are not installed."""
    if not shutil.which("dciodvfy"):
        return
    lines = _output("dciodvfy", str(root / "DICOMDIR"))
    assert "BasicDirectory" in lines
    assert [line for line in lines if line.startswith("Error")] == []


def uid_of(path: Path) -> str:
    """SOP Instance UID of a file, by pydicom; of its meta information where it has no other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ds = dcmread(path, force=True, specific_tags=["SOPInstanceUID"])
        return str(ds.get("SOPInstanceUID") or ds.file_meta.MediaStorageSOPInstanceUID)


def check_files(root: Path, sources: Collection[Path]) -> None:
    """Every instance that the directory lists holds the data set of one of the sources."""
    by_uid = {uid_of(path): path for path in sources}
    for _, entry in tree(directory(root)):
        file_id = entry.text(0x00041500)
        if file_id:
            placed = root.joinpath(*file_id.split("\\"))
            source = by_uid[entry.text(0x00041511)]
            assert different_tags(source, placed) == [], f"{source} is not {placed}"


def different_tags(one: Path, other: Path) -> list[str]:
    """Elements in which two files differ, whatever their encodings; none for the same bytes."""
    if one.read_bytes() == other.read_bytes():
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(_different(dcmread(one, force=True), dcmread(other, force=True)))


def _different(one: Dataset, other: Dataset) -> Iterator[str]:
    tags = [tag for tag in {*one.keys(), *other.keys()} if tag.element]
    for tag in sorted(tags):
        if tag not in one or tag not in other:
            yield str(tag)
            continue
        mine, theirs = one[tag].value, other[tag].value
        if one[tag].VR == "SQ":
            same = len(mine) == len(theirs) and not any(
                any(_different(a, b)) for a, b in zip(mine, theirs, strict=True)
            )
        else:
            same = mine == theirs or (not mine and not theirs) or _turned(one, tag) == theirs
        if not same:
            yield str(tag)


def _turned(ds: Dataset, tag: int) -> bytes | None:
    meta = getattr(ds, "file_meta", None)
    if meta is None or meta.get("TransferSyntaxUID") != ExplicitVRBigEndian:
        return None
    value = ds[tag].value
    if ds[tag].VR != "OW" or not isinstance(value, bytes):
        return None
    words = ds.BitsAllocated // 8 if tag == 0x7FE00010 and ds.BitsAllocated > 16 else 2
    return np.frombuffer(value, f">u{words}").astype(f"<u{words}").tobytes()


def check_file_set(root: Path, uids: Collection[str], sources: Collection[Path] = ()) -> None:
    """All checks that hold for a set that we wrote."""
    check_directory(root)
    check_instances(root, uids)
    check_dciodvfy(root)
    if sources:
        check_files(root, sources)
