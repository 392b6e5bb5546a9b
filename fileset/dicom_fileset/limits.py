"""How much a medium may make a reader do: documented in one place, and adjustable by argument.

=====================  =====================================================================
directory_bytes        of a DICOMDIR; its own offsets reach no further (PS3.3 F.3.2.2)
inflated_bytes         that a deflated DICOMDIR may grow to
records                of one directory
levels                 of directory records; one that is nested deeper stands at the deepest
folders                looked into for a DICOMDIR where the root has none
rereads                of a DICOMDIR that an updater replaces while it is read
=====================  =====================================================================
"""

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """What a reader does at most; see the head of this file for each."""

    directory_bytes: int = 0xFFFF_FFFF
    inflated_bytes: int = 1 << 30
    records: int = 10_000_000
    levels: int = 64
    folders: int = 10_000
    rereads: int = 3


LIMITS: Final = Limits()
