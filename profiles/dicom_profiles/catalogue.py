"""All profiles of PS3.11, and those of a site: read when they are first asked for."""

from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from .draft import AnnexDraft, VideoFile
from .errors import ProfileError, UnknownProfile
from .model import Constraint, KeyTable, Profile
from .names import syntax_uids
from .reading import FOLDER, read_toml
from .resolving import Names, Shared

_STANDARD = "STD-"


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
    for row in retired_names():
        if fnmatchcase(name.upper(), row.pattern):
            rest = name.upper()[len(row.pattern) - 1 :]
            raise UnknownProfile(name, (), row.instead.replace("{rest}", rest), row.source)
    near = get_close_matches(name.upper(), profiles(), 5, 0.6)
    raise UnknownProfile(name, tuple(near))


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
        reason = f"a file defines one profile, not {len(annex.profile)}"
        raise ProfileError(file, "profile", reason)
    draft = annex.profile[0]
    augments = draft.name.startswith("AUG-")
    if draft.name.startswith(_STANDARD):
        raise ProfileError(file, "profile[0].name", "STD- is PS3.11's: take AUG- or PRI-")
    if augments != bool(draft.augments):
        reason = "an AUG- profile augments one Standard profile, a PRI- profile none"
        raise ProfileError(file, "profile[0].augments", reason)
    all_shared = shared().with_those_of(annex, names)
    if not augments:
        return names.profile("profile[0]", draft, annex, all_shared)
    place = "profile[0].augments"
    standard = profiles()[names.known(draft.augments, profiles(), place, "Standard profile")]
    if draft.medium and draft.medium != standard.medium:
        reason = f"an Augmented profile keeps the medium: {standard.medium}"
        raise ProfileError(file, "profile[0].medium", reason)
    added = tuple(names.rows("profile[0]", draft.rows, all_shared))
    keys = standard.keys
    if draft.keys:
        table = names.known(draft.keys, all_shared.keys, "profile[0].keys", "key table")
        mine = all_shared.keys[table]
        kept = tuple(row for row in standard.keys.rows if row not in mine.rows)
        keys = KeyTable(mine.name, kept + mine.rows)
    return msgspec.structs.replace(
        standard,
        name=draft.name,
        source=draft.source,
        annex="",
        title=annex.title or standard.title,
        roles=tuple(dict.fromkeys(standard.roles + draft.roles)),
        rows=standard.rows + added,
        keys=keys,
        note=draft.note,
    )
