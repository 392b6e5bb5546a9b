"""A medium with what its maker should not have put there, on which directories are laid."""

import os
from contextlib import suppress
from pathlib import Path

from dicom_fileset import FileSetCreator
from file_sets import instance, save, write_instances
from fuzzing import hostile_names


class Medium:
    """A file-set whose DICOMDIR is exchanged, and traps beside it.

    Parameters
    ----------
    folder
        An empty one.  The root is a folder in it, and beside that is what nobody may touch.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "medium"
        self.outside = folder / "outside"
        write_instances(folder / "in")
        save(instance(), self.outside / hostile_names.VICTIM)
        save(instance(), folder / hostile_names.VICTIM)
        with FileSetCreator(self.root, file_set_id="FUZZ") as creator:
            creator.add(folder / "in")
        write_instances(self.root)  # as DCMTK and GDCM name them
        self._set_traps()
        self._directory = self.root / "DICOMDIR"
        self._directory.unlink()

    def _set_traps(self) -> None:
        victim = self.outside / hostile_names.VICTIM
        with suppress(OSError, NotImplementedError):  # where links are for administrators
            (self.root / hostile_names.LINK_OUT).symlink_to(victim)
            (self.root / hostile_names.FOLDER_OUT).symlink_to(
                self.outside, target_is_directory=True
            )
            (self.root / hostile_names.LOOP).symlink_to(self.root / hostile_names.LOOP)
        with suppress(OSError, AttributeError):
            os.mkfifo(self.root / hostile_names.PIPE)
        for name in ("C:", "NUL", "IMAGES\\IM0001", "IM0001.", "\u00c9TUDE"):
            with suppress(OSError, ValueError):
                (self.root / name).write_bytes(b"no instance")

    def lay(self, data: bytes) -> Path:
        """Make this the DICOMDIR; the root."""
        self._directory.write_bytes(data)
        return self.root
