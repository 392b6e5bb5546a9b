"""The terms of an update: the profile that the file-set was made for is kept, if none is named."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
from dicom_profiles import Profile, get
from dicom_profiles.pdi import pdi

from ..dicomdir.overview import Overview
from ..findings import finding
from ..model import Finding, Instance, Where
from .course import Courses
from .found import Found, found_profile
from .terms import Terms, profile_of_pdi

_FSU: Final = "FSU"
"""A profile without this role is of media that nobody updates (PS3.11)."""


class Kept(NamedTuple):
    """Terms with the profile that holds, and what there is to say of it."""

    terms: Terms
    findings: tuple[Finding, ...]


def keeping_profile(terms: Terms, root: str, overview: Overview, added: Sequence[Instance]) -> Kept:
    """Terms under which instances can be added without taking its profile from a file-set.

    Where it may have been made for several, it is the first that leaves the fewest of them out.

    Parameters
    ----------
    terms
        As they were asked for, without a profile.
    root
        Folder of the file-set.
    overview
        Of its records, by :func:`~dicom_fileset.conformity.told.overview_of`.
    added
        What is to be added.
    """
    found = profile_of_set(root, overview, of_pdi=terms.pdi is not None)
    if found.profile is None:
        return Kept(terms, ())
    profile, why = _taking_most(found.profile, found, terms, added), found.why
    if profile is not found.profile:
        why = f"it conforms to {profile.name}, which takes more of it than {found.profile.name}"
    kept = msgspec.structs.replace(terms, profile=profile)
    message = f"What is added is brought to {profile.name}: {why}."
    return Kept(kept, (finding("profile-kept", message, Where(path=root)),))


def _taking_most(first: Profile, found: Found, terms: Terms, added: Sequence[Instance]) -> Profile:
    updated = [one for one in found.as_likely if _FSU in one.roles]
    if updated and _FSU not in first.roles:
        first = updated[0]
    least = _left_out(first, terms, added)
    for profile in updated:
        if not least:
            break
        number = _left_out(profile, terms, added)
        if number < least:
            first, least = profile, number
    return first


def _left_out(profile: Profile, terms: Terms, added: Sequence[Instance]) -> int:
    """How many instances cannot be on a medium of a profile."""
    courses = Courses(profile, terms)
    return sum(courses.course(one).action == "excluded" for one in added)


def profile_of_set(root: str, overview: Overview, *, of_pdi: bool) -> Found:
    """The profile that a file-set was made for; of an IHE PDI medium there is always one."""
    if not of_pdi:
        return found_profile(root, overview)
    found = found_profile(root, overview, [get(name) for name in pdi().profiles])
    if found.profile is not None:
        return found
    profile = profile_of_pdi(None, "")
    return Found(profile, "it is that of an IHE PDI medium without options")
