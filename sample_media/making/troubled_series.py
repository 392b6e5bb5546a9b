"""The studies of ``troubled/``: one for each file, or pair of files."""

from making.examination import Series, Study
from making.identity import uid
from making.patients import Patient


def series(name: str, modality: str, patient: Patient | None = None) -> Series:
    """Return a series in a study of its own; without ``patient``, of a patient of its own."""
    patient = patient or Patient(f"Trouble^{name.title()}", f"T-{uid(name)[-8:]}", "19700101", "O")
    study = Study(f"troubled {name}", patient, "T1", "20240501", "120000", "A troubled study")
    return Series(study, 1, modality, "Troubled series")
