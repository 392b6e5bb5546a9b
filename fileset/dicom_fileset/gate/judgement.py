"""Whether a medium's person is the one that is expected: same, doubtful or different."""

from typing import Final, Literal, NamedTuple

import msgspec

from .birth_dates import compared_birth_dates
from .compared import Compared, Grade
from .identity import Identity
from .names import compared_names
from .patient_ids import compared_ids, issuers_differ

Verdict = Literal["same", "doubtful", "different"]
VERDICTS: Final[tuple[Verdict, ...]] = ("different", "doubtful", "same")
"""From the worst to the best."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict with its reasons, a sentence for each attribute; no value stands in them.

    Attributes
    ----------
    verdict
        ``same``: the import may go on.  ``doubtful``: a person must confirm it.  ``different``:
        nothing may be imported.
    reasons
        What agrees and what does not, and what could not be compared.
    """

    verdict: Verdict
    reasons: tuple[str, ...]


_LETTERS: Final[dict[str, Verdict]] = {"s": "same", "d": "doubtful", "x": "different"}
_IDS: Final[tuple[Grade, ...]] = ("equal", "unsaid", "other", "contrary")
_TABLE: Final[dict[tuple[Grade, Grade], str]] = {
    # name, birth date: by Patient ID equal, unsaid, other, contrary | the same where sexes differ
    ("equal", "equal"): "ssdd dddx",
    ("equal", "near"): "dddd ddxx",
    ("equal", "unsaid"): "sddd dddx",
    ("equal", "other"): "dxxx xxxx",
    ("fits", "equal"): "sddd dddx",
    ("fits", "near"): "dddd dxxx",
    ("fits", "unsaid"): "dddd ddxx",
    ("fits", "other"): "dxxx xxxx",
    ("near", "equal"): "dddd dxxx",
    ("near", "near"): "dddx dxxx",
    ("near", "unsaid"): "dddd dxxx",
    ("near", "other"): "dxxx xxxx",
    ("half", "equal"): "dddx dxxx",
    ("half", "near"): "dxxx xxxx",
    ("half", "unsaid"): "dxxx xxxx",
    ("half", "other"): "xxxx xxxx",
    ("other", "equal"): "dxxx xxxx",
    ("other", "near"): "dxxx xxxx",
    ("other", "unsaid"): "dxxx xxxx",
    ("other", "other"): "xxxx xxxx",
    ("unsaid", "equal"): "sddd dddx",
    ("unsaid", "near"): "dddx ddxx",
    ("unsaid", "unsaid"): "ddxx dxxx",
    ("unsaid", "other"): "dxxx xxxx",
}
"""The verdict by what agrees: two of ID, name and birth date must, and nothing may be against it.

A better agreement never makes a worse verdict.  An ID that differs is no proof of another person:
each hospital gives its own.
"""


class Likeness(NamedTuple):
    """How far the attributes of two identities agree."""

    patient_id: Compared
    name: Compared
    birth_date: Compared
    sex: Compared

    @property
    def reasons(self) -> str:
        """What was compared, in words."""
        return " ".join(one.reason for one in self if one.grade != "unsaid")

    @property
    def verdict(self) -> Verdict:
        """By :data:`_TABLE`, whatever was expected."""
        row = _TABLE[self.name.grade, self.birth_date.grade].split()[self.sex.grade == "other"]
        return _LETTERS[row[_IDS.index(self.patient_id.grade)]]


def likeness(one: Identity, other: Identity) -> Likeness:
    """Hold two identities against each other, attribute by attribute."""
    return Likeness(
        compared_ids(one, other),
        compared_names(one.name, other.name),
        compared_birth_dates(one.birth_date, other.birth_date),
        compared_sexes(one.sex, other.sex),
    )


def judge(expected: Identity, found: Identity) -> Judgement:
    """Hold the person of a medium against the one that is expected.

    Only what is expected is compared, and for ``same`` all of it must have been: what is missing
    is no agreement.  The one exception is an ID of another issuer, which says nothing; there, name,
    birth date and sex must be equal.

    >>> ann = Identity("1", "", "Able^Ann", "19700131", "F")
    >>> judge(ann, ann).verdict
    'same'
    >>> judge(ann, Identity("1", "", "ABLE^ANN", "", "F")).verdict
    'doubtful'
    """
    like = likeness(expected, found)
    said = (expected.patient_id, expected.name, expected.birth_date, expected.sex)
    compared = [one for value, one in zip(said, like, strict=True) if value]
    reasons = tuple(one.reason for one in compared) or ("Nothing is expected of the person.",)
    missing = any(one.grade == "unsaid" for one in compared)
    if like.verdict == "same" and missing and not _of_two_issuers(expected, found, like):
        return Judgement("doubtful", reasons)
    return Judgement(like.verdict, reasons)


def _of_two_issuers(expected: Identity, found: Identity, like: Likeness) -> bool:
    """Whether the IDs cannot be compared, and all else is equal."""
    others = {like.name.grade, like.birth_date.grade, like.sex.grade}
    return issuers_differ(expected, found) and others == {"equal"}


def compared_sexes(one: str, other: str) -> Compared:
    """How far two values of Patient's Sex agree; O says nothing, as many write it for unknown."""
    first, second = one.strip().upper(), other.strip().upper()
    if not {first, second} <= {"M", "F"}:
        return Compared(
            "unsaid", "The sex cannot be compared: it is missing, or other than M and F."
        )
    if first == second:
        return Compared("equal", "The sexes are equal.")
    return Compared("other", "The sexes differ.")
