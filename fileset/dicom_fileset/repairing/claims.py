"""Which record stands for which file: by its File ID, else by its SOP Instance UID."""

import os
from collections.abc import Sequence

from ..file_ids import FileID
from ..findings import finding
from ..medium_names import is_safe
from ..model import Finding, Instance, Where
from .before import Before
from .medium import Medium


class Claims:
    """Records held against the files of a medium.

    Attributes
    ----------
    record_of
        By where a file lies, the index of the one record that stands for it.
    instance_of
        By the index of such a record, the instance in its file.
    unmet
        By the index of every other record that refers to a file, why it stands for none.
    renamed
        Those of them whose files are not where they say.
    reserved
        Files that only inactive records refer to: nothing brings them back.
    """

    def __init__(self, before: Sequence[Before], medium: Medium) -> None:
        self.record_of: dict[FileID, int] = {}
        self.instance_of: dict[int, Instance] = {}
        self.unmet: dict[int, Finding] = {}
        self.renamed: set[int] = set()
        self.reserved: set[FileID] = set()
        self._before = before
        self._medium = medium
        for one in before:
            if one.kind == "filed":
                self._claim(one)
            elif one.kind == "inactive":
                self._reserve(one)
        self.reserved -= self.record_of.keys()
        self._find_renamed()

    def _claim(self, one: Before) -> None:
        assert one.reference is not None  # noqa: S101 - of this kind are those that have one
        file_id = one.reference.file_id
        match = self._medium.find(file_id)
        if match is None:
            self.unmet[one.number] = _missing(one, file_id, self._medium.root)
            return
        found = self._medium.at(match)
        if isinstance(found, Finding):
            self.unmet[one.number] = found
            return
        first = self.record_of.get(match.parts)
        loser = one.number
        if first is None or (self._is_of(one.number, found) and not self._is_of(first, found)):
            self.record_of[match.parts] = one.number
            self.instance_of[one.number] = found
            loser = -1 if first is None else first
        if loser >= 0:
            self.instance_of.pop(loser, None)
            message = f"Another record refers to {'/'.join(file_id)}, too."
            where = Where("DICOMDIR", record=one.record.record_type, tag="(0004,1500)")
            self.unmet[loser] = finding("file-id-shared", message, where)

    def _is_of(self, index: int, instance: Instance) -> bool:
        reference = self._before[index].reference
        return reference is not None and reference.sop_instance_uid == instance.sop_instance_uid

    def _reserve(self, one: Before) -> None:
        match = self._medium.find(one.reference.file_id) if one.reference else None
        if match is not None:
            self.reserved.add(match.parts)

    def _find_renamed(self) -> None:
        """Files that records name otherwise: the instance is there, under another name."""
        lost: dict[str, int] = {}
        for index, why in self.unmet.items():
            reference = self._before[index].reference
            if why.code == "file-missing" and reference is not None:
                lost.setdefault(reference.sop_instance_uid, index)
        for parts, found in self._medium.files.items() if lost else ():
            if isinstance(found, Finding) or parts in self.record_of or parts in self.reserved:
                continue
            index = lost.pop(found.sop_instance_uid, -1)
            if index >= 0:
                self.record_of[parts] = index
                self.instance_of[index] = found
                self.renamed.add(index)
                del self.unmet[index]


def _missing(one: Before, file_id: FileID, root: str) -> Finding:
    shown = "/".join(file_id)
    if not is_safe(file_id):
        where = Where("DICOMDIR", record=one.record.record_type, tag="(0004,1500)")
        return finding("file-id-unsafe", f"File ID {shown!r} leads out of the file-set.", where)
    where = Where(os.path.join(root, *file_id), record=one.record.record_type)
    return finding("file-missing", f"The file {shown} is not there.", where)
