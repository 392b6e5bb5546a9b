"""The file that a record refers to, found at the start of its body: the same as by reading all."""

import hypothesis.strategies as st
from dicom_fileset.dicomdir.keys import RecordKeys, reference_in, reference_of
from dicom_fileset.elements import element
from hypothesis import given

TEXTS = st.text(st.sampled_from("AB12._\\ "), max_size=12).map(str.encode)
REFERENCE = {0x00041500: "CS", 0x00041510: "UI", 0x00041511: "UI", 0x00041512: "UI"}
OTHERS = {0x00041430: "CS", 0x00041432: "UI", 0x0004151A: "UI", 0x00080016: "UI", 0x00080005: "CS"}
LATER = st.sampled_from([(0x00100010, "PN"), (0x0040A730, "SQ"), (0x00880200, "SQ")])


@given(
    st.dictionaries(st.sampled_from(sorted((REFERENCE | OTHERS).items())), TEXTS),
    st.lists(st.tuples(LATER, st.binary(max_size=8))),
)
def test_in_order(
    values: dict[tuple[int, str], bytes], more: list[tuple[tuple[int, str], bytes]]
) -> None:
    first = [element(tag, vr, value) for (tag, vr), value in sorted(values.items())]
    body = b"".join([*first, *(element(tag, vr, value) for (tag, vr), value in sorted(more))])
    assert reference_in(body) == reference_of(RecordKeys(body))


@given(st.permutations(sorted((REFERENCE | OTHERS).items())), st.binary(max_size=6))
def test_in_any_order_and_cut_off(order: list[tuple[int, str]], rest: bytes) -> None:
    body = b"".join(element(tag, vr, b"1.2") for tag, vr in order)
    for end in (len(body), len(body) - 3):
        assert reference_in(body[:end]) == reference_of(RecordKeys(body[:end]))
    assert reference_in(body + rest) == reference_of(RecordKeys(body + rest))


@given(st.binary(max_size=60))
def test_of_garbage(body: bytes) -> None:
    assert reference_in(body) == reference_of(RecordKeys(body))
