"""What File IDs mean on a medium that is imported: the same as on one that is read."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
from dicom_fileset import FileSetCreator
from dicom_fileset.importing.entry_paths import EntryPaths
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.media import Entry
from dicom_fileset.medium_names import MediumNames, Names
from discs import manifest
from file_sets import Place, instance, save
from hypothesis import given, settings

NAMES = st.sampled_from(
    ["IM1", "im1", "IM1.DCM", "im1.dcm", "IM1.", "IM1.;1", "IM1.bak", "\xdc", "U\u0308", "A"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    paths=st.sets(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=6),
    below=st.sampled_from(["", "A", "IM1"]),
    file_ids=st.lists(st.lists(NAMES, max_size=3).map(tuple), min_size=1, max_size=4),
)
def test_names_are_matched_as_on_a_disc(
    paths: set[str], below: str, file_ids: list[tuple[str, ...]]
) -> None:
    files = [one for one in paths if not any(other.startswith(f"{one}/") for other in paths)]
    with tempfile.TemporaryDirectory() as root:
        for path in files:
            Path(root, path).parent.mkdir(parents=True, exist_ok=True)
            Path(root, path).touch()
        on_disc = MediumNames(str(Path(root, below)))
        entries = EntryPaths(Entry(path, 0, number) for number, path in enumerate(files))
        listed = Names(entries.below(below))
        for file_id in file_ids:
            assert listed.find(file_id) == on_disc.find(file_id)


def test_of_files_that_differ_in_their_extension_the_instance_is_the_one(tmp_path: Path) -> None:
    source = save(instance(Place()), tmp_path / "source.dcm")
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(source)
    (file,) = (
        path
        for path in (tmp_path / "disc").rglob("*")
        if path.is_file() and path.name != "DICOMDIR"
    )
    file.rename(file.with_name(f"{file.name}.DCM"))
    file.with_name(f"{file.name}.BAK").write_bytes(b"something else")
    report = import_media(tmp_path / "disc", tmp_path / "archive")
    assert report.sentence == "The 1 instance is imported."
    assert sorted(outcome for outcome, *_ in manifest(report).values()) == [
        "imported",
        "left",
        "left",
    ]
    assert "medium-unlisted" not in {one.code for row in report.files for one in row.findings}
