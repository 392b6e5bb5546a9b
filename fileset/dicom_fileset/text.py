"""Text of records and headers: bytes and their Specific Character Set to what a person reads."""

from functools import lru_cache
from typing import Final

_DEFAULT: Final = frozenset({b"", b"ISO_IR 6", b"ISO 2022 IR 6"})
_PLAIN: Final = _DEFAULT | {b"ISO_IR 100", b"ISO 2022 IR 100"}


def decoded(value: bytes, character_set: bytes) -> str:
    """A text value as a person reads it; what cannot be decoded is shown as Latin-1.

    References
    ----------
    PS3.3 C.12.1.1.2, PS3.5 6.1
    """
    return _decoded(value, character_set)[0]


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
