"""What is swept: each row a change of a file-set or an archive, from one state to another.

A change of another kind is one row more: a name, what makes the old state in an empty folder, and
what carries the change out.  Whatever it is, it must end in the same bytes each time.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from dicom_fileset import FileSetCreator, FileSetUpdater, Interrupted, repair
from dicom_fileset.conformity.terms import AS_IT_IS, Terms
from dicom_fileset.dicomdir import read_dicomdir, write_dicomdir
from dicom_fileset.findings import finding
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.terms import ImportTerms
from dicom_profiles import get
from discs import as_zip
from file_sets import Place, instance, save, write_instances
from msgspec.structs import replace
from pdi_media import pdi_terms
from pydicom.uid import JPEGLosslessSV1, RLELossless

OLD: Final = (Place(1), Place(1, 1, 2), Place(2))
ADDED: Final = (Place(1, 1, 1, 9), Place(4))
COMPRESSED: Final = (Place(1), Place(4))
PROFILE: Final = Terms(get("STD-GEN-USB-JPEG"), prefer=str(JPEGLosslessSV1))


class Change(NamedTuple):
    """A change, its old state and how it is carried out.

    Attributes
    ----------
    prepare
        Makes the old state in a folder that is there.
    carry_out
        Takes the root, and a folder with :data:`ADDED` in it.
    of_archive
        Whether it is an archive that changes, which promises otherwise.
    """

    name: str
    prepare: Callable[[Path, Path], None]
    carry_out: Callable[[Path, Path], None]
    of_archive: bool = False


def _nothing(root: Path, sources: Path) -> None:
    """No folder, to create a file-set in."""
    del sources
    root.rmdir()


def _made(root: Path, sources: Path, terms: Terms = AS_IT_IS) -> None:
    with FileSetCreator(root, terms=terms) as creator:
        creator.add(sources / "old")


def _with_inactive(root: Path, sources: Path) -> None:
    _made(root, sources)
    path = root / "DICOMDIR"
    found = read_dicomdir(path.read_bytes())
    last = len(found.records) - 1
    records = [replace(one, in_use=0) if n == last else one for n, one in enumerate(found.records)]
    path.write_bytes(write_dicomdir(replace(found, records=tuple(records))))


def _with_pages(root: Path, sources: Path) -> None:
    """An IHE PDI medium with pages and web content."""
    _made(root, sources, pdi_terms(institution="Clinic", web_content=str(sources / "web")))


def _for_a_profile(root: Path, sources: Path) -> None:
    _made(root, sources, PROFILE)


def _transcode(root: Path, sources: Path) -> None:
    """Create of what is compressed otherwise than the profile has it, and of what is not."""
    with FileSetCreator(root, terms=PROFILE) as creator:
        creator.add(sources / "compressed", sources / "added")


def _add(root: Path, sources: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.add(sources / "added")


def _add_with_pages(root: Path, sources: Path) -> None:
    with FileSetUpdater(root, terms=pdi_terms(names_patients=True)) as updater:
        updater.add(sources / "added")


def _add_for_a_profile(root: Path, sources: Path) -> None:
    with FileSetUpdater(root, terms=PROFILE) as updater:
        updater.remove(PatientID="ID2")
        updater.add(sources / "compressed")


def _remove(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.remove(PatientID="ID1")


def _rekey(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.rekey({"PatientID": "ID1"}, {"PatientID": "NEW", "PatientName": "Doe^Jane"})


def _compact(root: Path, sources: Path) -> None:
    del sources
    with FileSetUpdater(root) as updater:
        updater.compact()


def _all(root: Path, sources: Path) -> None:
    with FileSetUpdater(root) as updater:
        updater.remove(PatientID="ID2")
        updater.rekey({"PatientID": "ID1"}, {"PatientID": "NEW"})
        updater.add(sources / "added")


def _damaged(root: Path, sources: Path) -> None:
    """A file-set of which a record lies, and a file has none."""
    _made(root, sources)
    path = root / "DICOMDIR"
    path.write_bytes(path.read_bytes().replace(b"Brown^Bruno", b"White^Wanda"))
    write_instances(root, ADDED)


def _repair(root: Path, sources: Path) -> None:
    del sources
    repair(root)


def _repair_elsewhere(root: Path, sources: Path) -> None:
    repair(sources / "damaged", output=root)


def _imported(root: Path, sources: Path) -> None:
    """An archive that has something of the medium already."""
    import_media(sources / "first", root)


def _import(root: Path, sources: Path) -> None:
    report = import_media(sources / "medium.zip", root, ImportTerms(resume=True))
    if not report.complete:
        raise Interrupted(finding("import-stopped", "It was stopped."))


CHANGES: Final = (
    Change("create", _nothing, _made),
    Change("create --pdi", _nothing, _with_pages),
    Change("create, transcoding", _nothing, _transcode),
    Change("add", _made, _add),
    Change("add --pdi", _with_pages, _add_with_pages),
    Change("add and remove, transcoding", _for_a_profile, _add_for_a_profile),
    Change("remove", _made, _remove),
    Change("re-key", _made, _rekey),
    Change("compact", _with_inactive, _compact),
    Change("remove, re-key and add", _made, _all),
    Change("repair", _damaged, _repair),
    Change("repair into a copy", _nothing, _repair_elsewhere),
    Change("import", _nothing, _import, of_archive=True),
    Change("import beside another", _imported, _import, of_archive=True),
)


def write_sources(folder: Path) -> Path:
    """The instances that the rows take."""
    write_instances(folder / "old", OLD)
    write_instances(folder / "added", ADDED)
    _damaged(folder / "damaged", folder)
    for place in COMPRESSED:
        ds = instance(place)
        ds.compress(RLELossless, generate_instance_uid=False)
        save(ds, folder / "compressed" / place.uid)
    (folder / "web").mkdir()
    (folder / "web" / "INDEX.HTM").write_text("<p>Web content</p>")
    _write_medium(folder / "medium", folder)
    as_zip(folder / "medium", folder / "medium.zip")  # which has an order of its own
    save(instance(OLD[0]), folder / "first" / "IM0001")
    return folder


def _write_medium(medium: Path, sources: Path) -> None:
    """A disc to import from: instances, one of them twice and one in two forms, and a program."""
    _made(medium, sources)
    for name, changed in (("AGAIN", {}), ("OTHER", {"PatientComments": "Another content"})):
        save(instance(OLD[0], **changed), medium / name)
    (medium / "AUTORUN.INF").write_text("[autorun]")
