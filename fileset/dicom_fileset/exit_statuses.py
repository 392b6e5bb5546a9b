"""What the exit status of the command says."""

from types import MappingProxyType
from typing import Final

EXIT_STATUSES: Final = MappingProxyType(
    {
        0: "all done",
        1: "done with problems that were listed",
        2: "wrong call",
        3: "failed with nothing changed",
        4: "stopped part-way and resumable",
    }
)
