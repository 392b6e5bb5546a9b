"""The tree of records made anew: bodies that are right are kept, each stands where files say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ..assembly import body_of
from ..dicomdir.keys import RecordKeys
from ..directory import Directory, GroupKey, Node
from ..model import IN_USE, Decision, FileSet, Finding, Instance, Record
from ..records.make import record_body
from ..records.types import RECORD_TYPES
from .before import GROUPS, Before, lineage
from .likeness import group_faults, group_unlike, unlike
from .renewal import renewed

_RECORD_TYPE: Final = 0x0004_1430
_MULTI_REFERENCE: Final = 0x0004_1504
"""Offset of Referenced MRDR (retired): writing anew moves what it points at."""


class Stood(NamedTuple):
    """A record of the new tree.

    ``number`` is that of the record that it was, -1 for a new one; ``reasons`` say why its body is
    another than it was; ``decision`` is on its instance, where it refers to a file.
    """

    node: Node
    level: int
    above: Node | None
    number: int
    decision: Decision | None
    reasons: tuple[str, ...]


class Tree:
    """The records of a repaired directory.

    Parameters
    ----------
    head
        The file-set without its records.
    before
        Its records, as they were.
    claimed
        By path, the index of the record that stands for a file.
    staying
        Indices of records that stay though there is no instance in their files.
    """

    def __init__(
        self,
        head: FileSet,
        before: Sequence[Before],
        claimed: Mapping[str, int],
        staying: frozenset[int],
    ) -> None:
        self.findings: list[Finding] = []
        self._before = before
        self._claimed = claimed
        self._staying = staying
        self._nodes: dict[int, Node] = {}
        self._standing: set[int] = set()
        self._index_of: dict[Node, int] = {}
        self._positions: dict[Node, int] = {}
        self._decision_of: dict[Node, Decision] = {}
        self._reasons: dict[Node, tuple[str, ...]] = {}
        self._groups: dict[GroupKey, Node] = {}
        for one in before:
            self._prepare(one)
        self._directory = Directory(head, kept=self._groups)

    def _prepare(self, one: Before) -> None:
        """A node for a record that may be kept; PATIENT, STUDY and SERIES of one key become one."""
        node = Node(one.record.record_type, one.record.body, IN_USE if one.record.in_use else 0)
        if one.kind == "group":
            key = _group_key(one)
            node = self._groups.setdefault(key, node) if key[1] else node
            self._standing.add(one.number)
        self._nodes[one.number] = node
        self._index_of.setdefault(node, one.number)
        self._positions.setdefault(node, one.number)

    def node_of(self, index: int) -> Node | None:
        """What became of an old record; ``None`` for -1."""
        return self._nodes.get(index)

    def build(self, decisions: Sequence[Decision]) -> FileSet:
        """Put all records where they go.

        Parameters
        ----------
        decisions
            On every instance that is in the file-set, in order.
        """
        of_record = {self._claimed.get(one.instance.path, -1): one for one in decisions}
        for old in self._before:
            if old.number in of_record:
                self._put_instance(of_record[old.number], old)
            elif old.number in self._staying or _stays(old):
                self._put_as_it_is(old)
        for number, decision in enumerate(decisions, len(self._before)):
            if decision.instance.path not in self._claimed:
                self._put_new(decision, number)
        self._add_groups()
        self._sort()
        self._see_to_groups()
        return self._directory.file_set()

    def _put_instance(self, decision: Decision, old: Before) -> None:
        """The record of a file: kept where it says what the file says, else made anew."""
        node = self._nodes[old.number]
        record, reference = old.record, old.reference
        assert reference is not None  # noqa: S101 - it stands for a file
        reasons = unlike(record, reference, decision.instance, decision.file_id)
        if reasons:
            body, findings = body_of(self._directory, decision)
            if _is_of(old, decision.instance) and decision.record_type == record.record_type:
                body = renewed(record.body, body)
            if body != record.body:
                self.findings += (*decision.reasons, *findings)
                self._reasons[node] = tuple(reasons)
                node.record_type, node.body = decision.record_type, body
        self._standing.add(old.number)
        self._decision_of[node] = decision
        private = self._private_parent(old, decision)
        if private is not None:
            private.append(node)
        else:
            self._directory.put(decision.branch, node)

    def _private_parent(self, old: Before, decision: Decision) -> Node | None:
        """A PRIVATE record that an instance stands below and may stay."""
        parent = self._before[old.parent] if old.parent >= 0 else None
        if parent is None or parent.record.record_type != "PRIVATE":
            return None
        if parent.number not in self._standing or decision.branch is None:
            return None
        branch = decision.branch
        keys = {
            "PATIENT": branch.patient_id,
            "STUDY": branch.study_instance_uid,
            "SERIES": branch.series_instance_uid,
        }
        above = (self._before[index] for index in lineage(self._before, old))
        groups = (_group_key(one) for one in above if one.kind == "group")
        agree = all(keys[name] == value for name, value in groups)
        return self._nodes[parent.number] if agree else None

    def _put_new(self, decision: Decision, number: int) -> None:
        body, findings = body_of(self._directory, decision)
        node = Node(decision.record_type, body)
        self.findings += (*decision.reasons, *findings)
        self._positions[node] = number
        self._decision_of[node] = decision
        self._directory.put(decision.branch, node)

    def _put_as_it_is(self, old: Before) -> None:
        """A record that no file speaks for or against, below what its parent became."""
        node = self._nodes[old.number]
        if old.parent < 0:
            self._directory.put(None, node)
        elif old.parent in self._standing:
            self._nodes[old.parent].append(node)
        else:
            return
        self._standing.add(old.number)

    def _add_groups(self) -> None:
        """PATIENT, STUDY and SERIES records without instances, with something else or nothing."""
        attached = {node for node, _, _ in self._walk()}
        groups = [old for old in self._before if old.kind == "group"]
        for old in reversed(groups):
            if self._nodes[old.number] not in attached and not _is_right(old.record):
                self._hand_up(old)
        parents = {one.parent for one in self._before}
        for old in groups:
            empty = old.number not in parents and _is_right(old.record)
            if self._nodes[old.number].children or empty:
                self._attach(old, attached)

    def _hand_up(self, old: Before) -> None:
        """Nothing tells what a damaged record was: what stands anywhere stands above it."""
        node = self._nodes[old.number]
        children = node.children or []
        node.children = [one for one in children if not _stands_anywhere(one)]
        for one in filter(_stands_anywhere, children):
            if old.parent < 0:
                self._directory.put(None, one)
            else:
                self._nodes[old.parent].append(one)

    def _attach(self, old: Before, attached: set[Node]) -> bool:
        """Put a PATIENT, STUDY or SERIES record below the one it stood below; whether it may."""
        node = self._nodes[old.number]
        if node in attached:
            return True
        level = list(GROUPS).index(old.record.record_type)
        if level == 0:
            self._directory.put(None, node)
        else:
            above = self._before[old.parent] if old.parent >= 0 else None
            fits = above is not None and above.record.record_type == list(GROUPS)[level - 1]
            if above is None or not fits or not self._attach(above, attached):
                return False
            self._nodes[above.number].append(node)
        attached.add(node)
        return True

    def _sort(self) -> None:
        """What was there comes in the order it had, what is new after it."""
        positions = self._positions
        nodes = [node for node, _, _ in self._walk()]
        for node in reversed(nodes):
            if node not in positions:
                positions[node] = min(positions[one] for one in node.children or ())
        for children in (self._directory.roots, *(one.children for one in nodes if one.children)):
            children.sort(key=positions.__getitem__)

    def _see_to_groups(self) -> None:
        """Make anew each PATIENT, STUDY and SERIES record that its first file contradicts."""
        seen: set[Node] = set()
        path: list[Node] = []
        for node, level, _ in self._walk():
            del path[level:]
            decision = self._decision_of.get(node)
            if decision is not None and decision.branch is not None:
                for group in path:
                    if group.record_type in GROUPS and group not in seen:
                        seen.add(group)
                        self._see_to_group(group, decision)
            path.append(node)

    def _see_to_group(self, node: Node, first: Decision) -> None:
        branch, name = first.branch, node.record_type
        reasons = group_unlike(name, node.body, first.instance)
        if not reasons or branch is None:
            return
        values = {"PATIENT": branch.patient, "STUDY": branch.study, "SERIES": branch.series}[name]
        body = record_body(name, values, branch.character_set, b"", self._directory.table)
        if name != "PATIENT":
            body = renewed(node.body, body)  # of a patient, what lasts could be another person's
        if body != node.body:
            self._reasons[node] = tuple(reasons)
            node.body = body

    def stood(self) -> Iterator[Stood]:
        """Every record of the new tree, in order."""
        for node, level, above in self._walk():
            yield Stood(
                node,
                level,
                above,
                self._index_of.get(node, -1),
                self._decision_of.get(node),
                self._reasons.get(node, ()),
            )

    def _walk(self) -> Iterator[tuple[Node, int, Node | None]]:
        """Each node with its level and the one above it."""
        waiting: list[tuple[Node, int, Node | None]]
        waiting = [(node, 0, None) for node in reversed(self._directory.roots)]
        while waiting:
            node, level, above = waiting.pop()
            yield node, level, above
            waiting += [(one, level + 1, node) for one in reversed(node.children or ())]


def _group_key(one: Before) -> GroupKey:
    name = one.record.record_type
    return name, RecordKeys(one.record.body).value(GROUPS[name]) if name in GROUPS else b""


def _is_right(record: Record) -> bool:
    """Whether a record with nothing below it is right by itself: nothing tells what it was."""
    keys = RecordKeys(record.body)
    known = bool(keys.value(GROUPS[record.record_type]))
    return known and not group_faults(record.record_type, keys)


def _stands_anywhere(node: Node) -> bool:
    """Whether no rule says below what a record stands (PS3.3 F.4)."""
    return not node.in_use or node.record_type not in RECORD_TYPES or node.record_type == "PRIVATE"


def _is_of(old: Before, instance: Instance) -> bool:
    return old.reference is not None and old.reference.sop_instance_uid == instance.sop_instance_uid


def _stays(old: Before) -> bool:
    """Whether a record without a file means something by itself."""
    keys = RecordKeys(old.record.body)
    if old.kind not in {"inactive", "other"} or not (keys.is_whole and keys.has(_RECORD_TYPE)):
        return False
    known = old.record.record_type in RECORD_TYPES and old.record.record_type != "PRIVATE"
    return old.kind == "inactive" or not (known or keys.has(_MULTI_REFERENCE))
