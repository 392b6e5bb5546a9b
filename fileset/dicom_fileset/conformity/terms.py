"""What a person asks of a file-set beside its instances."""

import os
from typing import Final, Literal

import msgspec
from dicom_codecs.registry import named
from dicom_profiles import (
    Profile,
    ProfileError,
    UnknownProfile,
    get,
    load,
    media_kinds,
    pdi_profile,
    profiles,
)
from dicom_profiles.model import IconRule
from dicom_profiles.names import syntax_name
from dicom_profiles.pdi import pdi

from ..errors import UsageError
from ..findings import finding
from ..model import Where
from ..pdi.terms import PdiTerms

NO_PROFILE: Final = "none"
"""The word that says outright that instances are carried as they are."""


class Terms(msgspec.Struct, frozen=True):
    """On what terms instances are taken.

    Attributes
    ----------
    profile
        That the file-set is to conform to; ``None``: instances are carried as they are.
    prefer
        UID of a transfer syntax to compress with where the profile has it; or empty.
    allow_lossy
        Whether an instance may lose something, where nothing else of the profile fits it.
    capacity_bytes
        What the medium holds; 0 where that is not said.
    on_nonconforming
        Whether an instance that cannot be on the medium is left out, or nothing is written then.
    icons
        Whether records get icons where the profile does not ask for them.
    pdi
        How the pages of an IHE PDI medium are made; ``None`` where it is none.
    keep_profile
        Whether an update without a profile finds that again which the file-set was made for.
    heal
        Whether to clear away first what an earlier change that was broken off has left.
    """

    profile: Profile | None = None
    prefer: str = ""
    allow_lossy: bool = False
    capacity_bytes: int = 0
    on_nonconforming: Literal["exclude", "fail"] = "exclude"
    icons: bool = False
    pdi: PdiTerms | None = None
    keep_profile: bool = True
    heal: bool = True


AS_IT_IS: Final = Terms()
"""Nothing is asked: instances are carried as they are."""


_WISHED_ICON: Final = IconRule(("IMAGE", "RT DOSE"), False, 64, 64, ("MONOCHROME2",), "PS3.3 F.7")


def icon_rule(terms: Terms) -> IconRule | None:
    """The rule by which icons are made; ``None`` where none are asked for."""
    rule = terms.profile.icon if terms.profile is not None else None
    if rule is not None and (rule.required or terms.icons):
        return rule
    return _WISHED_ICON if terms.icons else None


def profile_of_pdi(wished: Profile | None, name: str) -> Profile:
    """The profile of an IHE PDI medium: that which is wished, or that of no option.

    Parameters
    ----------
    wished
        By its name or its medium.
    name
        As it was called; :data:`NO_PROFILE` outright is one, too.

    Raises
    ------
    UsageError
        An IHE PDI medium has no such profile.
    """
    if wished is None and not name:
        return pdi_profile()
    allowed = pdi().profiles
    if wished is None or (wished.name in profiles() and wished.name not in allowed):
        message = f"An IHE PDI medium has one of the profiles {', '.join(allowed)}."
        raise UsageError(finding("pdi-profile", message))
    return wished


def see_wishes(terms: Terms) -> None:
    """See that what is wished for can be.

    Raises
    ------
    UsageError
        A wish needs a profile, or is for a transfer syntax that the profile has not, or for loss
        that is not allowed.
    """
    profile, row = terms.profile, named(terms.prefer) if terms.prefer else None
    if profile is None:
        if row is not None or terms.allow_lossy:
            message = "Without a profile nothing is transcoded: name --profile or --medium."
            raise UsageError(finding("bad-call", message))
        return
    if row is None:
        return
    offered = {one.transfer_syntax_uid for one in profile.rows}
    if row.uid not in offered and "" not in offered:
        names = ", ".join(sorted(syntax_name(uid) for uid in offered))
        message = f"{profile.name} has no {row.keyword}; it has {names}."
        raise UsageError(finding("bad-call", message))
    if not row.lossless and not terms.allow_lossy:
        message = f"Something is lost in {row.keyword}: it takes --allow-lossy, too."
        raise UsageError(finding("bad-call", message))


