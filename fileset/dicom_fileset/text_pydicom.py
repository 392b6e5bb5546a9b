"""Character sets that need code extensions or tables: the tables are those of pydicom."""

import codecs
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from pydicom.charset import (
    CODES_TO_ENCODINGS,
    convert_encodings,
    default_encoding,
)

_DELIMITER: Final = re.compile(rb"[\t\n\f\r^]")
"""What ends a code extension (PS3.5 6.1.2.5.3)."""

_WITH_ESCAPES: Final = frozenset({"iso2022_jp", "iso2022_jp_2"})
"""Codecs that want the escape sequences, too."""

_AS_LATIN_1: Final = "dicom-fileset-as-latin-1"


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_AS_LATIN_1, _as_latin_1)


class _Tables(NamedTuple):
    """Encodings of a Specific Character Set, and what switches to one of them.

    ``known`` says that it is one of PS3.3 C.12.1.1.2, or close to one.
    """

    encodings: tuple[str, ...]
    switched: re.Pattern[bytes]
    known: bool

    def texts(self, value: bytes) -> Iterator[tuple[str, bool]]:
        """Parts of a text, and whether they decode; escapes that switch nothing stay."""
        past = 0
        for found in self.switched.finditer(value):
            yield self._in_first(value[past : found.start()])
            try:
                yield self._extended(found[1], found[2]), True
            except UnicodeError:
                yield self._in_first(found[0])[0], False
            past = found.end()
        yield self._in_first(value[past:])

    def _in_first(self, value: bytes) -> tuple[str, bool]:
        try:
            return value.decode(self.encodings[0]), True
        except UnicodeError:
            return value.decode(self.encodings[0], _AS_LATIN_1), False

    def _extended(self, escape: bytes, value: bytes) -> str:
        encoding = CODES_TO_ENCODINGS[escape]
        if encoding in _WITH_ESCAPES:
            return (escape + value).decode(encoding)
        end = _DELIMITER.search(value)
        if end is None:
            return value.decode(encoding)
        split = end.start()
        return value[:split].decode(encoding) + value[split:].decode(self.encodings[0])


def decoded_by_tables(value: bytes, character_set: bytes) -> tuple[str, str]:
    """Text in any character set of PS3.3 C.12.1.1.2, and what is amiss with it."""
    shown = repr(character_set.decode("latin-1")[:40])
    tables = _tables(character_set)
    unknown = f"nobody knows the character set {shown}"
    if tables is None:
        return value.decode("latin-1"), unknown
    try:
        parts = list(tables.texts(value))
    except (LookupError, ValueError):
        return value.decode("latin-1"), unknown
    text = "".join(part for part, _ in parts)
    if not tables.known:
        return text, unknown
    whole = all(fits for _, fits in parts)
    return text, "" if whole else f"it has bytes that the character set {shown} does not have"


@lru_cache(maxsize=256)
def _tables(character_set: bytes) -> _Tables | None:
    terms = [term.strip().decode("ascii", "replace") for term in character_set.split(b"\\")]
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            encodings = tuple(convert_encodings(terms))
        except (LookupError, ValueError):
            return None
    known = not any("Unknown" in str(one.message) for one in told)
    active = [
        re.escape(escape)
        for escape, encoding in CODES_TO_ENCODINGS.items()
        if encoding in encodings or encoding == default_encoding
    ]
    return _Tables(encodings, re.compile(rb"(%s)([^\x1b]*)" % b"|".join(active)), known)
