"""How this implementation names itself in what it writes (PS3.7 D.3.3.2), and new UIDs."""

import uuid
from typing import Final

from .version import __version__

_NAMESPACE: Final = uuid.UUID("6f1d6a4e-5a0b-5f52-9d0e-6d1f0c7a2b3e")

IMPLEMENTATION_CLASS_UID: Final = f"2.25.{_NAMESPACE.int}"
IMPLEMENTATION_VERSION_NAME: Final = f"DFS_{__version__}".replace(".", "_").upper()[:16]


def new_uid() -> str:
    """A UID that no one else has (PS3.5 B.2)."""
    return f"2.25.{uuid.uuid4().int}"


def derived_uid(*words: bytes) -> str:
    """The UID that always comes of the same words.

    >>> derived_uid(b"a") == derived_uid(b"a") != derived_uid(b"b")
    True
    """
    text = b"\\".join(words).decode("latin-1")
    return f"2.25.{uuid.uuid5(_NAMESPACE, text).int}"
