"""Any text made into a name that every file system takes, and that leads nowhere else.

What a name may not hold is the sum of all systems, so that an archive can be moved between them.
"""

import base64
import hashlib
import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from dicom_profiles import reserved_names

NOTHING: Final = "_"
"""Stands for a value that is empty, or of which nothing can be shown."""

FORBIDDEN: Final = frozenset('/\\:*?"<>|')
"""Separators, drives, streams and patterns of Windows and POSIX; controls are told by category."""

MARK: Final = "+"
"""Stands before a digest, and nowhere else in a name."""

_BYTES: Final = {16: 10, 32: 20}
"""Letters of a digest, and its bytes: Base 32 (RFC 4648) without padding."""
SHORT: Final = 16
"""Letters of the digest that tells folders apart."""
LONG: Final = 32
"""Letters of the digest that stands for a SOP Instance UID: nobody finds two that are alike."""

_UNALTERED: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9._^ -]*[A-Z0-9_^-])?")
_UID: Final = re.compile(r"[0-9](?:[0-9.]{0,62}[0-9])?")
LONGEST_UID: Final = 64


def shown(text: str, room: int) -> str:
    r"""What a name can show of a text, in Unicode's form NFC; it may be empty.

    >>> shown("..\\Able/Anna. ", 255), shown("CT\0 Thorax", 5)
    ('_Able_Anna', 'CT_ T')

    Parameters
    ----------
    text
        Any text.
    room
        Bytes in UTF-8 that it may have.
    """
    plain = "".join(map(_letter, normalize("NFC", text))).strip(" .")
    return plain.encode()[:room].decode("utf-8", "ignore").rstrip(" .")


def _letter(letter: str) -> str:
    kind = category(letter)
    if letter in FORBIDDEN or letter == MARK or kind[0] == "C" or kind in {"Zl", "Zp"}:
        return "_"
    return " " if kind == "Zs" else letter


def digest(text: str, letters: int = SHORT) -> str:
    """A digest of a text, of capitals and digits; with its mark one letter longer."""
    raw = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES[letters])
    return MARK + base64.b32encode(raw.digest()).decode()


@lru_cache(maxsize=4096)
def described(text: str, room: int) -> str:
    """A text that tells something to people; others may come out the same."""
    return shown(text, room) or NOTHING


@lru_cache(maxsize=4096)
def identified(text: str, room: int) -> str:
    """A text that identifies something: no other comes out the same, whatever the case of letters.

    What is not shown as it is, or of which another case exists, has a digest after it.
    """
    if not text:
        return NOTHING
    if len(text) <= room and _UNALTERED.fullmatch(text):
        return text
    return shown(text, room - SHORT - len(MARK)) + digest(text)


def uid_name(uid: str) -> str:
    """A SOP Instance UID as it is or, where it has other letters than one (PS3.5 9.1), a digest."""
    return uid if _UID.fullmatch(uid) else digest(uid, LONG)


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for a device, whatever stands behind its first dot."""
    return name.partition(".")[0].rstrip(" ").upper() in reserved_names()


def whole_name(name: str) -> str:
    """A name put together of safe parts, safe as a whole."""
    name = normalize("NFC", name)
    return f"_{name}" if name.startswith("-") or is_reserved(name) else name
