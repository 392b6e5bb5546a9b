"""Many files to Instances, in order, by one process or several."""

import sys
from collections.abc import Callable, Iterable, Iterator

from ..model import Finding, Instance
from .failure import ScanFailure
from .scanner import Scanner

Told = Callable[[str, ScanFailure | OSError], Finding]


def scan_files(
    files: Iterable[str | Finding], jobs: int, told: Told
) -> Iterator[Instance | Finding]:
    """The Instance of each file, or the Finding that says why there is none; in order.

    Parameters
    ----------
    files
        What was found among the sources.
    jobs
        Processes that scan; with one, this one does.
    told
        Makes the Finding on a file that gave no Instance.
    """
    if jobs > 1 and sys.executable:
        from .processes import scan_by_processes  # noqa: PLC0415

        yield from scan_by_processes(files, jobs, told)
        return
    scan = Scanner().scan
    for one in files:
        if isinstance(one, Finding):
            yield one
            continue
        try:
            yield scan(one)
        except (ScanFailure, OSError) as failure:
            yield told(one, failure)
