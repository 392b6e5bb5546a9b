"""The walk over markers: what it reads from sound streams, and what it says of damaged ones."""

import itertools

import numpy as np
import pytest
from dicom_codecs import DamagedPixelData
from dicom_codecs.jpeg_stream.markers import walk
from dicom_codecs.jpeg_stream.segments import entropy_end, next_segment
from hypothesis import given
from hypothesis import strategies as st
from jpeg_streams import EOI, JFIF, SOI, Flat, Lossless, adobe, replaced, segment, stored

GREY = np.arange(6).reshape(2, 3)
SOUND = Lossless(12).stream([GREY])
COLOUR = Lossless(8, interleaved=False).stream([GREY, GREY, GREY])
BLOCKS = Flat(factors=((2, 1), (1, 1), (1, 1))).stream(
    [np.zeros((1, 2), np.int64), np.zeros((1, 1), np.int64), np.zeros((1, 1), np.int64)], (8, 16)
)
FRAME = SOUND[SOUND.index(b"\xff\xc3") : SOUND.index(b"\xff\xc4")]
TABLES = SOUND[SOUND.index(b"\xff\xc4") : SOUND.index(b"\xff\xda")]
AT_SCAN = SOUND.index(b"\xff\xda")
SCAN = SOUND[AT_SCAN:][:10]


def test_a_lossless_stream() -> None:
    header = walk(JFIF.join([SOI, SOUND[2:]]) + b"\0")
    assert header.frame[:4] == (3, 12, 2, 3)
    assert header.frame.offset == 2 + len(JFIF)
    assert [one[:3] for one in header.frame.components] == [(1, 1, 1)]
    scan = header.scans[0]
    assert (scan.first, scan.last, scan.high, scan.low) == (1, 0, 0, 0)
    assert header.applications[0].kind == "JFIF"
    assert header.ended
    assert header.end == len(SOUND) + len(JFIF)
    assert header.scans[-1].end == header.end - 2


def test_scans_tables_and_intervals() -> None:
    header = walk(COLOUR)
    assert [scan.components for scan in header.scans] == [(0,), (1,), (2,)]
    assert len(walk(stored("progressive")).scans) == 6
    restarting = Lossless(8, restart_rows=1).stream([GREY])
    assert walk(restarting).scans[0].interval == 3
    assert walk(BLOCKS).frame.components[0].horizontal == 2


@pytest.mark.parametrize("transform", [0, 1, 2])
def test_what_an_adobe_marker_says(transform: int) -> None:
    header = walk(Lossless(8, applications=adobe(transform)).stream([GREY]))
    assert [(one.kind, one.transform) for one in header.applications] == [("Adobe", transform)]


def cut(data: bytes, end: int) -> bytes:
    return data[: end if end >= 0 else len(data) + end]


def edited(old: bytes, new: bytes) -> bytes:
    return replaced(SOUND, [(old, new)])


