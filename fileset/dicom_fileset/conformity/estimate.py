"""What instances will take once they are compressed: estimated from one frame of each series."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ..model import Decision, Instance, Traits
from ..plan import Course
from ..transcoding.first_frames import first_frame_ratios
from .facts import facts_of
from .prediction import bounded, elements_bytes, frames_of, native_bytes

_MOST_SAMPLES: Final = 128
"""Series that are looked at, those with most to win first; others are taken for their average."""
_FRAME_HEAD: Final = 16
"""Bytes that an item and its entry in a Basic Offset Table take (PS3.5 A.4)."""


class Kind(NamedTuple):
    """Instances of one series that say the same, of which one frame speaks for all."""

    series: bytes
    transfer_syntax_uid: str
    traits: Traits


class Candidate(NamedTuple):
    """An instance that can be compressed, and how."""

    decision: Decision
    courses: tuple[Course, ...]

    @property
    def kind(self) -> Kind:
        """What it has in common with others."""
        one = self.decision.instance
        return Kind(one.parents.series_instance_uid, one.transfer_syntax_uid, one.traits)


Ratios = Mapping[tuple[Kind, str], float]
"""Encoded by native bytes, of a kind in a transfer syntax."""


def ratios_of(candidates: Iterable[Candidate], jobs: int) -> Ratios:
    """What compressions are worth, told by the middle instance of each series."""
    groups: defaultdict[Kind, list[Candidate]] = defaultdict(list)
    for one in candidates:
        groups[one.kind].append(one)
    by_size = sorted(groups.items(), key=lambda item: -sum(x.decision.size for x in item[1]))
    asked = [
        (kind, some[len(some) // 2].decision.instance.path, course.transfer_syntax_uid)
        for kind, some in by_size[:_MOST_SAMPLES]
        for course in some[0].courses
    ]
    files = [(path, uid) for _, path, uid in asked]
    found = {
        (asked[number][0], asked[number][2]): ratio
        for number, ratio in first_frame_ratios(files, jobs)
    }
    average = sum(found.values()) / len(found) if found else 1.0
    for kind, some in by_size[_MOST_SAMPLES:]:
        for course in some[0].courses:
            found[kind, course.transfer_syntax_uid] = average
    return found


def compressed_size(instance: Instance, ratio: float) -> int:
    """Bytes that a file will have: its elements as they are, and its pixels smaller."""
    facts = facts_of(instance)
    native = native_bytes(facts)
    there = bounded(native, instance, facts)
    heads = _FRAME_HEAD * (frames_of(facts) if there == native else 1)
    return elements_bytes(instance, facts) + heads + int(there * ratio)
