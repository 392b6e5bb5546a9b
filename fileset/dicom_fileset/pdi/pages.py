"""INDEX.HTM and README.TXT: Jinja2 templates, ours or a site's, filled with what is on a medium."""

import hashlib
import os
import re
from collections.abc import Collection
from datetime import date
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import msgspec
from dicom_profiles.pdi import pdi

from ..errors import UsageError
from ..findings import finding
from ..medium_links import open_inside
from ..model import Where
from ..version import __version__
from .contents import Contents, Kind, Patient, Series, Study
from .terms import PdiTerms

MARK: Final = b"<!-- made by dicom-fileset for the DICOMDIR %s -->\n"
_MARK: Final = re.compile(re.escape(MARK.rstrip()).replace(b"%s", b"([0-9a-f]{32})"))
_OURS: Final = os.path.join(os.path.dirname(__file__), "templates")


class Beside(NamedTuple):
    """What a medium holds beside the file-set and its pages.

    Attributes
    ----------
    web_content
        Whether there is web content.
    others
        Names in the root; a folder with a slash at its end.
    """

    web_content: bool = False
    others: tuple[str, ...] = ()

    def without(self, words: Collection[str]) -> "Beside":
        """What has none of these words in its name."""
        kept = (one for one in self.others if not any(word in one.upper() for word in words))
        return Beside(self.web_content, tuple(kept))


def digest_of(dicomdir: bytes) -> str:
    """What stands for a DICOMDIR on the page that was made for it: its SHA-256, shortened."""
    return hashlib.sha256(dicomdir).hexdigest()[:32]


def made_for(root: str, page: str) -> str | None:
    """The digest of the DICOMDIR that a page was made for; ``None`` where it is none of ours."""
    try:
        with open_inside(root, page) as stream:
            stream.seek(max(os.fstat(stream.fileno()).st_size - 4 * len(MARK), 0))
            found = _MARK.search(stream.read())
    except OSError:
        return None
    return found[1].decode() if found else None


class Pages:
    """The pages of an IHE PDI medium (IHE RAD TF-3 4.47.4.1.2.2).

    Parameters
    ----------
    terms
        What is asked of them.

    Raises
    ------
    UsageError
        A template cannot be read, or cannot be filled.
    """

    def __init__(self, terms: PdiTerms) -> None:
        self._terms = terms
        self._templates = {name: _template(name, terms.templates) for name in page_names()}
        self.of(_SAMPLE, Beside(web_content=True, others=("VIEWER/",)))

    def of(self, contents: Contents, beside: Beside, dicomdir: bytes = b"") -> dict[str, bytes]:
        """Each page by its name, for what is on a medium.

        Parameters
        ----------
        contents, beside
            What the medium holds.
        dicomdir
            Its DICOMDIR: the page says for which it was made.
        """
        shown = contents
        if not self._terms.names_patients:
            shown, beside = contents.without_names(), beside.without(contents.words())
        values = {
            "terms": _printable(self._terms),
            "contents": shown,
            "beside": beside,
            "files": pdi().files,
            "created": date.today().isoformat(),  # noqa: DTZ011 - the day where the medium is made
            "product": f"dicom-fileset {__version__}",
        }
        made = {name: self._page(name, values) for name in page_names()}
        made[pdi().files.page] += MARK % digest_of(dicomdir).encode()
        return made

    def _page(self, name: str, values: dict[str, object]) -> bytes:
        try:
            text: str = self._templates[name].render(values)
        except Exception as error:  # whatever a site's template does, it is told where it does it
            raise UsageError(_failure(self._templates[name], error)) from error
        if name == pdi().files.page:
            return text.encode("utf-8", "xmlcharrefreplace")
        # An old editor on Windows is what opens it on a ward.
        encoding = "ascii" if text.isascii() else "utf-8-sig"
        return "\r\n".join(text.splitlines()).encode(encoding, "replace") + b"\r\n"


def page_names() -> tuple[str, str]:
    """The names of the pages in the root of a medium."""
    return pdi().files.page, pdi().files.readme


def _template(name: str, folder: str) -> Any:
    from jinja2 import (  # noqa: PLC0415 - who asks for no pages does not wait for it
        FileSystemLoader,
        StrictUndefined,
        TemplateError,
    )
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    if folder:
        _check_folder(folder)
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([folder, _OURS] if folder else [_OURS]),
        undefined=StrictUndefined,
        autoescape=name == pdi().files.page,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["address"] = quote
    try:
        return environment.get_template(name)
    except (TemplateError, OSError, UnicodeError) as error:
        where = Where(path=os.path.join(folder, name))
        line = getattr(error, "lineno", None)
        message = f"{f'Line {line}: ' if line else ''}{_sentence(error)}"
        raise UsageError(finding("pdi-template", message, where)) from error


def _failure(template: Any, error: Exception) -> Any:
    """What went wrong in a template, and in which line of it."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == template.filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    message = f"{f'Line {line}: ' if line else ''}{_sentence(error)}"
    return finding("pdi-template", message, Where(path=template.filename))


def _sentence(error: Exception) -> str:
    return f"{str(error).rstrip('.') or type(error).__name__}."


def _check_folder(folder: str) -> None:
    """See that the folder of a site's templates has one, by a name that is found everywhere."""
    try:
        names = os.listdir(folder)
    except OSError as error:
        message = f"{error.strerror or type(error).__name__}."
        raise UsageError(finding("pdi-template", message, Where(path=folder))) from error
    for name in names:
        if name.upper() in page_names() and name not in page_names():
            message = f"Its name must be {name.upper()}."
            raise UsageError(finding("pdi-template", message, Where(os.path.join(folder, name))))
    if not set(names).intersection(page_names()):
        message = f"There is neither {' nor '.join(page_names())} in it."
        raise UsageError(finding("pdi-template", message, Where(path=folder)))


def _printable(terms: PdiTerms) -> PdiTerms:
    """Texts without control characters, which no page can have (XML 1.0, 2.2)."""
    texts = {
        name: "".join(letter if letter.isprintable() else " " for letter in getattr(terms, name))
        for name in ("institution", "contact", "disclaimer")
    }
    return msgspec.structs.replace(terms, **texts)


_SERIES: Final = Series("1", "CT", "Thorax", "General Hospital", 2)
_STUDY: Final = Study("2024-05-17", "Thorax", "A1", (_SERIES,))
_PERSON: Final = Patient("Doe, Jane", "1", "1970-01-01", "F", (_STUDY,))
_SAMPLE: Final = Contents(
    (Kind("CT", 1, 2),), 1, 1, 1, 2, ("DICOM",), ("General Hospital",), (_PERSON,)
)
"""What templates are tried with, before anything is written."""
