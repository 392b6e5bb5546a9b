"""IHE PDI media, made for tests."""

from pathlib import Path

from dicom_fileset import FileSetCreator
from dicom_fileset.conformity.terms import Terms, profile_of_pdi
from dicom_fileset.outcome import Outcome
from dicom_fileset.pdi.terms import PdiTerms


def pdi_terms(**asked: str | bool) -> Terms:
    """Terms of a medium without options of the integration profile."""
    return Terms(profile_of_pdi(None, ""), pdi=PdiTerms(**asked))


def create(source: Path, root: Path, terms: Terms | None = None) -> Outcome:
    """Make a medium of what lies at ``source``."""
    creator = FileSetCreator(root, terms=terms or pdi_terms())
    creator.add(source)
    return creator.commit()
