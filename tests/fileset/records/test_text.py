"""Text of any bytes under any declared character set: as pydicom decodes it, and never an error."""

import time

import hypothesis.strategies as st
import pytest
from dicom_fileset.text import Coded, decoded, fitting, same_text, undecodable
from hypothesis import given, settings
from pydicom.charset import convert_encodings, decode_bytes
from pydicom.valuerep import PN_DELIMS, TEXT_VR_DELIMS

pytestmark = pytest.mark.filterwarnings("ignore")
SETS = {
    "ISO_IR 100": "latin-1",
    "ISO_IR 101": "iso8859-2",
    "ISO_IR 144": "iso8859-5",
    "ISO_IR 126": "iso8859-7",
    "ISO_IR 127": "iso8859-6",
    "ISO_IR 138": "iso8859-8",
    "ISO_IR 148": "iso8859-9",
    "ISO_IR 166": "tis-620",
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}


@pytest.mark.parametrize("name", SETS)
@settings(max_examples=30)
@given(data=st.data())
def test_text_that_its_character_set_has(name: str, data: st.DataObject) -> None:
    letters = st.characters(codec=SETS[name], exclude_categories=("Cc", "Cs"))
    text = data.draw(st.text(letters, max_size=20))
    assert decoded(text.encode(SETS[name]), name.encode()) == text


