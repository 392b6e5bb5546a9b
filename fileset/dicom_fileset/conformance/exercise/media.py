"""A small medium for each transfer syntax and profile: created, read, and updated."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from dicom_codecs.registry import EXPLICIT_LITTLE, TRANSFER_SYNTAXES
from dicom_profiles import Profile, check

from ...conformity.facts import facts_of
from ...conformity.naming import asks, open_profiles
from ...conformity.terms import Terms
from ...creator import FileSetCreator
from ...errors import FileSetError
from ...ledger.model import Role
from ...model import Instance
from ...reader import FileSetReader
from ...report import Skip
from ...updater import FileSetUpdater
from ...verification import verify
from .cells import Cell, Gap
from .files import Brought

_AS_IT_LIES: Final = "An updater writes native instances in Explicit VR Little Endian."


class Medium(NamedTuple):
    """Instances of one transfer syntax that one profile takes, or none does."""

    profile: Profile | None
    transfer_syntax_uid: str
    instances: tuple[Instance, ...]

    @property
    def in_place(self) -> bool:
        """Whether its instances stay as they lie: written anew they would be encoded otherwise."""
        row = TRANSFER_SYNTAXES[self.transfer_syntax_uid]
        return self.profile is None and row.uncompressed and row.uid != EXPLICIT_LITTLE


def media_of(files: Iterable[Brought]) -> list[Medium]:
    """The media that take them all, each under the first Standard profile that it conforms to."""
    on: defaultdict[tuple[str, str], list[Instance]] = defaultdict(list)
    for one in files:
        for instance in one.instances:
            on[_profile_of(instance), one.cell.transfer_syntax_uid].append(instance)
    known = open_profiles()
    return [Medium(known.get(name), uid, tuple(some)) for (name, uid), some in on.items()]


def _profile_of(instance: Instance) -> str:
    facts = facts_of(instance)
    fit = (name for name, one in open_profiles().items() if asks(one) and not check(facts, one))
    return next(fit, "")


def performed_on(medium: Medium, folder: str) -> Iterator[Gap]:
    """Have each role do its part; what it did not do, and why.

    Parameters
    ----------
    folder
        That takes the medium, and does not exist.
    """
    terms = Terms(medium.profile)
    create = partial(_created_in_place if medium.in_place else _created, medium, folder, terms)
    yield from _gaps("FSC", medium, create)
    yield from _gaps("FSR", medium, partial(_read, medium, folder))
    if medium.in_place:
        yield from _all_of(medium, "FSU", _AS_IT_LIES, by_design=True)
        return
    yield from _gaps("FSU", medium, partial(_updated, medium, folder, terms))
    yield from _gaps("FSR", medium, partial(_read, medium, folder))


Reasons = list[tuple[str, str]]
"""UIDs of SOP Classes, and why an instance of each is missing."""


def _created(medium: Medium, folder: str, terms: Terms) -> Reasons:
    creator = FileSetCreator(folder, terms=terms)
    creator.add(*(one.path for one in medium.instances))
    return _left_out(medium, creator.commit().skipped)


def _created_in_place(medium: Medium, folder: str, terms: Terms) -> Reasons:
    os.makedirs(folder)
    copies = {}
    for number, one in enumerate(medium.instances):
        path = os.path.join(folder, f"I{number:07}")
        copies[path] = one.sop_class_uid
        shutil.copyfile(one.path, path)
    skipped = FileSetCreator(folder, in_place=True, terms=terms).commit().skipped
    return [(copies[one.source], one.reason) for one in skipped if one.source in copies]


def _updated(medium: Medium, folder: str, terms: Terms) -> Reasons:
    """All of it replaced: what is removed is removed before anything is added."""
    updater = FileSetUpdater(folder, terms=terms)
    for one in FileSetReader(folder):
        updater.remove(ReferencedFileID="/".join(one.file_id))
    updater.add(*(one.path for one in medium.instances))
    return _left_out(medium, updater.commit().skipped)


def _left_out(medium: Medium, skipped: Sequence[Skip]) -> Reasons:
    classes = {one.path: one.sop_class_uid for one in medium.instances}
    return [(classes[one.source], one.reason) for one in skipped if one.source in classes]


def _read(medium: Medium, folder: str) -> Reasons:
    classes = {one.path: one.sop_class_uid for one in FileSetReader(folder)}
    report = verify(folder, profile=medium.profile, pixels=True)
    paths = ((one.where.path or "", one) for one in report.findings if one.severity == "error")
    return [(classes[path], one.message) for path, one in paths if path in classes]


def _gaps(role: Role, medium: Medium, act: Callable[[], Reasons]) -> Iterator[Gap]:
    try:
        reasons = act()
    except FileSetError as error:
        if error.finding.code == "interrupted":
            raise KeyboardInterrupt from error
        yield from _all_of(medium, role, error.finding.message)
    except Exception as error:  # noqa: BLE001 - whatever one role does to us, the others go on
        yield from _all_of(medium, role, f"It failed: {type(error).__name__}.")
    else:
        for uid, reason in reasons:
            yield Gap(Cell(uid, medium.transfer_syntax_uid), role, reason)


def _all_of(medium: Medium, role: Role, reason: str, *, by_design: bool = False) -> Iterator[Gap]:
    for uid in dict.fromkeys(one.sop_class_uid for one in medium.instances):
        yield Gap(Cell(uid, medium.transfer_syntax_uid), role, reason, by_design)
