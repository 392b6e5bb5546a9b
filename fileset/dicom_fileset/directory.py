"""A directory while it is being put together: every look-up is by key, nothing is searched."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from dicom_profiles import KeyTable

from .dicomdir.keys import RecordKeys
from .identity import person
from .model import IN_USE, Branch, FileSet, Record
from .people import People
from .records.filling import Written, filled
from .records.make import record_body

_LEVELS: Final = {"PATIENT": 0, "STUDY": 1, "SERIES": 2}


class Node:
    """A record with the entity below it."""

    __slots__ = ("body", "children", "in_use", "record_type")

    def __init__(self, record_type: str, body: bytes, in_use: int = IN_USE) -> None:
        self.record_type = record_type
        self.body = body
        self.in_use = in_use
        self.children: list[Node] | None = None

    def append(self, child: "Node") -> None:
        """Put a record at the end of the entity below."""
        if self.children is None:
            self.children = []
        self.children.append(child)


GroupKey = tuple[str, bytes]
"""PATIENT, STUDY or SERIES, and what tells its records apart: Patient ID or UID."""

_NONE_KEPT: Final[Mapping[GroupKey, Node]] = MappingProxyType({})


class Directory:
    """The records of a file-set, growing.

    Parameters
    ----------
    file_set
        What is there already; its records are kept to the byte and in their order.
    table
        The Types that a profile gives to additional keys of new records.
    kept
        Records that stand nowhere yet: each is taken where one of its key would be made.
    """

    def __init__(
        self,
        file_set: FileSet,
        table: KeyTable | None = None,
        kept: Mapping[GroupKey, Node] = _NONE_KEPT,
    ) -> None:
        self._file_set = file_set
        self._kept = kept
        self.table = table or KeyTable()
        self.roots: list[Node] = []
        self.size = 0
        self._patients: dict[bytes, Node] = {}
        self._made_of: dict[Node, Written] = {}
        self._studies: dict[bytes, Node] = {}
        self._series: dict[bytes, Node] = {}
        self._take_over(file_set.records)

    def _take_over(self, records: tuple[Record, ...]) -> None:
        path: list[Node] = []
        indices = {
            "PATIENT": (self._patients, 0x0010_0020),
            "STUDY": (self._studies, 0x0020_000D),
            "SERIES": (self._series, 0x0020_000E),
        }
        for record in records:
            node = Node(record.record_type, record.body, record.in_use)
            del path[record.level :]
            self._append(path[-1] if path else None, node)
            path.append(node)
            if record.record_type in indices and all(one.in_use for one in path):
                index, tag = indices[record.record_type]
                index.setdefault(RecordKeys(record.body).value(tag), node)

    def _append(self, parent: Node | None, node: Node) -> None:
        self.size += len(node.body) + 42
        if parent is None:
            self.roots.append(node)
        else:
            parent.append(node)

    def series_of(self, branch: Branch) -> Node:
        """The SERIES record of a branch, made with those above it where they are not there."""
        patient = self._patients.get(branch.patient_id)
        if patient is not None:
            self._fill(patient, "PATIENT", branch.patient, branch)
        found = self._series.get(branch.series_instance_uid)
        if found is not None:
            self._fill(found, "SERIES", branch.series, branch)
            return found
        if patient is None:
            key = ("PATIENT", branch.patient_id)
            patient = self._made(key, branch.patient, branch, None)
            self._patients[branch.patient_id] = patient
        study = self._studies.get(branch.study_instance_uid)
        if study is None:
            key = ("STUDY", branch.study_instance_uid)
            study = self._made(key, branch.study, branch, patient)
            self._studies[branch.study_instance_uid] = study
        key = ("SERIES", branch.series_instance_uid)
        series = self._made(key, branch.series, branch, study)
        self._series[branch.series_instance_uid] = series
        return series

    def _fill(
        self, node: Node, record_type: str, values: tuple[bytes, ...], branch: Branch
    ) -> None:
        """Give a record of our making what its first file did not know: name, institution."""
        known = self._made_of.get(node)
        if known is None or known.values is values or b"" not in known.values:
            return
        fuller = filled(known, Written(values, branch.character_set))
        if fuller is not known:
            self._made_of[node] = fuller
            self.size -= len(node.body)
            node.body = record_body(record_type, *fuller, b"", self.table)
            self.size += len(node.body)

    def _made(
        self, key: GroupKey, values: tuple[bytes, ...], branch: Branch, parent: Node | None
    ) -> Node:
        node = self._kept.get(key)
        if node is None:
            record_type, _ = key
            node = Node(
                record_type,
                record_body(record_type, values, branch.character_set, b"", self.table),
            )
            if record_type != "STUDY":
                self._made_of[node] = Written(values, branch.character_set)
        self._append(parent, node)
        return node

    def add(self, branch: Branch | None, record_type: str, body: bytes) -> None:
        """Put an instance's record at the end of its series, or of the root entity."""
        self.put(branch, Node(record_type, body))

    def put(self, branch: Branch | None, node: Node) -> Node | None:
        """Put a record at the end of a series, or of the root entity; the record above it."""
        parent = None if branch is None else self.series_of(branch)
        self._append(parent, node)
        return parent

    def count_in_series(self, branch: Branch) -> int:
        """How many records there are below the SERIES record of a branch."""
        series = self._series.get(branch.series_instance_uid)
        return len(series.children or ()) if series else 0

    def people(self) -> People:
        """The persons of the PATIENT records."""
        people = People()
        for record_id, node in self._patients.items():
            keys = RecordKeys(node.body)
            name, birth_date = keys.value(0x0010_0010), keys.value(0x0010_0030)
            who = person(name, birth_date, keys.value(0x0010_0040), keys.value(0x0008_0005))
            people.remember(record_id, who)
        return people

    def file_set(self) -> FileSet:
        """The value that is written: records in the order of the tree."""
        old = self._file_set
        records = tuple(_flattened(self.roots))
        return FileSet(old.file_set_uid, old.file_set_id, records, old.preface, old.epilogue)


def _flattened(roots: list[Node]) -> Iterator[Record]:
    open_entities = [iter(roots)]
    while open_entities:
        node = next(open_entities[-1], None)
        if node is None:
            open_entities.pop()
            continue
        yield Record(node.record_type, len(open_entities) - 1, node.body, node.in_use)
        if node.children:
            open_entities.append(iter(node.children))