def see_rules() -> None:
    """See that the Standard profiles can be read.

    What is written is held against all of them in the end, and then it were too late.

    Raises
    ------
    ProfileError
        A file of our own is damaged.
    """
    profiles()


def profile_wished(name: str, medium: str) -> Profile | None:
    """The profile that is meant by a name, a medium, or neither.

    Raises
    ------
    UsageError
        Both are named, or what is named is none.
    """
    if name and medium:
        message = "A profile has its medium: name --profile or --medium."
        raise UsageError(finding("bad-call", message))
    if medium:
        return profile_of_medium(medium)
    return profile_named(name) if name else None


def profile_named(name: str) -> Profile | None:
    """A profile by its identifier, or of a TOML file; ``None`` for the word ``none``.

    Raises
    ------
    UsageError
        There is none, its file is not as it must be, or it asks for Secure DICOM Files.
    """
    if name == NO_PROFILE:
        return None
    profile = named_profile(name)
    refuse_secure(profile)
    return profile


def refuse_secure(profile: Profile) -> None:
    """See that a profile is one that file-sets can be made for, and held against.

    Raises
    ------
    UsageError
        It asks for Secure DICOM Files.
    """
    if profile.security == "none":
        return
    message = (
        f"{profile.name} asks for Secure DICOM Files (each file and the DICOMDIR enveloped and "
        "signed by CMS), which are neither made nor read here."
    )
    raise UsageError(finding("profile-security", message))


def named_profile(name: str) -> Profile:
    """A profile by its identifier or of a TOML file, also one that is refused later.

    Raises
    ------
    UsageError
        There is none, or its file is not as it must be.
    """
    return _loaded(name) if name.lower().endswith(".toml") else _known(name)


def _known(name: str) -> Profile:
    try:
        return get(name)
    except UnknownProfile as error:
        raise UsageError(finding("profile-unknown", str(error))) from error


def _loaded(path: str) -> Profile:
    try:
        return load(path)
    except ProfileError as error:
        if error.file != path:
            raise
        where = Where(path=error.file)
        place = f"{error.place}: " if error.place else ""
        raise UsageError(finding("profile-damaged", f"{place}{error.reason}.", where)) from error
    except OSError as error:
        message = f"{error.strerror or type(error).__name__}."
        raise UsageError(finding("unreadable", message, Where(path=os.fspath(path)))) from error


def profile_of_medium(medium: str) -> Profile:
    """What is meant by a medium.

    Raises
    ------
    UsageError
        There is no such word.
    """
    kind = media_kinds().get(medium)
    if kind is None:
        message = f"{medium!r} is none of {', '.join(media_kinds())}."
        raise UsageError(finding("bad-call", message))
    return get(kind.profile)


_UNITS: Final = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def capacity_of(text: str) -> int:
    """Bytes of a size such as ``700MB``, or of a medium such as ``cd``.

    >>> capacity_of("4.7GB"), capacity_of("1000")
    (4700000000, 1000)

    Raises
    ------
    UsageError
        It is none.
    """
    kind = media_kinds().get(text.lower())
    if kind is not None and kind.capacity_bytes:
        return kind.capacity_bytes
    number = text.upper().rstrip("KMGTB ")
    unit = text.upper()[len(number) :].strip()
    try:
        size = int(float(number) * _UNITS[unit])
    except (KeyError, ValueError, OverflowError):
        size = 0
    if size <= 0:
        raise UsageError(finding("bad-call", f"{text!r} is no size: write 700MB, 4.7GB or cd."))
    return size


def syntax_preferred(name: str) -> str:
    """The UID of a transfer syntax by UID or keyword.

    Raises
    ------
    UsageError
        PS3.6 knows none of this name.
    """
    row = named(name)
    if row is None:
        raise UsageError(finding("bad-call", f"PS3.6 knows no transfer syntax {name!r}."))
    return row.uid
