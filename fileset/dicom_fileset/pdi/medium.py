"""A medium held against IHE PDI (IHE RAD TF-3 4.47): names, pages, what records refer to."""

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from dicom_profiles import is_leftover
from dicom_profiles.pdi import is_pdi_name, pdi

from ..commit.journal import OWN_NAMES
from ..file_ids import DICOMDIR, FileID
from ..findings import finding
from ..limits import LIMITS
from ..medium_links import open_inside
from ..medium_names import is_safe
from ..model import Finding, Record, Where
from .pages import digest_of, made_for
from .terms import is_dicom


def misplaced(file_id: FileID) -> str:
    """Why a file of this File ID cannot be an instance of a medium, as a code; or empty."""
    if len(file_id) == 1:
        return "pdi-instance-in-root"
    return "pdi-instance-in-web" if file_id[0].upper() == pdi().files.web_folder else ""


def is_beside(parts: FileID) -> bool:
    """Whether a file is a page of a medium, or web content, by its names below the root."""
    files = pdi().files
    first = parts[0].upper()
    if len(parts) == 1:
        return first in {files.page, files.readme}
    return first == files.web_folder


def record_findings(record: Record, file_id: FileID, where: Where) -> Iterator[Finding]:
    """What of a record is not as IHE PDI asks.

    Parameters
    ----------
    file_id
        That it refers to; empty where it refers to none.
    where
        Of the record.
    """
    if record.record_type in pdi().records.forbidden:
        yield finding("pdi-record-type", f"There is a {record.record_type} record.", where)
    code = misplaced(file_id) if file_id else ""
    if code:
        yield finding(code, f"A record refers to {'/'.join(file_id)}.", where)


def medium_findings(root: str) -> Iterator[Finding]:
    """What of the names and pages of a medium is not as IHE PDI asks; no instance is opened."""
    files = pdi().files
    names = {entry.name.upper(): entry.name for entry in _entries(root)}
    yield from _pages(root, names)
    for one in pdi().discouraged:
        if one.name in names:
            where = Where(path=os.path.join(root, names[one.name]))
            yield finding("pdi-autorun", f"There is {names[one.name]}.", where)
    for name in names.values():
        upper = name.upper()
        if upper.startswith(pdi().names.reserved_prefix) and upper != files.web_folder:
            where = Where(path=os.path.join(root, name))
            yield finding("pdi-name-reserved", f"{name} begins with IHE.", where)
    yield from _names(root, 1, in_web=False)


def _pages(root: str, names: dict[str, str]) -> Iterator[Finding]:
    files, where = pdi().files, Where(path=root)
    if files.readme not in names:
        yield finding("pdi-readme-missing", f"There is no {files.readme} in the root.", where)
    if files.page in names:
        page = os.path.join(root, names[files.page])
        yield from _links(root, names[files.page])
        if made_for(root, names[files.page]) not in {None, _digest(root)}:
            message = f"{names[files.page]} tells what the medium held before."
            yield finding("pdi-page-stale", message, Where(path=page))
    elif files.web_folder in names:
        message = f"There is web content, and no {files.page} in the root."
        yield finding("pdi-page-missing", message, where)


def _digest(root: str) -> str:
    try:
        with open_inside(root, DICOMDIR) as stream:
            return digest_of(stream.read())
    except OSError:
        return ""


def _names(folder: str, level: int, *, in_web: bool) -> Iterator[Finding]:
    for entry in _entries(folder):
        where = Where(path=entry.path)
        if not is_pdi_name(entry.name.upper()):
            message = f"{entry.name} is no name of ISO 9660 Level 1."
            yield finding("pdi-name", message, where)
        elif not is_pdi_name(entry.name):
            yield finding("pdi-name-case", f"{entry.name} is not in upper case.", where)
        if level > pdi().names.most_levels:
            yield finding("pdi-levels", f"{entry.name} lies on level {level}.", where)
        if entry.is_dir(follow_symlinks=False):
            web = in_web or (level == 1 and entry.name.upper() == pdi().files.web_folder)
            yield from _names(entry.path, level + 1, in_web=web)
        elif in_web and entry.is_file(follow_symlinks=False) and is_dicom(entry.path):
            yield finding("pdi-instance-in-web", f"{entry.name} is a DICOM file.", where)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What lies in a folder, but for what operating systems leave on media and what is ours."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []  # a folder that cannot be read is told by those who look for files in it
    return [one for one in found if not _passed_by(one.name)]


def _passed_by(name: str) -> bool:
    told = {one.name for one in pdi().discouraged}
    return name in OWN_NAMES or (is_leftover(name) and name.upper() not in told)


class _Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value and tag != "base":
                self.found[value] = None


def _links(root: str, page: str) -> Iterator[Finding]:
    """Links of the page that lead to nothing on the medium, or away from it."""
    where = Where(path=os.path.join(root, page))
    try:
        with open_inside(root, page) as stream:
            links = _Links()
            links.feed(stream.read(LIMITS.value_bytes).decode(errors="replace"))
    except OSError as error:
        message = f"The page cannot be read: {error.strerror or type(error).__name__}."
        yield finding("pdi-page-link", message, where)
        return
    for link in links.found:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            continue  # the rest of the world, and places in the page itself, are not ours to test
        path = tuple(one for one in unquote(parts.path).split("/") if one not in {"", "."})
        if not is_safe(path) or not os.path.lexists(os.path.join(root, *path)):
            yield finding("pdi-page-link", f"The page leads to {link}, which is not there.", where)
