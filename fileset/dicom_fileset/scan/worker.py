"""A process that scans: chunks of paths in, results out, until its input ends."""

import signal
import sys

from .frames import decoded_chunk, read_frame, scanned_chunk, write_frame
from .scanner import Scanner
from .telling import scanned_finding


def main() -> None:
    """Serve one parent."""
    # A person's Ctrl-C is for the process that asked for this one, which closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scan = Scanner().scan
    while chunk := read_frame(sys.stdin.buffer):
        result = scanned_chunk(scan, decoded_chunk(chunk), scanned_finding)
        write_frame(sys.stdout.buffer, result)


if __name__ == "__main__":
    main()
