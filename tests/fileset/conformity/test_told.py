"""What records say to a profile, told by their form: the same as when each is taken apart."""

from collections.abc import Iterator

import pytest
from dicom_fileset.conformity import told
from dicom_fileset.conformity.told import Told, overview_of, told_by
from dicom_fileset.dicomdir import forms
from dicom_fileset.dicomdir.keys import with_path
from dicom_fileset.elements import element
from dicom_fileset.model import Record
from hypothesis import given
from hypothesis import strategies as st
from record_bodies import VALUES, bodies


@pytest.fixture(autouse=True, params=[0, 8], scope="module")
def _few(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "FEW", request.param)
        yield


@st.composite
def records(draw: st.DrawFn) -> tuple[Record, ...]:
    few = draw(st.lists(bodies(), min_size=1, max_size=4))
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 12))):
        level = draw(st.integers(0, found[-1].level + 1 if found else 0))
        kind = draw(st.sampled_from(["IMAGE", "SERIES"]))
        body = draw(st.sampled_from(few) | bodies())
        found.append(Record(kind, level, body, draw(st.sampled_from([0xFFFF, 0xFFFF, 0]))))
    return tuple(found)


def each(found: tuple[Record, ...]) -> Iterator[Told]:
    """The slow and obvious way."""
    for record, above in with_path(found):
        attributes: tuple[tuple[str, bytes], ...] = ()
        for one in above:
            attributes = told._told(one, attributes)[1]
        yield told._told(record, attributes)[0]


@given(records())
def test_told_by_form_and_one_by_one(found: tuple[Record, ...]) -> None:
    assert set(told_by(overview_of(found))) == set(each(found))


def test_records_of_one_form_are_told_once() -> None:
    def body(file_id: bytes, uid: bytes) -> bytes:
        values = {0x0004_1430: b"IMAGE ", 0x0004_1500: file_id, 0x0004_1511: uid}
        return b"".join(element(tag, VALUES[tag][0], value) for tag, value in values.items())

    found = [Record("IMAGE", 0, body(b"A\\%04d" % n, b"1.%06d" % n)) for n in range(9)]
    assert len(list(told_by(overview_of(found)))) == 1
