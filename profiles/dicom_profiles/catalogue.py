"""All profiles of PS3.11, and those of a site: read when they are first asked for."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from .augmenting import augmented
from .draft import AnnexDraft, VideoFile
from .errors import ProfileError, UnknownProfile
from .model import Constraint, KeyTable, Profile
from .names import syntax_uids
from .nearest import nearest
from .reading import FOLDER, read_toml
from .resolving import Names, Shared

_STANDARD = "STD-"
_AUGMENTED = "AUG-"
_PLACE = "profile[0]"
_AT_ALL = 0.3
"""How alike names must be to be told where none is more alike."""


class MediumKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A medium as a person names it.

    Attributes
    ----------
    profile
        The profile that is meant.
    capacity_bytes
        What it holds; 0 where that is not said.
    """

    name: str
    profile: str
    capacity_bytes: int
    source: str


class _MediaKinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    default_keys: str
    pdi_profile: str
    kind: tuple[MediumKind, ...]


class RetiredName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that is no profile any more, or never was, and what to take instead."""

    pattern: str
    source: str
    instead: str = ""


class _Retired(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: tuple[RetiredName, ...]


@cache
def _video() -> dict[str, tuple[Constraint, ...]]:
    """Constraints that come with a transfer syntax, by UID."""
    path = FOLDER / "video.toml"
    names = Names(str(path))
    found: dict[str, tuple[Constraint, ...]] = {}
    for number, one in enumerate(read_toml(path, VideoFile).video):
        place = f"video[{number}]"
        constraints = names.constraints(place, one.source, one.rows)
        for i, keyword in enumerate(one.transfer_syntaxes):
            names.known(keyword, syntax_uids(), f"{place}.transfer_syntaxes[{i}]", "syntax")
            uid = syntax_uids()[keyword]
            found[uid] = found.get(uid, ()) + constraints
    return found


@cache
def _annexes() -> tuple[tuple[Path, AnnexDraft], ...]:
    paths = sorted((FOLDER / "annexes").glob("*.toml"))
    return tuple((path, read_toml(path, AnnexDraft)) for path in paths)


@cache
def shared() -> Shared:
    """Key tables, icon rules and constraints of all annexes."""
    found = Shared(video=_video())
    for path, annex in _annexes():
        found = found.with_those_of(annex, Names(str(path)))
    return found


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile of PS3.11 by its identifier, in the order of the annexes.

    Raises
    ------
    ProfileError
        A file of this package is damaged.
    """
    found: dict[str, Profile] = {}
    for path, annex in _annexes():
        names = Names(str(path))
        for number, draft in enumerate(annex.profile):
            found[draft.name] = names.profile(f"profile[{number}]", draft, annex, shared())
    return MappingProxyType(found)


@cache
def _media_kinds() -> _MediaKinds:
    return read_toml(FOLDER / "media_kinds.toml", _MediaKinds)


@cache
def media_kinds() -> Mapping[str, MediumKind]:
    """Media as a person names them: ``cd``, ``dvd``, ``bd``, ``usb``."""
    return MappingProxyType({one.name: one for one in _media_kinds().kind})


@cache
def default_keys() -> KeyTable:
    """The additional keys that a directory has when no profile is asked for."""
    return shared().keys[_media_kinds().default_keys]


def pdi_profile() -> Profile:
    """The profile of an IHE PDI medium when no other is asked for."""
    return get(_media_kinds().pdi_profile)


@cache
def retired_names() -> tuple[RetiredName, ...]:
    """Names of old, and what they mean today."""
    return read_toml(FOLDER / "retired.toml", _Retired).name


def get(name: str) -> Profile:
    """A profile by its identifier.

    Raises
    ------
    UnknownProfile
        There is none; with the nearest names, or what replaced it.
    """
    found = profiles().get(name) or profiles().get(name.upper())
    if found is not None:
        return found
    near, instead, source = _instead(name.upper())
    raise UnknownProfile(name, near, instead, source)


def _instead(name: str) -> tuple[tuple[str, ...], str, str]:
    """For a name that is none: those that look like it, or what replaced it, and why."""
    for row in retired_names():
        before, _, after = row.pattern.partition("*")
        if not fnmatchcase(name, row.pattern):
            continue
        rest = name[len(before) : len(name) - len(after)]
        instead = row.instead.replace("{rest}", rest)
        if instead in profiles():
            return (), instead, row.source
        name = instead  # a synonym of a name that is none either, maybe one of old
    near = nearest(name, profiles(), 5) or nearest(name, profiles(), 3, _AT_ALL)
    return near, "", ""


def load(path: str | Path) -> Profile:
    """The profile of a site, from a TOML of the form of the annexes.

    Raises
    ------
    ProfileError
        It is not as it must be (PS3.2 7.4.2, 7.4.3).
    OSError
        It cannot be read.
    """
    annex = read_toml(Path(path), AnnexDraft)
    return site_profile(annex, str(path))


def site_profile(annex: AnnexDraft, file: str) -> Profile:
    """The one profile that a site's file defines.

    Raises
    ------
    ProfileError
        There is not one, it takes a Standard name, or it is no superset of what it augments.
    """
    names = Names(file)
    if len(annex.profile) != 1:
        reason = f"a file defines one profile, not {len(annex.profile)}; allowed: [[profile]] once"
        raise ProfileError(file, "profile", reason)
    draft = annex.profile[0]
    if draft.name.startswith(_STANDARD):
        reason = "STD- is PS3.11's; allowed: AUG- where it augments a Standard profile, PRI- else"
        raise ProfileError(file, f"{_PLACE}.name", reason)
    all_shared = shared().with_those_of(annex, names)
    if draft.name.startswith(_AUGMENTED):
        return augmented(names, annex, all_shared, profiles())
    if draft.augments:
        reason = "a PRI- profile augments none; allowed: in a profile that is named AUG-"
        raise ProfileError(file, f"{_PLACE}.augments", reason)
    private = names.profile(_PLACE, draft, annex, all_shared)
    media = sorted({one.medium for one in profiles().values()})
    names.known(private.medium, media, f"{_PLACE}.medium", "medium of PS3.12")
    return private
