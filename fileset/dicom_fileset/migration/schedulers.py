"""Who does the work, by the name that a manner has for it."""

from .cluster.cluster import Cluster
from .local import Local
from .manner import Manner
from .scheduler import Scheduler

LOCAL = "local"


def scheduler_of(manner: Manner) -> Scheduler:
    """Processes of this machine, or the cluster at an address.

    Raises
    ------
    UsageError, Refused
        There is no such cluster, or nobody in it is fit.
    """
    if manner.scheduler != LOCAL:
        return Cluster(manner.scheduler, manner.deadline)
    return Local(manner.jobs, manner.deadline)
