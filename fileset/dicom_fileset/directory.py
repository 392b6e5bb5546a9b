"""A directory while it is being put together: every look-up is by key, nothing is searched."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from dicom_profiles import KeyTable

from .dicomdir.keys import RecordKeys, siblings
from .identity import person
from .model import IN_USE, Branch, FileSet, Record
from .people import People
from .records.filling import Written, filled
from .records.make import record_body

_KEYS: Final = {"PATIENT": 0x0010_0020, "STUDY": 0x0020_000D, "SERIES": 0x0020_000E}


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

    @property
    def number_below(self) -> int:
        """Of records in the entity below."""
        return len(self.children or ())


_ITEM_HEAD_SIZE: Final = 42
"""Bytes of a record beside its body."""

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
        bodies = [record.body for record in file_set.records]
        self.size = sum(map(len, bodies)) + _ITEM_HEAD_SIZE * len(bodies)
        self._groups: dict[str, dict[bytes, Node]] = {name: {} for name in _KEYS}
        self._lineages: list[tuple[bytes, bytes, bytes]] = []
        self._made_of: dict[Node, Written] = {}
        self._take_over(file_set.records)

    def _take_over(self, records: Sequence[Record]) -> None:
        """Take note of where the PATIENT, STUDY and SERIES records that are there begin and end."""
        path: list[_Old] = []
        for start, end in siblings(records):
            first = records[start]
            _leave(path, first.level, start)
            if path:
                path[-1].number_before += end - start
            # Of others than groups the last alone can have any below, and is there to end with.
            for index in range(start if first.record_type in _KEYS else end - 1, end):
                _leave(path, first.level, index)
                old = _Old(records[index], path[-1].active if path else True)
                if old.active and old.record_type in _KEYS:
                    self._remember(old, path)
                path.append(old)
        _leave(path, 0, len(records))

    def _remember(self, group: "_Old", above: Sequence["_Old"]) -> None:
        key = group.keys.value(_KEYS[group.record_type])
        self._groups[group.record_type].setdefault(key, group)
        if group.record_type == "SERIES" and len(above) == 2:
            patient, study = above
            patient_id = patient.keys.value(_KEYS["PATIENT"])
            self._lineages.append((patient_id, study.keys.value(_KEYS["STUDY"]), key))

    def _append(self, parent: Node | None, node: Node) -> None:
        self.size += len(node.body) + _ITEM_HEAD_SIZE
        if parent is None:
            self.roots.append(node)
        else:
            parent.append(node)

    def series_of(self, branch: Branch) -> Node:
        """The SERIES record of a branch, made with those above it where they are not there."""
        patients, studies, all_series = self._groups.values()
        patient = patients.get(branch.patient_id)
        if patient is not None:
            self._fill(patient, "PATIENT", branch.patient, branch)
        found = all_series.get(branch.series_instance_uid)
        if found is not None:
            self._fill(found, "SERIES", branch.series, branch)
            return found
        if patient is None:
            key = ("PATIENT", branch.patient_id)
            patient = self._made(key, branch.patient, branch, None)
        study = studies.get(branch.study_instance_uid)
        if study is None:
            key = ("STUDY", branch.study_instance_uid)
            study = self._made(key, branch.study, branch, patient)
        key = ("SERIES", branch.series_instance_uid)
        return self._made(key, branch.series, branch, study)

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
        record_type, value = key
        node = self._kept.get(key)
        if node is None:
            node = Node(
                record_type,
                record_body(record_type, values, branch.character_set, b"", self.table),
            )
            if record_type != "STUDY":
                self._made_of[node] = Written(values, branch.character_set)
        self._append(parent, node)
        self._groups[record_type][value] = node
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
        series = self._groups["SERIES"].get(branch.series_instance_uid)
        return series.number_below if series else 0

    def lineages(self) -> Sequence[tuple[bytes, bytes, bytes]]:
        """Patient ID, Study and Series Instance UID of each SERIES record that was there."""
        return self._lineages

    def people(self) -> People:
        """The persons of the PATIENT records."""
        people = People()
        for record_id, node in self._groups["PATIENT"].items():
            keys = RecordKeys(node.body)
            name, birth_date = keys.value(0x0010_0010), keys.value(0x0010_0030)
            who = person(name, birth_date, keys.value(0x0010_0040), keys.value(0x0008_0005))
            people.remember(record_id, who)
        return people

    @property
    def is_empty(self) -> bool:
        """Whether there is no record."""
        return not (self.roots or self._file_set.records)

    def file_set(self) -> FileSet:
        """The value that is written: records in the order of the tree."""
        old = self._file_set
        grown = [
            (node.end, node.level + 1, node.children)
            for index in self._groups.values()
            for node in index.values()
            if isinstance(node, _Old) and node.children
        ]
        grown.append((len(old.records), 0, self.roots))
        records: list[Record] = []
        since = 0
        # Where several entities end at one place, the deepest ends first.
        for end, level, nodes in sorted(grown, key=lambda one: (one[0], -one[1])):
            records += old.records[since:end]
            records += _flattened(nodes, level)
            since = end
        return FileSet(old.file_set_uid, old.file_set_id, tuple(records), old.preface, old.epilogue)


class _Old(Node):
    """A record that was there; of what is below it the tree has only what is new.

    Attributes
    ----------
    level
        Of the record.
    active
        Whether it and those above it are in use.
    end
        Index of the record after all that are below it.
    number_before
        Of records below it that were there.
    """

    def __init__(self, record: Record, active_above: bool) -> None:
        super().__init__(record.record_type, record.body, record.in_use)
        self.level = record.level
        self.active = active_above and bool(record.in_use)
        self.end = 0
        self.number_before = 0

    @property
    def number_below(self) -> int:
        return self.number_before + super().number_below

    @cached_property
    def keys(self) -> RecordKeys:
        """Its elements."""
        return RecordKeys(self.body)


def _leave(path: list[_Old], level: int, index: int) -> None:
    """Those of a path that end before a record of a level."""
    while len(path) > level:
        path.pop().end = index


def _flattened(nodes: list[Node], level: int) -> Iterator[Record]:
    open_entities = [iter(nodes)]
    while open_entities:
        node = next(open_entities[-1], None)
        if node is None:
            open_entities.pop()
            continue
        yield Record(node.record_type, level + len(open_entities) - 1, node.body, node.in_use)
        if node.children:
            open_entities.append(iter(node.children))
