"""What is to be done with an instance so that it may be on a medium, or why it cannot be."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES, TransferSyntax
from dicom_profiles import Facts, Nonconformance, Profile, check
from dicom_profiles.checking import has_sop_class
from dicom_profiles.names import syntax_name

from ..findings import CODES, finding
from ..model import Action, Finding, Instance, Traits, Where
from ..plan import MUST_BE_REWRITTEN, Course
from ..transcoding.decision import PixelKind, course_of
from ..transcoding.refusal import Refusal
from ..transcoding.request import Request
from .facts import facts_of, stream_contradicts
from .prediction import native_bytes, predicted, unfit
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
_HEADER_BYTES: Final = 16 * 1024
"""More than the elements of nearly every instance take."""


def courses(terms: Terms, *, compress: bool = False) -> "Courses":
    """Decides by the profile of the terms, which must be one."""
    assert terms.profile is not None  # noqa: S101 - the caller has asked
    return Courses(terms.profile, terms, compress=compress)


class Courses:
    """Decides on instances under one profile; what series share is decided once.

    Parameters
    ----------
    profile, terms
        What is asked.
    compress
        Whether images are compressed wherever a lossless row fits.
    """

    def __init__(self, profile: Profile, terms: Terms, *, compress: bool = False) -> None:
        self._profile = profile
        self._terms = terms
        self._compress = compress
        self._decided: dict[tuple[str, str, Traits, tuple[str, ...]], Course] = {}

    def course(self, instance: Instance) -> Course:
        """What is to be done with an instance."""
        key = (
            instance.sop_class_uid,
            instance.transfer_syntax_uid,
            instance.traits,
            instance.remarks,
        )
        decided = self._decided.get(key)
        if decided is None:
            decided = self._decided[key] = self._decide(instance)
        return _at_path(decided, instance)

    def kept(self, instance: Instance) -> Course:
        """What is to be done where nothing can be changed: it is taken as it is, or left out."""
        facts = facts_of(instance)
        unmet = check(facts, self._profile)
        lie = stream_contradicts(instance)
        if unmet or lie:
            return _at_path(Course("excluded", "", (*_findings(unmet), *_lies(lie))), instance)
        return Course("indexed", instance.transfer_syntax_uid)

    def _decide(self, instance: Instance) -> Course:
        facts = facts_of(instance)
        lie = stream_contradicts(instance)
        unmet = check(facts, self._profile)
        for target in self._targets(facts, keep=not unmet and not lie):
            if target is None:
                return _kept(instance)
            course = self._to(target, facts, unmet, lie)
            if course is not None:
                return course
        return Course("excluded", "", _findings(unmet) or _lies(lie))

    def _targets(self, facts: Facts, *, keep: bool) -> Iterator[TransferSyntax | None]:
        """Transfer syntaxes to try, the best first; ``None`` stands for the one it has."""
        rows = [row for row in self._profile.rows if has_sop_class(row, facts)]
        uids = dict.fromkeys(row.transfer_syntax_uid for row in rows)
        anything = "" in uids
        known = [uid for uid in uids if uid] or list(_SMALLEST_FIRST)
        lossless = sorted(
            (uid for uid in known if uid in _SMALLEST_FIRST), key=_SMALLEST_FIRST.index
        )
        preferred = self._terms.prefer
        if preferred and (anything or preferred in uids):
            row = TRANSFER_SYNTAXES[preferred]
            if keep and facts.transfer_syntax_uid == preferred:
                yield None
            if row.lossless:
                yield row
        if self._compress and facts.transfer_syntax_uid == EXPLICIT_LITTLE:
            yield from (TRANSFER_SYNTAXES[uid] for uid in lossless)
        if keep:
            yield None
        if anything or EXPLICIT_LITTLE in uids:
            yield TRANSFER_SYNTAXES[EXPLICIT_LITTLE]
        yield from (TRANSFER_SYNTAXES[uid] for uid in lossless)
        if self._terms.allow_lossy:
            lossy = [TRANSFER_SYNTAXES[uid] for uid in known if uid not in _SMALLEST_FIRST]
            yield from sorted(
                (row for row in lossy if row.encode and not row.lossless),
                key=lambda row: row.uid != preferred,
            )

    def _to(
        self, target: TransferSyntax, facts: Facts, unmet: tuple[Nonconformance, ...], lie: str
    ) -> Course | None:
        """How it gets into a transfer syntax; ``None`` where it cannot, or not into the profile."""
        source = TRANSFER_SYNTAXES.get(facts.transfer_syntax_uid)
        if source is None or (target is source and not lie):
            return None
        after = predicted(facts, target)
        if check(after, self._profile) or unfit(after, target):
            return None
        action = _action(facts, target)
        if action is None:
            return None
        why = lie or (unmet[0].message if unmet else _wished(target, compress=self._compress))
        clause = unmet[0].clause if unmet else self._profile.source
        reasons = _lies(lie)
        if not target.lossless and action == "transcoded":
            reasons += (finding("profile-lossy", f"Nothing lossless of the profile fits: {why}"),)
        pixels = native_bytes(facts)
        size = pixels + _HEADER_BYTES if pixels and action == "transcoded" else 0
        return Course(action, target.uid, reasons, f"{why} [{clause}]", size)


def _kept(instance: Instance) -> Course:
    uid = instance.transfer_syntax_uid
    if MUST_BE_REWRITTEN.intersection(instance.remarks):
        return Course("re-encoded", uid)
    return Course("copied", uid)


def _wished(target: TransferSyntax, *, compress: bool) -> str:
    name = syntax_name(target.uid)
    return f"{name} makes room on the medium" if compress else f"{name} is preferred"


@lru_cache(maxsize=4096)
def _possible(source_uid: str, pixels: PixelKind, target_uid: str) -> Action | None:
    try:
        return course_of(source_uid, pixels, Request(target_uid)).action
    except Refusal:
        return None


def _action(facts: Facts, target: TransferSyntax) -> Action | None:
    """What getting there takes; ``None`` where no codec does it."""
    pixels: PixelKind = "integer" if "Rows" in facts.attributes else "none"
    action = _possible(facts.transfer_syntax_uid, pixels, target.uid)
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


def _at_path(course: Course, instance: Instance) -> Course:
    if not course.reasons:
        return course
    return course._replace(reasons=tuple(_at(one, instance.path) for one in course.reasons))


def _at(found: Finding, path: str) -> Finding:
    where = Where(path, found.where.offset, found.where.record, found.where.tag)
    return Finding(found.code, found.severity, found.message, where, found.clause, found.remedy)
