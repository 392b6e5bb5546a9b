"""Spoiled directories by the hundred thousand: ``python tests/fuzzing/run.py --help``.

What must hold is in ``holding.py``.  The run ends with status 1 where anything did not.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzzing.holding import Holder
from fuzzing.inputs import Inputs
from fuzzing.tally import Tally, Told

ENGINES_EVERY: Final = 20
"""One input in so many is verified and opened for an update, too."""
TRACED_EVERY: Final = 100
"""For one in so many memory is measured, too."""
COUNTED_EVERY: Final = 10
"""For one in so many calls are counted, too."""
WATCHDOG_SECONDS: Final = 120.0
"""After so long on one input a process is taken to hang: a thousand times what any takes."""


def hold(seed: int, first: int, last: int, step: int, told: Connection) -> None:
    """Hold every ``step``-th input from ``first`` on; what a process of a run does."""
    os.environ["DICOM_FILESET_LEDGER"] = "off"  # what a run does is no evidence of anything
    inputs = Inputs(seed)
    with tempfile.TemporaryDirectory(prefix="dicom-fileset-fuzzing-") as folder:
        holder = Holder(Path(folder))
        for number in range(first, last, step):
            told.send(number)
            one = inputs.made(number)
            engines, traced = number % ENGINES_EVERY == 0, number % TRACED_EVERY == 1
            count = number % COUNTED_EVERY == 2
            held = holder.held(one.data, engines=engines, traced=traced, count=count)
            told.send(Told(number, len(one.data), one.names, held))
    told.close()


class Process:
    """A process with a share of the inputs, started again behind one that ends it."""

    def __init__(self, seed: int, first: int, last: int, step: int) -> None:
        self._share = seed, last, step
        self._start(first)

    def _start(self, first: int) -> None:
        seed, last, step = self._share
        self.ended = first >= last
        context = multiprocessing.get_context("spawn")
        self.told, end = context.Pipe(duplex=False)
        self._process = context.Process(target=hold, args=(seed, first, last, step, end))
        self._process.start()
        end.close()
        self._at, self._since = first, time.monotonic()

    def take(self, tally: Tally) -> None:
        """Take note of what it told."""
        try:
            told = self.told.recv()
        except EOFError:
            self._process.join()
            self.ended = True
            if self._process.exitcode:
                self._broken(tally, f"the process died ({self._process.exitcode})")
            return
        self._since = time.monotonic()
        if isinstance(told, int):
            self._at = told
        else:
            tally.take(told)
            for one in told.held.breaches:
                print(f"input {told.number}: {one}", file=sys.stderr, flush=True)

    def check(self, tally: Tally) -> None:
        """See that it does not hang."""
        if not self.ended and time.monotonic() - self._since > WATCHDOG_SECONDS:
            self.end()
            self._broken(tally, f"no end within {WATCHDOG_SECONDS:g} s")

    def end(self) -> None:
        """Have it no longer."""
        self._process.kill()
        self._process.join()

    def _broken(self, tally: Tally, how: str) -> None:
        tally.breaches.append((self._at, how))
        self.told.close()
        self._start(self._at + self._share[2])


def _take_all(running: Sequence[Process], tally: Tally) -> None:
    ready = multiprocessing.connection.wait([one.told for one in running], timeout=1.0)
    for one in running:
        if one.told in ready:
            one.take(tally)
        one.check(tally)


def run(seed: int, first: int, last: int, jobs: int) -> Tally:
    """Hold inputs ``first`` up to ``last``, or to where it is interrupted."""
    tally, shown = Tally(), time.monotonic()
    processes = [Process(seed, first + job, last, jobs) for job in range(jobs)]
    while running := [one for one in processes if not one.ended]:
        try:
            _take_all(running, tally)
        except KeyboardInterrupt:
            for one in running:
                one.end()
            break
        if time.monotonic() - shown > 30:
            shown = time.monotonic()
            print(
                f"{tally.inputs:,} inputs, {len(tally.breaches)} breaches",
                file=sys.stderr,
                flush=True,
            )
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print tables; 1 where anything did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="how many (default: 100000)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=1, help="another makes other inputs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, metavar="NUMBER", help="write the bytes of this input")
    parser.add_argument("--json", metavar="FILE", help="write the breaches there, too")
    asked = parser.parse_args(arguments)
    if asked.show is not None:
        sys.stdout.buffer.write(Inputs(asked.seed).made(asked.show).data)
        return 0
    tally = run(asked.seed, asked.first, asked.first + asked.inputs, asked.jobs)
    print(tally.markdown())
    if asked.json:
        Path(asked.json).write_text(json.dumps(tally.breaches, indent=1) + "\n", encoding="utf-8")
    return 1 if tally.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
