"""What came of many inputs, and the tables that say so."""

from collections import Counter
from typing import Final, NamedTuple

from fuzzing.holding import Held

_SHOWN: Final = 20


class Told(NamedTuple):
    """What became of one input: its number, its size, what was done to it, and what came of it."""

    number: int
    size: int
    names: tuple[str, ...]
    held: Held


class Tally:
    """What came of all inputs so far.

    Attributes
    ----------
    breaches
        Number of an input, and what did not hold.
    """

    def __init__(self) -> None:
        self.inputs = 0
        self.breaches: list[tuple[int, str]] = []
        self.outcomes: Counter[str] = Counter()
        self.by_mutation: dict[str, Counter[str]] = {}
        self._most: dict[str, tuple[float, float, int, int]] = {}

    def take(self, told: Told) -> None:
        """Take note of one."""
        number, size, names, held = told
        self.inputs += 1
        self.outcomes[held.outcome] += 1
        for name in names:
            self.by_mutation.setdefault(name, Counter())[held.outcome] += 1
        self.breaches += ((number, one) for one in held.breaches)
        took = {"seconds": held.seconds, "calls": held.calls, "memory": held.memory}
        for name, much in took.items():
            found = (much / max(size, 1), much, number, size)
            self._most[name] = max(self._most.get(name, found), found)

    def markdown(self) -> str:
        """All of it."""
        outcomes = [name for name, _ in self.outcomes.most_common()]
        lines = [
            f"| mutation | inputs | {' | '.join(outcomes)} |",
            "|---" * (len(outcomes) + 2) + "|",
        ]
        rows = [*sorted(self.by_mutation.items()), ("all inputs, some with several", self.outcomes)]
        for name, found in rows:
            counts = " | ".join(f"{found[one]:,}" for one in outcomes)
            lines.append(f"| {name} | {found.total():,} | {counts} |")
        return "\n".join([*lines, "", *self._extremes(), *self._breaches()])

    def _extremes(self) -> list[str]:
        shown = {
            "seconds": lambda much, each: f"{much:.3f} s of processor time, {each * 1e6:.1f} µs",
            "calls": lambda much, each: f"{much:,} calls, {each:.1f}",
            "memory": lambda much, each: f"{much:,} bytes of memory, {each:.1f}",
        }
        return [
            f"- most {name} for its size: {shown[name](much, each)} a byte,"
            f" input {number} of {size:,} bytes"
            for name, (each, much, number, size) in self._most.items()
        ]

    def _breaches(self) -> list[str]:
        shown = [f"  - input {number}: {one}" for number, one in self.breaches[:_SHOWN]]
        return [f"- breaches: {len(self.breaches)}", *shown]
