"""A process that scans: chunks of paths in, results out, until its input ends."""

import os
import signal
import sys

from ..pipes import read_message, write_message
from .frames import decoded_chunk, scanned_chunk
from .scanner import Scanner
from .telling import scanned_finding


def main() -> None:
    """Serve one parent."""
    # A person's Ctrl-C is for the process that asked for this one, which closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scan = Scanner().scan
    while chunk := read_message(sys.stdin.buffer):
        result = scanned_chunk(scan, decoded_chunk(chunk), scanned_finding)
        try:
            write_message(sys.stdout.buffer, result)
        except BrokenPipeError:
            os._exit(1)  # who asked is gone: there is nobody to tell, and nothing to flush


if __name__ == "__main__":
    main()
