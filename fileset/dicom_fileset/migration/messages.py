"""What a parent and its migrating children say to each other."""

from typing import Final

import msgspec

from ..transcoding.messages import Beat, Failed
from ..transcoding.pool import Trade
from .model import Result, Task


class MigrateFile(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """Bring one file to its place."""

    task: Task


class Migrated(msgspec.Struct, array_like=True, frozen=True, tag=True):
    """What came of it."""

    result: Result


Reply = Beat | Migrated | Failed

encoded: Final = msgspec.msgpack.Encoder().encode
decoded_task: Final = msgspec.msgpack.Decoder(MigrateFile).decode
_decode_reply: Final[msgspec.msgpack.Decoder[Reply]] = msgspec.msgpack.Decoder(Reply)


MIGRATING: Final[Trade[MigrateFile, Migrated]] = Trade(
    "dicom_fileset.migration.worker", encoded, _decode_reply.decode
)
"""For :class:`..transcoding.pool.Pool`: children that migrate files.

For one over which a child crashes or hangs, the reply is ``Failed``.
"""
