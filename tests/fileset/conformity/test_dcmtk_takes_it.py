"""DCMTK's dcmmkdir takes every file that is placed under a profile, or the difference is known."""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from dcmtk_verdicts import OPTIONS, asked, copies_of
from profile_sets import Made


class Known(NamedTuple):
    """A defect of dcmmkdir 3.6.7: under which profiles, what it says, which clause decides."""

    profiles: str
    says: str
    clause: str
    why: str


class Refused(NamedTuple):
    """A file that dcmmkdir does not take."""

    profile: str
    says: str
    source: str


DEFECTS = (
    Known(
        "STD-GEN-BD-MPEG*",
        "LittleEndianExplicit* expected but LittleEndianExplicit found*",
        "PS3.11 Table M.3-1",
        "The row of Explicit VR Little Endian is in the table; dcmmkdir finds out whether it is "
        "met, and does not use what it found.",
    ),
)


def explains(row: Known, one: Refused) -> bool:
    return fnmatchcase(one.profile, row.profiles) and fnmatchcase(
        one.says, row.says.replace("[", "[[]")
    )


def refused(made: Made, profile: str, option: str, folder: Path) -> Iterable[Refused]:
    copies = copies_of(made.files, folder)
    sources = {
        copy.name: one.source
        for copy, one in zip(copies, made.outcome.report().placed, strict=True)
    }
    for name, verdict in asked(folder, option, list(sources)).items():
        if not verdict.accepted:
            yield Refused(profile, verdict.reason, sources[name])


def test_dcmmkdir_takes_every_file_that_is_placed(
    need: Callable[..., None], made_for: Callable[[str], Made], tmp_path: Path
) -> None:
    need("dcmmkdir")
    found = [
        one
        for option, names in OPTIONS.items()
        for name in names
        for one in refused(made_for(name), name, option, tmp_path / name)
    ]
    assert [one for one in found if not any(explains(row, one) for row in DEFECTS)] == []
    idle = [row for row in DEFECTS if not any(explains(row, one) for one in found)]
    assert idle == [], "these explain nothing any more"
