"""Records taken apart by their forms: each is there once, as it is when it is taken apart alone."""

from collections.abc import Iterator

import pytest
from dicom_fileset.dicomdir import forms
from dicom_fileset.dicomdir.forms import Alike, forms_of
from dicom_fileset.dicomdir.keys import RecordKeys, siblings, with_path
from dicom_fileset.elements import BINARY_VRS, element
from dicom_fileset.model import Record
from hypothesis import given
from hypothesis import strategies as st
from record_bodies import VALUES, bodies

ALIKE = Alike(frozenset({0x0004_1510, 0x0020_0013}), frozenset({0x0004_1500, 0x0028_0010}))


@pytest.fixture(autouse=True, params=[(0, 5), (0, 4096), (2, 7)], scope="module")
def _small(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "FEW", request.param[0])
        patch.setattr(forms, "AT_ONCE", request.param[1])
        yield


def records_of(found: list[bytes]) -> tuple[Record, ...]:
    return tuple(Record("IMAGE", 0, body) for body in found)


LISTS = st.lists(bodies(), max_size=12) | st.lists(st.binary(max_size=40), max_size=12)


@given(LISTS)
def test_each_is_there_once(found: list[bytes]) -> None:
    indices: list[int] = []
    for formed in forms_of(records_of(found)):
        assert all(len(form.places) > forms.FEW for form in formed.forms)
        numbers = formed.numbers()
        for form in formed.forms:
            assert len({numbers[place] for place in form.places}) == 1
        assert len(set(numbers)) == len(formed.forms) + len(formed.others)
        assert all(formed.first <= one < formed.first + len(numbers) for one in numbers)
        places = [*formed.others, *(one for form in formed.forms for one in form.places.tolist())]
        indices += sorted(formed.first + place for place in places)
    assert indices == list(range(len(found)))


def value_of(raw: bytes, body: bytes, tag: int) -> bytes:
    """A value without padding, by the VR that is in the body."""
    vr = VALUES[tag][0] if tag in VALUES else "UN"
    assert raw in body
    return raw if vr in BINARY_VRS else raw.rstrip(b" \0")


@given(st.lists(bodies(), max_size=12))
def test_values_are_those_of_each_record(found: list[bytes]) -> None:
    for formed in forms_of(records_of(found), ALIKE):
        for form in formed.forms:
            some = [formed.records[place].body for place in form.places]
            assert {frozenset(RecordKeys(body).tags()) for body in some} == {
                frozenset(form.columns)
            }
            for tag in form.columns:
                each = [RecordKeys(body).value(tag) for body in some]
                raw = formed.values(form, tag)
                pairs = zip(raw, some, strict=True)
                assert [value_of(*one, tag) for one in pairs] == each
                assert tag not in ALIKE.values or len(set(each)) == 1
                assert tag not in ALIKE.filled or len(set(map(bool, each))) == 1


def test_records_of_one_form_are_one_form() -> None:
    found = [element(0x0004_1500, "CS", b"A" * (1 + n % 5)) for n in range(40)]
    for formed in forms_of(records_of(found), ALIKE):
        assert len(formed.forms) <= 1


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["A", "B"]), st.sampled_from([0, 1]))))
def test_siblings(found: list[tuple[int, str, int]]) -> None:
    level, records = 0, []
    for wished, kind, in_use in found:
        level = min(wished, level)
        records.append(Record(kind, level, b"", in_use))
        level += 1
    paths = [above for _, above in with_path(tuple(records))]
    place = 0
    for start, end in siblings(records):
        assert start == place < end
        place = end
        assert all(paths[one] == paths[start] for one in range(start, end))
        assert len({(one.record_type, one.in_use) for one in records[start:end]}) == 1
    assert place == len(records)
