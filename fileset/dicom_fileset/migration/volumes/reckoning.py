"""What files take on a medium, in bytes: on a CD, DVD or BD of ISO 9660, Joliet and UDF at once.

Media of PS3.12 have the first (CD-R), the last (BD) or both (DVD); what a volume is reckoned by
fits on each of them.
"""

from typing import Final

SECTOR: Final = 2048
"""Bytes of a sector (ECMA-119 6.1.2, UDF 1.02 2.2.4): each file begins in one of its own."""
_ENTRY: Final = SECTOR + 192
"""Of a file beside its bytes: its ICB (UDF 2.3.5), and its names in three directories."""
_OF_A_FOLDER: Final = 4 * SECTOR
"""Of a folder: its ICB, and a directory in each of the three."""
_AT_LEAST: Final = 420 * SECTOR
"""Of a volume: the anchor of UDF is in sector 256, tools end it with 150 empty sectors."""

_FOLDERS_ABOVE_A_SERIES: Final = 3
_REFERENCE: Final = 512
"""Of a record beside the values of its keys."""
_RECORDS_ABOVE: Final = 3 * _REFERENCE


def sectors_of(size: int) -> int:
    """Sectors that a file lies in.

    >>> sectors_of(0), sectors_of(1), sectors_of(2048), sectors_of(2049)
    (0, 1, 1, 2)
    """
    return -(-size // SECTOR)


def room_of(capacity: int) -> int:
    """Bytes of a volume that are there for series; none where it is too small for anything."""
    return max(0, capacity - _AT_LEAST)


def record_bytes(keys: int, icon: int = 0) -> int:
    """Bytes of the directory record of an instance, from those of the values of its keys."""
    return _REFERENCE + keys + icon


def series_bytes(files: int, sectors: int, of_a_record: int, of_parents: int) -> int:
    """Bytes that a series takes, with its folders and all records of it and above it.

    Parameters
    ----------
    files
        How many instances it has.
    sectors
        That these lie in.
    of_a_record
        Bytes of the record of one, see :func:`record_bytes`.
    of_parents
        Bytes of the values of patient, study and series.
    """
    folders = _FOLDERS_ABOVE_A_SERIES * _OF_A_FOLDER
    records = files * of_a_record + _RECORDS_ABOVE + of_parents
    return sectors * SECTOR + files * _ENTRY + folders + records


def volume_bytes(files: int, sectors: int, folders: int, directory: int) -> int:
    """Bytes that a volume takes as it is.

    Parameters
    ----------
    files, sectors
        How many instances it has, and the sectors that they lie in.
    folders
        How many it has.
    directory
        Bytes of its DICOMDIR.
    """
    taken = sectors * SECTOR + files * _ENTRY + folders * _OF_A_FOLDER
    return _AT_LEAST + taken + sectors_of(directory) * SECTOR
