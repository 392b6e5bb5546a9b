"""What a person asks of an IHE PDI medium beside its instances."""

import os
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from dicom_profiles.pdi import is_pdi_name, pdi

from ..errors import UsageError
from ..file_ids import FileID
from ..findings import finding
from ..model import Where

ENTRY: Final = "INDEX.HTM"
"""Where web content begins."""


class PdiTerms(msgspec.Struct, frozen=True):
    """How the pages of an IHE PDI medium are made.

    Attributes
    ----------
    institution
        That makes the medium; named on every page.
    contact
        Whom to ask about the medium.
    disclaimer
        What the institution says of its use and of privacy.
    names_patients
        Whether the page names patients, their studies, and institutions that these name.
    templates
        A folder with Jinja2 templates of the same names as the pages; those that it has not are
        ours.
    web_content
        A folder that goes on the medium as web content; its first page is :data:`ENTRY`.
    """

    institution: str = ""
    contact: str = ""
    disclaimer: str = ""
    names_patients: bool = False
    templates: str = ""
    web_content: str = ""


class WebFile(NamedTuple):
    """A file of web content: where it lies, where it goes, and its bytes."""

    path: str
    file_id: FileID
    size: int


def web_files(terms: PdiTerms) -> tuple[WebFile, ...]:
    """The files of web content, by their File IDs.

    Raises
    ------
    UsageError
        The folder is none, has no :data:`ENTRY`, or holds a name that cannot be on the medium:
        links lead from file to file, so none is renamed.
    """
    if not terms.web_content:
        return ()
    rules = pdi()
    found = tuple(_walked(terms.web_content, (rules.files.web_folder,)))
    for one in found:
        legal = all(map(is_pdi_name, one.file_id)) and len(one.file_id) <= rules.names.most_levels
        if not legal:
            message = f"{'/'.join(one.file_id)} is no name of ISO 9660 Level 1 (8.3, A-Z 0-9 _)."
            raise UsageError(finding("pdi-web-content", message, Where(path=one.path)))
    if not any(one.file_id[1:] == (ENTRY,) for one in found):
        message = f"Web content begins with {ENTRY}, and there is none."
        raise UsageError(finding("pdi-web-content", message, Where(path=terms.web_content)))
    return found


def _walked(folder: str, file_id: FileID) -> Iterator[WebFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        message = f"{error.strerror or type(error).__name__}."
        raise UsageError(finding("pdi-web-content", message, Where(path=folder))) from error
    for entry in entries:
        if entry.is_dir():
            yield from _walked(entry.path, (*file_id, entry.name))
        else:
            yield WebFile(entry.path, (*file_id, entry.name), entry.stat().st_size)
