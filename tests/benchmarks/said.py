"""How a process of ours says what its work took: one JSON object on the last line."""

import json
import resource
import sys
from collections.abc import Callable, Mapping

Said = dict[str, float]


def peak_kib() -> int:
    """The most memory of this process so far that was resident."""
    unit = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def answer(works: Mapping[str, Callable[..., Said]]) -> None:
    """Do the work that the command line names, with the arguments after it."""
    name, *arguments = sys.argv[1:]
    print(json.dumps(works[name](*arguments)))
