"""Where instances go in an archive: a template, and the path that it gives to each of them.

A template is components between ``/``, of plain text and of keywords in braces:
``{PatientID}/{StudyDate}-{Modality}/{SeriesNumber:04}/{SOPInstanceUID}.dcm``.
No path leads out of the archive or into its work folder, none begins with a dot, every system takes
it, and no two instances have one: the last keyword is the SOP Instance UID.
"""

import re
from difflib import get_close_matches
from string import Formatter
from typing import Final, NamedTuple

import msgspec

from ..errors import UsageError
from ..findings import finding
from ..model import Instance
from .layout_values import SOP_INSTANCE_UID, VALUES, value_of
from .safe_names import (
    LONG,
    LONGEST_UID,
    SHORT,
    described,
    digest,
    identified,
    shown,
    uid_name,
    whole_name,
)
from .work_folder import WORK_FOLDER, names_work_folder

DEFAULT_TEMPLATE: Final = "{StudyInstanceUID}/{SeriesInstanceUID}/{SOPInstanceUID}.dcm"
"""Tells nothing of the patient, and puts a series into one folder."""

MOST_COMPONENTS: Final = 8
MOST_NAME_BYTES: Final = 255
"""Of one name, in UTF-8: ext4, APFS, NTFS and exFAT all take it."""
MOST_PATH_BYTES: Final = 800
"""Of all components of a path: macOS takes 1,024 with the archive's own."""

_LEAST_ROOM: Final = 2 * SHORT
_FOR_BESIDE: Final = 10
_SPEC: Final = re.compile(
    r"(?:0(?P<width>[1-9][0-9]?)|\.(?P<first>[1-9][0-9]?)|(?P<digest>digest))?"
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}")


class Field(NamedTuple):
    """A keyword of a template, and how its value is shown.

    Attributes
    ----------
    width
        Digits of a number, filled up with zeros; 0: as it is.
    first
        How many letters are shown; 0: all.
    digest
        Whether a digest stands for the value.
    room
        Bytes that it may have.
    """

    keyword: str
    width: int = 0
    first: int = 0
    digest: bool = False
    room: int = 0


class Layout(msgspec.Struct, frozen=True):
    """A template that was understood.

    Attributes
    ----------
    template
        As it was written.
    components
        Its text and keywords, name by name.
    """

    template: str
    components: tuple[tuple[str | Field, ...], ...]

    def path(self, instance: Instance, beside: int = 0) -> tuple[str, ...]:
        """The names of an instance's path below the archive; always the same for the same values.

        Parameters
        ----------
        instance
            Whose values are shown; one that is empty is shown as ``_``.
        beside
            1 to 99,999,999 for further contents under one SOP Instance UID.
        """
        *folders, name = self.components
        path = tuple(_name(folder, instance) for folder in folders)
        if beside:
            place = 1 + max(n for n, part in enumerate(name) if isinstance(part, Field))
            name = (*name[:place], f"+{beside}", *name[place:])
        top, *below = (*path, _name(name, instance))
        return (f"_{top}" if names_work_folder(top) else top, *below)

    def beside(self, path: str, number: int) -> str:
        """The path of a further content under one SOP Instance UID, from that of the first.

        Parameters
        ----------
        path
            That :meth:`path` gave, ``/`` between its names.
        number
            1 to 99,999,999.

        >>> layout("{PatientID}/{SOPInstanceUID}.dcm").beside("A/1.2.dcm", 3)
        'A/1.2+3.dcm'
        """
        *_, name = self.components
        place = 1 + max(n for n, part in enumerate(name) if isinstance(part, Field))
        after = "".join(part for part in name[place:] if isinstance(part, str))
        return f"{path.removesuffix(after)}+{number}{after}"


def _name(parts: tuple[str | Field, ...], instance: Instance) -> str:
    return whole_name(
        "".join(part if isinstance(part, str) else _value(part, instance) for part in parts)
    )


def _value(field: Field, instance: Instance) -> str:
    text = value_of(field.keyword, instance)
    if field.keyword == SOP_INSTANCE_UID:
        return digest(text, LONG) if field.digest else uid_name(text)
    if field.digest:
        return digest(text)
    if field.width and _NUMBER.fullmatch(text):
        return f"{int(text):0{field.width}}"
    if field.first:
        return described(text[: field.first], field.room)
    make = identified if VALUES[field.keyword].identifies else described
    return make(text, field.room)


