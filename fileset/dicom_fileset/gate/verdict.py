"""The gate itself: each identity of a medium judged, and the table that a person is shown."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ..findings import finding
from ..model import Finding, Where
from .identity import Fullest, Identity
from .judgement import VERDICTS, Judgement, Verdict, judge
from .medium import Seen


class Judged(msgspec.Struct, frozen=True):
    """An identity of a medium, and whether it is the expected person's."""

    seen: Seen
    judgement: Judgement


def judged(expected: Identity, seen: Iterable[Seen]) -> tuple[Judged, ...]:
    """Judge those who are to be imported.

    An identity that leaves something out which another with the same Patient ID and name says is
    judged as that one.
    """
    everybody = tuple(seen)
    fullest = Fullest(one.identity for one in everybody)
    return tuple(Judged(one, judge(expected, fullest.of(one.identity))) for one in everybody)


def verdict_on(everybody: Iterable[Judged]) -> Verdict:
    """The verdict on a medium: the worst of those on its persons; ``doubtful`` without any."""
    verdicts = {one.judgement.verdict for one in everybody}
    for verdict in VERDICTS:
        if verdict in verdicts:
            return verdict
    return "doubtful"


def verdict_findings(everybody: Iterable[Judged]) -> Iterator[Finding]:
    """A Finding on each identity that is not surely the expected person's; it holds no value."""
    for one in everybody:
        words = " ".join(one.judgement.reasons)
        where = Where(one.seen.path or None)
        if one.judgement.verdict == "different":
            message = f"Person {one.seen.person} is not the one that is expected. {words}"
            yield finding("identity-different", message, where)
        elif one.judgement.verdict == "doubtful":
            message = f"Person {one.seen.person} may not be the one that is expected. {words}"
            yield finding("identity-doubtful", message, where)


class IdentityRow(NamedTuple):
    """A row of the table of identities: text as it was found, which may hold anything."""

    person: str
    patient_id: str
    issuer: str
    name: str
    birth_date: str
    sex: str
    directory: str
    files: str
    verdict: str
    reasons: str


IDENTITY_HEADINGS = IdentityRow(
    "Person", "Patient ID", "Issuer", "Name", "Birth date", "Sex", "Directory", "Files", "Verdict",
    "Why",
)  # fmt: skip


def identity_rows(seen: Iterable[Seen], everybody: Iterable[Judged] = ()) -> Iterator[IdentityRow]:
    """The table of all who are on a medium, with the verdict on those who were judged."""
    judgements = {one.seen: one.judgement for one in everybody}
    for one in seen:
        judgement = judgements.get(one)
        who = one.identity
        yield IdentityRow(
            str(one.person),
            who.patient_id,
            who.issuer,
            who.name,
            shown_date(who.birth_date),
            who.sex,
            "yes" if one.records else "no",
            str(one.files),
            judgement.verdict if judgement else "",
            " ".join(judgement.reasons) if judgement else "",
        )


def shown_date(value: str) -> str:
    """A date as people read it; anything else as it is.

    >>> shown_date("19700131"), shown_date("1970")
    ('1970-01-31', '1970')
    """
    if len(value) == 8 and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value
