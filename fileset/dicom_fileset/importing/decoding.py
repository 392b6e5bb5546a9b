"""Instances in the archive decoded, where that is asked; and what all of them are evidence of."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..model import Finding, Instance
from ..progress import silent
from ..verification.sound import Sound
from .copying import Copies
from .model import Row

if TYPE_CHECKING:
    from ..ledger import Performed


class Decoding:
    """Takes note of instances that are in the archive now.

    Parameters
    ----------
    copies
        They are there.
    frames
        Whether to decode every frame of them.
    jobs
        Processes that decode.

    Attributes
    ----------
    performed
        What was opened and is as its label says, for the ledger.
    """

    def __init__(self, copies: Copies, jobs: int, *, frames: bool) -> None:
        self.performed: Counter[Performed] = Counter()
        self._copies = copies
        self._jobs = jobs
        self._frames = frames
        self._sound = Sound(pixels=frames)
        self._rows: dict[str, Row] = {}

    def take(self, row: Row, instance: Instance) -> None:
        """Take note of an instance and its row."""
        path = self._copies.path(row.archived)
        if self._frames:
            self._rows[path] = row
            instance = replace(instance, path=path)
        sound = all(one.severity != "error" for one in row.findings)
        self._sound.take(instance, sound=sound)

    def decoded(self) -> Iterator[Row]:
        """Decode those of which note was taken; the rows of which there is more to say."""
        told: defaultdict[str, list[Finding]] = defaultdict(list)
        if self._frames:
            for one in self._sound.decode(self._jobs, silent):
                told[one.where.path or ""].append(one)
        for path, findings in told.items():
            row = self._rows[path]
            here = [replace(one, where=replace(one.where, path=row.path)) for one in findings]
            yield replace(row, findings=(*row.findings, *here))
        for kind in self._sound.performed():
            self.performed[replace(kind, count=1)] += kind.count
        self._sound, self._rows = Sound(pixels=self._frames), {}
