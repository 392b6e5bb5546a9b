"""Records below one another, and what is below one of them put below another."""

from collections.abc import Sequence
from typing import Final

from ..dicomdir.keys import RecordKeys
from ..model import IN_USE, Record

UIDS: Final = {"STUDY": 0x0020_000D, "SERIES": 0x0020_000E}
"""Keys that say what a record stands for."""


def entities(records: Sequence[Record], level: int) -> list[list[Record]]:
    """Records of one level, each with all below it."""
    found: list[list[Record]] = []
    for record in records:
        if record.level <= level or not found:
            found.append([])
        found[-1].append(record)
    return found


def joined(mine: Sequence[Record], theirs: Sequence[Record]) -> list[Record]:
    """What is below one record put below another: a study, or a series, stands there once."""
    level = mine[0].level + 1
    blocks = entities(mine[1:], level)
    places = {_uid(block[0]): place for place, block in enumerate(blocks)}
    for block in entities(theirs[1:], level):
        uid = _uid(block[0])
        if uid and uid in places:
            blocks[places[uid]] = joined(blocks[places[uid]], block)
        else:
            blocks.append(block)
    return [mine[0], *(record for block in blocks for record in block)]


def _uid(record: Record) -> bytes:
    """What a STUDY or SERIES record stands for; empty for others, which never are one."""
    tag = UIDS.get(record.record_type)
    return RecordKeys(record.body).value(tag) if tag and record.in_use == IN_USE else b""
