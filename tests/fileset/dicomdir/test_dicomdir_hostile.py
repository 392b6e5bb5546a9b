"""Directories as they must not be, read strictly: what can be reached, and what is wrong."""

import io
from collections.abc import Callable

import pytest
from broken_directories import records_of
from checks import Parsed, parsed
from dicom_fileset import DamagedFileSet, FileSet, Record, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element
from pydicom import dcmread

ORDER = ("PATIENT", "STUDY", "SERIES", "IMAGE", "IMAGE", "PATIENT", "STUDY", "SERIES", "IMAGE")
"""Two patients, the first with two images: 0 1 2 3 4 and 5 6 7 8."""


DATA = write_dicomdir(FileSet("1.2.3", "HOSTILE", records_of(ORDER)))
FOUND = parsed(DATA)
OFFSETS = [entry.offset for entry in FOUND.records]


def with_number(data: bytes, tag: int, value: int, record: int | None = None) -> bytes:
    """The data with one number of the directory, or of one of its records, changed."""
    found: Parsed = parsed(data)
    elements = found.elements if record is None else found.records[record].elements
    one = elements[tag]
    return (
        data[: one.end - len(one.value)]
        + value.to_bytes(len(one.value), "little")
        + data[one.end :]
    )


def reached(data: bytes) -> tuple[str, set[str]]:
    """Which records are reached, by number in order, and the codes of the findings."""
    file_set = read_dicomdir(data, strict=True)
    numbers = "".join(one.body.strip()[-1:].decode() for one in file_set.records)
    return numbers, {one.code for one in file_set.findings}


NEXT, IN_USE, LOWER = 0x00041400, 0x00041410, 0x00041420
FIRST, LAST = 0x00041200, 0x00041202
SHIFTED = [(tag, record) for record in range(len(ORDER)) for tag in (NEXT, LOWER)]


def all_shifted(data: bytes) -> bytes:
    """Every offset counted from elsewhere, as a writer did that forgot the meta information."""
    for tag, record in [*SHIFTED, (FIRST, None), (LAST, None)]:
        found = parsed(DATA)
        number = found.number(tag) if record is None else found.records[record].number(tag)
        if number:
            data = with_number(data, tag, number + 22, record)
    return data


