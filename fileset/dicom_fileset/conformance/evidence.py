"""From the tallies of a ledger to what is evidence for which cell (PS3.2 Table N.1-1)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from dicom_codecs.registry import EXPLICIT_LITTLE

from ..ledger import Activity, Role, Tally
from ..ledger.model import STORING
from ..records.sop_classes import MEDIA_STORAGE_DIRECTORY
from .model import Cell, Environment, Evidence
from .refused import REFUSED
from .uids import in_order


def _creates(tally: Tally) -> bool:
    """Reports made, lossy instances that derive from others, and directories."""
    stored = tally.role in STORING
    derived = not tally.performed.lossless and (
        stored or tally.activity in {"transcode", "migrate"}
    )
    directory = tally.performed.sop_class_uid == MEDIA_STORAGE_DIRECTORY
    return tally.activity == "make" or derived or (directory and stored)


_Alike = tuple[tuple[Cell, ...], Role, Activity, tuple[str, str, bool], str, int]
"""What tallies have in common that are one piece of evidence."""

_PROVES: Final = MappingProxyType[Cell, Callable[[Tally], bool]](
    {
        "fsc": lambda tally: tally.role == "FSC",
        "fsu": lambda tally: tally.role == "FSU",
        "fsr": lambda tally: tally.role == "FSR",
        "create": _creates,
        "display": lambda tally: tally.activity == "render",
        "process": lambda tally: tally.activity == "extract",
    }
)
"""What fills a cell; Archive is filled by what was both stored and read back."""


def counting(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """What counts: what was proved, of directories those of PS3.10 8.6, and nothing refused."""
    return tuple(one for one in tallies if _counts(one))


def _counts(tally: Tally) -> bool:
    done = tally.performed
    if done.proof == "written" or done.transfer_syntax_uid in REFUSED:
        return False
    directory = done.sop_class_uid == MEDIA_STORAGE_DIRECTORY
    return not directory or done.transfer_syntax_uid == EXPLICIT_LITTLE


def by_class(tallies: Iterable[Tally]) -> dict[str, tuple[Tally, ...]]:
    """Tallies by SOP Class, in numerical order of their UIDs (PS3.2 N.1.1)."""
    found: defaultdict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        found[one.performed.sop_class_uid].append(one)
    return {uid: tuple(found[uid]) for uid in sorted(found, key=in_order)}


def proven(tallies: Sequence[Tally]) -> dict[Cell, tuple[Tally, ...]]:
    """For each cell that is filled, what fills it."""
    found: dict[Cell, tuple[Tally, ...]] = {}
    for cell, proves in _PROVES.items():
        if some := tuple(filter(proves, tallies)):
            found[cell] = some
    if archived := archive(tallies):
        found["archive"] = archived
    return found


def archive(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Those in transfer syntaxes in which instances of a SOP Class were stored and read back."""
    some = on_media(tallies)
    stored = {_cell(one) for one in some if one.role in STORING}
    both = stored & {_cell(one) for one in some if one.role == "FSR"}
    return tuple(one for one in some if _cell(one) in both)


def _cell(tally: Tally) -> tuple[str, str]:
    return tally.performed.sop_class_uid, tally.performed.transfer_syntax_uid


def on_media(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """What was done in a role of PS3.10 8.3."""
    return tuple(one for one in tallies if one.role)


def profiles_of(tallies: Iterable[Tally]) -> tuple[tuple[str, ...], bool]:
    """The profiles under which it was performed on media, and whether it was under none, too."""
    names = {one.profile for one in on_media(tallies)}
    return tuple(sorted(names - {""})), "" in names


def days(tallies: Iterable[Tally]) -> tuple[str, str]:
    """The first and the last day; empty for nothing."""
    some = tuple(tallies)
    return min((one.first for one in some), default=""), max((one.last for one in some), default="")


def environments(tallies: Iterable[Tally]) -> tuple[Environment, ...]:
    """Each version of the software, with what it stood on, numbered."""
    found = sorted({(one.software, one.versions) for one in tallies})
    return tuple(Environment(number, *one) for number, one in enumerate(found, start=1))


def evidence(tallies: Sequence[Tally], known: Sequence[Environment]) -> tuple[Evidence, ...]:
    """Tallies of one SOP Class as evidence for its cells."""
    cells: dict[Cell, frozenset[Tally]] = {}
    for cell, some in proven(tallies).items():
        cells[cell] = frozenset(some)
    numbers = {(one.software, one.versions): one.number for one in known}
    alike: defaultdict[_Alike, list[Tally]] = defaultdict(list)
    for one in tallies:
        done = one.performed
        filled = _filled(one, cells)
        kind = (done.transfer_syntax_uid, done.template, done.lossless)
        environment = numbers[one.software, one.versions]
        alike[filled, one.role, one.activity, kind, one.profile, environment].append(one)
    return tuple(_evidence(key, some) for key, some in sorted(alike.items()) if key[0])


def _filled(tally: Tally, cells: Mapping[Cell, Collection[Tally]]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if tally in cells[cell])


def _evidence(key: _Alike, some: Sequence[Tally]) -> Evidence:
    filled, role, activity, (syntax, template, lossless), profile, environment = key
    first, last = days(some)
    return Evidence(
        cells=filled,
        role=role,
        activity=activity,
        transfer_syntax_uid=syntax,
        template=template,
        lossless=lossless,
        proofs=tuple(sorted({one.performed.proof for one in some})),
        implementations=tuple(sorted({one.performed.implementation for one in some} - {""})),
        application_profile=profile,
        count=sum(one.count for one in some),
        environment=environment,
        first=first,
        last=last,
    )
