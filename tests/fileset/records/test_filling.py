"""What a record of our making gets from later files, and in which character set it is then."""

import pytest
from dicom_fileset.records.filling import Written, filled
from dicom_fileset.text import decoded

LATIN, UNICODE = b"ISO_IR 100", b"ISO_IR 192"


@pytest.mark.parametrize(
    ("known", "later", "both"),
    [
        (
            Written((b"Ada", b""), LATIN),
            Written((b"Eve", b"M\xc3\xbcller"), UNICODE),
            Written((b"Ada", b"M\xc3\xbcller"), UNICODE),
        ),
        (
            Written((b"M\xfcller", b""), LATIN),
            Written((b"", b"F"), UNICODE),
            Written((b"M\xfcller", b"F"), LATIN),
        ),
        (
            Written((b"M\xfcller", b""), LATIN),
            Written((b"", b"Gr\xfcn"), LATIN),
            Written((b"M\xfcller", b"Gr\xfcn"), LATIN),
        ),
        (
            Written((b"M\xfcller", b""), LATIN),
            Written((b"", "Grün".encode()), UNICODE),
            Written(("Müller".encode(), "Grün".encode()), UNICODE),
        ),
        (
            Written((b"\x1b$B;3ED\x1b(B", b""), b"\\ISO 2022 IR 87"),
            Written((b"", b"Gr\xfcn"), LATIN),
            Written(("山田".encode(), "Grün".encode()), UNICODE),
        ),
    ],
)
def test_what_is_empty_is_filled(known: Written, later: Written, both: Written) -> None:
    found = filled(known, later)
    assert found == both
    for mine, theirs, value in zip(known.values, later.values, found.values, strict=True):
        read = decoded(mine, known.character_set) or decoded(theirs, later.character_set)
        assert decoded(value, found.character_set) == read


def test_what_is_known_stays_where_nothing_is_new() -> None:
    known = Written((b"M\xfcller", b""), LATIN)
    assert filled(known, Written((b"Eve", b""), UNICODE)) is known
