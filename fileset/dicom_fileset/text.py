"""Text of records and headers: bytes and their Specific Character Set to what a person reads."""

from functools import lru_cache
from typing import Final

_PLAIN: Final = frozenset({b"", b"ISO_IR 6", b"ISO_IR 100", b"ISO 2022 IR 6", b"ISO 2022 IR 100"})


@lru_cache(maxsize=4096)
def decoded(value: bytes, character_set: bytes) -> str:
    """A text value as a person reads it; what cannot be decoded is shown as Latin-1.

    References
    ----------
    PS3.3 C.12.1.1.2, PS3.5 6.1
    """
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    if character_set in _PLAIN and b"\x1b" not in value:
        return value.decode("latin-1")
    if character_set == b"ISO_IR 192":
        return value.decode("utf-8", "replace")
    from .text_pydicom import decoded_by_pydicom  # noqa: PLC0415 - pydicom is slow to import

    return decoded_by_pydicom(value, character_set)
