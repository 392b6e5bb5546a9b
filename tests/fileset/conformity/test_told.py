"""What records say to a profile, told by their form: the same as when each is taken apart."""

from collections.abc import Iterator

from dicom_fileset.conformity import told
from dicom_fileset.conformity.told import Told, told_by
from dicom_fileset.dicomdir.keys import RecordKeys, reference_in, reference_of, with_path
from dicom_fileset.elements import element, item
from dicom_fileset.model import Record
from hypothesis import assume, given
from hypothesis import strategies as st

VALUES = {
    0x0004_1430: ("CS", [b"IMAGE ", b"SERIES"]),
    0x0004_1500: ("CS", [b"A\\B ", b"A\\C ", b"    ", b""]),
    0x0004_1510: ("UI", [b"1.2\0", b"1.3\0", b""]),
    0x0004_1511: ("UI", [b"1.4\0", b"1.5\0", b"1.66"]),
    0x0004_1512: ("UI", [b"1.7\0", b"1.8\0", b"\0\0\0\0"]),
    0x0008_0060: ("CS", [b"CT", b"MR", b"  "]),
    0x0020_0013: ("IS", [b"1 ", b"2 ", b"  ", b"10"]),
    0x0028_0004: ("CS", [b"RGB ", b"    "]),
    0x0028_0010: ("US", [b"\4\0", b"\0\0"]),
    0x0028_0100: ("US", [b"\x08\0", b"\x10\0"]),
    0x0050_0004: ("CS", [b"NO", b"  ", b""]),
    0x0088_0200: ("SQ", [b"", item(element(0x0028_0010, "US", b"\4\0")), item(b"")]),
}


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    tags = draw(st.sets(st.sampled_from(sorted(VALUES)))) | draw(
        st.sampled_from([frozenset(), frozenset(VALUES)])
    )
    chosen = [(tag, VALUES[tag][0], draw(st.sampled_from(VALUES[tag][1]))) for tag in sorted(tags)]
    body = b"".join(element(*one) for one in chosen)
    if draw(st.integers(0, 9)) == 0:
        body += element(0x0004_1511, "UI", b"1.9\0")
    return body[: draw(st.sampled_from([None, None, None, None, -1, -5]))]


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
    assert set(told_by(found)) == set(each(found))


def test_records_of_one_form_are_told_once() -> None:
    def body(file_id: bytes, uid: bytes) -> bytes:
        values = {0x0004_1430: b"IMAGE ", 0x0004_1500: file_id, 0x0004_1511: uid}
        return b"".join(element(tag, VALUES[tag][0], value) for tag, value in values.items())

    found = [Record("IMAGE", 0, body(b"A\\%04d" % n, b"1.%06d" % n)) for n in range(9)]
    assert len(list(told_by(tuple(found)))) == 1


@given(bodies())
def test_a_reference_is_read_from_the_front_as_from_the_whole(body: bytes) -> None:
    assume(body.count(b"\4\0\x11\x15UI") < 2)  # out of order, the first counts
    assert reference_in(body) == reference_of(RecordKeys(body))
