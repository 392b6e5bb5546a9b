"""What becomes of an instance whose SOP Instance UID the archive has already."""

from typing import NamedTuple

from msgspec.structs import replace

from ..findings import finding
from ..model import Finding, Instance, Where
from .copying import Copies
from .manifest import Manifest
from .media import Entry
from .model import OnDuplicate, Row, row_of


class Refusal(Exception):
    """The whole import ends here, as it was asked to."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.path)
        self.row = row


class Settled(NamedTuple):
    """What the archive has of an instance.

    Attributes
    ----------
    row
        Of one that is not to be kept; ``None`` for one that is.
    altered
        Of one that is to be kept since a file of the archive is equal to it no more.
    """

    row: Row | None = None
    altered: tuple[Finding, ...] = ()


class Duplicates:
    """Knows what the archive has.

    An equal content is linked: its row names the one that is there, once that has proven by its
    digest to be what came in.  That is a row and no second
    name in the file system, since one content has one path under a layout.

    Parameters
    ----------
    copies, manifest
        Of the archive.
    policy
        What to do with another content of a UID.
    """

    def __init__(self, copies: Copies, manifest: Manifest, policy: OnDuplicate) -> None:
        self._copies = copies
        self._manifest = manifest
        self._policy = policy

    def settle(self, entry: Entry, instance: Instance, sha256: str) -> Settled:
        """Whether one is to be kept, and what there is to say of it.

        Parameters
        ----------
        sha256
            Of the file on its medium.

        Raises
        ------
        Refusal
            It is another content, which ends the import.
        """
        altered: list[Finding] = []
        equals = self._manifest.equals(instance.sop_instance_uid, sha256, aside=entry.path)
        for equal, wanted in equals.items():
            if not self._copies.holds(equal):
                continue
            if self._copies.digest(self._copies.path(equal)) == wanted:
                row = row_of(entry, "linked", instance, equal, sha256, *altered)
                return Settled(row if wanted == sha256 else replace(row, archived_sha256=wanted))
            altered.append(_altered(entry, equal))
        if altered or self._policy == "keep-both" or not self.others(entry, instance):
            return Settled(altered=tuple(altered))
        if self._policy == "skip":
            found = self.differs(entry, instance, "archive-duplicate")
            return Settled(row_of(entry, "skipped", instance, "", sha256, found))
        found = self.differs(entry, instance, "duplicate-refused")
        raise Refusal(row_of(entry, "refused", instance, "", sha256, found))

    def others(self, entry: Entry, instance: Instance) -> int:
        """How many contents the archive has under the UID of an instance, none of them equal."""
        first = self._manifest.held(instance.sop_instance_uid, aside=entry.path)
        if not first or not self._copies.holds(first):
            return 0
        return self._manifest.count(instance.sop_instance_uid, aside=entry.path)

    def differs(self, entry: Entry, instance: Instance, code: str) -> Finding:
        """What there is to say of another content."""
        first = self._manifest.held(instance.sop_instance_uid, aside=entry.path)
        message = f"The archive has another content of its SOP Instance UID: {first}."
        return finding(code, message, Where(path=entry.path))


def _altered(entry: Entry, archived: str) -> Finding:
    """What there is to say of a file of the archive that has been changed, or cannot be read."""
    message = f"The archive's file is not what it was when it came in: {archived}."
    return finding("archive-altered", message, Where(path=entry.path))
