"""Each leaf of each TOML of PS3.11 changed: the loader refuses it, or an expectation fails."""

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import CASES
from dicom_profiles import ProfileError, check
from dicom_profiles.catalogue import _video
from dicom_profiles.draft import AnnexDraft, VideoFile
from dicom_profiles.model import Profile
from dicom_profiles.reading import FOLDER, converted
from dicom_profiles.resolving import Names, Shared
from transcription import expected_keys, expected_rows, loaded_keys, loaded_rows

ANNEXES = sorted((FOLDER / "annexes").glob("*.toml"))
Place = tuple[str | int, ...]
_PROSE = {"title", "note", "source", "annex"}
"""What a person reads; no decision hangs on it."""


def leaves(found: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value of a TOML that is no table and no list, and every list."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*place, key))
    elif isinstance(found, list):
        yield place, found
        for number, value in enumerate(found):
            yield from leaves(value, (*place, number))
    else:
        yield place, found


def changed(value: Any) -> Any:
    """Another value of the same kind, as near as one can slip."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[:-1]
    return _SLIPS.get(value, value + "X")


_SLIPS = {
    "M": "O",
    "O": "M",
    "CS": "MCS",
    "MCS": "CS",
    "U": "O",
    "one-of": "O",
    "1": "2",
    "2": "1",
    "1C": "2",
    "present": "valued",
    "valued": "present",
    "shared": "present",
    "below": "present",
    "when": "present",
    "none": "basic-media",
    "basic-media": "none",
    "email": "none",
    "optional": "required",
    "absent": "required",
    "any": "multi-frame",
    "multi-frame": "any",
    "ExplicitVRLittleEndian": "ImplicitVRLittleEndian",
    "JPEGLosslessSV1": "JPEGLossless",
    "JPEGBaseline8Bit": "JPEGExtended12Bit",
    "JPEGExtended12Bit": "JPEGBaseline8Bit",
    "JPEG2000Lossless": "JPEG2000",
    "JPEG2000": "JPEG2000Lossless",
    "RLELossless": "JPEGLSLossless",
    "MPEG2MPML": "MPEG2MPHL",
    "MPEG2MPHL": "MPEG2MPML",
    "MPEG4HP41": "MPEG4HP41BD",
    "MPEG4HP41BD": "MPEG4HP41",
    "MPEG4HP422D": "MPEG4HP423D",
    "MPEG4HP423D": "MPEG4HP422D",
    "MPEG4HP42STEREO": "MPEG4HP423D",
    "CTImageStorage": "MRImageStorage",
    "MRImageStorage": "CTImageStorage",
    "CD-R": "DVD",
    "DVD": "CD-R",
    "FSC": "FSU",
    "FSR": "FSU",
    "FSU": "FSR",
}


def put(found: Any, place: Place, value: Any) -> Any:
    """A copy with one value changed."""
    copied = copy.deepcopy(found)
    inner = copied
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return copied


def video_of(found: object) -> dict[str, Any]:
    """Constraints of transfer syntaxes out of a video.toml."""
    names = Names("video.toml")
    made: dict[str, Any] = {}
    for number, one in enumerate(converted(found, VideoFile, "video.toml").video):
        constraints = names.constraints(f"video[{number}]", one.source, one.rows)
        for keyword in one.transfer_syntaxes:
            from dicom_profiles.names import syntax_uids  # noqa: PLC0415

            names.known(keyword, syntax_uids(), "video", "syntax")
            uid = syntax_uids()[keyword]
            made[uid] = made.get(uid, ()) + constraints
    return made


class Standard:
    """All annexes as they are, one of them to be replaced."""

    def __init__(self) -> None:
        self.raw = {path: tomllib.loads(path.read_text("utf-8")) for path in ANNEXES}
        self.drafts = {
            path: converted(raw, AnnexDraft, path.name) for path, raw in self.raw.items()
        }

    def as_expected(self, path: Path | None, raw: object, video: dict[str, Any]) -> bool:
        """Whether everything is as expected with one annex, or the videos, changed."""
        drafts = dict(self.drafts)
        if path is not None:
            drafts[path] = converted(raw, AnnexDraft, path.name)
        shared = Shared(video=video)
        for one, draft in drafts.items():
            shared = shared.with_those_of(draft, Names(one.name))
        profiles: dict[str, Profile] = {}
        for one, draft in drafts.items():
            names = Names(one.name)
            for number, profile in enumerate(draft.profile):
                made = names.profile(f"profile[{number}]", profile, draft, shared)
                profiles[made.name] = made
        return (
            loaded_rows(profiles.values()) == ROWS
            and loaded_keys(shared.keys) == KEYS
            and all(_holds(name, profiles) for name in CASES)
            and _constraints_of(profiles) == CONSTRAINED
            and _conditions_of(shared) == CONDITIONS
        )


def _holds(name: str, profiles: dict[str, Profile]) -> bool:
    case = CASES[name]
    profile = profiles[case.profile]
    taken = [case.facts(), *(case.facts(**{keyword: value}) for keyword, value in case.good)]
    refused = [case.facts(**{keyword: value}) for keyword, value in case.bad]
    return not any(check(one, profile) for one in taken) and all(
        check(one, profile) for one in refused
    )


def _constraints_of(profiles: dict[str, Profile]) -> dict[str, set[str]]:
    """Which tables of constraints the rows of each profile have."""
    return {
        name: {
            f"{row.sop_class_uid} {row.transfer_syntax_uid} {one.source}"
            for row in profile.rows
            for one in row.constraints
        }
        for name, profile in profiles.items()
    }


def _conditions_of(shared: Shared) -> set[tuple[str, str, str]]:
    return {
        (name, row.keyword, f"{row.record_types} {row.when}")
        for name, table in shared.keys.items()
        for row in table.rows
    }


ROWS, KEYS = expected_rows(), expected_keys()
STANDARD = Standard()


def _now() -> tuple[dict[str, set[str]], set[tuple[str, str, str]]]:
    from dicom_profiles import profiles  # noqa: PLC0415
    from dicom_profiles.catalogue import shared  # noqa: PLC0415

    return _constraints_of(dict(profiles())), _conditions_of(shared())


CONSTRAINED, CONDITIONS = _now()


def test_nothing_changed_is_as_expected() -> None:
    assert STANDARD.as_expected(None, None, _video())


@pytest.mark.parametrize("path", ANNEXES, ids=lambda path: path.stem)
def test_every_leaf_of_an_annex_decides_something(path: Path) -> None:
    raw = STANDARD.raw[path]
    unnoticed = []
    for place, value in leaves(raw):
        if place[-1] in _PROSE or (value == [] and isinstance(value, list)):
            continue
        mutant = put(raw, place, changed(value))
        try:
            if STANDARD.as_expected(path, mutant, _video()):
                unnoticed.append((place, value))
        except (ProfileError, KeyError):
            continue
    assert unnoticed == []


def test_every_leaf_of_the_videos_decides_something() -> None:
    raw = tomllib.loads((FOLDER / "video.toml").read_text("utf-8"))
    unnoticed = []
    for place, value in leaves(raw):
        if place[-1] in _PROSE:
            continue
        try:
            if STANDARD.as_expected(None, None, video_of(put(raw, place, changed(value)))):
                unnoticed.append((place, value))
        except ProfileError:
            continue
    assert unnoticed == []
