"""How large a cluster a migration needs, by what one core was measured to do; pure.

One core takes ``seconds = files * each + bytes / speed``, both measured with every proof.  Cores
add up as long as nothing that they share is at its limit: the storage, which moves every byte in
and out and in again; the scheduler, a batch at a time; and the journal, a row a file.
"""

from math import ceil, inf
from typing import Final, NamedTuple

from .batches import AIM_SECONDS, MOST_BYTES, MOST_FILES

TASK_SECONDS: Final = 0.003
"""What one batch costs the scheduler and who asks it, who do one after the other."""
JOURNAL_FILES: Final = 8_000.0
"""Results a second that are kept: a quarter of what one core was measured to keep, and no more,
since the same process talks to the scheduler."""
JOURNAL_BYTES: Final = 420
"""Of a file's row and what leads to it: 385 were measured, with short names."""
SECONDS_A_DAY: Final = 86_400
_TIMES_READ_BACK: Final = 1
"""How often what was written is read again for its proof."""


class Rate(NamedTuple):
    """What one core does.

    Attributes
    ----------
    syntax
        Transfer syntax that is written.
    file_seconds
        Of each file, whatever its size.
    byte_seconds
        Of each byte of the source, native: encoded, decoded again, compared, hashed, written.
    ratio
        Bytes of a source for one that is written.
    """

    syntax: str
    file_seconds: float
    byte_seconds: float
    ratio: float


class Archive(NamedTuple):
    """What is to be migrated: so many instances of so many bytes, on average."""

    instances: int
    instance_bytes: int


class Means(NamedTuple):
    """What there is to do it with.

    Attributes
    ----------
    cores
        Threads of workers, each with a core.
    storage
        Bytes a second that the storage moves, read and written together; as fast as needed if
        nothing is said.
    """

    cores: int
    storage: float = inf


class Sizing(NamedTuple):
    """What comes of it.

    Attributes
    ----------
    days
        Of work around the clock.
    files
        A second.
    storage
        Bytes a second that are moved while it goes on.
    batches
        A second, through the scheduler.
    journal_bytes
        That the journal has in the end.
    limit
        What sets the pace: ``cores``, ``storage``, ``scheduler`` or ``journal``.
    """

    days: float
    files: float
    storage: float
    batches: float
    journal_bytes: int
    limit: str


def sized(archive: Archive, rate: Rate, means: Means) -> Sizing:
    """How long an archive takes, and what sets the pace.

    >>> rate = Rate("HTJ2K", 0.001, 4e-9, 2.0)
    >>> sized(Archive(10_000_000, 500_000), rate, Means(cores=1)).limit
    'cores'
    >>> round(sized(Archive(10_000_000, 500_000), rate, Means(cores=1)).days, 3)
    0.347
    """
    batch = batch_files(archive, rate)
    moved = moved_bytes(archive, rate)
    paces = {
        "cores": means.cores / core_seconds(archive, rate),
        "storage": means.storage / moved,
        "scheduler": batch / TASK_SECONDS,
        "journal": JOURNAL_FILES,
    }
    limit = min(paces, key=lambda name: paces[name])
    files = paces[limit]
    return Sizing(
        days=archive.instances / files / SECONDS_A_DAY,
        files=files,
        storage=files * moved,
        batches=files / batch,
        journal_bytes=archive.instances * JOURNAL_BYTES,
        limit=limit,
    )


def cores_for(archive: Archive, rate: Rate, days: float) -> int:
    """The fewest cores that do it in so many days, where nothing else sets the pace."""
    return max(1, ceil(archive.instances * core_seconds(archive, rate) / days / SECONDS_A_DAY))


def core_seconds(archive: Archive, rate: Rate) -> float:
    """What one instance takes of one core, its share of a batch's cost at the worker included."""
    return rate.file_seconds + archive.instance_bytes * rate.byte_seconds


def batch_files(archive: Archive, rate: Rate) -> int:
    """Files of one batch: as many as its limits let, see :mod:`.batches`."""
    by_time = AIM_SECONDS / core_seconds(archive, rate)
    by_bytes = MOST_BYTES / archive.instance_bytes
    return max(1, int(min(MOST_FILES, by_time, by_bytes)))


def moved_bytes(archive: Archive, rate: Rate) -> float:
    """Bytes that the storage moves for one instance: read, written, read back."""
    written = archive.instance_bytes / rate.ratio
    return archive.instance_bytes + written * (1 + _TIMES_READ_BACK)
