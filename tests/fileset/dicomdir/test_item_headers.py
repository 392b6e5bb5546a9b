"""Items whose headers are damaged: what they hold is whole, and is there."""

from collections import Counter

import pytest
from broken_directories import HEALTHY
from dicom_fileset import read_dicomdir, write_dicomdir
from foreign_files import PYDICOM
from hypothesis import given, settings
from hypothesis import strategies as st

FOLDER = PYDICOM / "data" / "test_files" / "dicomdirtests"
WHOLE = {
    "written here": write_dicomdir(HEALTHY),
    **{
        name: (FOLDER / name).read_bytes()
        for name in ("DICOMDIR", "DICOMDIR-implicit", "DICOMDIR-bigEnd")
    },
}
BIG_ENDIAN = {"DICOMDIR-bigEnd"}


def items_of(name: str) -> list[int]:
    """Where each record's item begins."""
    order = b"\xff\xfe\xe0\0" if name in BIG_ENDIAN else b"\xfe\xff\0\xe0"
    found, at = [], WHOLE[name].find(order)
    while at >= 0:
        found.append(at)
        at = WHOLE[name].find(order, at + 1)
    return found


@settings(max_examples=100, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", WHOLE)
def test_headers_turned(name: str, data: st.DataObject) -> None:
    hurt = data.draw(st.lists(st.sampled_from(items_of(name)), min_size=1, max_size=4, unique=True))
    spoiled = bytearray(WHOLE[name])
    for at in hurt:
        masks = data.draw(st.binary(min_size=8, max_size=8))
        spoiled[at : at + 8] = bytes(
            a ^ b for a, b in zip(spoiled[at : at + 8], masks, strict=True)
        )
    found = Counter(one.body for one in read_dicomdir(bytes(spoiled)).records)
    assert found == Counter(one.body for one in read_dicomdir(WHOLE[name]).records)
