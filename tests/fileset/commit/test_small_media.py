"""Sticks and shares: one name in either case, short names, no rename over something."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from checks import check_file_set, listed_uids
from dicom_fileset import FileSetCreator, FileSetReader, FileSetUpdater, Refused, repair, verify
from dicom_fileset.commit.journal import OWN_NAMES, RENEWALS
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.terms import ImportTerms
from file_sets import FEW, Place, instance, save, snapshot, uids_of, write_instances
from hypothesis import given, settings
from hypothesis import strategies as st
from killing import MOST_CALLS, killed_at
from pdi_media import pdi_terms
from small_media import Manners, small_medium
from sweeps.repeating import repeatable

MANNERS = [Manners(), Manners(rename_over=False)]
NEW = (Place(4), Place(1, 1, 1, 9))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_instances(folder / "few", FEW)
    write_instances(folder / "new", NEW)
    return folder


def create(root: Path, sources: Path, terms: Terms | None = None) -> None:
    with FileSetCreator(root, terms=terms or Terms()) as creator:
        creator.add(sources / "few")


def respelled(root: Path, spell: Callable[[str], str], keep: str = "DICOMDIR") -> None:
    """Names of a medium as somebody's copying has left them; a directory must have its own."""
    for folder, folders, files in os.walk(root, topdown=False):
        for name in (*folders, *files):
            if name != keep:
                os.rename(os.path.join(folder, name), os.path.join(folder, spell(name)))


def add(updater: FileSetUpdater, sources: Path) -> None:
    updater.add(sources / "new")


def remove(updater: FileSetUpdater, _: Path) -> None:
    updater.remove(PatientID="ID2")


def rekey(updater: FileSetUpdater, _: Path) -> None:
    updater.rekey({"PatientID": "ID1"}, {"PatientID": "OTHER"})


def compact(updater: FileSetUpdater, _: Path) -> None:
    updater.compact()


Ask = Callable[[FileSetUpdater, Path], None]
CHANGES: list[list[Ask]] = [[add], [remove], [rekey], [compact], [remove, add], [remove, rekey]]
SPELLINGS: list[Callable[[str], str]] = [str.upper, str.lower, str.title, str.swapcase]


def carried_out(root: Path, sources: Path, changes: list[list[Ask]], *, pages: bool) -> None:
    terms = pdi_terms() if pages else Terms()
    with repeatable():
        create(root, sources, terms)
        for asks in changes:
            updater = FileSetUpdater(root, terms=terms)
            for ask in asks:
                ask(updater, sources)
            updater.commit()
        repair(root)


def _once(changes: list[list[Ask]]) -> bool:
    """What is removed or made another's is so once."""
    asked = [ask for asks in changes for ask in asks]
    return all(asked.count(one) < 2 for one in (add, remove, rekey))


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("pages", [False, True])
@settings(max_examples=6, deadline=None)
@given(changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3).filter(_once))
def test_changes_end_as_they_do_elsewhere(
    sources: Path, changes: list[list[Ask]], pages: bool, manners: Manners
) -> None:
    with TemporaryDirectory() as name:
        here, there = Path(name, "here"), Path(name, "there")
        carried_out(here, sources, changes, pages=pages)
        with small_medium(there, manners):
            carried_out(there, sources, changes, pages=pages)
            assert verify(there).conforms
        assert snapshot(there) == snapshot(here)


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize("ask", [add, remove, rekey])
def test_a_medium_of_other_case_is_changed(
    ask: Ask, spell: Callable[[str], str], manners: Manners, sources: Path, tmp_path: Path
) -> None:
    """File IDs are in upper case (PS3.10 8.2); names on sticks come back as they like."""
    root = tmp_path / "disc"
    create(root, sources)
    respelled(root, spell)
    with small_medium(root, manners):
        assert len(list(FileSetReader(root))) == len(FEW)
        updater = FileSetUpdater(root)
        ask(updater, sources)
        updater.commit()
        uids = listed_uids(root)
        assert len(list(FileSetReader(root))) == len(uids)
        assert verify(root).conforms
        check_file_set(root, sorted(uids))
    there = {name.casefold() for name in snapshot(root)}
    assert len(there) == len(snapshot(root))
    files = [name for name, data in snapshot(root).items() if data != b"(folder)"]
    assert len(files) == len(uids) + 1


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("spell", SPELLINGS)
def test_a_medium_of_other_case_is_repaired(
    spell: Callable[[str], str], manners: Manners, sources: Path, tmp_path: Path
) -> None:
    root = tmp_path / "disc"
    create(root, sources)
    dicomdir = root / "DICOMDIR"
    dicomdir.write_bytes(dicomdir.read_bytes().replace(b"Brown^Bruno", b"White^Wanda"))
    save(instance(Place(4)), root / "EXTRA" / "IM1")
    respelled(root, spell, keep="")
    with small_medium(root, manners):
        report = repair(root)
        left_out = [(one.where.path or "").casefold() for one in report.findings]
        # A File ID is in upper case: a file of another name has none, and is told.
        added = [] if any("im1" in one for one in left_out) else [Place(4)]
        assert bool(added) == (spell is str.upper)
        assert sorted(listed_uids(root)) == sorted(uids_of([*FEW, *added]))
        assert len(list(FileSetReader(root))) == len(FEW) + len(added)
        assert [name.upper() for name in os.listdir(root)].count("DICOMDIR") == 1


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("spell", SPELLINGS)
def test_pages_of_other_case_are_not_doubled(
    spell: Callable[[str], str], manners: Manners, sources: Path, tmp_path: Path
) -> None:
    root = tmp_path / "disc"
    create(root, sources, pdi_terms())
    respelled(root, spell)
    with small_medium(root, manners):
        with FileSetUpdater(root, terms=pdi_terms()) as updater:
            updater.add(sources / "new")
        assert b"8 objects" in (root / "INDEX.HTM").read_bytes()
    assert len([name for name in os.listdir(root) if name.upper() == "INDEX.HTM"]) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes a process to kill")
