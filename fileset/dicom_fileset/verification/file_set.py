"""The whole of a file-set checked: directory, records, files, and what no record lists."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import msgspec
from dicom_profiles import Profile, is_leftover

from ..commit.backup import is_backup
from ..commit.journal import OWN_NAMES
from ..commit.recovery import is_unfinished
from ..conformity.keeping import profile_of_set
from ..conformity.records import GROUPING
from ..conformity.terms import refuse_secure
from ..conformity.told import overview_of
from ..dicomdir.keys import RecordKeys, Reference, reference_of, with_path
from ..evidence import directory_read
from ..executables import HEAD_BYTES, preamble_findings, preamble_of
from ..file_ids import COMPONENT, DICOMDIR, FileID
from ..finding_tables.pdi import PDI_CODES
from ..finding_tables.profile import PROFILE_CODES
from ..findings import finding
from ..ledger import keep
from ..medium_names import Match, MediumNames, is_safe
from ..model import Finding, Instance, ParentKeys, Record, Where
from ..opening import Opened, open_file_set
from ..pdi.medium import is_beside, medium_findings
from ..pdi.medium import record_findings as pdi_findings
from ..plan import remark_findings
from ..progress import Progress, silent
from ..report import VerifyReport
from ..scan.contradictions import contradiction_findings
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from ..scan.sources import source_files
from ..scan.telling import scanned_finding
from .files import file_findings, first_file_findings, parent_findings
from .profile import ProfileChecks
from .records import RecordChecks
from .sound import NOT_ITS_FAULT, Sound

_STEP = 64


def verify(
    root: str | os.PathLike[str],
    *,
    profile: Profile | None = None,
    pdi: bool = False,
    pixels: bool = False,
    jobs: int = 1,
    progress: Progress = silent,
) -> VerifyReport:
    """Hold a file-set against PS3.3 Annex F, PS3.10 clause 8, and a profile where one is named.

    Parameters
    ----------
    root
        The folder of the file-set, or its DICOMDIR.
    profile
        An Application Profile (PS3.11).
    pdi
        Whether to hold it against IHE PDI (IHE RAD TF-3 4.47), too; with the profile that it was
        made for, where none is named.
    pixels
        Whether to decode every frame, too; of a video, which is not decoded, its container.
    jobs
        Processes that decode.
    progress
        Told how far things are.

    Returns
    -------
    VerifyReport
        ``conforms`` is whether no Finding is an error; ``profile_conforms`` whether no Finding
        that is one is about the profile, or about what every profile asks.

    Raises
    ------
    DamagedFileSet
        There is no DICOMDIR, or it cannot be understood at all.
    UsageError
        The profile asks for Secure DICOM Files.
    """
    if profile is not None:
        refuse_secure(profile)
    opened = open_file_set(root)
    findings = list(opened.file_set.findings)
    if is_unfinished(opened.root):
        message = "A change of this file-set was broken off."
        findings.append(finding("unfinished-change", message, Where(path=opened.root)))
    findings += _of_preamble(os.path.join(opened.root, opened.dicomdir_name))
    if pdi and profile is None:
        profile = profile_of_set(
            opened.root, overview_of(opened.file_set.records), of_pdi=True
        ).profile
    checks = _FileSetChecks(opened, profile, Sound(pixels=pixels), pdi=pdi)
    total = len(opened.file_set.records)
    records, number = with_path(opened.file_set.records), 0
    while batch := list(islice(records, _STEP)):
        findings += checks.records(batch)
        number += len(batch)
        if not number % _STEP:
            progress("verifying", number, total)
    findings += checks.unlisted()
    findings += checks.of_profile()
    if pdi:
        findings += medium_findings(opened.root)
    if pixels:
        findings += checks.sound.decode(jobs, progress)
    report = _report(opened.root, tuple(findings), profile, pdi=pdi)
    held = profile if profile is not None and report.profile_conforms else None
    name, medium = (held.name, held.medium) if held is not None else ("", "")
    performed = [*directory_read(opened.file_set), *checks.sound.performed()]
    told = keep("FSR", "verify", performed, name, medium)
    return msgspec.structs.replace(report, findings=(*report.findings, *told))


def _of_preamble(path: str) -> tuple[Finding, ...]:
    """Whether the DICOMDIR is an executable, too; of instances their scan tells it."""
    with open(path, "rb") as file:
        verdict = preamble_of(file.read(HEAD_BYTES))
    return preamble_findings(path, verdict) if verdict == "executable" else ()


def _report(
    root: str, findings: tuple[Finding, ...], profile: Profile | None, *, pdi: bool
) -> VerifyReport:
    errors = [one.code for one in _wrong(findings) if one.code not in NOT_ITS_FAULT]
    conforms = all(code in PROFILE_CODES or code in PDI_CODES for code in errors)
    if profile is None:
        return VerifyReport(root, conforms, findings)
    # A set conforms to a profile, and nothing is "DICOM conformant" (PS3.2 7.5).
    lies = any(one.code == "stream-differs" for one in findings)
    fits = not lies and all(code in PDI_CODES for code in errors)
    statement = f"this file-set {_how(fits)} to {profile.name}"
    if not pdi:
        return VerifyReport(root, conforms, findings, profile.name, fits, statement)
    portable = fits and not errors
    statement += f"; this medium {_how(portable)} to IHE PDI"
    return VerifyReport(root, conforms, findings, profile.name, fits, statement, portable)


def _wrong(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity == "error"]


def _how(conforms: bool) -> str:
    return "conforms" if conforms else "does not conform"


def passed_by(name: str) -> bool:
    """Whether a name is of an operating system's making, or of ours."""
    legal = COMPONENT.fullmatch(name) is not None
    return (is_leftover(name) and not legal) or name in OWN_NAMES or is_backup(name)