def layout(template: str = DEFAULT_TEMPLATE) -> Layout:
    """A template understood.

    >>> [len(name) for name in layout().components]
    [1, 1, 2]

    Raises
    ------
    UsageError
        ``layout-invalid``: what is wrong with it, and what there is.
    """
    names = _split(template)
    if len(names) > MOST_COMPONENTS:
        raise _wrong(template, f"it has {len(names)} names, over {MOST_COMPONENTS}")
    room = min(MOST_NAME_BYTES, MOST_PATH_BYTES // len(names) - 1)
    for name in names:
        _check_text(template, name)
    _check_top(template, names[0])
    _check_last(template, names[-1])
    return Layout(template, tuple(_with_room(template, name, room) for name in names))


def _wrong(template: str, why: str) -> UsageError:
    return UsageError(finding("layout-invalid", f"The layout {template!r} cannot be used: {why}."))


def _split(template: str) -> list[list[str | Field]]:
    """The parts of each name."""
    names: list[list[str | Field]] = [[]]
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as error:
        raise _wrong(template, f"{error} (keywords stand in braces)") from error
    for text, keyword, spec, conversion in parsed:
        for count, part in enumerate(text.split("/")):
            if count:
                names.append([])
            if part:
                names[-1].append(part)
        if keyword is not None:
            if conversion:
                raise _wrong(template, f"!{conversion} has no meaning in it")
            names[-1].append(_field(template, keyword, spec or ""))
    return names


def _field(template: str, keyword: str, spec: str) -> Field:
    if keyword not in VALUES:
        near = get_close_matches(keyword, VALUES, n=1)
        hint = f", do you mean {{{near[0]}}}?" if near else ";"
        there = ", ".join(VALUES)
        raise _wrong(template, f"it can name no {{{keyword}}}{hint} there are {there}")
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise _wrong(
            template,
            f"{{{keyword}:{spec}}} says {spec!r}; write {{{keyword}:04}} for a number of four"
            f" digits, {{{keyword}:.4}} for its first four letters, or {{{keyword}:digest}}",
        )
    width, first = int(found["width"] or 0), int(found["first"] or 0)
    return Field(keyword, width, first, found["digest"] is not None)


def _check_text(template: str, name: list[str | Field]) -> None:
    """Whether the plain text of a name can stand in one."""
    if not name:
        raise _wrong(template, "a name is empty: it begins or ends with /, or has // in it")
    texts = [part for part in name if isinstance(part, str)]
    for text in texts:
        bad = next((letter for letter in text if shown(f"x{letter}x", 16) != f"x{letter}x"), "")
        if bad:
            raise _wrong(template, f"{bad!r} may stand in no name (names are separated by /)")
    if isinstance(name[0], str) and name[0].startswith((".", " ", "-", "~")):
        raise _wrong(template, f"a name may not begin with {name[0][0]!r}")
    if isinstance(name[-1], str) and name[-1].endswith((".", " ")):
        raise _wrong(template, f"a name may not end with {name[-1][-1]!r}")


def _check_top(template: str, name: list[str | Field]) -> None:
    """Whether the first name leaves the folder of ours alone, in which unfinished files go."""
    texts = [part for part in name if isinstance(part, str)]
    if len(texts) == len(name) and names_work_folder("".join(texts)):
        raise _wrong(template, f"{WORK_FOLDER} is the archive's own folder: name another")


def _check_last(template: str, name: list[str | Field]) -> None:
    """Whether the last name tells instances apart, whatever their other values are."""
    places = [n for n, part in enumerate(name) if isinstance(part, Field)]
    last = name[places[-1]] if places else None
    if last not in (Field(SOP_INSTANCE_UID), Field(SOP_INSTANCE_UID, digest=True)):
        why = "its last keyword must be {SOPInstanceUID} or {SOPInstanceUID:digest}"
        raise _wrong(template, f"{why}, behind the last /, for no two instances may have one path")
    before = name[places[-1] - 1] if places[-1] else ""
    if isinstance(before, Field) or before[-1:].isalnum() or before.endswith("."):
        raise _wrong(template, "a mark like - or _ must stand before {SOPInstanceUID}")


def _with_room(template: str, name: list[str | Field], room: int) -> tuple[str | Field, ...]:
    """Fields with the bytes that they may have, so that the whole name is not too long."""
    texts = sum(len(part.encode()) for part in name if isinstance(part, str))
    fields = [part for part in name if isinstance(part, Field)]
    uids = sum(field.keyword == SOP_INSTANCE_UID for field in fields)
    left = room - 1 - texts - uids * (LONGEST_UID + _FOR_BESIDE)
    each = left // max(len(fields) - uids, 1)
    if left < 0 or (len(fields) > uids and each < _LEAST_ROOM):
        raise _wrong(template, f"a name of it is too long: it may have {room} bytes")
    return tuple(part._replace(room=each) if isinstance(part, Field) else part for part in name)
