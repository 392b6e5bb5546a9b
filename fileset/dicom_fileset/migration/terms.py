"""What a migration is asked: values that its journal keeps, and that a resumed one must share."""

import os
from typing import Final, Literal

import msgspec

from ..conformity.terms import profile_wished
from ..errors import Refused, UsageError
from ..findings import finding
from ..importing.layout import Layout, layout
from ..model import Where
from .journal import Journal
from .policies.policy import Policy
from .volumes.reckoning import room_of
from .volumes.terms import VolumeTerms, label

TREE: Final = "tree"
FILE_SETS: Final = "file-sets"

Order = Literal["path", "newest", "list"]


class Terms(msgspec.Struct, frozen=True):
    """What becomes of files and where they go; what decides on every byte of the result.

    Attributes
    ----------
    policy
        What files become.
    layout
        ``tree``, ``file-sets``, or a template as :mod:`~dicom_fileset.importing.layout` has it.
    carry
        Whether what cannot be done as the policy says is carried byte for byte.
    volume_size, volume_prefix, profile, split_series, index_patients
        Of file-sets: bytes of a volume, how labels begin, the Application Profile, and whether
        a series that is larger than a volume may be split; whether their index names patients.
    """

    policy: Policy
    layout: str = TREE
    carry: bool = True
    volume_size: int = 0
    volume_prefix: str = "VOLUME"
    profile: str = ""
    split_series: bool = False
    index_patients: bool = False

    @property
    def template(self) -> Layout | None:
        """The template of the destination, where files do not keep their names.

        Raises
        ------
        UsageError
            It cannot be understood.
        """
        return None if self.layout in {TREE, FILE_SETS} else layout(self.layout)


_OF_EVERY_FILE: Final = {
    "policy": "--transfer-syntax",
    "layout": "--layout",
    "carry": "--on-refusal",
}
"""What must not change while files are migrated; volumes are made later, and see to themselves."""


def keep_terms(journal: Journal, terms: Terms, destination: str) -> None:
    """Note the terms of a new migration, or see that one that was begun had the same.

    Raises
    ------
    Refused
        It had others.
    """
    where = Where(path=journal.path)
    kept = journal.fact("terms")
    if kept is None:
        journal.note("terms", msgspec.to_builtins(terms))
        journal.note("destination", os.fsencode(destination).decode("latin-1"))
        return
    before = msgspec.convert(kept, Terms)
    others = [name for name in _OF_EVERY_FILE if getattr(before, name) != getattr(terms, name)]
    if others:
        words = ", ".join(_OF_EVERY_FILE[name] for name in others)
        message = f"The migration that was begun was asked otherwise: {words}."
        raise Refused(finding("migration-other-terms", message, where))
    there = destination_of(journal)
    if os.path.realpath(there) != os.path.realpath(destination):
        message = f"The migration that was begun goes to {there}."
        raise Refused(finding("migration-other-terms", message, where))


def destination_of(journal: Journal) -> str:
    """Where the migration of a journal goes.

    Raises
    ------
    UsageError
        It goes nowhere: files were only looked at.
    """
    kept = journal.fact("destination")
    if kept is None:
        message = "It has only looked at files: nothing was migrated."
        raise UsageError(finding("bad-call", message, Where(path=journal.path)))
    return os.fsdecode(kept.encode("latin-1"))


def terms_of(journal: Journal) -> Terms:
    """The terms that a migration was begun with.

    Raises
    ------
    UsageError
        It was not begun.
    """
    destination_of(journal)
    return msgspec.convert(journal.fact("terms"), Terms)


def volume_terms(terms: Terms, jobs: int) -> VolumeTerms | None:
    """The terms of the volumes of a migration; ``None`` where it makes none.

    Raises
    ------
    UsageError
        There is no such profile, or no room on such volumes.
    """
    if terms.layout != FILE_SETS:
        return None
    label(terms.volume_prefix, 1)
    if not room_of(terms.volume_size):
        message = f"A volume of {terms.volume_size} bytes has no room beside what it takes itself."
        raise UsageError(finding("bad-call", message))
    return VolumeTerms(
        terms.volume_size,
        terms.volume_prefix,
        profile_wished(terms.profile, "") if terms.profile else None,
        terms.split_series,
        terms.index_patients,
        jobs,
    )
