"""Files that we and DCMTK's dcmmkdir take under a profile: the same, or the difference is known.

``dcmtk_differences.tsv`` has a row for each kind of difference, with the clause that decides it.
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from creator_verdicts import our_verdicts, scanned
from dcmtk_verdicts import OPTIONS, Verdict, asked, copies_of, groups_of, verdicts
from dicom_fileset.model import Instance
from dicom_profiles import get, profiles
from foreign_files import PYDICOM, SAMPLE_MEDIA, foreign_files, short_name

TABLE = Path(__file__).with_name("dcmtk_differences.tsv")
SOURCES = {"sample_media": SAMPLE_MEDIA, "pydicom": PYDICOM}
Need = Callable[..., None]


class Known(NamedTuple):
    """A row of the table: a kind of difference, and which of both is right by what clause."""

    profiles: str
    seen_in: str
    takes_it: str
    other_says: str
    clause: str
    why: str


class Difference(NamedTuple):
    """A file that one takes and the other does not."""

    profile: str
    seen_in: str
    takes_it: str
    other_says: str
    file: str


def known() -> list[Known]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [Known(*line.split("\t")) for line in lines if not line.startswith("#")]


def explains(row: Known, one: Difference) -> bool:
    return (
        (row.seen_in, row.takes_it) == (one.seen_in, one.takes_it)
        and fnmatchcase(one.profile, row.profiles)
        and fnmatchcase(one.other_says, row.other_says.replace("[", "[[]"))
    )


def source_of(path: Path) -> str:
    return next((name for name, root in SOURCES.items() if path.is_relative_to(root)), "corpus")


def compared(files: Iterable[Path], folder: Path) -> list[Difference]:
    """Every difference over files and profiles."""
    copies = copies_of(files, folder)
    ours = scanned(copies)
    uids = {
        name: one.sop_instance_uid if isinstance(one, Instance) else name
        for name, one in ours.items()
    }
    theirs = verdicts(folder, groups_of(uids))
    paths = {copy.name: path for copy, path in copies.items()}
    found: list[Difference] = []
    for option, names in OPTIONS.items():
        for profile in names:
            for name, mine in our_verdicts(folder, ours, profile).items():
                if mine.accepted != theirs[option, name].accepted:
                    found.append(_difference(profile, paths[name], mine, theirs[option, name]))
    return found


def _difference(profile: str, path: Path, mine: Verdict, theirs: Verdict) -> Difference:
    takes_it, other = ("ours", theirs) if mine.accepted else ("dcmtk", mine)
    return Difference(profile, source_of(path), takes_it, other.reason, short_name(path))


def check_explained(files: list[Path], folder: Path) -> None:
    differences = compared(files, folder)
    rows = known()
    assert [one for one in differences if not any(explains(row, one) for row in rows)] == []
    sources = {source_of(path) for path in files}
    idle = [
        row
        for row in rows
        if row.seen_in in sources and not any(explains(row, one) for one in differences)
    ]
    assert idle == [], "these explain nothing any more"


def test_foreign_files_are_taken_alike(need: Need, tmp_path: Path) -> None:
    """Every file under every profile: a minute, most of which is spent in dcmmkdir."""
    need("dcmmkdir")
    check_explained(foreign_files(), tmp_path / "files")


def test_what_is_judged_together_is_judged_file_for_file(need: Need, tmp_path: Path) -> None:
    need("dcmmkdir")
    files = sorted((SAMPLE_MEDIA / "incoming").rglob("*.dcm"))[::3]
    names = [copy.name for copy in copies_of(files, tmp_path / "files")]
    for option in ("--general-purpose", "--ct-and-mr", "--usb-and-flash-jpeg"):
        together = asked(tmp_path / "files", option, names)
        alone = {name: asked(tmp_path / "files", option, [name])[name] for name in names}
        assert {name: one.accepted for name, one in together.items()} == {
            name: one.accepted for name, one in alone.items()
        }
        assert len({one.accepted for one in together.values()}) == 2


def test_dcmmkdir_knows_every_option(need: Need, tmp_path: Path) -> None:
    need("dcmmkdir")
    (tmp_path / "NOTHING").touch()
    for option in OPTIONS:
        (one,) = asked(tmp_path, option, ["NOTHING"]).values()
        assert not one.accepted
        assert "NOTHING" in one.reason, option


def test_profiles_of_one_option_differ_in_their_medium_alone() -> None:
    for names in OPTIONS.values():
        assert len({_asked_of_instances(name) for name in names}) == 1, names


def _asked_of_instances(name: str) -> object:
    return tuple(
        (row.sop_class_uid, row.transfer_syntax_uid, row.constraints) for row in get(name).rows
    )


def test_every_row_has_its_clause_and_its_reason() -> None:
    for row in known():
        assert row.takes_it in {"ours", "dcmtk"}
        assert row.seen_in in {*SOURCES, "corpus"}
        assert row.clause.startswith(("PS3.3 ", "PS3.4 ", "PS3.5 ", "PS3.10 ", "PS3.11 "))
        assert row.why.endswith(".")


def test_each_profile_that_dcmmkdir_has_is_one_of_the_standard() -> None:
    assert {name for names in OPTIONS.values() for name in names} <= set(profiles())
