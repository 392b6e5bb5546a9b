"""How much a medium may make a reader do: documented in one place, and adjustable by argument.

=====================  =====================================================================
directory_bytes        of a DICOMDIR; its own offsets reach no further (PS3.3 F.3.2.2)
inflated_bytes         that a deflated DICOMDIR may grow to
records                of one directory
findings               of one code on a directory that are told in full; of others how many they are
levels                 of directory records; one that is nested deeper stands at the deepest
folders                looked into for a DICOMDIR where the root has none
rereads                of a DICOMDIR that an updater replaces while it is read
header_bytes           of a file that are read, or inflated, for its header
headers                of elements and items before the keys of an instance end; each takes some
                       hundred bytes of memory
value_bytes            of one value that is wanted
journal_bytes          of a change that was broken off: File IDs of more files than a directory has
data_set_bytes         that a deflated instance may grow to: the longest native Pixel Data
                       (PS3.5 7.1.2: a length of 32 bits), and much of a header
=====================  =====================================================================
"""

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """What a reader does at most; see the head of this file for each."""

    directory_bytes: int = 0xFFFF_FFFF
    inflated_bytes: int = 256 << 20
    records: int = 10_000_000
    findings: int = 1000
    levels: int = 64
    folders: int = 10_000
    rereads: int = 3
    header_bytes: int = 256 << 20
    headers: int = 500_000
    value_bytes: int = 64 << 20
    journal_bytes: int = 256 << 20
    data_set_bytes: int = (1 << 32) + (512 << 20)


LIMITS: Final = Limits()
