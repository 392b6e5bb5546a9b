"""Application Profiles that were performed, a role each (PS3.2 7.2, 7.4; N.1.4)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from dicom_profiles import Profile
from dicom_profiles import profiles as standard_profiles

from ..ledger import Tally
from .evidence import days, on_media
from .model import ProfileRow, YesNo


def profile_rows(
    tallies: Sequence[Tally], *, with_supported: bool = False
) -> tuple[ProfileRow, ...]:
    """The rows: Standard ones in the order of PS3.11, then those of sites by name."""
    found: defaultdict[str, list[Tally]] = defaultdict(list)
    for one in on_media(tallies):
        if one.profile:
            found[one.profile].append(one)
    known = standard_profiles()
    names = [name for name, one in known.items() if name in found or _offered(one, with_supported)]
    names += sorted(found.keys() - known.keys())
    return tuple(_row(name, found.get(name, []), known.get(name)) for name in names)


def _offered(profile: Profile, with_supported: bool) -> bool:
    return with_supported and profile.security == "none"


def _row(name: str, tallies: Sequence[Tally], profile: Profile | None) -> ProfileRow:
    roles = {one.role for one in tallies}
    first, last = days(tallies)

    def said(role: Literal["FSC", "FSU", "FSR"]) -> YesNo:
        return "Y" if role in roles else "N"

    return ProfileRow(
        name=name,
        title=profile.title if profile else "",
        medium=profile.medium if profile else ", ".join(sorted({one.medium for one in tallies})),
        fsc=said("FSC"),
        fsu=said("FSU"),
        fsr=said("FSR"),
        kind=kind_of(name),
        source=profile.source if profile else "",
        status="performed" if tallies else "supported, not performed",
        sop_classes=len({one.performed.sop_class_uid for one in tallies}),
        instances=sum(one.count for one in tallies),
        first=first,
        last=last,
    )


def kind_of(name: str) -> Literal["Standard", "Augmented", "Private"]:
    """What a profile is by its name (PS3.2 7.4).

    >>> kind_of("AUG-ONE"), kind_of("PRI-ONE")
    ('Augmented', 'Private')
    """
    if name in standard_profiles():
        return "Standard"
    return "Augmented" if name.startswith("AUG-") else "Private"
