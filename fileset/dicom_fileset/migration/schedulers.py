"""Who does the work, by the name that a manner has for it."""

from typing import Final

from .local import Local
from .manner import Manner
from .scheduler import Scheduler

LOCAL: Final = "local"


def scheduler_of(manner: Manner) -> Scheduler:
    """Processes of this machine, or the cluster at an address.

    Raises
    ------
    UsageError, Refused
        There is no cluster at that address, or none that is fit.
    """
    if manner.scheduler == LOCAL:
        return Local(manner.jobs, manner.deadline)
    from .cluster import Cluster  # noqa: PLC0415 - of an extra, and slow to import

    return Cluster(manner.scheduler, manner.deadline)
