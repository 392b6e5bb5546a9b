"""What becomes of an instance whose SOP Instance UID the archive has already."""

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


class Duplicates:
    """Knows what the archive has.

    An equal content is linked: its row names the one that is there.  That is a row and no second
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

    def settle(self, entry: Entry, instance: Instance, sha256: str) -> Row | None:
        """The row of one that is not to be kept; ``None`` for one that is.

        Parameters
        ----------
        sha256
            Of the file on its medium.

        Raises
        ------
        Refusal
            It is another content, which ends the import.
        """
        equal = self._manifest.held(instance.sop_instance_uid, sha256, aside=entry.path)
        if equal and self._copies.holds(equal):
            return row_of(entry, "linked", instance, equal, sha256)
        if self._policy == "keep-both":
            return None
        others = self.others(entry, instance)
        if not others:
            return None
        if self._policy == "skip":
            found = self.differs(entry, instance, "archive-duplicate")
            return row_of(entry, "skipped", instance, "", sha256, found)
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
