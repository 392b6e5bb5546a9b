"""Values mended: what comes out may stand in a record, and mending it again changes nothing."""

import re
from datetime import date

import hypothesis.strategies as st
import pytest
from dicom_fileset.records.values import MENDED, STAND_INS, stand_in, valid_uid
from hypothesis import example, given
from pydicom.config import IGNORE
from pydicom.uid import UID, generate_uid

VALID = {
    "DA": rb"\d{8}",
    "TM": rb"\d\d(\d\d(\d\d(\.\d{1,6})?)?)?",
    "IS": rb"[+-]?\d{1,11}",
    "UI": rb"[0-9.]{1,64}",
    "CS": rb"(?=.*[A-Z0-9_])[A-Z0-9 _]{0,16}(\\[A-Z0-9 _]{0,16})*",
    "SH": rb"[^\x1b\\\x80-\xff]{1,16}|.*[\x1b\\\x80-\xff].*",  # other text is not cut
    "LO": rb"[^\x1b\\\x80-\xff]{1,64}|.*[\x1b\\\x80-\xff].*",
}
likely = st.text("0123456789.:-/+ \\ABab_\n\0", max_size=20).map(str.encode)
any_value = st.binary(max_size=80) | likely


@pytest.mark.parametrize("vr", sorted(MENDED))
@given(value=any_value)
@example(value=b"2004.01.19")
@example(value=b"12345678901")
@example(value=b"+99999999999")
@example(value=b"1.2.3\n")
@example(value=b"20240101\n")
@example(value=b"10:42:07.5")
@example(value=b" " * 64 + b"x")
def test_what_was_mended_is_valid(vr: str, value: bytes) -> None:
    mended = MENDED[vr](value)
    if mended is None or not value:
        return
    assert re.fullmatch(VALID[vr], mended, re.DOTALL)
    assert MENDED[vr](mended) == mended


@pytest.mark.parametrize("vr", sorted(STAND_INS))
def test_a_stand_in_is_valid(vr: str) -> None:
    value = stand_in(vr)
    assert len(value) % 2 == 0 or vr not in {"US", "UL", "UV"}
    if vr in MENDED:
        assert MENDED[vr](value) == value
    assert stand_in("LO") == b"UNKNOWN"


@given(day=st.dates(min_value=date(1000, 1, 1)), mark=st.sampled_from(["", ".", "-", "/"]))
def test_a_date_survives_every_way_to_write_it(day: date, mark: str) -> None:
    text = day.strftime(f"%Y{mark}%m{mark}%d")
    assert MENDED["DA"](f" {text} ".encode()) == day.strftime("%Y%m%d").encode()


@pytest.mark.parametrize(
    ("vr", "value", "mended"),
    [
        ("DA", b"20241301", None),
        ("DA", b"20240132", None),
        ("DA", b"20240001", None),
        ("DA", b"2024", None),
        ("DA", b"20240101-20240202", None),
        ("TM", b"10:42", b"1042"),
        ("TM", b"10", b"10"),
        ("TM", b"240000", None),
        ("TM", b"106000", None),
        ("TM", b"235960", b"235960"),
        ("TM", b"104207.1234567", None),
        ("IS", b" 7 ", b"7"),
        ("IS", b"-7", b"-7"),
        ("IS", b"7.0", None),
        ("IS", b"123456789012", None),
        ("IS", b"1\\2", None),
        ("UI", b"1.2.3 ", b"1.2.3"),
        ("UI", b"1.2.03", None),
        ("UI", b"1..2", None),
        ("UI", b".1", None),
        ("UI", b"1." + b"1" * 63, None),
        ("UI", b"1." + b"1" * 62, b"1." + b"1" * 62),
        ("CS", b"ct", b"CT"),
        ("CS", b" MR ", b"MR"),
        ("CS", b"ORIGINAL\\PRIMARY", b"ORIGINAL\\PRIMARY"),
        ("CS", b"A" * 17, None),
        ("CS", b"A-B", None),
    ],
)
def test_values_that_are_met(vr: str, value: bytes, mended: bytes | None) -> None:
    assert MENDED[vr](value) == mended


def test_an_image_type_may_have_empty_values() -> None:
    """PS3.5 6.4: a value of several may be empty."""
    assert MENDED["CS"](b"ORIGINAL\\PRIMARY\\\\NONE") == b"ORIGINAL\\PRIMARY\\\\NONE"


@given(value=st.binary(max_size=70) | st.text("0123456789.", max_size=70).map(str.encode))
def test_a_uid_is_valid_where_pydicom_says_so(value: bytes) -> None:
    text = value.decode("latin-1")
    # pydicom takes away what is white at either end before it looks.
    bare = text.isascii() and text == text.strip()
    assert valid_uid(value) == (UID(text, IGNORE).is_valid and bare)


def test_generated_uids_are_valid() -> None:
    assert all(valid_uid(generate_uid().encode()) for _ in range(100))
