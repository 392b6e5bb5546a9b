"""What is on a medium before any instance is read: its files, its directories, what they list."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..dicomdir.keys import RecordKeys, Reference, reference_of, with_path
from ..directory_file import directory_in
from ..errors import FileSetError
from ..file_ids import DICOMDIR
from ..findings import finding
from ..folder_names import folded
from ..medium_names import Names, is_safe
from ..model import FileSet, Finding, Where
from .entry_paths import EntryPaths
from .media import Entry, Limits, Medium
from .reading import reason_of

_MOST_DIRECTORY_BYTES: Final = 1 << 30


class Directory(NamedTuple):
    """A DICOMDIR of the medium: its path there, and what it says."""

    path: str
    file_set: FileSet


class Survey(NamedTuple):
    """A medium looked at.

    Attributes
    ----------
    entries
        Its files, in the order in which they lie.
    directories
        Every DICOMDIR that can be read, the outermost first.
    listed
        By path of an entry, what a record says of it.
    missing
        File IDs of records whose file is not there, and the Finding that says so.
    findings
        What was wrong with the directories.
    """

    entries: list[Entry]
    directories: tuple[Directory, ...]
    listed: dict[str, Reference]
    missing: dict[str, Finding]
    findings: tuple[Finding, ...]

    def directory_paths(self) -> frozenset[str]:
        """Paths of the directories: each is read already."""
        return frozenset(one.path for one in self.directories)


def survey(medium: Medium, limits: Limits) -> Survey:
    """Look at a medium: list its files, read its directories."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for entry in medium.entries():
        if len(entries) >= limits.most_entries:
            message = f"It has more than {limits.most_entries} files; the rest was not looked at."
            findings.append(finding("medium-limit", message, Where(path=medium.path)))
            break
        entries.append(entry)
    findings += medium.findings
    entries = sorted(_told_apart(entries, findings), key=_place)
    directories = tuple(_directories(medium, entries, findings))
    listed: dict[str, Reference] = {}
    missing: dict[str, Finding] = {}
    paths = EntryPaths(entries)
    for directory in directories:
        _match(directory, paths, listed, missing)
    # What a File ID that is refused would have named may be there: a file has one row.
    findings += [missing.pop(name) for name in list(missing) if name in paths]
    return Survey(entries, directories, listed, missing, tuple(findings))


def _told_apart(entries: list[Entry], findings: list[Finding]) -> Iterator[Entry]:
    """Entries whose paths are no two alike: each has its row."""
    seen: Counter[str] = Counter()
    taken = {entry.path for entry in entries}
    for entry in entries:
        seen[entry.path] += 1
        number = seen[entry.path]
        if number == 1:
            yield entry
            continue
        message = f"The medium has this name {number} times."
        findings.append(finding("entry-name-twice", message, Where(path=entry.path)))
        path = f"{entry.path} [{number}]"
        while path in taken:
            path += "'"
        taken.add(path)
        yield entry._replace(path=path)


def _place(entry: Entry) -> tuple[int, str]:
    return entry.position, entry.path


def _directories(
    medium: Medium, entries: list[Entry], findings: list[Finding]
) -> Iterator[Directory]:
    found = [one for one in entries if one.obstacle is None and folded(one.name) == DICOMDIR]
    for entry in sorted(found, key=lambda one: (one.path.count("/"), one.path)):
        where = Where(path=entry.path)
        try:
            file_set = directory_in(_content(medium, entry), entry.path)
        except OSError as error:
            message = f"The DICOMDIR cannot be read: {reason_of(error)}."
            findings.append(finding("directory-missing", message, where))
        except FileSetError as error:
            findings.append(finding(error.finding.code, error.finding.message, where))
        else:
            findings += file_set.findings
            yield Directory(entry.path, file_set)


def _content(medium: Medium, entry: Entry) -> bytes:
    if entry.size > _MOST_DIRECTORY_BYTES:
        raise OSError(0, "it is too large for a directory")
    data = bytearray(entry.size)
    view = memoryview(data)
    source = medium.open(entry)
    try:
        while view and (length := source.readinto(view)):
            view = view[length:]
    finally:
        source.close()
    return bytes(data[: len(data) - len(view)])


def _match(
    directory: Directory,
    paths: EntryPaths,
    listed: dict[str, Reference],
    missing: dict[str, Finding],
) -> None:
    folder = directory.path.rpartition("/")[0]
    names = Names(paths.below(folder))
    for record, _ in with_path(directory.file_set.records):
        reference = reference_of(RecordKeys(record.body))
        if reference is None:
            continue
        shown = "/".join(reference.file_id)
        where = Where(directory.path, None, record.record_type, "(0004,1500)")
        if not is_safe(reference.file_id):
            message = f"File ID {shown!r} leads out of the file-set."
            missing[shown] = finding("file-id-unsafe", message, where)
            continue
        match = names.find(reference.file_id)
        path = _joined(folder, *match.parts) if match is not None else ""
        if path in paths:
            listed.setdefault(path, reference)
        else:
            missing[_joined(folder, shown)] = finding(
                "file-missing", f"The file {shown} is not there.", where
            )


def _joined(folder: str, *parts: str) -> str:
    return "/".join((folder, *parts) if folder else parts)
