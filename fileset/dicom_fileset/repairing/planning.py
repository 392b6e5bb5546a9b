"""What is to be in a repaired file-set: each instance on the medium decided on, nothing written."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from ..branches import Branches
from ..dicomdir.keys import RecordKeys
from ..file_ids import FileID, is_legal
from ..findings import finding
from ..gathering import STEP
from ..identity import is_usable
from ..model import Decision, Finding, Instance, ParentKeys, Where
from ..opening import Opened
from ..place import same_content
from ..plan import NOT_A_FILE_FORMAT, Placing, Planner, remark_findings
from ..progress import Progress, silent
from ..verification.files import parent_findings
from .before import GROUPS, Before, lineage, records_before
from .claims import Claims
from .medium import Medium
from .placing import CopyingPlacing, StayPlacing

_STAYS: Final = frozenset({"unreadable"})
"""Why there is no instance for a record that stays: another drive may read the file."""
_IS_SHARED: Final = "file-id-shared"
_UNSAFE: Final = "file-id-unsafe"


class Planned(NamedTuple):
    """All that a repair is to do.

    Attributes
    ----------
    decisions
        On every instance that is to be in the file-set: those of records first, in their order.
    excluded
        By path, why an instance is not to be.
    staying
        Indices of records that stay though there is no instance in their files.
    left, healed
        What is amiss with files, and is so afterwards, or is not.
    """

    opened: Opened
    planner: Planner
    before: Sequence[Before]
    claims: Claims
    decisions: Sequence[Decision]
    excluded: Mapping[str, tuple[Finding, ...]]
    staying: frozenset[int]
    left: tuple[Finding, ...]
    healed: tuple[Finding, ...]

    @property
    def claimed(self) -> dict[str, int]:
        """By path, the index of the record that stands for a file."""
        return {one.path: index for index, one in self.claims.instance_of.items()}


def planned(
    opened: Opened,
    medium: Medium,
    *,
    copying: bool,
    keep_missing: bool,
    progress: Progress = silent,
) -> Planned:
    """Decide on each record and each file.

    Parameters
    ----------
    opened
        The file-set as it was read.
    medium
        What lies on it.
    copying
        Whether instances are copied, so that each can have a legal name.
    keep_missing
        Whether records stay whose files are not there.
    progress
        Told how far things are.
    """
    before = records_before(opened.file_set.records)
    claims = Claims(before, medium)
    branches = Branches()
    _settle(before, claims, branches)
    placing: Placing = StayPlacing(medium.root, _listed(before, claims, claims.renamed))
    if copying:
        placing = CopyingPlacing(_wishes(medium, _listed(before, claims)))
    planner = Planner(placing, branches, same_content)
    decisions: list[Decision] = []
    excluded: dict[str, tuple[Finding, ...]] = {}
    left, healed = list(medium.apart), list[Finding]()
    for number, one in enumerate(_in_order(claims, medium), 1):
        if not number % STEP:
            progress("deciding", number, len(medium.files))
        if isinstance(one, Finding):
            left.append(one)
            continue
        decision = planner.decide(one)
        if decision.action == "excluded":
            excluded[one.path] = decision.reasons
            left += decision.reasons
            continue
        decisions.append(decision)
        if copying:
            healed += remark_findings(one) if decision.action == "re-encoded" else []
        else:
            left += _not_healed(decision, medium.parts(one.path))
    staying = frozenset(
        index for index, why in claims.unmet.items() if _may_stay(why, keep_missing=keep_missing)
    )
    return Planned(
        opened,
        planner,
        before,
        claims,
        decisions,
        excluded,
        staying,
        tuple(left),
        tuple(healed),
    )


def _settle(before: Sequence[Before], claims: Claims, branches: Branches) -> None:
    """Patients whose records are as their files say stay where they are, whatever their IDs."""
    patients: dict[int, RecordKeys | None] = {}
    last: tuple[int, ParentKeys] | None = None
    for index in sorted(claims.instance_of):
        parent, instance = before[index].parent, claims.instance_of[index]
        if last is not None and last[0] == parent and last[1] is instance.parents:
            continue  # said of this series already
        last = parent, instance.parents
        if parent not in patients:
            patients[parent] = _patient_above(before, before[index])
        keys = patients[parent]
        if keys is None:
            continue
        told = parent_findings(instance, {"PATIENT": keys})
        if all(one.code != "file-differs" for one in told):
            branches.settle(instance, keys.value(GROUPS["PATIENT"]))


def _patient_above(before: Sequence[Before], one: Before) -> RecordKeys | None:
    for index in lineage(before, one):
        record = before[index].record
        keys = RecordKeys(record.body)
        if record.record_type == "PATIENT" and is_usable(keys.value(GROUPS["PATIENT"])):
            return keys
    return None


def _listed(
    before: Sequence[Before], claims: Claims, but: AbstractSet[int] = frozenset()
) -> dict[str, FileID]:
    """By path, the File ID of the record that stands for a file."""
    references = (
        (instance.path, before[number].reference)
        for number, instance in claims.instance_of.items()
        if number not in but
    )
    return {path: reference.file_id for path, reference in references if reference is not None}


def _wishes(medium: Medium, listed: Mapping[str, FileID]) -> dict[str, list[FileID]]:
    """File IDs that instances would have: of their records, and the names of their files."""
    wishes: dict[str, list[FileID]] = {}
    for parts, one in medium.files.items():
        if isinstance(one, Instance):
            wishes[one.path] = [listed.get(one.path, parts), parts]
    return wishes


def _in_order(claims: Claims, medium: Medium) -> Iterator[Instance | Finding]:
    """Instances of records in the order of these, then what else lies on the medium."""
    for index in sorted(claims.instance_of):
        yield claims.instance_of[index]
    for parts, one in medium.files.items():
        if parts not in claims.record_of and parts not in claims.reserved:
            yield one


def _not_healed(decision: Decision, parts: FileID) -> Iterator[Finding]:
    """What is amiss with a file that has its record, and takes a copy to be mended."""
    where = Where(path=decision.instance.path)
    if not is_legal(decision.file_id):
        yield finding("file-id-illegal", "Its name is no legal File ID.", where)
    elif decision.file_id != parts:
        message = f"The directory names it {'/'.join(decision.file_id)}."
        yield finding("file-name-case", message, where)
    for one in remark_findings(decision.instance):
        if one.code in NOT_A_FILE_FORMAT:
            yield one


def _may_stay(why: Finding, *, keep_missing: bool) -> bool:
    if why.code in _STAYS:
        return True
    return keep_missing and why.code not in {_IS_SHARED, _UNSAFE}
