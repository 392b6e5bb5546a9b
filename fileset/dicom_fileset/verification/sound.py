"""Instances whose files are what their records say; and whether their frames can be decoded."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..evidence import Kind, opened, performed
from ..ledger.model import Performed
from ..model import Finding, Instance
from ..progress import Progress
from ..transcoding.to_place import frames_decoded

NOT_ITS_FAULT: Final = frozenset({"codec-unavailable", "transfer-syntax-refused"})
"""Why frames are not decoded here, though nothing is wrong with the instance."""


class Sound:
    """Takes note of instances one by one.

    Parameters
    ----------
    pixels
        Whether their frames will be decoded.
    """

    def __init__(self, *, pixels: bool) -> None:
        self._kinds: Counter[Kind] = Counter()
        self._paths: list[tuple[str, Kind]] = []
        self._pixels = pixels

    def take(self, instance: Instance) -> None:
        """Take note of an instance whose file is what its record says."""
        kind = opened(instance)
        self._kinds[kind] += 1
        if self._pixels:
            self._paths.append((instance.path, kind))

    def decode(self, jobs: int, progress: Progress) -> Iterator[Finding]:
        """Decode all frames of all of them; what there is to say of each.

        One whose frames cannot be decoded is no longer sound.

        Parameters
        ----------
        jobs
            Processes that decode.
        progress
            Told how far things are.
        """
        paths = [path for path, _ in self._paths]
        for done, (number, answer) in enumerate(frames_decoded(paths, jobs), 1):
            kind = self._paths[number][1]
            self._kinds[kind] -= 1
            if isinstance(answer, Finding):
                yield answer
            else:
                decoded = kind._replace(implementation=answer.decoder, proof="pixels decoded")
                self._kinds[decoded if answer.frames else kind] += 1
                yield from answer.findings
            progress("decoding", done, len(paths))

    def performed(self) -> list[Performed]:
        """All of them, in the terms of the ledger."""
        return performed(+self._kinds)
