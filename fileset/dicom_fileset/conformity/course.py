"""What is to be done with an instance so that it may be on a medium, or why it cannot be."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec
from dicom_codecs.registry import (
    DEFLATED,
    EXPLICIT_LITTLE,
    TRANSFER_SYNTAXES,
    TransferSyntax,
)
from dicom_profiles import Facts, Nonconformance, Profile, check
from dicom_profiles.checking import has_sop_class
from dicom_profiles.names import syntax_name

from ..findings import CODES, finding
from ..model import Action, Decision, Finding, Instance, Traits, Where
from ..plan import MUST_BE_REWRITTEN, Course, rerouted
from ..scan.contradictions import stream_contradicts
from ..transcoding.decision import PixelKind, course_of
from ..transcoding.refusal import Refusal
from ..transcoding.request import Request
from .facts import facts_of
from .giving import Giving, Needed, unmet_keys
from .prediction import (
    bounded,
    by_stream,
    elements_bytes,
    native_bytes,
    predicted,
    unfit,
)
from .terms import Terms

_SMALLEST_FIRST: Final = (
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.201",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.5",
)
"""Lossless transfer syntaxes by the size that medical images have in them, the smallest first."""
_RANK: Final = {uid: number for number, uid in enumerate(_SMALLEST_FIRST)}


_Key = tuple[str, str, Traits, tuple[str, ...], tuple[Needed, ...]]


class _Asked(NamedTuple):
    """What is to be decided about.

    Attributes
    ----------
    facts
        Of the instance, by its stream where its label lies.
    label
        UID of the transfer syntax that its file names.
    unmet
        What stands in the way of keeping it.
    lie
        How its label differs from its stream; or empty.
    lacking
        Keys of records that it has no value for.
    """

    facts: Facts
    label: str
    unmet: tuple[Nonconformance, ...]
    lie: str
    lacking: tuple[Needed, ...]

    @property
    def keep(self) -> bool:
        """Whether it may be on the medium as it is."""
        return not self.unmet and not self.lie


class Courses:
    """Decides on instances under one profile; what series share is decided once.

    Parameters
    ----------
    profile, terms
        What is asked.
    """

    def __init__(self, profile: Profile, terms: Terms) -> None:
        self._profile = profile
        self._terms = terms
        self._giving = Giving(profile)
        self._decided: dict[_Key, Course] = {}
        self._as_it_is: dict[_Key, Course] = {}
        self._smaller: dict[_Key, tuple[Course, ...]] = {}

    def course(self, instance: Instance) -> Course:
        """What is to be done with an instance."""
        key = self._key(instance)
        decided = self._decided.get(key)
        if decided is None:
            decided = self._decided[key] = self._decide(instance)
        return _of_instance(decided, instance)

    def compressed(self, instance: Instance) -> tuple[Course, ...]:
        """How an instance can lie compressed without loss; the first is most often the smallest.

        Nothing where it is compressed and may stay so.
        """
        key = self._key(instance)
        found = self._smaller.get(key)
        if found is None:
            found = self._smaller[key] = tuple(self._compressed(self._asked(instance)))
        return tuple(_of_instance(one, instance) for one in found)

    def kept(self, instance: Instance) -> Course:
        """What is to be done where nothing can be changed: it is taken as it is, or left out."""
        key = self._key(instance)
        found = self._as_it_is.get(key)
        if found is None:
            asked = self._asked(instance)
            indexed = Course("indexed", instance.transfer_syntax_uid)
            found = self._as_it_is[key] = indexed if asked.keep else self._left_out(asked)
        return _of_instance(found, instance)

    def _asked(self, instance: Instance) -> _Asked:
        facts, lie = facts_of(instance), stream_contradicts(instance)
        lacking = self._giving.lacking(instance)
        unmet = self._unmet(facts, lacking)
        if lie:
            facts = by_stream(facts, instance.traits)
        return _Asked(facts, instance.transfer_syntax_uid, unmet, lie, lacking)

    def _unmet(self, facts: Facts, lacking: tuple[Needed, ...]) -> tuple[Nonconformance, ...]:
        """What stands in the way of an instance, first what does so in any transfer syntax."""
        unmet = check(facts, self._profile)
        told = {one.keyword for one in unmet}
        if "profile-sop-class" in {one.code for one in unmet}:
            return unmet
        return (*(one for one in unmet_keys(lacking, facts) if one.keyword not in told), *unmet)

    def _key(self, instance: Instance) -> _Key:
        """What is decided by: equal for most instances of a series."""
        return (
            instance.sop_class_uid,
            instance.transfer_syntax_uid,
            instance.traits,
            instance.remarks,
            self._giving.lacking(instance),
        )

    def _decide(self, instance: Instance) -> Course:
        asked = self._asked(instance)
        for target in self._targets(asked):
            if target is None:
                return _kept(instance)
            course = self._to(target, asked, "is preferred")
            if course is not None:
                return course
        return self._left_out(asked)

    def _compressed(self, asked: _Asked) -> Iterator[Course]:
        source = TRANSFER_SYNTAXES.get(asked.label)
        if source is None or (asked.keep and source.encapsulated):
            return
        for target in self._lossless(self._offered(asked.facts)):
            course = self._to(target, asked, "makes room on the medium")
            if course is not None:
                yield course

    def _left_out(self, asked: _Asked) -> Course:
        unmet = self._in_the_way(asked)
        if not unmet:
            message = f"{asked.lie} It cannot be brought to {self._profile.name}."
            unmet = (Nonconformance("profile-transfer-syntax", message, "PS3.5 8.2"),)
        return Course("excluded", "", (*_findings(unmet), *_lies(asked.lie)))

    def _in_the_way(self, asked: _Asked) -> tuple[Nonconformance, ...]:
        """What stands in the way, first what would do so in a syntax that it can be brought to."""
        if asked.facts.transfer_syntax_uid not in TRANSFER_SYNTAXES:
            return asked.unmet
        for target in self._targets(asked):
            if target is None or possible(asked.facts, target) is None:
                continue
            left = self._unmet(predicted(asked.facts, target), asked.lacking)
            if left:
                return (*left, *(one for one in asked.unmet if one not in left))
        return asked.unmet

    def _offered(self, facts: Facts) -> list[TransferSyntax]:
        """Transfer syntaxes that the profile has for the SOP Class of an instance."""
        rows = [row for row in self._profile.rows if has_sop_class(row, facts)]
        uids = dict.fromkeys(row.transfer_syntax_uid for row in rows)
        if "" in uids:
            uids |= dict.fromkeys((EXPLICIT_LITTLE, *_SMALLEST_FIRST, self._terms.prefer))
        return [TRANSFER_SYNTAXES[uid] for uid in uids if uid in TRANSFER_SYNTAXES]

    def _targets(self, asked: _Asked) -> Iterator[TransferSyntax | None]:
        """Transfer syntaxes to try, the best first; ``None`` stands for the one it has."""
        offered = self._offered(asked.facts)
        preferred = [row for row in offered if row.uid == self._terms.prefer]
        yield from self._preferred(preferred, asked)
        if asked.keep:
            yield None
        native = [row for row in offered if row.uncompressed and not row.retired]
        yield from sorted(native, key=lambda row: row.uid != EXPLICIT_LITTLE)
        yield from self._lossless(offered)
        if self._terms.allow_lossy:
            lossy = [row for row in offered if row.encode and not row.lossless]
            yield from sorted(lossy, key=lambda row: row not in preferred)

    def _preferred(
        self, rows: Sequence[TransferSyntax], asked: _Asked
    ) -> Iterator[TransferSyntax | None]:
        """The transfer syntax that is preferred, where nothing is lost and something is won."""
        source = TRANSFER_SYNTAXES.get(asked.label)
        for row in rows:
            if row.uid == asked.label and asked.keep:
                yield None
            # What was lossy before only grows in a lossless compression.
            grows = source is not None and source.encapsulated and not source.lossless
            if row.lossless and not (asked.keep and grows and row.encapsulated):
                yield row

    @staticmethod
    def _lossless(offered: Iterable[TransferSyntax]) -> list[TransferSyntax]:
        """Lossless compressions that can be written, the smallest first."""
        rows = [row for row in offered if row.lossless and row.encode and not row.uncompressed]
        return sorted(rows, key=lambda row: _RANK.get(row.uid, len(_RANK)))

    def _to(self, target: TransferSyntax, asked: _Asked, wish: str) -> Course | None:
        """How it gets into a transfer syntax; ``None`` where it cannot, or not into the profile."""
        facts, unmet, lie = asked.facts, asked.unmet, asked.lie
        if target.uid == asked.label or facts.transfer_syntax_uid not in TRANSFER_SYNTAXES:
            return None
        after = predicted(facts, target)
        if self._unmet(after, asked.lacking) or unfit(after, target):
            return None
        action = possible(facts, target)
        if action is None:
            return None
        why = lie or (unmet[0].message if unmet else f"{syntax_name(target.uid)} {wish}")
        clause = unmet[0].clause if unmet else self._profile.source
        reasons = _lies(lie)
        if not target.lossless and action == "transcoded":
            reasons += (finding("profile-lossy", f"Nothing lossless of the profile fits: {why}"),)
        grows = action == "transcoded" or asked.label == DEFLATED
        size = native_bytes(facts) if grows else 0
        return Course(action, target.uid, reasons, f"{why} [{clause}]", size)


class FallBack:
    """Decides anew on instances for which what was preferred has failed."""

    def __init__(self, profile: Profile, terms: Terms) -> None:
        plain = msgspec.structs.replace(terms, prefer="", capacity_bytes=0)
        self._courses = Courses(profile, plain)

    def instead_of(self, decision: Decision) -> Decision | None:
        """A decision as if nothing were preferred; ``None`` where it would be the same."""
        course = self._courses.course(decision.instance)
        same = course.transfer_syntax_uid == decision.transfer_syntax_uid
        return None if same or course.action == "excluded" else rerouted(decision, course)


def _kept(instance: Instance) -> Course:
    uid = instance.transfer_syntax_uid
    if MUST_BE_REWRITTEN.intersection(instance.remarks):
        return Course("re-encoded", uid)
    return Course("copied", uid)


@lru_cache(maxsize=4096)
def _action_by_codecs(source_uid: str, pixels: PixelKind, target_uid: str) -> Action | None:
    try:
        return course_of(source_uid, pixels, Request(target_uid)).action
    except Refusal:
        return None


def possible(facts: Facts, target: TransferSyntax) -> Action | None:
    """What getting there takes; ``None`` where no codec does it."""
    pixels: PixelKind = "integer" if "Rows" in facts.attributes else "none"
    action = _action_by_codecs(facts.transfer_syntax_uid, pixels, target.uid)
    # A label that lies is no reason to carry a stream as it is.
    return "transcoded" if action == "copied" else action


def profile_finding(unmet: Nonconformance, where: Where) -> Finding:
    """A Finding with the clause of the row that is not met."""
    severity, _, remedy = CODES[unmet.code]
    return Finding(unmet.code, severity, unmet.message, where, unmet.clause, remedy)


def _findings(unmet: tuple[Nonconformance, ...]) -> tuple[Finding, ...]:
    return tuple(profile_finding(one, Where()) for one in unmet)


def _lies(lie: str) -> tuple[Finding, ...]:
    return (finding("stream-differs", lie),) if lie else ()


def _of_instance(course: Course, instance: Instance) -> Course:
    """A course that was decided on for many, with the path and the size of one."""
    if course.size:
        facts = facts_of(instance)
        pixels = bounded(course.size, instance, facts)
        course = course._replace(size=pixels + elements_bytes(instance, facts))
    if not course.reasons:
        return course
    return course._replace(reasons=tuple(_at(one, instance.path) for one in course.reasons))


def _at(found: Finding, path: str) -> Finding:
    where = Where(path, found.where.offset, found.where.record, found.where.tag)
    return Finding(found.code, found.severity, found.message, where, found.clause, found.remedy)
