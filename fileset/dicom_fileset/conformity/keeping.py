"""The terms of an update: the profile that the file-set was made for is kept, if none is named."""

from typing import NamedTuple

import msgspec
from dicom_profiles import get
from dicom_profiles.pdi import pdi

from ..findings import finding
from ..model import FileSet, Finding, Where
from .found import Found, found_profile
from .terms import Terms, profile_of_pdi


class Kept(NamedTuple):
    """Terms with the profile that holds, and what there is to say of it."""

    terms: Terms
    findings: tuple[Finding, ...]


def keeping_profile(terms: Terms, root: str, file_set: FileSet) -> Kept:
    """Terms under which instances can be added without taking its profile from a file-set.

    Parameters
    ----------
    terms
        As they were asked for.
    root
        Folder of the file-set.
    file_set
        Its directory.
    """
    if terms.profile is not None or not terms.keep_profile:
        return Kept(terms, ())
    found = profile_of_set(root, file_set, of_pdi=terms.pdi is not None)
    if found.profile is None:
        return Kept(terms, ())
    kept = msgspec.structs.replace(terms, profile=found.profile)
    message = f"What is added is brought to {found.profile.name}: {found.why}."
    return Kept(kept, (finding("profile-kept", message, Where(path=root)),))


def profile_of_set(root: str, file_set: FileSet, *, of_pdi: bool) -> Found:
    """The profile that a file-set was made for; of an IHE PDI medium there is always one."""
    if not of_pdi:
        return found_profile(root, file_set)
    found = found_profile(root, file_set, [get(name) for name in pdi().profiles])
    if found.profile is not None:
        return found
    profile = profile_of_pdi(None, "")
    return Found(profile, "it is that of an IHE PDI medium without options")
