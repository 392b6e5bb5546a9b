"""Media Services beside the tables (PS3.2 N.1.4, N.5.4, N.7; Annex A of older editions)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from dicom_profiles import profiles as standard_profiles

from ..identification import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME
from ..ledger import Activity, Role, Tally
from ..records.types import RECORD_TYPES
from .evidence import days, profiles_of
from .model import ActivityRow, Fact, MediaServices, OptionalKeys, ProfileRow


class _RealWorldActivity(NamedTuple):
    role: Role
    activity: Activity
    what: str
    by: str


_ACTIVITIES: Final = (
    _RealWorldActivity("FSC", "create", "Create a File-set", "dicom-fileset create"),
    _RealWorldActivity("FSU", "update", "Update a File-set", "dicom-fileset update"),
    _RealWorldActivity("FSR", "read", "Read a File-set", "dicom-fileset read"),
    _RealWorldActivity("FSR", "verify", "Verify a File-set", "dicom-fileset verify"),
    _RealWorldActivity("FSR", "import", "Import from a File-set", "dicom-fileset import"),
    _RealWorldActivity(
        "FSR", "transcode", "Transcode instances of a File-set", "dicom-fileset transcode"
    ),
    _RealWorldActivity("FSR", "render", "Display reports of a File-set", "dicom-fileset sr"),
    _RealWorldActivity(
        "FSR", "extract", "Extract data from reports of a File-set", "dicom-fileset sr"
    ),
    _RealWorldActivity("", "transcode", "Transcode instances", "dicom-fileset transcode"),
    _RealWorldActivity("", "migrate", "Migrate an archive", "dicom-fileset migrate"),
    _RealWorldActivity("", "make", "Make reports", "write_report (Python)"),
    _RealWorldActivity("", "render", "Display reports", "dicom-fileset sr"),
    _RealWorldActivity("", "extract", "Extract data from reports", "dicom-fileset sr"),
)
"""Real-World Activities (PS3.2-2020c A.5.2) by what the ledger calls them."""

_FILE_META: Final = (
    Fact("File Meta Information Version (0002,0001)", "0001H", "PS3.10 7.1"),
    Fact("Implementation Class UID (0002,0012)", IMPLEMENTATION_CLASS_UID, "PS3.7 D.3.3.2"),
    Fact("Implementation Version Name (0002,0013)", IMPLEMENTATION_VERSION_NAME, "PS3.7 D.3.3.2"),
    Fact(
        "Source Application Entity Title (0002,0016)",
        "Never set; kept where a file that is written anew has it.",
        "PS3.10 7.1",
    ),
    Fact(
        "Private Information (0002,0100), (0002,0102)",
        "Never set; kept where a file that is written anew has it.",
        "PS3.10 7.1",
    ),
)

_DIRECTORY: Final = (
    Fact(
        "Preamble",
        "Zero in the DICOMDIR and in every file that is written anew; a file that is copied keeps "
        "its own, byte for byte. It is never used to tell what a file is.",
        "PS3.10 7.1, 7.5",
    ),
    Fact(
        "Validation",
        "What is written is read back and compared before a Directory Record refers to it.",
        "PS3.10 7.5",
    ),
    Fact(
        "Media Storage Directory",
        "Written in Explicit VR Little Endian alone, under File Meta Information of its own.",
        "PS3.10 8.6",
    ),
    Fact(
        "Private keys",
        "None is written. A SOP Class without a record type of its own has a PRIVATE record, with "
        "Private Record UID (0004,1432).",
        "PS3.4 I.3.4, PS3.3 F.6.1",
    ),
)
_OTHERS: Final = (
    Fact(
        "Character sets",
        "Directory Records have Specific Character Set (0008,0005) as their instances have it, and "
        "ISO_IR 192 where those below one record differ. All that PS3.3 C.12.1.1.2 defines are "
        "read.",
        "PS3.3 C.12.1.1.2, PS3.5 6.1",
    ),
    Fact(
        "Video",
        "Streams are carried as they are; none is made, decoded or encoded.",
        "PS3.5 8.2.5 to 8.2.11",
    ),
    Fact(
        "Network",
        "There is none: no DIMSE Service, no DICOM Web Service, no Real-Time Video.",
        "PS3.2 N.1",
    ),
)


def media_services(tallies: Sequence[Tally], profiles: Sequence[ProfileRow]) -> MediaServices:
    """All that is told of media beside the tables.

    Parameters
    ----------
    tallies
        What counts.
    profiles
        Those that were performed.
    """
    of_sites = [_of_site(kind, profiles) for kind in ("Augmented", "Private")]
    return MediaServices(
        _activities(tallies), _FILE_META, (*_DIRECTORY, *of_sites, *_OTHERS, _security()), _keys()
    )


def _activities(tallies: Sequence[Tally]) -> tuple[ActivityRow, ...]:
    found: defaultdict[tuple[Role, Activity], list[Tally]] = defaultdict(list)
    for one in tallies:
        found[one.role, one.activity].append(one)
    named = {(one.role, one.activity) for one in _ACTIVITIES}
    others = (
        _RealWorldActivity(role, activity, activity.capitalize(), activity)
        for role, activity in sorted(found.keys() - named)
    )
    return tuple(
        _performed(row, found[row.role, row.activity])
        for row in (*_ACTIVITIES, *others)
        if (row.role, row.activity) in found
    )


def _performed(row: _RealWorldActivity, tallies: Sequence[Tally]) -> ActivityRow:
    profiles, outside = profiles_of(tallies)
    first, last = days(tallies)
    count = sum(one.count for one in tallies)
    return ActivityRow(row.what, row.role, row.by, profiles, outside, count, first, last)


def _of_site(kind: str, profiles: Sequence[ProfileRow]) -> Fact:
    names = [one.name for one in profiles if one.kind == kind and one.status == "performed"]
    text = f"Performed: {', '.join(names)}." if names else "None was performed."
    return Fact(f"{kind} Application Profiles", text, "PS3.2 7.4")


def _security() -> Fact:
    secure = [one.name for one in standard_profiles().values() if one.security != "none"]
    return Fact(
        "Security",
        "No profile of PS3.15 is supported. Secure DICOM Files are neither written nor read: the "
        f"{len(secure)} Application Profiles that ask for them are refused by name "
        f"({', '.join(secure)}).",
        "PS3.15 D.1, PS3.10 7.4",
    )


def _keys() -> tuple[OptionalKeys, ...]:
    rows = (
        OptionalKeys(
            row.name, tuple(key.keyword for key in row.keys if key.type in {"1C", "3"}), row.source
        )
        for row in RECORD_TYPES.values()
    )
    return tuple(one for one in rows if one.keys)
