"""FSR: shows what a file-set holds, from its directory alone where that is whole."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from .commit.recovery import is_unfinished
from .dicomdir.keys import RecordKeys, Reference, reference_of, with_path
from .evidence import directory_read
from .file_ids import FileID
from .findings import finding
from .ledger import keep
from .limits import LIMITS, Limits
from .medium_names import MediumNames, is_safe
from .model import FileSet, Finding, Record, Where
from .opening import Opened, digest_of, open_file_set, open_medium
from .records.keys import KEYS
from .records.types import OF_FILES
from .report import ListedInstance, ReadReport
from .text import fitting
from .unlisted import unlisted_finding, unlisted_instances

_CHARACTER_SET = 0x0008_0005


class FileSetReader:
    """Reads a file-set (PS3.10 8.3, the role of File-set Reader), and mends what it meets.

    >>> reader = FileSetReader("disc")                               # doctest: +SKIP
    >>> for instance in reader: print(instance.path)                 # doctest: +SKIP

    No instance file is opened, but of a medium whose directory is missing.

    Parameters
    ----------
    root
        The folder of the file-set, or its DICOMDIR.  Where the folder has none, those below it are
        looked into; where there is none at all, the files are.
    strict
        Whether nothing is mended and nothing is looked for.
    limits
        How much a medium may make the reader do.

    Raises
    ------
    DamagedFileSet
        There is neither a DICOMDIR that can be read nor any instance.
    """

    def __init__(
        self, root: str | os.PathLike[str], *, strict: bool = False, limits: Limits = LIMITS
    ) -> None:
        self._asked = root
        self._strict = strict
        self._limits = limits
        self._opened = self._open()
        self._names = MediumNames(self._opened.root)
        if self._opened.error is not None and next(self._scanned(), None) is None:
            raise self._opened.error
        self._about_texts = Counter[_Told]()
        self._about_records: list[Finding] = []
        self._told = keep("FSR", "read", directory_read(self._opened.file_set))

    def _open(self) -> Opened:
        if self._strict:
            return open_file_set(self._asked, strict=True, limits=self._limits)
        return open_medium(self._asked, self._limits)

    @property
    def root(self) -> str:
        """The folder of the DICOMDIR, to which File IDs are relative (PS3.10 8.2)."""
        return self._opened.root

    @property
    def file_set(self) -> FileSet:
        """The directory as a value."""
        return self._opened.file_set

    def is_current(self) -> bool:
        """Whether the DICOMDIR on the medium is still the one that was read."""
        path = os.path.join(self._opened.root, self._opened.dicomdir_name)
        return not self._opened.digest or digest_of(path) in {"", self._opened.digest}

    def reread(self) -> None:
        """Read the DICOMDIR again: an updater may have replaced it.

        Raises
        ------
        DamagedFileSet
            As when it was read first.
        """
        self._opened = self._open()
        self._names = MediumNames(self._opened.root)

    def __iter__(self) -> Iterator[ListedInstance]:
        """Every instance that a record refers to, in the order of the tree.

        Of a medium without a directory, every instance that is there.
        """
        if self._opened.error is not None:
            yield from self._scanned()
            return
        self._about_texts = told = Counter[_Told]()
        self._about_records = []
        levels: dict[int, RecordKeys] = {}
        texts: _Texts | None = None
        for record, above in with_path(self.file_set.records):
            keys = RecordKeys(record.body)
            levels[record.level] = keys
            reference = reference_of(keys)
            if not keys.is_whole:
                self._about_records.append(_about_damage(record))
            if reference is None:
                texts = None
                if record.in_use and record.record_type in OF_FILES:
                    self._about_records.append(_about_reference(record))
                continue
            if texts is None or texts.above is not above:
                texts = _texts(above, levels, told)
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
            record.in_use != 0,
        )

    def find(self, file_id: FileID) -> str | None:
        """The path of a file of the set; ``None`` where it is missing or outside of the root."""
        match = self._names.find(file_id)
        return self._names.path(match) if match else None

    def unlisted(self) -> Iterator[ListedInstance]:
        """Every instance below the root that no record refers to; its files are read for that."""
        if self._opened.error is None:
            found = self._unlisted()
            yield from (one for one in found if isinstance(one, ListedInstance))

    def _scanned(self) -> Iterator[ListedInstance]:
        found = unlisted_instances(self.root, frozenset())
        return (one for one in found if isinstance(one, ListedInstance))

    def _unlisted(self) -> Iterator[ListedInstance | Finding]:
        if self._opened.error is not None:
            return iter(())
        references = (reference_of(RecordKeys(one.body)) for one in self.file_set.records)
        matches = (self._names.find(one.file_id) for one in references if one is not None)
        listed = {match.parts for match in matches if match is not None}
        return unlisted_instances(self.root, listed | {(self._opened.dicomdir_name,)})

    def report(self, *, unlisted: bool | None = None) -> ReadReport:
        """Everything, in the form that machines read.

        Where files are missing because an updater replaced the directory meanwhile, that is read
        again: what is shown is one file-set, the old or the new one.

        Parameters
        ----------
        unlisted
            Whether to show instances that no record lists, too; ``None``: where the directory is
            damaged.
        """
        instances, findings = self._settled()
        if is_unfinished(self.root):
            message = "A change of this file-set was broken off."
            findings.append(finding("unfinished-change", message, Where(path=self.root)))
        findings += self._told
        findings += self._about_records
        findings += [_about_text(told, count) for told, count in self._about_texts.items()]
        for one in instances:
            findings += self._about_file(one)
        if unlisted or (unlisted is None and not self._strict and self._is_damaged()):
            found = list(self._unlisted())
            others = tuple(one for one in found if isinstance(one, ListedInstance))
            findings += [one for one in found if isinstance(one, Finding)]
            findings += map(unlisted_finding, others)
            instances += others
        file_set = self.file_set
        return ReadReport(
            self.root, file_set.file_set_id, file_set.file_set_uid, instances, tuple(findings)
        )

    def _settled(self) -> tuple[tuple[ListedInstance, ...], list[Finding]]:
        """The instances of one file-set, whatever is being changed, and what is wrong with it."""
        rereads = self._limits.rereads
        while True:
            instances = tuple(self)
            current = all(one.present for one in instances) or self.is_current()
            if current or not rereads:
                break
            rereads -= 1
            self.reread()
        findings = [*self._opened.findings, *self.file_set.findings]
        if not current:
            message = "The directory is being changed."
            findings.append(finding("changed-meanwhile", message, Where(path=self.root)))
        return instances, findings

    def _is_damaged(self) -> bool:
        found = (*self.file_set.findings, *self._about_records)
        return any(one.severity == "error" for one in found)

    def _about_file(self, one: ListedInstance) -> list[Finding]:
        """What there is to say of where a File ID leads."""
        shown = "/".join(one.file_id)
        where = Where(path=one.path or "DICOMDIR", record=one.record_type, tag="(0004,1500)")
        if not one.path:
            message = f"File ID {shown!r} leads out of the file-set."
            return [finding("file-id-unsafe", message, where)]
        if not one.present:
            return [finding("file-missing", f"The file {shown} is not there.", where)]
        if one.listed and not one.path.endswith(os.path.join("", *one.file_id)):
            message = f"The directory names it {shown}."
            match = self._names.find(one.file_id)
            code = "file-name-ambiguous" if match and match.ambiguous else "file-name-case"
            real = os.path.relpath(one.path, self.root)
            return [finding(code, message, where, before=shown, after=real)]
        return []


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


class _Told(NamedTuple):
    """That text of a record is not of the character set that it declares."""

    record_type: str
    declared: bytes
    fitting: bytes


def _texts(
    above: tuple[Record, ...], levels: dict[int, RecordKeys], told: Counter[_Told]
) -> _Texts:
    by_type = {record.record_type: levels[record.level] for record in above}
    sets = tuple(one.value(_CHARACTER_SET) for one in by_type.values())
    others = tuple(one for one in sets if one)
    texts = []
    for kind, keyword in _SHOWN:
        keys = by_type.get(kind)
        if keys is None:
            texts.append("")
            continue
        declared = keys.value(_CHARACTER_SET)
        text, used = fitting(keys.value(KEYS[keyword][0]), declared, others)
        if used != declared:
            told[_Told(kind, declared, used)] += 1
        texts.append(text)
    return _Texts(above, *texts)


def _about_damage(record: Record) -> Finding:
    message = "Its elements are not whole: what could be read of them is shown."
    return finding("record-damaged", message, Where("DICOMDIR", record=record.record_type))


def _about_reference(record: Record) -> Finding:
    message = f"A record of type {record.record_type} refers to no file."
    return finding("record-without-file", message, Where("DICOMDIR", record=record.record_type))


def _about_text(told: _Told, count: int) -> Finding:
    declared = told.declared.decode("ascii", "replace") or "none"
    message = f"{count} texts are not in the character set {declared}."
    where = Where(path="DICOMDIR", record=told.record_type, tag="(0008,0005)")
    used = told.fitting.decode("ascii", "replace")
    return finding("character-set-wrong", message, where, before=declared, after=used)
