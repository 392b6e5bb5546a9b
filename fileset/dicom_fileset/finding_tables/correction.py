"""Codes of Findings on attributes that are changed on purpose."""

from types import MappingProxyType
from typing import Final

from .code import Code

CORRECTION_CODES: Final = MappingProxyType(
    {
        "correction-attribute": Code("error", "PS3.3 C.12.1.1.9", "Name a text attribute of patient, study or series by its keyword, e.g. PatientName."),
        "correction-value": Code("error", "PS3.5 6.2", "Give a value as its VR has it, e.g. Doe^Jane or 19700131."),
        "correction-text": Code("error", "PS3.3 C.12.1.1.2", "Spell the new value in letters that the file's character set has."),
        "correction-syntax": Code("error", "PS3.5 A", "Transcode the file first: dicom-fileset transcode."),
        "character-set-changed": Code("note", "PS3.3 C.12.1.1.2", "Nothing is to be done: all other text reads as before."),
        "encrypted-kept": Code("warning", "PS3.15 E", "Encrypted attributes stay as they are: who can decrypt them finds the previous values."),
    }
)  # fmt: skip
