"""Files that many records refer to: the same as by reading each record."""

from collections.abc import Iterator

import hypothesis.strategies as st
import pytest
from dicom_fileset.dicomdir import forms
from dicom_fileset.dicomdir.forms import forms_of
from dicom_fileset.dicomdir.keys import RecordKeys, Reference, reference_of
from dicom_fileset.dicomdir.references import References, file_ids_in
from dicom_fileset.elements import element
from dicom_fileset.model import Record
from hypothesis import given
from record_bodies import bodies

TEXTS = st.text(st.sampled_from("AB1._\\") | st.sampled_from(" \t\0\n\x7fé"), max_size=14).map(
    lambda text: text.encode("latin-1")
)
NAMED = st.tuples(TEXTS, TEXTS).map(
    lambda both: element(0x0004_1500, "CS", both[0]) + element(0x0004_1511, "UI", both[1])
)
LISTS = st.lists(NAMED | bodies() | st.binary(max_size=40), max_size=12)


@pytest.fixture(autouse=True, params=[0, 8], scope="module")
def _few(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "FEW", request.param)
        patch.setattr(forms, "AT_ONCE", 7)
        yield


def records_of(found: list[bytes]) -> tuple[Record, ...]:
    return tuple(Record("IMAGE", 0, body) for body in found)


def references(found: list[bytes]) -> References:
    records = records_of(found)
    return References(records, forms_of(records))


def each(found: list[bytes]) -> list[tuple[bytes, Reference]]:
    """The slow and obvious way."""
    references = [(body, reference_of(RecordKeys(body))) for body in found]
    return [(body, one) for body, one in references if one is not None]


@given(LISTS, TEXTS)
def test_file_ids(found: list[bytes], other: bytes) -> None:
    there = {one.file_id for _, one in each(found)}
    assert file_ids_in(records_of(found)) == there
    seen = references(found)
    assert all(seen.has_file_id(file_id) for file_id in there)
    more = [tuple(other.decode("latin-1").split("\\")), ("A", "B"), ("IM000001",), ("", "A")]
    for file_id in more:
        assert seen.has_file_id(file_id) == (file_id in there)


@given(LISTS, st.sets(TEXTS.map(lambda text: text.rstrip(b" \0").decode("ascii", "replace"))))
def test_instances(found: list[bytes], others: set[str]) -> None:
    there = each(found)
    for uids in (others, {one.sop_instance_uid for _, one in there[::2]}, set[str]()):
        wanted = {body: one for body, one in there if one.sop_instance_uid in uids}
        assert references(found).to_instances(uids) == wanted


def test_of_many_few_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not asked for costs next to nothing."""
    taken_apart = []
    monkeypatch.setattr(forms, "AT_ONCE", 4096)
    monkeypatch.setattr(
        "dicom_fileset.dicomdir.references.RecordKeys",
        lambda body: taken_apart.append(body) or RecordKeys(body),
    )
    found = [
        element(0x0004_1500, "CS", b"A\\B%d\\I%07d" % (n % 3, n // 3))
        + element(0x0004_1511, "UI", b"1.2.3.%d" % n)
        for n in range(1000)
    ]
    seen = references(found)
    assert seen.has_file_id(("A", "B0", "I0000007"))
    assert not seen.has_file_id(("A", "B4", "I0000007"))
    assert not seen.has_file_id(("A", "B0", "X0000007"))
    assert list(seen.to_instances({"1.2.3.500", "1.2.3.1000"})) == [found[500]]
    assert len(taken_apart) < 10
