"""Starts one command and says what it took; run as a program of its own.

The peak memory that a system gives for a process counts that of the process which started it.
This one is nearly empty, so what is measured is the command's.
"""

import json
import os
import sys
import time


def main() -> None:
    """Run the command of the arguments; the first names the file to report into."""
    report, *command = sys.argv[1:]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    unit = 1024 if sys.platform == "darwin" else 1
    measured = {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak_kib": usage.ru_maxrss // unit,
        "status": os.waitstatus_to_exitcode(status),
    }
    with open(report, "w", encoding="ascii") as stream:
        json.dump(measured, stream)


if __name__ == "__main__":
    main()
