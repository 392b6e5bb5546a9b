"""Which lossless transfer syntax is the smallest for which pixels: measured, never guessed.

For each :class:`.policy.Group` the first frames of some instances are
encoded in each candidate, by child processes; the candidate wins that can hold most of them, and of
those the one whose frames are the fewest bytes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from dicom_codecs.implementations import available
from dicom_codecs.registry import TRANSFER_SYNTAXES

from ...transcoding.first_frames import first_frame_ratios
from .policy import Choices, Group

PREFERRED: Final = (
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.201",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.202",
)
"""Candidates where none is named: of two that are equal the first wins.

JPEG XL and deflated frames are smaller at times, and hardly anybody can read them yet: a policy
that wants them names them.
"""


class Sample(NamedTuple):
    """An instance that stands for its group.

    Attributes
    ----------
    path
        Of its file.
    native
        Bytes of its pixels when they lie native: how much its ratio counts.
    """

    group: Group
    path: str
    native: int


class Measured(msgspec.Struct, frozen=True):
    """What came of one candidate.

    Attributes
    ----------
    transfer_syntax_uid
        The candidate.
    frames
        That it could hold, of those that were tried.
    ratio
        Their encoded bytes by their native bytes; 0 where there are none.
    """

    transfer_syntax_uid: str
    frames: int
    ratio: float


class Choice(msgspec.Struct, frozen=True):
    """What was chosen for a group, and on what grounds: as the journal keeps it.

    Attributes
    ----------
    modality, bits_stored, samples
        The group.
    transfer_syntax_uid
        The smallest; empty where none of the candidates can hold it.
    tried
        Frames that were tried.
    measured
        Each candidate.
    """

    modality: str
    bits_stored: int
    samples: int
    transfer_syntax_uid: str
    tried: int = 0
    measured: tuple[Measured, ...] = ()

    @property
    def group(self) -> Group:
        """The group."""
        return Group(self.modality, self.bits_stored, self.samples)


_decode: Final = msgspec.json.Decoder(tuple[Choice, ...]).decode


def candidates_here() -> tuple[str, ...]:
    """UIDs of the candidates that can be written here."""
    rows = (TRANSFER_SYNTAXES[uid] for uid in PREFERRED)
    return tuple(row.uid for row in rows if any(map(available, row.encode)))


def choose(samples: Iterable[Sample], candidates: Sequence[str], jobs: int) -> tuple[Choice, ...]:
    """The smallest for each group, measured.

    Parameters
    ----------
    samples
        Instances of all groups; one that cannot be read or decoded counts for nothing.
    candidates
        UIDs of lossless transfer syntaxes, the preferred one first.
    jobs
        Processes that encode.
    """
    some = sorted(set(samples))
    asked = [(sample, uid) for sample in some for uid in candidates]
    files = [(sample.path, uid) for sample, uid in asked]
    found = {asked[number]: ratio for number, ratio in first_frame_ratios(files, jobs)}
    by_group: defaultdict[Group, list[Sample]] = defaultdict(list)
    for sample in some:
        by_group[sample.group].append(sample)
    return tuple(_choice(group, by_group[group], candidates, found) for group in sorted(by_group))


def _choice(
    group: Group,
    samples: Sequence[Sample],
    candidates: Sequence[str],
    found: Mapping[tuple[Sample, str], float],
) -> Choice:
    measured = tuple(_measured(uid, samples, found) for uid in candidates)
    held = [one for one in measured if one.frames]
    best = min(held, key=lambda one: (-one.frames, one.ratio), default=None)
    uid = best.transfer_syntax_uid if best else ""
    return Choice(*group, transfer_syntax_uid=uid, tried=len(samples), measured=measured)


def _measured(
    uid: str, samples: Sequence[Sample], found: Mapping[tuple[Sample, str], float]
) -> Measured:
    held = [one for one in samples if (one, uid) in found]
    native = sum(one.native for one in held)
    encoded = sum(one.native * found[one, uid] for one in held)
    return Measured(uid, len(held), encoded / native if native else 0.0)


def choices_of(choices: Iterable[Choice]) -> Choices:
    """What a policy asks for."""
    return {one.group: one.transfer_syntax_uid for one in choices}


def text_of(choices: tuple[Choice, ...]) -> str:
    """Choices as the journal keeps them."""
    return msgspec.json.encode(choices).decode()


def choices_in(text: str) -> tuple[Choice, ...]:
    """Choices that a journal kept.

    Raises
    ------
    msgspec.ValidationError, msgspec.DecodeError
        It is something else.
    """
    return _decode(text)
