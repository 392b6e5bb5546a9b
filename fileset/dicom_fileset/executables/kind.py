"""What a file is, by its first bytes and its name."""

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from dicom_profiles import is_leftover

from .names import BUNDLES, EXTENSIONS, NAMES
from .signatures import EXECUTABLES, OTHERS, TEXTS, Signature

HEAD_BYTES: Final = 512
"""As many first bytes tell a kind; fewer do, where a file is shorter."""

_SEPARATORS: Final = re.compile(r"[/\\]")
_WHITE: Final = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_VERSION: Final = re.compile(r";[0-9]{1,5}$")
_DIRECTORY_CLASS: Final = re.compile(rb"1\.2\.840\.10008\.1\.3\.10(?![0-9.])")
_GROUP_2: Final = b"\2\0\0\0UL\4\0"
_EARLY_ELEMENTS: Final = tuple(
    (8).to_bytes(2, order) + number.to_bytes(2, order)
    for order in ("little", "big")
    for number in (0x0000, 0x0005, 0x0008, 0x0016)
)
"""What data sets begin with that have no File Meta Information."""


class KindRow(NamedTuple):
    """A kind: whether a system may run it, and what several of it are called."""

    executable: bool
    words: str


KINDS: Final = MappingProxyType(
    {
        "instance": KindRow(False, "DICOM instances"),
        "directory": KindRow(False, "DICOM directories"),
        "program": KindRow(True, "programs and their parts"),
        "script": KindRow(True, "scripts"),
        "autorun": KindRow(True, "files that start something when the medium is opened"),
        "shortcut": KindRow(True, "shortcuts"),
        "installer": KindRow(True, "installers"),
        "archive": KindRow(False, "archives"),
        "page": KindRow(False, "web pages and what belongs to them"),
        "document": KindRow(False, "documents"),
        "picture": KindRow(False, "pictures"),
        "film": KindRow(False, "films and sound"),
        "text": KindRow(False, "texts"),
        "leftover": KindRow(False, "files of an operating system"),
        "link": KindRow(False, "links"),
        "empty": KindRow(False, "empty files"),
        "other": KindRow(False, "other files"),
    }
)
"""Every kind that :func:`kind_of` tells; and ``link``, of what holds nothing to be told by."""


class Kind(NamedTuple):
    """What a file is.

    Attributes
    ----------
    name
        A key of :data:`KINDS`.
    why
        How it is known, for a person.
    """

    name: str
    why: str

    @property
    def executable(self) -> bool:
        """Whether a system may run it when somebody opens it."""
        return KINDS[self.name].executable


def kind_of(name: str, head: bytes) -> Kind:
    r"""What a file is.

    >>> kind_of("VIEWER/START.EXE;1", b"MZ\x90").name, kind_of("a.jpg", b"\x7fELF\2").name
    ('program', 'program')
    >>> kind_of("IMAGES/IM0001", bytes(128) + b"DICM\2\0\0\0UL\4\0").name
    'instance'

    What is executable by its bytes or by its name is that, whatever the other says; a DICOM file
    is one whatever its preamble and its name are (:func:`~.preamble.preamble_of` tells of those).

    Parameters
    ----------
    name
        Of the file, or its path on the medium.
    head
        Its first :data:`HEAD_BYTES` bytes, or as many as it has.
    """
    if head[128:132] == b"DICM" or head[:4] == b"DICM" or head.startswith(_GROUP_2):
        return _of_dicom(head)
    by_bytes = _by_bytes(head)
    by_name = _by_name(name)
    for kind in (by_bytes, by_name):
        if kind is not None and kind.executable:
            return kind
    if not head:
        return Kind("empty", "it is empty")
    if head.startswith(_EARLY_ELEMENTS):
        return Kind("instance", "it begins with a data element of DICOM")
    if by_name is not None and (by_name.name == "leftover" or by_bytes in {None, _ZIPPED}):
        return by_name
    return by_bytes or Kind("other", "neither its first bytes nor its name tell")


def _of_dicom(head: bytes) -> Kind:
    if _DIRECTORY_CLASS.search(head[:HEAD_BYTES]):
        return Kind("directory", "its Media Storage SOP Class UID is that of a DICOMDIR")
    return Kind("instance", "it begins as a DICOM file does")


_ZIPPED: Final = Kind("archive", "it begins as a ZIP archive does")
"""Documents are such; what they are their name says."""


def _by_bytes(head: bytes) -> Kind | None:
    found = signature_in(head, EXECUTABLES) or _text_in(head) or signature_in(head, OTHERS)
    return Kind(found.kind, f"it begins as a {found.what} does") if found else None


def signature_in(head: bytes, rows: tuple[Signature, ...]) -> Signature | None:
    """The first row that fits."""
    return next((row for row in rows if head.startswith(row.magic, row.at)), None)


def _text_in(head: bytes) -> Signature | None:
    # UTF-16 has a zero byte after or before each letter: without them it reads as ASCII.
    text = head[:HEAD_BYTES].lstrip(_WHITE).replace(b"\0", b"").lower()
    return signature_in(text, TEXTS)


def _by_name(name: str) -> Kind | None:
    *folders, last = _SEPARATORS.split(name)
    last = _VERSION.sub("", last).rstrip(". ").lower()
    if last in NAMES:
        return Kind(NAMES[last], f"it is named {last}")
    extension = last.rpartition(".")[2] if "." in last else ""
    kind = EXTENSIONS.get(extension, "")
    known = Kind(kind, f"it is named .{extension}") if kind else None
    if known is not None and known.executable:
        return known
    if any(map(is_leftover, (*folders, last))):
        return Kind("leftover", "an operating system leaves such files")
    if any(folder.lower().endswith(BUNDLES) for folder in folders):
        return Kind("program", "it lies in a folder that macOS takes for a program")
    return known
