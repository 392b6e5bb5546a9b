"""File-sets of the samples that fit a profile."""

from pathlib import Path
from typing import NamedTuple

from dicom_fileset import FileSetCreator
from dicom_fileset.conformity.terms import Terms
from dicom_fileset.outcome import Outcome
from dicom_profiles import get
from foreign_files import SAMPLE_MEDIA
from pydicom import dcmread

INCOMING = SAMPLE_MEDIA / "incoming"


class Kind(NamedTuple):
    """What a file is, by pydicom."""

    sop_class: str
    transfer_syntax: str
    photometric: str
    frames: bool


class Made(NamedTuple):
    """A file-set, what was to be made, and what was made."""

    root: Path
    planned: Outcome
    outcome: Outcome

    @property
    def files(self) -> list[Path]:
        """Every instance that was placed."""
        return [self.root.joinpath(*one.file_id) for one in self.outcome.placed]

    @property
    def kinds(self) -> set[Kind]:
        """What they are."""
        return {kind_of(path) for path in self.files}


def made_for_profile(name: str, root: Path) -> Made:
    """The samples under a profile, which loses nothing of them: no profile has only lossy rows."""
    creator = FileSetCreator(root, terms=Terms(get(name)), jobs=2)
    creator.add(INCOMING)
    return Made(root, creator.plan(), creator.commit())


def kind_of(path: Path) -> Kind:
    """What a file is, by pydicom."""
    ds = dcmread(path, stop_before_pixels=True)
    return Kind(
        ds.SOPClassUID,
        ds.file_meta.TransferSyntaxUID,
        ds.get("PhotometricInterpretation", ""),
        "NumberOfFrames" in ds,
    )
