"""What an import exchanges: what it is asked, and what came of each file."""

from typing import Final, Literal

import msgspec

from ..model import Finding, Instance
from .media import Entry

Outcome = Literal[
    "imported",
    "linked",
    "kept beside",
    "skipped",
    "left",
    "unselected",
    "refused",
    "damaged",
    "unreadable",
    "missing",
    "planned",
    "placed",
]
"""What came of a file.

``imported``: its instance is in the archive, proven.  ``linked``: the archive has an equal one
already, which the row names.  ``kept beside``: the archive has another of its UID; both are there.
``skipped``: so it is, and it was to be skipped.  ``left``: it is no instance, and stays on the
medium.  ``unselected``: it was not asked for.  ``refused``: it may not come in.  ``damaged``: it is
there and cannot be understood.  ``unreadable``: the medium does not give it.  ``missing``: a record
refers to it, and it is not there.  ``planned``: it would be imported (dry run).  ``placed``: it is
in the archive, proven, and the import was killed before it said more; ``--resume`` does.
"""

COPIED: Final[frozenset[Outcome]] = frozenset({"imported", "kept beside"})
"""Outcomes of what was brought to the archive."""
IN_ARCHIVE: Final[frozenset[Outcome]] = COPIED | frozenset[Outcome]({"linked"})
"""Outcomes of what can be found in the archive."""
LOST: Final[frozenset[Outcome]] = frozenset({"refused", "damaged", "unreadable", "missing"})
"""Outcomes of what should have come in, and did not."""
SETTLED: Final[frozenset[Outcome]] = IN_ARCHIVE | frozenset[Outcome]({"skipped", "left"})
"""Outcomes that another run has nothing to add to."""

OnDuplicate = Literal["keep-both", "skip", "fail"]
"""What to do with another content of a UID that the archive has."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one file of the medium: a row of the manifest.

    Attributes
    ----------
    path
        On the medium, ``/`` between its parts.
    size
        Bytes, as the medium tells them.
    outcome
        What came of it.
    archived
        Path in the archive, ``/`` between its parts; of an equal one where it is ``linked``.
    sop_instance_uid
        Of the instance in it.
    sha256
        Of the file as it lies on the medium.
    archived_sha256
        Of the file in the archive, where that is another.
    kind
        What it is, where it is no instance.
    stamp
        What the medium told of it that is another where its content is.
    findings
        All that there is to say of it.
    """

    path: str
    size: int
    outcome: Outcome
    archived: str = ""
    sop_instance_uid: str = ""
    sha256: str = ""
    archived_sha256: str = ""
    kind: str = ""
    stamp: str = ""
    findings: tuple[Finding, ...] = ()


def row_of(
    entry: Entry,
    outcome: Outcome,
    instance: Instance,
    archived: str = "",
    sha256: str = "",
    *findings: Finding,
) -> Row:
    """The row of an instance."""
    return Row(
        entry.path,
        entry.size,
        outcome,
        archived,
        instance.sop_instance_uid,
        sha256,
        stamp=entry.stamp,
        findings=findings,
    )
