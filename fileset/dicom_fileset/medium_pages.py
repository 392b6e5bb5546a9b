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
from .model import FileSet, Finding, Where
from .pdi.contents import contents
from .pdi.medium import medium_findings
from .pdi.pages import Beside, Pages, made_for, page_names
from .pdi.terms import ENTRY, PdiTerms, web_files
from .place.copy import copy_file, write_file
from .scan.failure import ScanFailure

_FOR_PAGES: Final = 1 << 16
"""Bytes that are kept free for the pages, before what they say is known."""
_OF_PAGES: Final = frozenset(
    {"pdi-readme-missing", "pdi-page-missing", "pdi-page-link", "pdi-page-stale"}
)
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
    Refused
        Pages or web content that are not ours are there.
    """

    def __init__(self, root: str, terms: PdiTerms | None) -> None:
        self._root = root
        self._pages = Pages(terms) if terms is not None else None
        self._web = web_files(terms) if terms is not None else ()
        if self._web:
            _check_no_web_content(root)
        there = _pages_there(root) if terms is not None else frozenset()
        self._names = {
            name: _NEW_NAMES[name] if name in there else name
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

    def findings(self) -> list[Finding]:
        """What of the medium is not as IHE PDI asks, though its pages and records are."""
        return list(medium_findings(self._root)) if self._pages is not None else []

    def foreseen(self) -> list[Finding]:
        """The same, before the pages are there."""
        return [one for one in self.findings() if one.code not in _OF_PAGES]

    def write(self, change: Change, file_set: FileSet, dicomdir: bytes) -> None:
        """Write all of it.

        Parameters
        ----------
        file_set, dicomdir
            As the directory will have it, and its bytes.

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
        for name, page in self._pages.of(what, self._beside(what.folders), dicomdir).items():
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


def _pages_there(root: str) -> frozenset[str]:
    """The pages that will be made anew: those that we have made.

    Raises
    ------
    Refused
        There are others.
    """
    if not os.path.isdir(root):
        return frozenset()
    page, _ = page_names()
    ours = made_for(root, page) is not None
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        same = name in page_names() or os.path.lexists(os.path.join(root, name.upper()))
        if name.upper() in page_names() and not (ours and same):
            message = f"There is a page {name} that was not made by dicom-fileset."
            raise Refused(finding("pdi-page-there", message, Where(path=path)))
    return frozenset(one for one in page_names() if os.path.lexists(os.path.join(root, one)))


def _check_no_web_content(root: str) -> None:
    names = os.listdir(root) if os.path.isdir(root) else []
    for name in names:
        if name.upper() == pdi().files.web_folder:
            message = f"There is web content already, in {name}."
            where = Where(path=os.path.join(root, name))
            raise Refused(finding("pdi-web-content-there", message, where))


def _passed_by(name: str) -> bool:
    return is_leftover(name) or name in OWN_NAMES
