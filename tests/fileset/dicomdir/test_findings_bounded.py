"""A directory that is all wrong: each code is told, the rest of it counted."""

from collections import Counter

import pytest
from dicom_fileset import FileSet, read_dicomdir, write_dicomdir
from dicom_fileset.dicomdir.telling import Telling
from dicom_fileset.findings import finding
from dicom_fileset.limits import LIMITS, Limits
from hypothesis import given
from hypothesis import strategies as st

_EMPTY = b"\xfe\xff\0\xe0\0\0\0\0"


@pytest.mark.parametrize("limits", [LIMITS, Limits(findings=20)])
@pytest.mark.parametrize("strict", [False, True])
def test_of_each_code_so_many_are_told_and_the_others_counted(
    limits: Limits, *, strict: bool
) -> None:
    number = limits.findings + 7
    head = write_dicomdir(FileSet("1.2.3", "EMPTY"))[:-4]
    data = head + (8 * number).to_bytes(4, "little") + _EMPTY * number
    found = read_dicomdir(data, strict=strict, limits=limits)
    assert len(found.records) == (0 if strict else number)
    told = [one for one in found.findings if one.code == "record-type-unknown"]
    assert len(told) == limits.findings + 1
    assert told[-1].message == "There are 7 more like these."
    lost = [one for one in found.findings if one.code == "record-unreachable"]
    assert len(lost) == limits.findings + 1


@given(st.lists(st.sampled_from(["leftover", "link", "damaged"])), st.integers(0, 4))
def test_no_code_is_hidden(codes: list[str], most: int) -> None:
    telling = Telling(most)
    telling.extend(finding(code, f"number {number}") for number, code in enumerate(codes))
    told = Counter(one.code for one in telling.all())
    count = Counter(codes)
    assert told == {code: min(number, most + 1) for code, number in count.items()}
    more = [one.message for one in telling.all()[-len(count) :] if "more like" in one.message]
    assert len(more) == sum(number > most for number in count.values())
