"""What a creator does not do, and that the disk is then as it was."""

from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, FileSetError, Refused, UsageError
from file_sets import Place, instance, save, snapshot, write_instances


def refusal(root: Path, **options: object) -> FileSetError:
    with pytest.raises(FileSetError) as caught:
        FileSetCreator(root, **options).commit()  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("file_set_id", ["", "A", "DISC_01", "ABCDEFGHIJKLMNOP", "0123456789"])
def test_legal_file_set_ids(file_set_id: str, sources: Path, tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc", file_set_id=file_set_id) as creator:
        creator.add(sources)
    assert (tmp_path / "disc" / "DICOMDIR").is_file()


@pytest.mark.parametrize(
    "file_set_id", ["a", "A B", "A-B", "ABCDEFGHIJKLMNOPQ", "Ä", "A\n", " ", "A\\B", "A" * 10000]
)
def test_illegal_file_set_ids(file_set_id: str, tmp_path: Path) -> None:
    error = refusal(tmp_path / "disc", file_set_id=file_set_id)
    assert isinstance(error, UsageError)
    assert error.finding.code == "file-set-id-illegal"
    assert not (tmp_path / "disc").exists()


def test_a_destination_that_is_not_empty_is_named(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    (tmp_path / "photos").mkdir()
    before = snapshot(tmp_path)
    error = refusal(tmp_path)
    assert error.finding.code == "destination-not-empty"
    assert "thesis.txt" in error.finding.message
    assert "photos" in error.finding.message
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "Dicomdir"])
@pytest.mark.parametrize("in_place", [False, True])
def test_an_existing_directory(name: str, in_place: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"theirs")
    error = refusal(tmp_path, in_place=in_place)
    assert error.finding.code == "directory-exists"
    assert snapshot(tmp_path) == {name: b"theirs"}


LEFTOVERS = ("System Volume Information", ".Trashes", "lost+found", "$RECYCLE.BIN", "._disc")


def test_leftovers_of_operating_systems_are_no_content(sources: Path, tmp_path: Path) -> None:
    for name in LEFTOVERS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(b"left")
    before = snapshot(tmp_path)
    with FileSetCreator(tmp_path) as creator:
        creator.add(sources)
    after = snapshot(tmp_path)
    assert "DICOMDIR" in after
    assert {name: after[name] for name in before} == before


def test_a_destination_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "disc").write_bytes(b"a file")
    error = refusal(tmp_path / "disc")
    assert error.finding.code == "destination-unwritable"
    assert (tmp_path / "disc").read_bytes() == b"a file"


def test_in_place_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none", in_place=True).finding.code == "source-missing"
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize("was_there", [False, True])
def test_nothing_to_place(was_there: bool, tmp_path: Path) -> None:
    """As the docstring of commit says; an empty file-set is of no use to anyone."""
    if was_there:
        (tmp_path / "disc").mkdir()
    before = snapshot(tmp_path)
    with pytest.raises(Refused) as caught:
        FileSetCreator(tmp_path / "disc").commit()
    assert caught.value.finding.code == "nothing-to-do"
    assert snapshot(tmp_path) == before


class Thought(Exception):
    """Of a caller, who thought otherwise."""


def left(creator: FileSetCreator, *sources: Path) -> None:
    with creator:
        creator.add(*sources)
        raise Thought


@pytest.mark.parametrize("was_there", [False, True])
def test_leaving_by_an_exception_changes_nothing(
    was_there: bool, sources: Path, tmp_path: Path
) -> None:
    if was_there:
        (tmp_path / "disc").mkdir()
    before = snapshot(tmp_path)
    with pytest.raises(Thought):
        left(FileSetCreator(tmp_path / "disc"), sources)
    assert snapshot(tmp_path) == before


def test_leaving_in_place_by_an_exception_changes_nothing(tmp_path: Path) -> None:
    write_instances(tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(Thought):
        left(FileSetCreator(tmp_path, in_place=True))
    assert snapshot(tmp_path) == before


def test_planning_writes_nothing(sources: Path, tmp_path: Path) -> None:
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(sources)
    assert len(creator.plan().placed) == 6
    assert snapshot(tmp_path) == {}


def test_committing_twice_loses_nothing(sources: Path, tmp_path: Path) -> None:
    """A block that commits by itself, and is left: the second commit must not undo the first."""
    root = tmp_path / "disc"
    with FileSetCreator(root) as creator:
        creator.add(sources)
        creator.commit()
        committed = snapshot(root)
    assert snapshot(root) == committed


def test_a_file_that_appears_meanwhile_is_not_touched(tmp_path: Path) -> None:
    source = save(instance(Place()), tmp_path / "IM")
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(source)
    planned = FileSetCreator(tmp_path / "elsewhere")
    planned.add(source)
    (file_id,) = [one.file_id for one in planned.plan().placed]
    theirs = (tmp_path / "disc").joinpath(*file_id)
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")
    with pytest.raises(FileSetError):
        creator.commit()
    assert theirs.read_bytes() == b"theirs"
    assert not (tmp_path / "disc" / "DICOMDIR").exists()
