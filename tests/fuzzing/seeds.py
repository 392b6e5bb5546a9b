"""Sound DICOMDIRs to start from: ours, those of DCMTK and GDCM, pydicom's packaged ones, others."""

import shutil
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from dicom_fileset import FileSetCreator
from file_sets import FEW, Place, by_dcmmkdir, by_gdcmgendir, write_instances
from foreign_files import CORPUS, PYDICOM
from fuzzing.drafts import FILE_SET_UID, Draft, draft_of

_UID: Final = b"1.2.826.0.1.3680043.8.498.77.9\0"[:30]
_DIRECTORY: Final = b"1.2.840.10008.1.3.10"
_MOST_BYTES: Final = 1 << 16


class Seeds(NamedTuple):
    """``drafts`` can be put together again with lies in them, ``others`` are bytes of any kind."""

    drafts: list[Draft]
    others: list[bytes]


def seeds() -> Seeds:
    """The same ones each time, where the same tools are installed."""
    with tempfile.TemporaryDirectory() as folder:
        made = _made(Path(folder))
    drafts = [draft_of(data) for data in made]
    for draft in drafts:  # their writers make a new one each time
        draft.meta = [p._replace(value=_UID) if p.tag == FILE_SET_UID else p for p in draft.meta]
    foreign = [path.read_bytes() for path in _foreign()]
    return Seeds(drafts, [draft.data() for draft in drafts] + foreign)


def _made(folder: Path) -> list[bytes]:
    made = []
    for number, places in enumerate((FEW, (Place(),))):
        root = folder / f"ours{number}"
        write_instances(root / "in", places)
        with FileSetCreator(root / "disc", file_set_id="FUZZ") as creator:
            creator.add(root / "in")
        made.append((root / "disc" / "DICOMDIR").read_bytes())
    for tool, make in (("dcmmkdir", by_dcmmkdir), ("gdcmgendir", by_gdcmgendir)):
        if shutil.which(tool):
            made.append((make(folder / tool) / "DICOMDIR").read_bytes())
    return made


def _foreign() -> list[Path]:
    packaged = (PYDICOM / "data" / "test_files" / "dicomdirtests").glob("DICOMDIR*")
    corpus = Path(CORPUS).iterdir() if CORPUS else iter(())
    found = [*packaged, *(path for path in corpus if _is_small_directory(path))]
    return sorted(path for path in found if path.is_file())


def _is_small_directory(path: Path) -> bool:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return False
    with path.open("rb") as stream:
        return _DIRECTORY in stream.read(1024)