LONG = b"\xff\xfe\xff\xff"
DAMAGED = [
    ("no beginning", SOUND[2:], "begins with FF C3, expected FF D8", 0),
    ("nothing", b"", "begins with , expected FF D8", 0),
    ("bytes before it", b"\0" + SOUND, "begins with 00 FF", 0),
    ("a second beginning", SOI + SOUND, "FF D8 in a wrong place", 2),
    ("no marker", SOI + b"\0\0" + SOUND[2:], "00 00 where a marker was expected", 2),
    ("a reserved marker", SOI + b"\xff\x02\0\2" + SOUND[2:], "FF 02 where a marker", 2),
    ("a length past the end", SOI + LONG + SOUND[2:], "says it has 65535 bytes", 2),
    ("a length of one", SOI + b"\xff\xfe\0\1" + SOUND[2:], "says it has 1 bytes", 2),
    ("an end first", SOI + EOI, "ends before any scan", 2),
    ("no scan", SOI + FRAME + TABLES + EOI, "ends before any scan", AT_SCAN),
    ("no frame", SOI + TABLES + SCAN, "a scan before any frame", AT_SCAN - len(FRAME)),
    ("two frames", SOI + FRAME + SOUND[2:], "a second frame", 15),
    ("no rows", edited(b"\x0c\0\2\0\3", b"\x0c\0\0\0\3"), "no rows", 2),
    ("no columns", edited(b"\x0c\0\2\0\3", b"\x0c\0\2\0\0"), "no columns", 2),
    ("no components", edited(b"\3\1\1\x11", b"\3\0\1\x11"), "has 0 components", 2),
    ("five components", edited(b"\3\1\1\x11", b"\3\5\1\x11"), "has 5 components", 2),
    ("two for one", edited(b"\3\1\1\x11", b"\3\2\1\x11"), "9 bytes, expected 12", 2),
    ("a factor of 0", edited(b"\1\x11\0", b"\1\x01\0"), r"factors \(0, 1\)", 2),
    ("a factor of 5", edited(b"\1\x11\0", b"\1\x15\0"), r"factors \(1, 5\)", 2),
    ("17 bits", edited(b"\x0b\x0c", b"\x0b\x11"), "precision of 17 bits", 2),
    ("one name twice", replaced(COLOUR, [(b"\2\x11\0", b"\1\x11\0")]), "same identifier", 2),
    ("a table missing", SOI + FRAME + SOUND[AT_SCAN:], "needs DC Huffman table 0", 15),
    ("quantization missing", SOI + BLOCKS[71:], "needs quantization table 0", None),
    (
        "more codes than can be",
        edited(b"\0\0\0\0\0\x11", b"\0\3\0\0\0\x0e"),
        "1 bit",
        19,
    ),
    (
        "symbols beyond the segment",
        edited(b"\x11\0\0", b"\x12\0\0"),
        "of 18 codes",
        19,
    ),
    ("a table without codes", SOI + segment(0xC4, 0, bytes(16)), "of 0 codes", 6),
    ("a table of class 2", SOI + segment(0xC4, 0x20, 1, bytes(16)), "goes to 20", 6),
    ("a category of 17", edited(b"\x0f\x10\xff", b"\x0f\x11\xff"), "symbol 17", AT_SCAN),
    ("a step of zero", replaced(BLOCKS, [(b"\x08" * 64, b"\x08" * 63 + b"\0")]), "step of zero", 6),
    ("a short table", SOI + segment(0xDB, 0, b"\1" * 60), "no quantization table", 6),
    ("a stranger", edited(b"\1\1\0\1\0\0", b"\1\7\0\1\0\0"), r"components \[7\]", AT_SCAN),
    ("too many in a scan", edited(b"\x08\1\1\0", b"\x08\2\1\0"), "scan has 2", AT_SCAN),
    ("a scan twice", replaced(COLOUR, [(b"\x08\1\2\0", b"\x08\1\1\0")]), "is in two scans", None),
    ("a scan left out", cut(COLOUR, COLOUR.rindex(b"\xff\xda")) + EOI, "has component 3", None),
    ("predictor 0", edited(b"\1\1\0\1\0\0", b"\1\1\0\0\0\0"), "predictor 0", AT_SCAN),
    ("predictor 8", edited(b"\1\1\0\1\0\0", b"\1\1\0\x08\0\0"), "predictor 8", AT_SCAN),
    ("no bit left", edited(b"\1\1\0\1\0\0", b"\1\1\0\1\0\x0c"), "transform 12", AT_SCAN),
    ("a scan header cut", edited(b"\0\x08\1\1\0\1", b"\0\x07\1\1\0\1"), "5 bytes", AT_SCAN),
    ("an odd interval", SOI + segment(0xDD, 0) + SOUND[2:], "FF DD of 1 bytes", 2),
    ("a mapping of JPEG-LS", SOI + segment(0xF8, 2, bytes(10)) + SOUND[2:], "LSE segment", 2),
    ("rows said too early", SOI + segment(0xDC, 0, 2) + SOUND[2:], "after scan 0", 2),
]


@pytest.mark.parametrize(
    ("stream", "reason", "offset"), [pytest.param(*row[1:], id=row[0]) for row in DAMAGED]
)
def test_damage_is_named_with_its_place(stream: bytes, reason: str, offset: int | None) -> None:
    with pytest.raises(DamagedPixelData, match=reason) as caught:
        walk(stream)
    assert caught.value.offset is not None
    if offset is not None:
        assert caught.value.offset == offset


