"""Instances whose files are what their records say; and whether their frames can be decoded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from msgspec.structs import replace

from ..evidence import opened, performed
from ..findings import finding
from ..ledger.model import Performed
from ..model import Finding, Instance
from ..progress import Progress
from ..records.sop_classes import record_type_of
from ..scan.contradictions import is_as_labelled
from ..transcoding.failure import located
from ..transcoding.messages import DecodedFrames
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
        self._kinds: Counter[Performed] = Counter()
        self._paths: list[tuple[str, Performed | None, bool]] = []
        self._pixels = pixels

    def take(self, instance: Instance, *, sound: bool) -> None:
        """Take note of an instance.

        Parameters
        ----------
        sound
            Whether its file is what its record says, and nothing is wrong with either.
        """
        kind = opened(instance) if sound and is_as_labelled(instance) else None
        if kind is not None:
            self._kinds[kind] += 1
        if self._pixels:
            self._paths.append((instance.path, kind, _shows_something(instance)))

    def decode(self, jobs: int, progress: Progress) -> Iterator[Finding]:
        """Decode all frames of all of them; what there is to say of each.

        One of which frames cannot be decoded, or had to be mended, is no longer sound.

        Parameters
        ----------
        jobs
            Processes that decode.
        progress
            Told how far things are.
        """
        paths = [path for path, _, _ in self._paths]
        for done, (number, answer) in enumerate(frames_decoded(paths, jobs), 1):
            path, kind, shows = self._paths[number]
            told = (answer,) if isinstance(answer, Finding) else answer.findings
            if not isinstance(answer, Finding) and shows and not answer.frames:
                told = (*told, finding("no-image", "It is an image, and has no Pixel Data."))
            yield from (located(one, path) for one in told)
            if kind is not None:
                self._settle(kind, answer, told)
            progress("decoding", done, len(paths))

    def _settle(
        self, kind: Performed, answer: DecodedFrames | Finding, told: Sequence[Finding]
    ) -> None:
        self._kinds[kind] -= 1
        if isinstance(answer, Finding) or any(map(_is_amiss, told)):
            return
        decoded = replace(kind, implementation=answer.decoder, proof="pixels decoded")
        self._kinds[decoded if answer.frames else kind] += 1

    def performed(self) -> list[Performed]:
        """All of them, in the terms of the ledger."""
        return performed(+self._kinds)


def _is_amiss(one: Finding) -> bool:
    return one.severity == "error" or one.code == "image-pixel-mended"


def _shows_something(instance: Instance) -> bool:
    """Whether there must be frames that a decoder can be asked for."""
    row = TRANSFER_SYNTAXES.get(instance.transfer_syntax_uid)
    decoded = row is not None and row.family != "video"
    return decoded and record_type_of(instance.sop_class_uid) == "IMAGE"
