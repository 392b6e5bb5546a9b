"""Who does the work, by the name that a manner has for it."""

from .local import Local
from .manner import Manner
from .scheduler import Scheduler

LOCAL = "local"


def scheduler_of(manner: Manner) -> Scheduler:
    """Processes of this machine, or the cluster at an address."""
    return Local(manner.jobs, manner.deadline)