TABLE: dict[str, tuple[bytes, str, set[str]]] = {
    "next offset back to the first": (
        with_number(DATA, NEXT, OFFSETS[0], 5),
        "012345678",
        {"record-referenced-twice"},
    ),
    "next offset to itself": (
        with_number(DATA, NEXT, OFFSETS[4], 4),
        "012345678",
        {"record-referenced-twice"},
    ),
    "lower offset to itself": (
        with_number(DATA, LOWER, OFFSETS[3], 3),
        "012345678",
        {"record-referenced-twice"},
    ),
    "lower offset up to the root": (
        with_number(DATA, LOWER, OFFSETS[0], 8),
        "012345678",
        {"record-referenced-twice"},
    ),
    "two parents of one record": (
        with_number(DATA, LOWER, OFFSETS[1], 5),
        "012345",
        {"record-referenced-twice", "record-unreachable"},
    ),
    "next offset dangling": (
        with_number(DATA, NEXT, OFFSETS[0] + 2, 0),
        "01234",
        {"offset-dangling", "record-unreachable", "last-root-offset-wrong"},
    ),
    "lower offset past the end": (
        with_number(DATA, LOWER, 0xFFFFFFF0, 2),
        "0125678",
        {"offset-dangling", "record-unreachable"},
    ),
    "all offsets shifted": (
        all_shifted(DATA),
        "",
        {"offset-dangling", "record-unreachable", "last-root-offset-wrong"},
    ),
    "first root zero": (
        with_number(DATA, FIRST, 0),
        "",
        {"record-unreachable", "last-root-offset-wrong"},
    ),
    "first root is the second": (
        with_number(DATA, FIRST, OFFSETS[5]),
        "5678",
        {"record-unreachable"},
    ),
    "last root wrong": (
        with_number(DATA, LAST, OFFSETS[0]),
        "012345678",
        {"last-root-offset-wrong"},
    ),
    "consistency flag": (
        with_number(DATA, 0x00041212, 0xFFFF),
        "012345678",
        {"consistency-flag"},
    ),
    "record inactive": (with_number(DATA, IN_USE, 0, 4), "012345678", {"record-inactive"}),
    "odd in-use flag": (with_number(DATA, IN_USE, 7, 4), "012345678", {"record-in-use-flag"}),
    "unknown type": (
        DATA.replace(b"SERIES", b"SERIEZ", 1),
        "012345678",
        {"record-type-unknown"},
    ),
    "trailing garbage": (DATA + b"\xff" * 64, "012345678", {"directory-truncated"}),
    "trailing zeros": (DATA + bytes(64), "012345678", set()),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_reached_and_what_is_said(name: str) -> None:
    data, numbers, codes = TABLE[name]
    found, said = reached(data)
    assert sorted(found) == sorted(numbers)
    if name == "trailing zeros":
        assert said <= {"directory-truncated"}  # zeros to the end of a sector harm nobody
    else:
        assert said == codes


def test_no_sequence() -> None:
    cut = DATA[: DATA.index(b"\x04\0\x20\x12SQ")]
    found = read_dicomdir(cut)
    assert found.records == ()
    assert found.has_directory
    assert "offset-dangling" in {one.code for one in found.findings}


def test_no_first_root() -> None:
    """Another tag stands where it stood, so that all other offsets hold."""
    at = FOUND.elements[FIRST].start
    numbers, codes = reached(DATA[:at] + b"\x04\0\x01\x12" + DATA[at + 4 :])
    assert numbers == "012345678"
    assert codes == {"root-offset-wrong"}


def test_no_sop_instance_uid_in_a_record() -> None:
    records = (Record("IMAGE", 0, element(0x00041430, "CS", b"IMAGE")),)
    assert read_dicomdir(write_dicomdir(FileSet("1.2", "", records))).records == records


@pytest.mark.parametrize("open_items", [False, True])
@pytest.mark.parametrize("open_sequence", [False, True])
def test_undefined_lengths(open_sequence: bool, open_items: bool) -> None:
    data = by_hand(open_sequence=open_sequence, open_items=open_items)
    numbers, codes = reached(data)
    assert numbers == "012345678"
    assert codes == set()
    assert len(dcmread(io.BytesIO(data)).DirectoryRecordSequence) == len(ORDER)
    assert read_dicomdir(data).records == read_dicomdir(DATA).records


def by_hand(*, open_sequence: bool, open_items: bool, group_lengths: bool = False) -> bytes:
    """The same directory with other lengths, and so other offsets."""
    item_end = b"\xfe\xff\x0d\xe0\0\0\0\0" if open_items else b""
    bodies = [_content(number, group_lengths=group_lengths) for number in range(len(ORDER))]
    base = FOUND.elements[0x00041220].start + 12 + (12 if group_lengths else 0)
    moved, at = {0: 0}, base
    for old, body in zip(OFFSETS, bodies, strict=True):
        moved[old] = at
        at += 8 + len(body) + len(item_end)
    items = []
    for record, body in zip(FOUND.records, bodies, strict=True):
        links = body
        for tag in (NEXT, LOWER):
            head = element(tag, "UL", record.number(tag).to_bytes(4, "little"))
            links = links.replace(
                head, element(tag, "UL", moved[record.number(tag)].to_bytes(4, "little")), 1
            )
        length = b"\xff\xff\xff\xff" if open_items else len(body).to_bytes(4, "little")
        items.append(b"\xfe\xff\x00\xe0" + length + links + item_end)
    content = b"".join(items)
    head = DATA[: FOUND.elements[0x00041220].start + 8]
    for tag in (FIRST, LAST):
        old = FOUND.number(tag)
        head = head.replace(
            element(tag, "UL", old.to_bytes(4, "little")),
            element(tag, "UL", moved[old].to_bytes(4, "little")),
        )
    if group_lengths:
        start = FOUND.elements[0x00041130].start
        head = head[:start] + element(0x00040000, "UL", b"\0\0\0\0") + head[start:]
    if open_sequence:
        return head + b"\xff\xff\xff\xff" + content + b"\xfe\xff\xdd\xe0\0\0\0\0"
    return head + len(content).to_bytes(4, "little") + content


def _content(number: int, *, group_lengths: bool) -> bytes:
    entry = FOUND.records[number]
    parts = [DATA[one.start : one.end] for one in entry.elements.values()]
    if group_lengths:
        parts.insert(0, element(0x00040000, "UL", b"\0\1\0\0"))
    return b"".join(parts)


def test_group_lengths() -> None:
    numbers, codes = reached(by_hand(open_sequence=False, open_items=False, group_lengths=True))
    assert numbers == "012345678"
    assert codes == set()


@pytest.mark.parametrize("implicit", [False, True])
def test_pydicom_writes_it_otherwise(implicit: bool) -> None:
    """Undefined lengths by pydicom, in another encoding: offsets no longer hold, bytes do."""
    ds = dcmread(io.BytesIO(DATA))
    ds["DirectoryRecordSequence"].is_undefined_length = True
    for one in ds.DirectoryRecordSequence:
        one.is_undefined_length_sequence_item = True
    if implicit:
        ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    stream = io.BytesIO()
    ds.save_as(stream, implicit_vr=implicit, little_endian=True)
    file_set = read_dicomdir(stream.getvalue(), strict=True)
    codes = {one.code for one in file_set.findings}
    assert ("directory-encoding" in codes) == implicit
    assert len(file_set.records) + sum(
        one.code == "record-unreachable" for one in file_set.findings
    ) == len(ORDER)


NO_DIRECTORY: dict[str, bytes] = {
    "nothing": b"",
    "text": b"this is no directory at all\n" * 40,
    "zeros": bytes(4096),
    "ones": b"\xff" * 4096,
    "preamble alone": bytes(128) + b"DICM",
    "another class": DATA.replace(b"1.2.840.10008.1.3.10", b"1.2.840.10008.1.3.11"),
}


@pytest.mark.parametrize("name", NO_DIRECTORY)
def test_what_is_no_directory(name: str) -> None:
    with pytest.raises(DamagedFileSet) as caught:
        read_dicomdir(NO_DIRECTORY[name], strict=name == "another class")
    assert caught.value.finding.code == "not-a-directory"


Reader = Callable[[bytes], FileSet]


def test_a_hundred_thousand_records_of_one_cycle_end() -> None:
    """Bounded by the number of records, however they refer to each other."""
    body = element(0x00041430, "CS", b"IMAGE")
    records = tuple(Record("IMAGE", 0, body) for _ in range(20_000))
    data = write_dicomdir(FileSet("1.2", "", records))
    last = parsed(data).records[-1].elements[NEXT]
    data = data[: last.end - 4] + OFFSETS[0].to_bytes(4, "little") + data[last.end :]
    assert len(read_dicomdir(data).records) == 20_000


def test_a_directory_of_another_class_is_one_by_its_content() -> None:
    found = read_dicomdir(NO_DIRECTORY["another class"])
    assert len(found.records) == len(ORDER)
    assert [one.code for one in found.findings] == ["directory-class"]
