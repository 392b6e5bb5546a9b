"""Values of a record that its first file left empty, out of a later file."""

from typing import Final, NamedTuple

from ..text import decoded
from .make import needs_character_set

_OF_ALL_LETTERS: Final = b"ISO_IR 192"


class Written(NamedTuple):
    """Values of a record, and the Specific Character Set that they are in."""

    values: tuple[bytes, ...]
    character_set: bytes


def filled(known: Written, later: Written) -> Written:
    r"""What is known with what is empty of it filled, in a character set that has both.

    >>> filled(Written((b"M\xfcller", b""), b"ISO_IR 100"), Written((b"", b"F"), b"ISO_IR 192"))
    Written(values=(b'M\xfcller', b'F'), character_set=b'ISO_IR 100')
    """
    pairs = zip(known.values, later.values, strict=True)
    new = tuple(b"" if mine else theirs for mine, theirs in pairs)
    if not any(new):
        return known
    if not needs_character_set(known.values):
        known = Written(known.values, later.character_set)
    elif known.character_set != later.character_set and needs_character_set(new):
        known = Written(_in_all_letters(known.values, known.character_set), _OF_ALL_LETTERS)
        new = _in_all_letters(new, later.character_set)
    both = tuple(mine or theirs for mine, theirs in zip(known.values, new, strict=True))
    return Written(both, known.character_set)


def _in_all_letters(values: tuple[bytes, ...], character_set: bytes) -> tuple[bytes, ...]:
    return tuple(decoded(value, character_set).encode() for value in values)
