"""Findings on a directory or an image, bounded: they can outweigh it many times."""

from collections import Counter
from collections.abc import Iterable

from ..findings import finding
from ..model import Finding, Where


class Telling:
    """Findings as they come: so many of each code in full; the others are counted.

    Parameters
    ----------
    most
        That are told in full.
    path
        Of what they are about.
    """

    def __init__(self, most: int, path: str = "DICOMDIR") -> None:
        self._most = most
        self._path = path
        self._kept: list[Finding] = []
        self._count: Counter[str] = Counter()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._kept)

    def append(self, one: Finding) -> None:
        """Take one."""
        self._count[one.code] += 1
        if self._count[one.code] <= self._most:
            self._kept.append(one)

    def extend(self, some: Iterable[Finding]) -> None:
        """Take some."""
        for one in some:
            self.append(one)

    def all(self) -> list[Finding]:
        """Those in full, in their order; then of each code that has more how many these are."""
        more = ((code, count - self._most) for code, count in self._count.items())
        return self._kept + [self._about(*one) for one in more if one[1] > 0]

    def _about(self, code: str, count: int) -> Finding:
        return finding(code, f"There are {count} more like these.", Where(path=self._path))
