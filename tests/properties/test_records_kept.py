"""Whatever records a directory has, an update keeps those that it has no business with."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from dicom_fileset import FileSetCreator, FileSetUpdater
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir
from dicom_fileset.elements import element
from dicom_fileset.model import Record
from file_sets import FEW, Place, instance, save
from hypothesis import given, settings
from msgspec.structs import replace

TYPES = st.text(st.sampled_from("ABCXYZ 0_"), min_size=1, max_size=16).map(str.strip).filter(bool)
VRS = st.sampled_from(["LO", "UN", "OB", "ST", "PN", "US", "UT"])
TAGS = st.integers(0x0009_0010, 0x7FDF_FFFE)
UNDEFINED = b"\x09\0\x01\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
UNDEFINED += b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
ELEMENTS = st.dictionaries(TAGS, st.tuples(VRS, st.binary(max_size=9)), max_size=4)


@st.composite
def strange(draw: st.DrawFn) -> tuple[str, bytes, int, bool]:
    """A record that nobody knows: type, body, in-use flag, and whether it stands below."""
    record_type = draw(TYPES)
    parts = [element(0x0004_1430, "CS", record_type.encode())]
    parts += draw(st.sampled_from([[], [UNDEFINED]]))
    parts += [element(tag, vr, value) for tag, (vr, value) in sorted(draw(ELEMENTS).items())]
    flag = draw(st.sampled_from([0, 0xFFFF, 0x1234]))
    return record_type, b"".join(parts), flag, draw(st.booleans())


@settings(max_examples=25, deadline=None)
@given(st.lists(strange(), min_size=1, max_size=5), st.data())
def test_records_of_any_kind_are_kept_to_the_byte(
    records: list[tuple[str, bytes, int, bool]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root, folder = Path(name) / "disc", Path(name)
        with FileSetCreator(root) as creator:
            creator.add(save(instance(FEW[0]), folder / "a"), save(instance(FEW[4]), folder / "b"))
        found = read_dicomdir((root / "DICOMDIR").read_bytes())
        mixed = list(found.records)
        for record_type, body, flag, below in records:
            place = data.draw(st.integers(0, len(mixed)))
            level = mixed[place - 1].level + below if place else 0
            mixed.insert(place, Record(record_type, level, body, flag))
        before = tuple(_standing(mixed))
        (root / "DICOMDIR").write_bytes(write_dicomdir(replace(found, records=before)))
        with FileSetUpdater(root) as updater:
            updater.add(save(instance(Place(4)), folder / "c"))
        after = read_dicomdir((root / "DICOMDIR").read_bytes())
        assert after.records[: len(before)] == before
        assert after.file_set_uid == found.file_set_uid


def _standing(records: list[Record]) -> list[Record]:
    """Records whose levels go down one by one, as a tree has them."""
    standing: list[Record] = []
    for one in records:
        deepest = standing[-1].level + 1 if standing else 0
        standing.append(replace(one, level=min(one.level, deepest)))
    return standing
