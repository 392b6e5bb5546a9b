"""Pages and web content of an IHE PDI medium, written within the change that makes its file-set."""

import os
from collections.abc import Sequence
from typing import Final

from dicom_profiles import is_leftover
from dicom_profiles.pdi import pdi

from .commit import Change
from .commit.journal import OWN_NAMES, RENEWALS
from .errors import Refused
from .file_ids import DICOMDIR, FileID
from .findings import finding
from .model import FileSet, Where
from .pdi.contents import contents
from .pdi.pages import Beside, Pages, page_names
from .pdi.terms import ENTRY, PdiTerms, web_files
from .place.copy import copy_file, write_file
from .scan.failure import ScanFailure

_FOR_PAGES: Final = 1 << 16
"""Bytes that are kept free for the pages, before what they say is known."""
_NEW_NAMES: Final = {name: new for new, name in RENEWALS.items()}


class MediumPages:
    """What a change writes beside the instances; nothing, where no terms ask for it.

    Attributes
    ----------
    file_ids
        Of all that will be written.
    size
        Bytes that it takes, as far as that can be told before.

    Parameters
    ----------
    root
        Of the medium.
    terms
        What is asked; ``None`` where it is no IHE PDI medium.

    Raises
    ------
    UsageError
        A template or the web content is not as it must be.
    """

    def __init__(self, root: str, terms: PdiTerms | None) -> None:
        self._root = root
        self._pages = Pages(terms) if terms is not None else None
        self._web = web_files(terms) if terms is not None else ()
        self._names = {
            name: _NEW_NAMES[name] if os.path.lexists(os.path.join(root, name)) else name
            for name in (page_names() if terms is not None else ())
        }
        self.file_ids: tuple[FileID, ...] = (
            *((name,) for name in self._names.values()),
            *(one.file_id for one in self._web),
        )
        self.size = sum(one.size for one in self._web) + _FOR_PAGES * bool(self._names)

    @property
    def renew(self) -> Sequence[tuple[str, str]]:
        """Pages that take the place of older ones: under which name each lies, and its own."""
        return [(new, name) for name, new in self._names.items() if new != name]

    def write(self, change: Change, file_set: FileSet) -> None:
        """Write all of it.

        Parameters
        ----------
        file_set
            As the directory will have it.

        Raises
        ------
        OSError
            The medium takes it no more.
        Refused
            Web content cannot be read.
        """
        for one in self._web:
            try:
                copy_file(one.path, change.path_for(one.file_id))
            except ScanFailure as failure:
                message = f"It cannot be read: {failure}."
                unread = finding("pdi-web-content", message, Where(path=one.path))
                raise Refused(unread) from failure
        if self._pages is None:
            return
        what = contents(file_set)
        for name, page in self._pages.of(what, self._beside(what.folders)).items():
            write_file(page, change.path_for((self._names[name],)))

    def _beside(self, folders: Sequence[str]) -> Beside:
        files = pdi().files
        known = {DICOMDIR, *RENEWALS, *page_names(), files.web_folder, *folders}
        others = [
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in sorted(os.scandir(self._root), key=lambda entry: entry.name)
            if entry.name.upper() not in known and not _passed_by(entry.name)
        ]
        web = os.path.lexists(os.path.join(self._root, files.web_folder, ENTRY))
        return Beside(web, tuple(others))


def _passed_by(name: str) -> bool:
    return is_leftover(name) or name in OWN_NAMES
