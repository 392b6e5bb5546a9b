"""What a person asks of an IHE PDI medium beside its instances."""

import os
from typing import Final, NamedTuple

import msgspec
from dicom_profiles import is_leftover, reserved_names
from dicom_profiles.pdi import is_pdi_name, pdi

from ..errors import UsageError
from ..file_ids import FileID
from ..findings import finding
from ..model import Finding, Where
from ..scan.sources import source_files

ENTRY: Final = "INDEX.HTM"
"""Where web content begins."""
_PREAMBLE_BYTES: Final = 128


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
        The folder is none, has no :data:`ENTRY`, or holds what cannot be on the medium: links
        lead from file to file, so none is renamed and none left away.
    """
    if not terms.web_content:
        return ()
    start = len(os.path.join(terms.web_content, ""))
    found = []
    for one in source_files([terms.web_content], follow_links=False, passed_by=is_leftover):
        if isinstance(one, Finding):
            if one.code == "leftover":
                continue
            raise _refused(one.message, one.where.path)
        file_id = (pdi().files.web_folder, *one[start:].split(os.sep))
        found.append(WebFile(one, file_id, os.path.getsize(one)))
        _check(found[-1])
    if not any(one.file_id[1:] == (ENTRY,) for one in found):
        raise _refused(f"Web content begins with {ENTRY}, and there is none.", terms.web_content)
    return tuple(found)


def _check(one: WebFile) -> None:
    shown = "/".join(one.file_id)
    if not all(map(is_pdi_name, one.file_id)):
        raise _refused(f"{shown} is no name of ISO 9660 Level 1 (8.3, A-Z 0-9 _).", one.path)
    if len(one.file_id) > pdi().names.most_levels:
        raise _refused(f"{shown} lies deeper than {pdi().names.most_levels} levels.", one.path)
    if any(part.partition(".")[0] in reserved_names() for part in one.file_id):
        raise _refused(f"Windows cannot open {shown}.", one.path)
    if is_dicom(one.path):
        message = "It is a DICOM file: instances go to a folder of their own."
        raise _refused(message, one.path)


def is_dicom(path: str) -> bool:
    """Whether a file begins as DICOM files do (PS3.10 7.1)."""
    try:
        with open(path, "rb") as stream:
            return stream.read(_PREAMBLE_BYTES + 4)[_PREAMBLE_BYTES:] == b"DICM"
    except OSError:
        return False


def _refused(message: str, path: str | None) -> UsageError:
    return UsageError(finding("pdi-web-content", message, Where(path=path)))
