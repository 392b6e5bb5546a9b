"""What the ledger keeps: operations, what each performed, and what all of them come to."""

from typing import Annotated, Final, Literal

import msgspec

Role = Literal["FSC", "FSU", "FSR", ""]
"""Roles of PS3.10 8.3; empty for what is done outside of a file-set."""

Activity = Literal[
    "create",
    "update",
    "read",
    "verify",
    "import",
    "transcode",
    "migrate",
    "make",
    "render",
    "extract",
]
"""Real-world activities: engines on file-sets and instances, and what is done with reports."""

Proof = Literal[
    "decoded equal",
    "decoded near",
    "data sets equal",
    "bytes equal",
    "written",
    "header read",
    "as recorded",
    "pixels decoded",
    "directory written",
    "directory read",
    "shown",
    "extracted",
    "content read back",
]
"""How it is known that something was done.

``decoded equal``: encoded frames were decoded and are what they were.  ``decoded near``: as near as
the loss asked for allows.  ``data sets equal``: the file was written anew and reads the same.
``bytes equal``: the copy was read back.  ``written``: nobody looked
at it again.  ``header read``: the file was left where it lies.
``as recorded``: the file was opened and is what its Directory Record says.  ``pixels decoded``:
its frames were decoded from the medium.  ``directory written``, ``directory read``: the Media
Storage Directory.  ``shown``, ``extracted``, ``content read back``: a report.
"""

STORING: Final = frozenset({"FSC", "FSU"})
"""Roles that put instances on a medium."""


class Operation(msgspec.Struct, frozen=True):
    """One operation that was completed.

    Attributes
    ----------
    identifier
        Random; the same in every ledger that it is merged into.
    date
        Day, ISO 8601, UTC.
    profile
        Name of the Application Profile; empty for none.
    medium
        What the profile names as such; empty for none.
    software, versions
        Of this distribution, and of what it stands on: ``name version`` each, sorted.
    """

    identifier: str
    date: str
    role: Role
    activity: Activity
    profile: str = ""
    medium: str = ""
    software: str = ""
    versions: tuple[str, ...] = ()


class Performed(msgspec.Struct, frozen=True):
    """What an operation did with instances that are alike; neither a path nor an instance's UID.

    Attributes
    ----------
    sop_class_uid
        Of the instances.
    source_syntax_uid, transfer_syntax_uid
        Before and after.
    implementation
        That encoded (``dicom-fileset codecs``); empty where no codec was needed.
    template
        Template identifier of a report's root (PS3.16), as ``4000``; empty for everything else.
    proof
        How it is known.
    lossless
        Whether the pixels are what they were.
    count
        Instances, one or more.
    """

    sop_class_uid: str
    source_syntax_uid: str
    transfer_syntax_uid: str
    implementation: str = ""
    template: str = ""
    proof: Proof = "as recorded"
    lossless: bool = True
    count: Annotated[int, msgspec.Meta(ge=1)] = 1


class Tally(msgspec.Struct, frozen=True):
    """All that was performed alike by one version of the software: what a statement cites.

    Attributes
    ----------
    count
        Instances.
    operations
        That did it.
    first, last
        Days, ISO 8601.
    """

    role: Role
    activity: Activity
    profile: str
    medium: str
    software: str
    versions: tuple[str, ...]
    performed: Performed
    operations: int
    first: str
    last: str

    @property
    def count(self) -> int:
        """Instances."""
        return self.performed.count
