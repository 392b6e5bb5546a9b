"""A plan held against its terms: all of it conforming, or all of it on the medium."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..errors import Refused
from ..findings import CODES, finding
from ..gathering import Gathered
from ..model import Decision, Finding, Where
from ..plan import Course, rerouted
from .course import Courses
from .estimate import Candidate, Ratios, compressed_size, ratios_of
from .terms import Terms

_RECORD_BYTES: Final = 512
"""What a record takes beside the values of its keys, and its share of those above it."""
_ESTIMATES_MISS: Final = 0.1
"""By so much estimates may be too high before a plan is refused for them."""


def check_conforming(gathered: Gathered, terms: Terms) -> None:
    """See that every instance can be on the medium, where the terms ask for all or nothing.

    Raises
    ------
    Refused
        One cannot; the others of the error say which and why.
    """
    if terms.profile is None or terms.on_nonconforming != "fail":
        return
    left_out = [one for one in gathered.skipped if CODES[one.code].severity == "error"]
    if left_out:
        message = f"{len(left_out)} files cannot be on a medium of {terms.profile.name}."
        raise Refused(finding("profile-nonconforming", message), tuple(gathered.findings))


def planned_bytes(decisions: Iterable[Decision]) -> int:
    """Bytes that instances and their directory will take."""
    return sum(one.size + _RECORD_BYTES + sum(map(len, one.instance.keys)) for one in decisions)


def capacity_findings(
    root: str, decisions: Sequence[Decision], terms: Terms, beside: int | None = None
) -> list[Finding]:
    """Whether instances fit on the medium with their directory.

    Parameters
    ----------
    beside
        Bytes of the directory and of what else lies beside the instances, where that is there.
    """
    total = planned_bytes(decisions)
    if beside is not None:
        total = sum(one.size for one in decisions) + beside
    over = total - terms.capacity_bytes
    if not terms.capacity_bytes or over <= 0:
        return []
    guess = " by an estimate," if any(one.estimated for one in decisions) else ""
    message = f"The file-set takes {total} bytes,{guess} {over} more than the medium has."
    return [finding("capacity-exceeded", message, Where(path=root))]


def check_capacity(root: str, decisions: Sequence[Decision], terms: Terms) -> None:
    """Refuse, before anything is written, what will not fit even if it comes out smaller.

    Raises
    ------
    Refused
        It will not.
    """
    guessed = sum(one.size for one in decisions if one.estimated)
    hoped = planned_bytes(decisions) - int(guessed * _ESTIMATES_MISS)
    if terms.capacity_bytes and hoped > terms.capacity_bytes:
        raise Refused(capacity_findings(root, decisions, terms)[0])


def fitted(kept: list[Decision], terms: Terms, jobs: int = 1) -> list[Decision]:
    """Decisions of which images are compressed, where the medium would not hold them otherwise.

    Frames of the sources are encoded for it, one of each series, and only then.
    """
    if not terms.capacity_bytes or planned_bytes(kept) <= terms.capacity_bytes:
        return kept
    if terms.profile is None:
        return kept
    deciding = Courses(terms.profile, terms)
    candidates = {number: Candidate(one, _ways(one, deciding)) for number, one in enumerate(kept)}
    candidates = {number: one for number, one in candidates.items() if one.courses}
    ratios = ratios_of(candidates.values(), jobs)
    return [
        _smallest(candidates[number], ratios) if number in candidates else one
        for number, one in enumerate(kept)
    ]


def with_sizes(kept: list[Decision], jobs: int = 1) -> list[Decision]:
    """Decisions with the sizes of what will be compressed, told by one frame of each series."""
    compressed = {
        number: Candidate(one, (Course(one.action, one.transfer_syntax_uid),))
        for number, one in enumerate(kept)
        if one.action == "transcoded" and TRANSFER_SYNTAXES[one.transfer_syntax_uid].encapsulated
    }
    ratios = ratios_of(compressed.values(), jobs)
    sized = list(kept)
    for number, candidate in compressed.items():
        ratio = ratios.get((candidate.kind, candidate.decision.transfer_syntax_uid))
        if ratio is not None:
            size = compressed_size(candidate.decision.instance, ratio)
            sized[number] = msgspec.structs.replace(candidate.decision, size=size)
    return sized


def _ways(decision: Decision, deciding: Courses) -> tuple[Course, ...]:
    """How an instance can be compressed; as it is planned to be, where it is planned."""
    target = TRANSFER_SYNTAXES.get(decision.transfer_syntax_uid)
    if decision.action != "transcoded" or target is None or not target.encapsulated:
        return deciding.compressed(decision.instance)
    return (Course(decision.action, target.uid, (), decision.why),) if target.lossless else ()


def _smallest(candidate: Candidate, ratios: Ratios) -> Decision:
    decision, kind = candidate.decision, candidate.kind
    known = [
        (ratios[kind, one.transfer_syntax_uid], one)
        for one in candidate.courses
        if (kind, one.transfer_syntax_uid) in ratios
    ]
    if not known:
        return decision
    ratio, course = min(known, key=lambda pair: pair[0])
    size = compressed_size(decision.instance, ratio)
    if size >= decision.size:
        return decision
    return rerouted(decision, course._replace(size=size))