class _File(NamedTuple):
    """The file of a record: where it is, and the instance in it and what else is wrong with it.

    A Finding says why there is no instance.
    """

    match: Match
    found: tuple[Instance, ScanFailure | None] | Finding


class _FileSetChecks:
    """Checks on one file-set, with what they have in common."""

    def __init__(self, opened: Opened, profile: Profile | None, sound: Sound, *, pdi: bool) -> None:
        self.sound = sound
        self._pdi = pdi
        self._profile = ProfileChecks(profile) if profile else None
        self._root = opened.root
        self._dicomdir_name = opened.dicomdir_name
        self._names = MediumNames(opened.root)
        self._records = RecordChecks()
        self._scanner = Scanner()
        self._listed: set[FileID] = set()
        self._levels: dict[int, RecordKeys] = {}
        self._above: tuple[Record, ...] = ()
        self._parents: dict[str, RecordKeys] = {}
        self._with_file: dict[int, RecordKeys] = {}
        self._agreed: set[tuple[int, ParentKeys]] = set()
        self._agreed_last: tuple[dict[str, RecordKeys], ParentKeys] | None = None

    def records(self, batch: list[tuple[Record, tuple[Record, ...]]]) -> Iterator[Finding]:
        """Records with those above them, and the files they refer to.

        First all of them are read, then all are checked: either is quicker by itself.
        """
        keys = [RecordKeys(record.body) for record, _ in batch]
        references = [reference_of(one) for one in keys]
        files = [self._read(one) if one else None for one in references]
        for (record, above), own, reference, file in zip(
            batch, keys, references, files, strict=True
        ):
            self._levels[record.level] = own
            if not record.in_use:
                # Whoever marked it inactive took it away: it lists nothing, its file may stay.
                self._listed.update([file.match.parts] if file is not None else [])
                continue
            about = tuple(self._records.check(record, above, own, reference))
            yield from about
            if self._pdi:
                file_id = reference.file_id if reference else ()
                where = Where("DICOMDIR", record=record.record_type)
                yield from pdi_findings(record, file_id, where)
            if reference is not None and file is not None:
                told = tuple(self._file(record, own, reference, file, self._parents_of(above)))
                yield from told
                if not isinstance(file.found, Finding):
                    self.sound.take(file.found[0], sound=not _wrong((*about, *told)))
            elif reference is not None and is_safe(reference.file_id):
                path = os.path.join(self._root, *reference.file_id)
                where = Where(path, record=record.record_type)
                yield finding("file-missing", "The file of a record is not there.", where)

    def _read(self, reference: Reference) -> _File | None:
        match = self._names.find(reference.file_id)
        if match is None:
            return None
        path = self._names.path(match)
        try:
            return _File(match, self._scanner.scan_whole(path))
        except (ScanFailure, OSError) as failure:
            return _File(match, scanned_finding(path, failure))

    def _parents_of(self, above: tuple[Record, ...]) -> dict[str, RecordKeys]:
        """The records above by their type; the same object for siblings."""
        if above is not self._above:
            self._above = above
            self._parents = {one.record_type: self._levels[one.level] for one in above}
        return self._parents

    def _file(
        self,
        record: Record,
        keys: RecordKeys,
        reference: Reference,
        file: _File,
        parents: dict[str, RecordKeys],
    ) -> Iterator[Finding]:
        """The file that a record refers to."""
        match, found = file
        self._listed.add(match.parts)
        if not match.exact:
            message = f"The directory names it {'/'.join(reference.file_id)}."
            yield finding("file-name-case", message, Where(path=self._names.path(match)))
        if isinstance(found, Finding):
            # Here it matters that it is no DICOM file: a record says that it is one.
            code = "damaged" if found.severity == "note" else found.code
            yield finding(code, found.message, found.where)
            return
        instance, defect = found
        if defect is not None:
            where = Where(instance.path, defect.offset, record.record_type)
            code = "trailing-data" if defect.code == "trailing-data" else "incomplete"
            yield finding(
                code, f"The file is not as long as its elements say ({defect.code}).", where
            )
        if instance.remarks:
            yield from remark_findings(instance)
        yield from contradiction_findings(instance, hopeless=self._profile is None)
        if self._profile is not None:
            yield from self._profile.instance(instance, record, keys, parents)
        yield from file_findings(instance, record, keys, reference)
        last = self._agreed_last
        if last is None or last[0] is not parents or last[1] is not instance.parents:
            yield from self._branch(instance, parents)

    def _branch(self, instance: Instance, parents: dict[str, RecordKeys]) -> Iterator[Finding]:
        """An instance, and the records above it."""
        for level, above in parents.items():
            if level in GROUPING and id(above) not in self._with_file:
                self._with_file[id(above)] = above
                yield from first_file_findings(instance, level, above)
        series = id(parents.get("SERIES"))
        if series in self._with_file and (series, instance.parents) in self._agreed:
            self._agreed_last = parents, instance.parents
            return
        found = tuple(parent_findings(instance, parents))
        if not found:
            self._agreed.add((series, instance.parents))
        yield from found

    def of_profile(self) -> Iterator[Finding]:
        """What of the records above instances is not as the profile says."""
        if self._profile is not None:
            yield from self._profile.above()

    def unlisted(self) -> Iterator[Finding]:
        """Files below the root that no record refers to (PS3.10 8.4)."""
        start = len(os.path.join(self._root, ""))
        for one in source_files([self._root], follow_links=False, passed_by=passed_by):
            if isinstance(one, Finding):
                if one.code != "leftover":
                    yield one
                continue
            parts = tuple(one[start:].split(os.sep))
            if parts in self._listed or parts == (self._dicomdir_name,):
                continue
            if not (self._pdi and is_beside(parts)):
                yield self._about_unlisted(one, parts)

    def _about_unlisted(self, path: str, parts: FileID) -> Finding:
        try:
            self._scanner.scan(path)
        except (ScanFailure, OSError) as failure:
            code = getattr(failure, "code", "unreadable")
            if code in {"not-dicom", "empty-file"}:
                message = "It is no DICOM file and no record refers to it."
                return finding("file-not-dicom", message, Where(path=path))
        name = "/".join(parts)
        if parts[-1].upper() == DICOMDIR:
            message = f"{name} is another DICOMDIR in the file-set."
            return finding("file-unlisted", message, Where(path=path))
        return finding("file-unlisted", f"No record refers to {name}.", Where(path=path))
