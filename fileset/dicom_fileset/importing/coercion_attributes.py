"""Attributes that may be coerced: a row each, and what rules must say of some together."""

from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class Coercible(NamedTuple):
    """An attribute that may be coerced, its Type there, and its clause.

    Those of Type 1 are never without a value, those of Type 2 never removed (PS3.5 7.4).
    """

    type: Literal["1", "2", "3"]
    clause: str


_PATIENT: Final = "PS3.3 C.7.1.1"
_STUDY: Final = "PS3.3 C.7.2.1"
_PATIENT_STUDY: Final = "PS3.3 C.7.2.2"
_SERIES: Final = "PS3.3 C.7.3.1"
_REQUEST: Final = "PS3.3 C.4.11"

REMOVABLE: Final = MappingProxyType(
    {
        "IssuerOfPatientIDQualifiersSequence": Coercible("3", _PATIENT),
        "OtherPatientIDsSequence": Coercible("3", _PATIENT),
    }
)
"""Sequences, which may be removed and not set."""

COERCIBLE: Final = MappingProxyType(
    {
        "PatientName": Coercible("2", _PATIENT),
        "PatientID": Coercible("2", _PATIENT),
        "IssuerOfPatientID": Coercible("3", _PATIENT),
        "TypeOfPatientID": Coercible("3", _PATIENT),
        "PatientBirthDate": Coercible("2", _PATIENT),
        "PatientBirthTime": Coercible("3", _PATIENT),
        "PatientSex": Coercible("2", _PATIENT),
        "OtherPatientIDs": Coercible("3", _PATIENT),
        "OtherPatientNames": Coercible("3", _PATIENT),
        "EthnicGroup": Coercible("3", _PATIENT),
        "PatientComments": Coercible("3", _PATIENT),
        "PatientBirthName": Coercible("3", "PS3.3 C.2.3"),
        "PatientMotherBirthName": Coercible("3", "PS3.3 C.2.3"),
        "PatientAddress": Coercible("3", "PS3.3 C.2.3"),
        "PatientTelephoneNumbers": Coercible("3", "PS3.3 C.2.3"),
        "MedicalRecordLocator": Coercible("3", "PS3.3 C.2.3"),
        "AdmissionID": Coercible("3", _PATIENT_STUDY),
        "PatientAge": Coercible("3", _PATIENT_STUDY),
        "AccessionNumber": Coercible("2", _STUDY),
        "StudyID": Coercible("2", _STUDY),
        "StudyDate": Coercible("2", _STUDY),
        "StudyTime": Coercible("2", _STUDY),
        "StudyDescription": Coercible("3", _STUDY),
        "ReferringPhysicianName": Coercible("2", _STUDY),
        "ConsultingPhysicianName": Coercible("3", _STUDY),
        "PhysiciansOfRecord": Coercible("3", _STUDY),
        "StudyInstanceUID": Coercible("1", _STUDY),
        "SeriesDescription": Coercible("3", _SERIES),
        "SeriesInstanceUID": Coercible("1", _SERIES),
        "RequestedProcedureDescription": Coercible("3", _REQUEST),
        "RequestingPhysician": Coercible("3", _REQUEST),
        "RequestingService": Coercible("3", _REQUEST),
    }
)
"""What IHE IRWF.b reconciles: identity, order and study; Instance UIDs never (PS3.3 C.12.1.1.9)."""

SEQUENCES: Final = MappingProxyType(
    {
        "ProcedureCodeSequence": Coercible("3", _STUDY),
        "RequestAttributesSequence": Coercible("3", _SERIES),
    }
)
"""Sequences that may be set: the order, and what was done for it."""

PINNED: Final = MappingProxyType(
    {
        "StudyInstanceUID": ("StudyInstanceUID", "SeriesInstanceUID"),
        "SeriesInstanceUID": ("SeriesInstanceUID",),
    }
)
"""UIDs that a rule may set only where it matches one of these: else it would make one of many."""

FOLLOWING: Final = MappingProxyType({"PatientID": "IssuerOfPatientID"})
"""What says who gave the other: a rule that sets the one says something of the other."""

GOING: Final = MappingProxyType({"PatientID": "IssuerOfPatientIDQualifiersSequence"})
"""What goes where the other is set: it says more of who gave the former ID, and cannot be set."""
