"""Text of records and headers: bytes and their Specific Character Set to what a person reads."""

from functools import lru_cache
from typing import Final, NamedTuple

_DEFAULT: Final = frozenset({b"", b"ISO_IR 6", b"ISO 2022 IR 6"})
_PLAIN: Final = _DEFAULT | {b"ISO_IR 100", b"ISO 2022 IR 100"}
_LATIN_1: Final = b"ISO_IR 100"
_UTF_8: Final = b"ISO_IR 192"


class Fitting(NamedTuple):
    """A text, and the character set that it was decoded by: the declared one, or what fits."""

    text: str
    character_set: bytes


def decoded(value: bytes, character_set: bytes) -> str:
    """A text value by its declared character set; what cannot be decoded is shown as Latin-1.

    References
    ----------
    PS3.3 C.12.1.1.2, PS3.5 6.1
    """
    return _decoded(value, character_set)[0]


class Coded(NamedTuple):
    """A text value, raw and without padding, and the character set that is declared for it."""

    value: bytes
    character_set: bytes


def same_text(one: Coded, other: Coded) -> bool:
    r"""Whether two values are the same bytes, or the same text in two character sets.

    >>> same_text(Coded(b"\xe9", b"ISO_IR 100"), Coded(b"\xc3\xa9", b"ISO_IR 192"))
    True
    """
    return one.value == other.value or fitting(*one).text == fitting(*other).text


@lru_cache(maxsize=4096)
def fitting(value: bytes, character_set: bytes, others: tuple[bytes, ...] = ()) -> Fitting:
    """A text value by its declared character set, or else by one that fits it.

    These are tried in turn: the code extensions, where there are escape sequences and none are
    declared; what a misspelt term means; UTF-8, which no other text is by chance; those that are
    declared elsewhere.  UTF-8 goes before a declared Latin-1
    or none at all, which everything fits.  What fits nothing is shown as Latin-1.

    Parameters
    ----------
    value
        Raw, without padding.
    character_set
        As it is declared for the value, raw.
    others
        Those declared for what stands above it.
    """
    if value.isascii() and b"\x1b" not in value:
        return Fitting(value.decode("ascii"), character_set)
    if character_set in _PLAIN and _is_utf_8(value):
        return Fitting(value.decode(), _UTF_8)
    from .character_sets import EXTENSIONS, corrected  # noqa: PLC0415 - most text is ASCII

    meant = corrected(character_set)
    unforeseen = b"\x1b" in value and b"2022" not in meant
    escaped = (EXTENSIONS,) if unforeseen else ()
    for one in (*escaped, meant, _UTF_8, *map(corrected, others)):
        text, problem = _decoded(value, one)
        if not problem:
            declared = one == character_set.strip()
            return Fitting(text, character_set if declared else one)
    return Fitting(_decoded(value, character_set)[0], _LATIN_1)


def _is_utf_8(value: bytes) -> bool:
    try:
        return not value.decode().isascii()
    except UnicodeDecodeError:
        return False


def undecodable(value: bytes, character_set: bytes) -> str:
    """Why a value is not all text of its character set; empty where it is."""
    return _decoded(value, character_set)[1]


@lru_cache(maxsize=4096)
def _decoded(value: bytes, character_set: bytes) -> tuple[str, str]:
    """The text, and what is amiss with it."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii"), ""
    if character_set in _PLAIN and b"\x1b" not in value:
        foreign = character_set in _DEFAULT
        return value.decode("latin-1"), "it has bytes above 7F and no character set" * foreign
    from .text_pydicom import decoded_by_tables  # noqa: PLC0415 - pydicom is slow to import

    return decoded_by_tables(value, character_set)