@pytest.mark.parametrize("after", [False, True])
def test_killed_while_pages_are_renewed_without_a_rename_over_something(
    after: bool, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, root = tmp_path / "made", tmp_path / "disc"
    create(made, sources, pdi_terms())
    monkeypatch.setattr("killing.CALLS", ("rename", "replace", "unlink"))

    def update() -> None:
        with FileSetUpdater(root, terms=pdi_terms()) as updater:
            updater.add(sources / "new")

    counts = []
    for number in range(1, MOST_CALLS):
        shutil.copytree(made, root)
        with small_medium(root, Manners(rename_over=False)):
            died = killed_at(number, update, after=after)
            FileSetUpdater(root)  # heals
            counts.append(len(listed_uids(root)))
            assert f"{counts[-1]} objects" in (root / "INDEX.HTM").read_text()
            assert verify(root, pdi=True).findings == ()
        assert not {*OWN_NAMES, *RENEWALS} & set(os.listdir(root))
        shutil.rmtree(root)
        if not died:
            break
    assert (counts[0], counts[-1]) == (6, 8)


@pytest.mark.parametrize("manners", MANNERS)
def test_an_archive_on_such_a_medium(manners: Manners, tmp_path: Path) -> None:
    """Paths that differ in case alone are one there: none is written over the other."""
    medium, archive = tmp_path / "medium", tmp_path / "archive"
    for number, patient in enumerate(("abc", "ABC", "Abc"), 1):
        save(instance(Place(number), PatientID=patient), medium / f"IM{number}")
    terms = ImportTerms(layout="{PatientID}/{SOPInstanceUID}.dcm", resume=True)
    with small_medium(archive, manners):
        for _ in range(2):
            assert import_media(medium, archive, terms).imported == 3
    there = sorted(path.read_bytes() for path in archive.rglob("*.dcm"))
    assert there == sorted(path.read_bytes() for path in medium.iterdir())


def _import(root: Path, sources: Path) -> Any:
    return import_media(sources / "new", root)


@pytest.mark.parametrize(
    "change",
    [
        create,
        _import,
        lambda root, sources: repair(sources / "disc", output=root),
    ],
)
def test_short_names_alone_are_refused(
    change: Callable[[Path, Path], Any], sources: Path, tmp_path: Path
) -> None:
    """The journal of a change, and the folder of an import, have long names."""
    if not (sources / "disc").exists():
        create(sources / "disc", sources)
    root = tmp_path / "stick"
    root.mkdir()
    with small_medium(root, Manners(long_names=False)), pytest.raises(Refused):
        change(root, sources)
    assert snapshot(root) == {}


@pytest.mark.parametrize("ask", [add, remove, rekey])
def test_short_names_alone_leave_a_file_set_as_it_is(
    ask: Ask, sources: Path, tmp_path: Path
) -> None:
    root = tmp_path / "stick"
    create(root, sources)
    before = snapshot(root)
    with small_medium(root, Manners(long_names=False)):
        updater = FileSetUpdater(root)
        ask(updater, sources)
        with pytest.raises(Refused):
            updater.commit()
        with pytest.raises(Refused):
            repair(shutil.copytree(root, root.with_name("copy")), output=root / "NEW")
        assert len(list(FileSetReader(root))) == len(FEW)
    assert snapshot(root) == before