PROGRESSIVE = stored("progressive")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ((b"\1\1\0\1\5\2", b"\1\1\0\5\1\2"), "spectral selection 5 to 1"),
        ((b"\1\1\0\1\5\2", b"\1\1\0\1\x40\2"), "spectral selection 1 to 64"),
        ((b"\1\1\0\1\5\2", b"\1\1\0\0\5\2"), "spectral selection 0 to 5"),
        ((b"\1\1\0\1\5\2", b"\1\1\0\1\5\x0e"), "approximation 0 to 14"),
    ],
)
def test_progressive_parameters(edit: tuple[bytes, bytes], reason: str) -> None:
    with pytest.raises(DamagedPixelData, match=reason):
        walk(replaced(PROGRESSIVE, [edit]))


def test_scans_without_end_are_no_image() -> None:
    at = PROGRESSIVE.rindex(b"\xff\xda")
    scan = PROGRESSIVE[at:-2]
    with pytest.raises(DamagedPixelData, match="more than 256 scans"):
        walk(PROGRESSIVE[:at] + scan * 300 + EOI)


@pytest.mark.parametrize("change", ["missing", "out of turn", "too many", "without interval"])
def test_restart_markers_are_counted(change: str) -> None:
    stream = Lossless(8, restart_rows=1).stream([np.zeros((4, 3), np.int64)])
    walk(stream)
    edits = {
        "missing": (b"\xff\xd1", b""),
        "out of turn": (b"\xff\xd1", b"\xff\xd5"),
        "too many": (b"\xff\xd2", b"\xff\xd2\xff\xd3\xff\xd4"),
        "without interval": (segment(0xDD, b"\0\3"), b""),
    }
    reason = r"restart markers, expected 3 of|FF D0 where a marker"
    with pytest.raises(DamagedPixelData, match=reason):
        walk(replaced(stream, [edits[change]]))


def test_a_restart_marker_behind_the_last_interval_is_borne() -> None:
    stream = Lossless(8, restart_rows=1).stream([np.zeros((4, 3), np.int64)])
    assert walk(stream[:-2] + b"\xff\xd3" + EOI).ended


def test_a_hierarchy_has_several_frames() -> None:
    whole = b"\xff\xde" + FRAME[2:]
    header = walk(SOI + whole + SOUND[2:-2] + SOUND[2:])
    assert header.hierarchical
    assert len(header.scans) == 2


def test_more_blocks_than_a_unit_can_have() -> None:
    three = Flat(factors=((4, 2), (2, 1), (1, 1)))
    levels = [np.zeros((2, 4), np.int64), np.zeros((1, 2), np.int64), np.zeros((1, 1), np.int64)]
    with pytest.raises(DamagedPixelData, match="11 blocks, of which 10"):
        walk(three.stream(levels, (16, 32)))


def naive_end(data: bytes, *, jpeg_ls: bool, restarts: bool) -> int:
    for at, (one, two) in enumerate(itertools.pairwise(data)):
        restart = 0xD0 <= two <= 0xD7 and (restarts or jpeg_ls)
        if one == 0xFF and two != 0xFF and not restart and (two >= 0x80 if jpeg_ls else two):
            return at
    return len(data) - data.endswith(b"\xff")


@given(
    st.lists(st.sampled_from([0, 1, 0x7F, 0x80, 0xD0, 0xD9, 0xDA, 0xFF, 0xFF, 0x55])).map(bytes),
    st.booleans(),
    st.booleans(),
)
def test_entropy_coded_data_end_where_a_plain_search_says(
    data: bytes, jpeg_ls: bool, restarts: bool
) -> None:
    expected = naive_end(data, jpeg_ls=jpeg_ls, restarts=restarts)
    assert entropy_end(data, 0, jpeg_ls=jpeg_ls, restarts=restarts) == expected


@given(st.binary(max_size=40))
def test_anything_behind_the_beginning_is_damage_or_read(data: bytes) -> None:
    with pytest.raises(DamagedPixelData):
        walk(SOI + data)


def test_fill_bytes_may_stand_before_a_marker() -> None:
    found = next_segment(b"\xff\xff\xff\xfe\0\3x", 0)
    assert found
    assert (found.code, found.offset, found.start, found.end) == (0xFE, 2, 6, 7)