@pytest.mark.parametrize(
    ("value", "declared", "text"),
    [
        (
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
            b"\\ISO 2022 IR 87",
            "Yamada^Tarou=山田^太郎",
        ),
        (b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3", b"ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
        (
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7",
            b"\\ISO 2022 IR 149",
            "Hong^Gildong=洪^吉洞",
        ),
        (b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", b"GB18030", "Wang^XiaoDong=王^小东"),
        (
            b"Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1",
            b"ISO_IR 192",
            "Wang^XiaoDong=王^小東",
        ),
        (b"Buc^J\xe9r\xf4me", b"ISO_IR 100", "Buc^Jérôme"),
        (b"\xc4neas^R\xfcdiger", b"", "Äneas^Rüdiger"),
        (b"plain", b"nonsense", "plain"),
    ],
)
def test_names_of_the_standard(value: bytes, declared: bytes, text: str) -> None:
    """PS3.5 Annexes H, I, J and K."""
    assert decoded(value, declared) == text
    assert decoded(value, declared + b" ") == text


declarations = st.sampled_from(
    [
        b"",
        b"ISO_IR 100",
        b"ISO_IR 192",
        b"\\ISO 2022 IR 87",
        b"ISO 2022 IR 6\\ISO 2022 IR 149",
        b"ISO 2022 IR 58",
        b"ISO_IR 13\\ISO 2022 IR 87",
        b"ISO_IR 192\\ISO 2022 IR 87",
        b"GB18030",
        b"GBK",
        b"ISO-IR 100",
        b"latin1",
        b"utf-8",
        b"\\",
        b"\\\\\\",
        b"\xff\xfe",
    ]
)
values = st.binary(max_size=40) | st.lists(
    st.sampled_from([b"\x1b", b"$B", b"(B", b"$)C", b"\xff", b"\xc3", b"^", b"=", b"a", b";3"])
).map(b"".join)


@given(value=values, declared=declarations | st.binary(max_size=20))
def test_no_bytes_are_an_error(value: bytes, declared: bytes) -> None:
    assert isinstance(decoded(value, declared), str)


@given(value=values, declared=declarations)
def test_what_pydicom_decodes_we_decode_alike(value: bytes, declared: bytes) -> None:
    terms = [term.decode("ascii", "replace") for term in declared.split(b"\\")]
    try:
        expected = decode_bytes(value, convert_encodings(terms), PN_DELIMS | TEXT_VR_DELIMS)
    except (LookupError, UnicodeError, ValueError):
        expected = value.decode("latin-1")
    if "\ufffd" in expected:
        # pydicom drops these bytes; they are shown, and told.
        assert "\ufffd" not in decoded(value, declared)
        assert undecodable(value, declared)
    else:
        assert decoded(value, declared) == expected


@pytest.mark.parametrize(
    ("value", "declared", "text"),
    [
        (b"caf\xe9 \xc3\xa9", b"ISO_IR 192", "caf\xe9 \xe9"),
        (b"a\xff", b"\\ISO 2022 IR 87", "a\xff"),
        (b"\x1b$B\xff;3\x1b(Bz", b"\\ISO 2022 IR 87", "\x1b$B\xff;3z"),
        (b"caf\xe9", b"nonsense", "caf\xe9"),
        (b"caf\xe9", b"hex_codec", "caf\xe9"),
        (b"caf\xe9", b"", "caf\xe9"),
    ],
)
def test_bytes_that_do_not_decode_are_latin_1(value: bytes, declared: bytes, text: str) -> None:
    assert decoded(value, declared) == text


def test_why_a_text_does_not_decode() -> None:
    assert undecodable("é".encode(), b"ISO_IR 192") == ""
    assert undecodable(b"\xe9", b"ISO_IR 100") == ""
    assert "'ISO_IR 192'" in undecodable(b"\xe9", b"ISO_IR 192")
    assert "nobody knows" in undecodable(b"\xe9", b"nonsense")
    assert "no character set" in undecodable(b"\xe9", b"")
    assert undecodable(b"plain", b"nonsense") == ""


@pytest.mark.parametrize("escape", [b"\x1b", b"\x1b(B", b"\x1bZ", b"\x1b$B;3"])
@pytest.mark.parametrize("declared", [b"ISO_IR 100", b"\\ISO 2022 IR 87", b"ISO_IR 192"])
def test_half_a_million_escapes_take_no_while(escape: bytes, declared: bytes) -> None:
    begun = time.process_time()
    decoded(escape * 500_000, declared)
    assert time.process_time() - begun < 6


CYRILLIC = "Жданова^Юлия"
JAPANESE = "Yamada^Tarou=山田^太郎"
ESCAPED = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"


@pytest.mark.parametrize(
    ("value", "declared", "others", "text", "used"),
    [
        (CYRILLIC.encode(), b"", (), CYRILLIC, b"ISO_IR 192"),
        (CYRILLIC.encode(), b"ISO_IR 100", (), CYRILLIC, b"ISO_IR 192"),
        (CYRILLIC.encode(), b"nonsense", (), CYRILLIC, b"ISO_IR 192"),
        (CYRILLIC.encode(), b"UTF8", (), CYRILLIC, b"ISO_IR 192"),
        (CYRILLIC.encode("iso8859-5"), b"ISO-IR 144", (), CYRILLIC, b"ISO_IR 144"),
        (CYRILLIC.encode("iso8859-5"), b"iso_ir_144", (), CYRILLIC, b"ISO_IR 144"),
        (CYRILLIC.encode("iso8859-5"), b"ISO8859-5", (), CYRILLIC, b"ISO_IR 144"),
        (CYRILLIC.encode("iso8859-5"), b"", (b"ISO_IR 144",), CYRILLIC, b"ISO_IR 144"),
        (b"J\xfcrgens", b"ISO IR 100", (), "Jürgens", b"ISO_IR 100"),
        (b"J\xfcrgens", b"ISO_IR 192", (), "Jürgens", b"ISO_IR 100"),
        (b"J\xfcrgens", b"", (), "Jürgens", b"ISO_IR 100"),
        ("王".encode("gbk"), b"gb2312", (), "王", b"GBK"),
        (ESCAPED, b"ISO 2022 IR 6\\ISO-2022-IR-87", (), JAPANESE, b"ISO 2022 IR 6\\ISO 2022 IR 87"),
        (ESCAPED, b"\\ISO 2022 IR 87", (), JAPANESE, b"\\ISO 2022 IR 87"),
    ],
)
def test_what_fits_where_the_declared_set_does_not(
    value: bytes, declared: bytes, others: tuple[bytes, ...], text: str, used: bytes
) -> None:
    assert fitting(value, declared, others) == (text, used)


def test_escapes_that_nothing_declares() -> None:
    assert fitting(ESCAPED, b"").text == JAPANESE


@given(st.binary(max_size=40), st.binary(max_size=40), st.lists(st.binary(max_size=20), max_size=3))
def test_any_bytes_under_anything_are_some_text(
    value: bytes, declared: bytes, others: list[bytes]
) -> None:
    assert isinstance(fitting(value, declared, tuple(others)).text, str)


_LETTERS = st.text(st.sampled_from("aàĄéłĽЖжüß"), max_size=3)


@given(_LETTERS, _LETTERS, st.sampled_from(list(SETS)), st.sampled_from(list(SETS)))
def test_texts_are_compared_and_not_their_bytes(
    one: str, other: str, mine: str, theirs: str
) -> None:
    try:
        pair = one.encode(SETS[mine]), other.encode(SETS[theirs])
    except UnicodeEncodeError:
        return
    coded = Coded(pair[0], mine.encode()), Coded(pair[1], theirs.encode())
    assert same_text(*coded) == same_text(*reversed(coded))
    if one == other:
        assert same_text(*coded)
    elif pair[0] != pair[1] and "ISO_IR 100" not in {mine, theirs}:  # that fits UTF-8 bytes, too
        assert not same_text(*coded)
