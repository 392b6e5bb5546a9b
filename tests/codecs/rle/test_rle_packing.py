"""Rows packed all at once, against rows taken one by one."""

from itertools import groupby

import numpy as np
import pytest
from dicom_codecs.implementations import available
from dicom_codecs.rle import packbits
from dicom_codecs.rle.packbits import pack
from dicom_codecs.rle.pieces import _ranges, _set_before
from dicom_codecs.rle.stepwise import measured, unpack
from hypothesis import given, settings
from hypothesis import strategies as st

LENGTHS = st.sampled_from([1, 1, 1, 1, 2, 2, 2, 3, 4, 63, 64, 126, 127, 128, 129, 130, 131, 257])
ROWS = st.lists(st.tuples(st.integers(0, 3), LENGTHS), min_size=1, max_size=30).map(
    lambda runs: bytes(value for value, length in runs for _ in range(length))
)
NOISE = st.binary(min_size=1, max_size=400)
LINES = st.lists(ROWS | NOISE, min_size=1, max_size=5).map(
    lambda rows: np.array(
        [np.resize(np.frombuffer(row, np.uint8), len(rows[0])) for row in rows], np.uint8
    )
)


def slow_row(row: bytes) -> bytes:
    """Runs of three and more, and what lies between."""
    runs = [bytes(found) for _, found in groupby(row)]
    packed, waiting = b"", []
    for run in [*runs, b"..."]:
        if len(run) < 3:
            waiting.append(run)
            continue
        packed += slow_copy(waiting)
        waiting = []
        packed += slow_run(run)
    return packed[: len(packed) - len(slow_run(b"..."))]


def slow_run(run: bytes) -> bytes:
    parts = [run[start : start + 128] for start in range(0, len(run), 128)]
    return b"".join(bytes([(257 - len(part)) % 256, part[0]]) for part in parts)


def slow_literal(data: bytes) -> bytes:
    parts = [data[start : start + 128] for start in range(0, len(data), 128)]
    return b"".join(bytes([len(part) - 1]) + part for part in parts)


def slow_copy(runs: list[bytes]) -> bytes:
    """Bytes and pairs, copied all; pairs are runs if that needs fewer heads."""
    groups = [(pair, b"".join(found)) for pair, found in groupby(runs, lambda run: len(run) == 2)]
    singles = sum(not pair for pair, _ in groups)
    whole = b"".join(runs)
    if singles >= -(-len(whole) // 128):
        return slow_literal(whole)
    return b"".join(
        b"".join(bytes([255, value]) for value in data[::2]) if pair else slow_literal(data)
        for pair, data in groups
    )


@settings(max_examples=300)
@given(LINES, st.sampled_from([0, 12, 1000]))
def test_packs_as_row_by_row(lines: np.ndarray, small: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packbits, "_SMALL", small)
        packed = pack(lines)
    assert packed == b"".join(slow_row(row.tobytes()) for row in lines)


@settings(max_examples=300)
@given(LINES)
def test_gives_the_rows_back_with_no_packet_across_rows(lines: np.ndarray) -> None:
    packed, at = pack(lines), 0
    assert unpack(packed + b"\0", lines.size) == (lines.tobytes(), 0)
    for _ in lines:
        at, made = measured(packed + b"\0", at, lines.shape[1])
        assert made == lines.shape[1]
    assert at == len(packed)


@pytest.mark.skipif(not available("pylibjpeg-rle"), reason="pylibjpeg-rle is not installed")
@settings(max_examples=300)
@given(LINES)
def test_is_never_larger_than_pylibjpeg_rle(lines: np.ndarray) -> None:
    rle = pytest.importorskip("rle.utils")
    theirs = rle.encode_segment(lines.tobytes(), lines.shape[1])
    assert len(pack(lines)) <= len(theirs)


@given(st.lists(st.booleans(), max_size=300), st.data())
def test_flags_are_counted_before_any_place(flags: list[bool], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(flags)), min_size=1))
    found = _set_before(np.array(flags, np.bool), np.array(places))
    assert found.tolist() == [sum(flags[:place]) for place in places]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 9))), st.integers(1, 128))
def test_ranges_follow_each_other(ranges: list[tuple[int, int]], step: int) -> None:
    starts, counts = np.array(ranges, np.intp).reshape(-1, 2).T
    expected = [start + step * n for start, count in ranges for n in range(count)]
    assert _ranges(starts, counts, step).tolist() == expected


@pytest.mark.parametrize(
    ("row", "packed"),
    [
        ("07", "00 07"),
        ("07 07", "ff 07"),
        ("07 07 07", "fe 07"),
        ("01 07 07 02", "03 01 07 07 02"),
        ("07 07 08 08", "ff 07 ff 08"),
        ("07 07 08 08 09", "04 07 07 08 08 09"),
        ("07" * 128, "81 07"),
        ("07" * 129, "81 07 00 07"),
        ("07" * 130, "81 07 ff 07"),
    ],
)
def test_known_rows(row: str, packed: str) -> None:
    lines = np.frombuffer(bytes.fromhex(row), np.uint8).reshape(1, -1)
    assert pack(lines) == bytes.fromhex(packed)
