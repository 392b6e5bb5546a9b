"""Codes of Findings on re-keying and compacting a file-set."""

from types import MappingProxyType
from typing import Final

from .code import Code

UPDATE_CODES: Final = MappingProxyType(
    {
        "rekey-ambiguous": Code("error", "PS3.3 F.5.1", "Say more of the patient: PatientID, PatientName, PatientBirthDate, PatientSex."),
        "rekey-attribute": Code("error", "PS3.3 C.7.1.1", "Give PatientID, PatientName or another attribute of group 0010 a value."),
        "rekey-other-person": Code("error", "PS3.3 F.5.1", "Choose another Patient ID; or correct what differs, then run again."),
        "rekey-doubtful": Code("error", "PS3.3 C.7.1.1", "Compare the two; when they are one person, name what differs in --to as well, as the other has it: PatientName=..., PatientBirthDate=..., PatientSex=...."),
        "rekey-file": Code("error", "PS3.10 8.3", "Mend or remove this instance, then run again: records and files must agree."),
        "rekey-merged": Code("note", "PS3.3 F.5.1", "Nothing is to be done: the studies are below one PATIENT record now."),
        "nothing-to-change": Code("note", "PS3.10 8.3", "Nothing is to be done: it is as was asked already."),
        "compacted": Code("note", "PS3.3 F.3.2.2", "Nothing is to be done: what no active record needs is gone."),
        "file-needed": Code("note", "PS3.10 8.3", "Nothing is to be done: another record refers to the file."),
    }
)  # fmt: skip
