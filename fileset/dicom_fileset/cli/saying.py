"""Standard error, for a person: that nobody can be told there changes nothing."""

import os
import sys
from typing import TextIO


def say(*lines: str) -> None:
    """Say lines on standard error; the exit status says the same where that is gone."""
    try:
        for line in lines:
            print(line, file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Have a stream that takes no more lead nowhere: Python would complain of it in the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
