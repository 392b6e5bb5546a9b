"""Who changes attributes, when and why; and what came of it."""

from datetime import datetime
from typing import Literal

import msgspec

from ..model import Finding

Reason = Literal["COERCE", "CORRECT"]


class Equipment(msgspec.Struct, frozen=True):
    """An item of Contributing Equipment Sequence (0018,A001) (PS3.3 C.12.1.1.5).

    Attributes
    ----------
    purpose
        Code Value, Coding Scheme Designator and Code Meaning of the Purpose of Reference, of
        CID 7005: ``("MEDIM", "DCM", "Portable Media Importer Equipment")``.
    manufacturer
        Type 1.
    """

    purpose: tuple[str, str, str]
    manufacturer: str
    institution_name: str = ""
    station_name: str = ""
    model_name: str = ""
    software_versions: str = ""
    description: str = ""


class Modification(msgspec.Struct, frozen=True):
    """What an item of Original Attributes Sequence says beside the values (PS3.3 C.12.1.1.9).

    Attributes
    ----------
    reason
        ``COERCE``: to what another system has; ``CORRECT``: what was wrong (0400,0565).
    modifying_system
        Who changes them, in ASCII (0400,0563).
    source
        Where the previous values came from (0400,0564); may be empty.
    equipment
        What else is written into Contributing Equipment Sequence; ``None``: nothing.
    date_time
        When, as DICOM writes it (0400,0562); empty: now.
    """

    reason: Reason
    modifying_system: str
    source: str = ""
    equipment: Equipment | None = None
    date_time: str = ""

    def stamp(self) -> str:
        """When it is done, with the offset from UTC (PS3.5 6.2, DT)."""
        return self.date_time or datetime.now().astimezone().strftime("%Y%m%d%H%M%S%z")


class ChangedAttribute(msgspec.Struct, frozen=True):
    """An attribute that is other than it was; ``None``: it is not there."""

    tag: int
    keyword: str
    before: str | None
    after: str | None


class Corrected(msgspec.Struct, frozen=True):
    """What became of one file.

    Attributes
    ----------
    changed
        In order of tag; empty where all was as wanted before.
    character_sets
        Specific Character Set (0008,0005) before and after.
    size
        Of the new file, in bytes.
    findings
        What else there is to say, without paths.
    """

    changed: tuple[ChangedAttribute, ...]
    character_sets: tuple[str, str]
    size: int
    findings: tuple[Finding, ...] = ()
