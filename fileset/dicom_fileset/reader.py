"""FSR: shows what a file-set holds, from its directory alone."""

import os
from collections.abc import Iterator
from typing import Final, NamedTuple

from .commit.recovery import is_unfinished
from .dicomdir.keys import RecordKeys, Reference, reference_of, with_path
from .evidence import directory_read
from .file_ids import FileID
from .findings import finding
from .ledger import keep
from .medium_names import MediumNames, is_safe
from .model import FileSet, Finding, Record, Where
from .opening import open_file_set
from .records.keys import KEYS
from .report import ListedInstance, ReadReport
from .text import decoded

_CHARACTER_SET = 0x0008_0005


class FileSetReader:
    """Reads a file-set (PS3.10 8.3, the role of File-set Reader); no instance file is opened.

    >>> reader = FileSetReader("disc")                               # doctest: +SKIP
    >>> for instance in reader: print(instance.path)                 # doctest: +SKIP

    Parameters
    ----------
    root
        The folder of the file-set, or its DICOMDIR.

    Raises
    ------
    DamagedFileSet
        There is no DICOMDIR, or it cannot be understood at all.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        opened = open_file_set(root)
        self.root = opened.root
        self._file_set = opened.file_set
        self._names = MediumNames(opened.root)
        self._told = keep("FSR", "read", directory_read(opened.file_set))

    @property
    def file_set(self) -> FileSet:
        """The directory as a value."""
        return self._file_set

    def __iter__(self) -> Iterator[ListedInstance]:
        """Every instance that a record refers to, in the order of the tree."""
        levels: dict[int, RecordKeys] = {}
        texts: _Texts | None = None
        for record, above in with_path(self._file_set.records):
            keys = RecordKeys(record.body)
            levels[record.level] = keys
            reference = reference_of(keys)
            if reference is None:
                texts = None
                continue
            if texts is None or texts.above is not above:
                texts = _texts(above, levels)
            yield self._listed(record, reference, texts)

    def _listed(self, record: Record, reference: Reference, texts: "_Texts") -> ListedInstance:
        file_id = reference.file_id
        match = self._names.find(file_id)
        if match is not None:
            path = self._names.path(match)
        else:
            path = os.path.join(self.root, *file_id) if is_safe(file_id) else ""
        return ListedInstance(
            file_id,
            path,
            record.record_type,
            reference.sop_class_uid,
            reference.sop_instance_uid,
            reference.transfer_syntax_uid,
            texts.patient_id,
            texts.patient_name,
            texts.study_instance_uid,
            texts.series_instance_uid,
            texts.modality,
            match is not None,
        )

    def find(self, file_id: FileID) -> str | None:
        """The path of a file of the set; ``None`` where it is missing or outside of the root."""
        match = self._names.find(file_id)
        return self._names.path(match) if match else None

    def report(self) -> ReadReport:
        """Everything, in the form that machines read."""
        instances = tuple(self)
        findings = list(self._file_set.findings)
        if is_unfinished(self.root):
            message = "A change of this file-set was broken off."
            findings.append(finding("unfinished-change", message, Where(path=self.root)))
        findings += self._told
        for one in instances:
            findings += _about_file(one)
        file_set = self._file_set
        return ReadReport(
            self.root, file_set.file_set_id, file_set.file_set_uid, instances, tuple(findings)
        )


class _Texts(NamedTuple):
    """What the records above an instance say, once for all instances below them."""

    above: tuple[Record, ...]
    patient_id: str
    patient_name: str
    study_instance_uid: str
    series_instance_uid: str
    modality: str


_SHOWN: Final = (
    ("PATIENT", "PatientID"),
    ("PATIENT", "PatientName"),
    ("STUDY", "StudyInstanceUID"),
    ("SERIES", "SeriesInstanceUID"),
    ("SERIES", "Modality"),
)


def _texts(above: tuple[Record, ...], levels: dict[int, RecordKeys]) -> _Texts:
    by_type = {record.record_type: levels[record.level] for record in above}
    return _Texts(above, *(_text(by_type.get(kind), keyword) for kind, keyword in _SHOWN))


def _text(keys: RecordKeys | None, keyword: str) -> str:
    if keys is None:
        return ""
    return decoded(keys.value(KEYS[keyword][0]), keys.value(_CHARACTER_SET))


def _about_file(one: ListedInstance) -> list[Finding]:
    if one.present:
        return []
    shown = "/".join(one.file_id)
    where = Where(path=one.path or "DICOMDIR", record=one.record_type, tag="(0004,1500)")
    if not one.path:
        message = f"File ID {shown!r} leads out of the file-set."
        return [finding("file-id-unsafe", message, where)]
    return [finding("file-missing", f"The file {shown} is not there.", where)]
