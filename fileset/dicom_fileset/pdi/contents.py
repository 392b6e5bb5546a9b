"""What a file-set holds, as its pages tell it: read from the directory, and from it alone."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from ..dicomdir.keys import RecordKeys, reference_of, with_path
from ..model import FileSet
from ..records.keys import KEYS
from ..text import decoded

_WORD: Final = re.compile(r"\w+")
_SHORTEST_WORD: Final = 3
_CHARACTER_SET: Final = KEYS["SpecificCharacterSet"][0]


class Series(msgspec.Struct, frozen=True):
    """A series as a page shows it."""

    number: str
    modality: str
    description: str
    institution: str
    instances: int


class Study(msgspec.Struct, frozen=True):
    """A study as a page shows it; the date as ``2024-05-17`` where it is one."""

    date: str
    description: str
    accession_number: str
    series: tuple[Series, ...]

    @property
    def instances(self) -> int:
        """How many it has."""
        return sum(one.instances for one in self.series)


class Patient(msgspec.Struct, frozen=True):
    """A patient as a page shows them."""

    name: str
    patient_id: str
    birth_date: str
    sex: str
    studies: tuple[Study, ...]


class Kind(msgspec.Struct, frozen=True):
    """How much there is of one modality; empty for what belongs to no series."""

    modality: str
    series: int
    instances: int


class Contents(msgspec.Struct, frozen=True):
    """What a file-set holds.

    Attributes
    ----------
    kinds
        By modality, the most instances first.
    patients, studies, series, instances
        How many there are.
    folders
        In the root, with the files that records refer to.
    institutions
        That the series name.
    people
        Who they are, with their studies.
    """

    kinds: tuple[Kind, ...] = ()
    patients: int = 0
    studies: int = 0
    series: int = 0
    instances: int = 0
    folders: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    people: tuple[Patient, ...] = ()

    def without_names(self) -> "Contents":
        """The numbers alone, and folders whose names say nothing of a patient."""
        words = self.words()
        folders = tuple(one for one in self.folders if not any(word in one for word in words))
        return msgspec.structs.replace(self, folders=folders, institutions=(), people=())

    def words(self) -> frozenset[str]:
        """Words by which a patient may be known, in upper case: of three letters and more."""
        texts = (text for one in self.people for text in (one.name, one.patient_id))
        words = (word for text in texts for word in _WORD.findall(text.upper()))
        return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


class _Node:
    """A record that groups others, while what is below it is counted."""

    def __init__(self, keys: RecordKeys | None) -> None:
        self.keys = keys
        self.instances = 0
        self.below: list[_Node] = []

    def text(self, keyword: str) -> str:
        if self.keys is None:
            return ""
        found = decoded(self.keys.value(KEYS[keyword][0]), self.keys.value(_CHARACTER_SET))
        # No page can have control characters (XML 1.0, 2.2).
        return "".join(filter(str.isprintable, found)).strip()


_LEVELS: Final = ("PATIENT", "STUDY", "SERIES")


def contents(file_set: FileSet) -> Contents:
    """What a file-set holds, by its directory.

    Parameters
    ----------
    file_set
        As it was read, or as it will be written.
    """
    root = _Node(None)
    at: dict[int, _Node] = {}
    folders: dict[str, None] = {}
    for record, above in with_path(file_set.records):
        if record.record_type in _LEVELS:
            node = at[record.level] = _Node(RecordKeys(record.body))
            (at[record.level - 1] if above else root).below.append(node)
        elif record.in_use:
            nearest = [one.level for one in above if one.record_type in _LEVELS]
            (at[nearest[-1]] if nearest else root).instances += 1
            reference = reference_of(RecordKeys(record.body))
            if reference is not None and len(reference.file_id) > 1:
                folders[reference.file_id[0]] = None
    people = tuple(map(_patient, root.below))
    series = [one for person in people for study in person.studies for one in study.series]
    return Contents(
        tuple(_kinds(series, root)),
        len(people),
        sum(len(one.studies) for one in people),
        len(series),
        root.instances + sum(map(_total, root.below)),
        tuple(folders),
        tuple(dict.fromkeys(one.institution for one in series if one.institution)),
        people,
    )


def _total(node: _Node) -> int:
    return node.instances + sum(map(_total, node.below))


def _kinds(series: Iterable[Series], root: _Node) -> Iterator[Kind]:
    counts: Counter[str] = Counter()
    instances: Counter[str] = Counter({"": root.instances})
    for one in series:
        counts[one.modality] += 1
        instances[one.modality] += one.instances
    for modality, number in instances.most_common():
        if number:
            yield Kind(modality, counts[modality], number)


def _patient(node: _Node) -> Patient:
    return Patient(
        person_name(node.text("PatientName")),
        node.text("PatientID"),
        dated(node.text("PatientBirthDate")),
        node.text("PatientSex"),
        tuple(map(_study, node.below)),
    )


def _study(node: _Node) -> Study:
    return Study(
        dated(node.text("StudyDate")),
        node.text("StudyDescription"),
        node.text("AccessionNumber"),
        tuple(map(_series, node.below)),
    )


def _series(node: _Node) -> Series:
    return Series(
        node.text("SeriesNumber"),
        node.text("Modality"),
        node.text("SeriesDescription"),
        node.text("InstitutionName"),
        _total(node),
    )


def dated(text: str) -> str:
    """A date as people of all countries read it; anything else as it is.

    >>> dated("20240517"), dated("1.4.1999")
    ('2024-05-17', '1.4.1999')
    """
    if len(text) == 8 and text.isdecimal():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def person_name(text: str) -> str:
    """A Person Name (PS3.5 6.2.1) as people write it, each of its groups that has something.

    >>> person_name("Yamada^Tarou=山田^太郎"), person_name("Mueller^Anna^^Dr.")
    ('Yamada, Tarou (山田, 太郎)', 'Mueller, Anna, Dr.')
    """
    groups = [", ".join(filter(None, map(str.strip, one.split("^")))) for one in text.split("=")]
    first, *others = [one for one in groups if one] or [""]
    return f"{first} ({'; '.join(others)})" if others else first
