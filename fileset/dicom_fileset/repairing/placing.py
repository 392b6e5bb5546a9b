"""Where instances go in a repair: they stay where they lie, or are copied under legal names."""

from collections.abc import Iterable, Mapping

from ..file_ids import DICOMDIR, FileID, FileIDs, is_legal, is_reserved
from ..model import Branch, Finding, Instance
from ..plan import MUST_BE_REWRITTEN, CopyPlacing, Course, InPlacePlacing


class StayPlacing:
    """Each instance where it lies; what had a record keeps it, whatever the name or the file is.

    Parameters
    ----------
    root
        Of the file-set.
    listed
        By path, the File ID of the record that stands for a file.
    """

    def __init__(self, root: str, listed: Mapping[str, FileID]) -> None:
        self._in_place = InPlacePlacing(root)
        self._listed = listed

    def course(self, instance: Instance) -> Course:
        """Nothing is done to the file."""
        return self._in_place.course(instance)

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """Its name where that is a legal one, else that of its record."""
        found = self._in_place.file_id(instance, branch)
        return self._listed.get(instance.path, found) if isinstance(found, Finding) else found


class CopyingPlacing:
    """Copied, under the File ID of the record or the name of the file where that is a legal one.

    Parameters
    ----------
    wished
        By path, the File IDs that an instance may have, the best first.
    """

    def __init__(self, wished: Mapping[str, Iterable[FileID]]) -> None:
        self._wished = wished
        taken = {one for some in wished.values() for one in some if is_legal(one)}
        self._copying = CopyPlacing(FileIDs(taken.__contains__, self._is_folder))
        self._files: set[FileID] = {(DICOMDIR,)}
        self._folders = {one[:depth] for one in taken for depth in range(1, len(one))}

    def course(self, instance: Instance) -> Course:
        """Carried byte for byte, but where no reader of media would take the file for one."""
        if MUST_BE_REWRITTEN.intersection(instance.remarks):
            return Course("re-encoded", instance.transfer_syntax_uid)
        return Course("copied", instance.transfer_syntax_uid)

    def file_id(self, instance: Instance, branch: Branch | None) -> FileID | Finding:
        """The first legal one that is free, else one made of the UIDs."""
        for wish in self._wished.get(instance.path, ()):
            if is_legal(wish) and not is_reserved(wish) and self._is_free(wish):
                self._files.add(wish)
                return wish
        return self._copying.file_id(instance, branch)

    def _is_free(self, file_id: FileID) -> bool:
        above = (file_id[:depth] for depth in range(1, len(file_id)))
        return not (file_id in self._files or self._is_folder(file_id)) and not any(
            one in self._files for one in above
        )

    def _is_folder(self, file_id: FileID) -> bool:
        return file_id in self._folders
