"""Transfer Syntax Sets of a SOP Class (PS3.2 Table N.1-2): whole ones, and what is derived of them.

A set counts when each of its members was performed; where some are missing, a derived set stands
for those that were.  Its abbreviation is that of the set and the members, so that it depends on
nothing else and stays the same from release to release: ``LL-70-5`` is what was performed of LL,
JPEG Lossless SV1 (1.2.840.10008.1.2.4.70) and RLE (1.2.840.10008.1.2.5).
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from dicom_profiles.sets import SetMember, TransferSyntaxSet, transfer_syntax_sets

from ..records.sop_classes import record_type_of
from .further_sets import FURTHER_SETS, NO_MEDIA_TYPE, name_of
from .model import Member, SyntaxSet
from .uids import class_name, in_order

_WITH_PIXELS: Final = frozenset({"IMAGE", "RT DOSE"})
"""Record types (PS3.3 F.5) of SOP Classes that are images for Table N.1-2; the others are NI."""
_NOT_ON_MEDIA: Final = "RTV"
_OTHER: Final = "X"
_ROOT: Final = "1.2.840.10008.1.2"
_DERIVED: Final = "PS3.2 N.1.1: derived"


def sets_of(sop_class_uid: str, performed: Iterable[str]) -> tuple[SyntaxSet, ...]:
    """The sets that tell exactly which transfer syntaxes a SOP Class was performed in.

    >>> [one.abbreviation for one in sets_of("1.2.840.10008.1.3.10", ["1.2.840.10008.1.2.1"])]
    ['NI-1']
    """
    left = set(performed)
    found = []
    for whole in _offered(is_image(sop_class_uid)):
        members = tuple(one for one in whole.members if one.uid in left)
        if members:
            found.append(_part(whole, members))
            left -= {one.uid for one in members}
    if left:
        rest = tuple(
            SetMember(uid, name_of(uid), NO_MEDIA_TYPE) for uid in sorted(left, key=in_order)
        )
        other = TransferSyntaxSet(_OTHER, "Other Transfer Syntax Set", _DERIVED, ())
        found.append(_part(other, rest))
    return tuple(found)


def in_table_order(sets: Iterable[SyntaxSet]) -> tuple[SyntaxSet, ...]:
    """Each set once, those of the standard in its order, each before what is derived of it."""
    order = [one.abbreviation for one in (*transfer_syntax_sets().values(), *FURTHER_SETS)]

    def place(one: SyntaxSet) -> tuple[int, int, str]:
        base, _, members = one.abbreviation.partition("-")
        return order.index(base) if base in order else len(order), len(members), members

    return tuple(sorted({one.abbreviation: one for one in sets}.values(), key=place))


def is_image(sop_class_uid: str) -> bool:
    """Whether a SOP Class is one of images for Table N.1-2; the others are non-image.

    Also of the few that have no record type, such as DICOS.
    """
    record_type = record_type_of(sop_class_uid)
    return record_type in _WITH_PIXELS or "Image Storage" in class_name(sop_class_uid)


@cache
def _offered(with_pixels: bool) -> tuple[TransferSyntaxSet, ...]:
    uncompressed = ("U", "NI") if with_pixels else ("NI", "U")
    standard = transfer_syntax_sets()
    names = (
        uncompressed[0],
        *(name for name in standard if name not in {*uncompressed, _NOT_ON_MEDIA}),
    )
    return (*(standard[name] for name in names), *FURTHER_SETS)


def _part(whole: TransferSyntaxSet, members: tuple[SetMember, ...]) -> SyntaxSet:
    shown = tuple(Member(one.name, one.uid, one.media_type) for one in members)
    if len(members) == len(whole.members):
        return SyntaxSet(whole.abbreviation, whole.name, shown, whole.source)
    codes = "-".join(code_of(one.uid) for one in members)
    name = f"{whole.name}, in part" if whole.members else whole.name
    return SyntaxSet(f"{whole.abbreviation}-{codes}", name, shown, _DERIVED)


def code_of(uid: str) -> str:
    """What stands for a transfer syntax in an abbreviation; no two have the same.

    >>> codes = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.70", "1.3.6.1")
    >>> [code_of(one) for one in codes]
    ['0', '1', '70', '1.3.6.1']
    """
    if uid == _ROOT:
        return "0"
    tail = uid.removeprefix(f"{_ROOT}.")
    first, _, rest = tail.partition(".")
    if first == "4" and rest[:1].isdigit() and int(rest.partition(".")[0]) >= 50:
        return rest
    return tail if tail != uid and first.isdigit() and int(first) < 50 else uid
