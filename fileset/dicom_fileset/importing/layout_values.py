"""What a layout can name of an instance: keywords as rows, and their values as text."""

from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ..elements import TEXT_VRS
from ..model import Instance
from ..records.keys import KEYS
from ..records.sop_classes import record_type_of
from ..records.types import RECORD_TYPES
from ..text import decoded

_NUMBERS: Final = frozenset({"US", "UL", "UV"})


class Row(NamedTuple):
    """Where the value of a keyword stands.

    Attributes
    ----------
    place
        ``parents`` or ``instance``: a field of it; ``record``: a key of its record type.
    field
        The name of that field; of a key, its keyword.
    identifies
        Whether two values are two things, which must be told apart.
    """

    place: Literal["parents", "instance", "record"]
    field: str
    identifies: bool = False


SOP_INSTANCE_UID: Final = "SOPInstanceUID"

VALUES: Final = MappingProxyType(
    {
        "PatientID": Row("parents", "patient_id", identifies=True),
        "PatientName": Row("parents", "patient_name"),
        "PatientBirthDate": Row("parents", "patient_birth_date"),
        "PatientSex": Row("parents", "patient_sex"),
        "StudyInstanceUID": Row("parents", "study_instance_uid", identifies=True),
        "StudyID": Row("parents", "study_id", identifies=True),
        "StudyDate": Row("parents", "study_date"),
        "StudyTime": Row("parents", "study_time"),
        "StudyDescription": Row("parents", "study_description"),
        "AccessionNumber": Row("parents", "accession_number", identifies=True),
        "SeriesInstanceUID": Row("parents", "series_instance_uid", identifies=True),
        "SeriesNumber": Row("parents", "series_number"),
        "SeriesDate": Row("parents", "series_date"),
        "SeriesDescription": Row("parents", "series_description"),
        "Modality": Row("parents", "modality"),
        "InstitutionName": Row("parents", "institution_name"),
        "AcquisitionDate": Row("parents", "acquisition_date"),
        "ContentDate": Row("parents", "content_date"),
        SOP_INSTANCE_UID: Row("instance", "sop_instance_uid", identifies=True),
        "SOPClassUID": Row("instance", "sop_class_uid", identifies=True),
        "TransferSyntaxUID": Row("instance", "transfer_syntax_uid", identifies=True),
        "InstanceNumber": Row("record", "InstanceNumber"),
        "ImageType": Row("record", "ImageType"),
        "NumberOfFrames": Row("record", "NumberOfFrames"),
        "Rows": Row("record", "Rows"),
        "Columns": Row("record", "Columns"),
    }
)
"""Keyword to where its value stands: all that a layout can name."""


def value_of(keyword: str, instance: Instance) -> str:
    """The text of a value of an instance, without spaces around it; empty where it has none.

    Raises
    ------
    KeyError
        The keyword has no row in :data:`VALUES`.
    """
    place, field, _ = VALUES[keyword]
    if place == "instance":
        return str(getattr(instance, field))
    if place == "parents":
        raw: bytes = getattr(instance.parents, field)
        vr = KEYS[keyword][1] if keyword in KEYS else ""
    else:
        index, vr = _own_keys(instance.sop_class_uid).get(field, (-1, ""))
        raw = instance.keys[index] if 0 <= index < len(instance.keys) else b""
    return _text(raw, vr, instance.parents.character_set).strip(" ")  # they say nothing


def _text(raw: bytes, vr: str, character_set: bytes) -> str:
    if vr in _NUMBERS:
        return str(int.from_bytes(raw[:8], "little")) if raw else ""
    return decoded(raw, character_set) if vr in TEXT_VRS else raw.decode("latin-1")


@cache
def _own_keys(sop_class_uid: str) -> dict[str, tuple[int, str]]:
    """Keyword to index and VR of the keys of an instance's own record."""
    keys = RECORD_TYPES[record_type_of(sop_class_uid)].keys
    return {key.keyword: (index, key.vr) for index, key in enumerate(keys)}
