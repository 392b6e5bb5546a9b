"""A plan held against its terms: all of it conforming, or all of it on the medium."""

import msgspec

from ..errors import Refused
from ..findings import CODES, finding
from ..gathering import Gathered
from ..model import Decision
from .course import courses
from .terms import Terms


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


def fitted(kept: list[Decision], terms: Terms) -> list[Decision]:
    """Decisions of which images are compressed, where the medium would not hold them otherwise."""
    total = sum(one.size for one in kept)
    if terms.profile is None or not terms.capacity_bytes or total <= terms.capacity_bytes:
        return kept
    deciding = courses(terms, compress=True)
    fitted = []
    for one in kept:
        course = deciding.course(one.instance)
        if course.action == "transcoded" and course.transfer_syntax_uid != one.transfer_syntax_uid:
            changed = msgspec.structs.replace(
                one,
                action=course.action,
                transfer_syntax_uid=course.transfer_syntax_uid,
                size=course.size or one.size,
                why=course.why,
            )
            fitted.append(changed)
        else:
            fitted.append(one)
    return fitted
