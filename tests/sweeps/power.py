"""Power lost at each operation of a change, by a model of what a file system keeps of it.

What was written and not flushed is kept, dropped, cut in half or turned into zeros.  Names made,
changed or removed in a folder that was not flushed since are kept or lost, each for itself and in
any order.  The trace of one run is played into the model; states that a crash may leave are laid
out in a folder and judged as those that a failure left.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from unittest import mock

from dicom_fileset.commit import flush
from sweeps.disk import Operation, watched
from sweeps.failures import Point, judged
from sweeps.repeating import repeatable
from sweeps.states import Stage

_INTERRUPTED: Final = 4
_RANDOM_STATES: Final = 4
_SINGLE: Final = 6


class Node:
    """A file or a folder as it is, and as the medium has it."""

    def __init__(self, entries: dict[str, "Node"] | None = None, data: bytes = b"") -> None:
        self.entries = entries
        self.kept_entries = dict(entries) if entries is not None else {}
        self.data = data
        self.kept_data = data


Change = list[tuple[Node, str, Node | None]]
"""Names of folders and what they are of: of one operation, which is kept or lost as a whole."""


class Model:
    """A small file system with a memory of what it was told to keep."""

    def __init__(self, root: Path) -> None:
        self._top = str(root.parent)
        self._top_node = Node({})
        self.pending: list[Change] = []
        self._files: dict[int, Node] = {}
        if root.exists():
            self._top_node = Node({root.name: _read(root)})

    def _node(self, path: str) -> Node | None:
        node: Node | None = self._top_node
        for part in os.path.relpath(path, self._top).split(os.sep):
            if part != ".":
                node = node.entries.get(part) if node is not None and node.entries else None
        return node

    def _folder(self, path: str) -> Node:
        node = self._node(os.path.dirname(path))
        assert node is not None
        assert node.entries is not None
        return node

    def files(self) -> dict[str, bytes]:
        """All files as they are: bytes by path."""
        found, waiting = {}, [(self._top_node, self._top)]
        while waiting:
            node, path = waiting.pop()
            if node.entries is None:
                found[path] = node.data
            for name, one in (node.entries or {}).items():
                waiting.append((one, os.path.join(path, name)))
        return found

    def _name(self, *changes: tuple[str, Node | None]) -> None:
        group: Change = []
        for path, node in changes:
            folder, name = self._folder(path), os.path.basename(path)
            assert folder.entries is not None
            if node is None:
                folder.entries.pop(name, None)
            else:
                folder.entries[name] = node
            group.append((folder, name, node))
        self.pending.append(group)

    def play(self, operation: Operation, result: Any) -> None:
        """Do what was done, in the model."""
        act: Callable[..., None] = getattr(self, f"do_{operation.name}")
        act(*operation.arguments, result=result)

    def do_syncfs(self, *, result: None) -> None:
        """All that was written is flushed."""
        del result
        self.keep_all()

    def do_open(self, path: str, flags: int, mode: int = 0, *, result: int) -> None:
        del mode
        node = self._node(path)
        if node is None:
            assert flags & os.O_CREAT
            node = Node()
            self._name((path, node))
        if flags & os.O_TRUNC:
            node.data = b""
        self._files[result] = node

    def do_write(self, descriptor: int, data: bytes, start: int, *, result: int) -> None:
        node = self._files[descriptor]
        before = node.data[:start].ljust(start, b"\0")
        node.data = before + data[:result] + node.data[start + result :]

    def do_ftruncate(self, descriptor: int, length: int, *, result: None) -> None:
        del result
        node = self._files[descriptor]
        node.data = node.data[:length]

    def do_sqlite(self, path: str, data: bytes, *, result: object) -> None:
        """A database as it was committed: SQLite flushes it, and the folder that it is in."""
        del result
        node = self._node(path)
        if node is None:
            node = Node()
            self._name((path, node))
        node.data = node.kept_data = data
        self.keep(self._folder(path))

    def do_fsync(self, descriptor: int, *, result: None) -> None:
        del result
        self.keep(self._files[descriptor])

    def keep(self, node: Node) -> None:
        """What a flush of a file or folder makes last."""
        node.kept_data = node.data
        if node.entries is None:
            return
        node.kept_entries = dict(node.entries)
        for group in self.pending:
            group[:] = [one for one in group if one[0] is not node]
        self.pending = [group for group in self.pending if group]

    def keep_all(self) -> None:
        """What a flush of the whole file system makes last."""
        waiting = [self._top_node]
        while waiting:
            node = waiting.pop()
            self.keep(node)
            waiting += (node.entries or {}).values()

    def do_mkdir(self, path: str, mode: int = 0, *, result: None) -> None:
        del mode, result
        self._name((path, Node({})))

    def do_rmdir(self, path: str, *, result: None) -> None:
        del result
        self._name((path, None))

    do_unlink = do_rmdir

    def do_rename(self, source: str, target: str, *, result: None) -> None:
        del result
        self._name((target, self._node(source)), (source, None))

    do_replace = do_rename

    def do_utime(self, *_: Any, result: None) -> None:
        """Times are not kept account of."""

    def lay_out(self, root: Path, kept: Sequence[bool], spoil: Callable[[Node], bytes]) -> None:
        """Write the state that is there when some of the pending changes were kept."""
        shutil.rmtree(root, ignore_errors=True)
        entries: dict[Node, dict[str, Node]] = {}
        for group, stays in zip(self.pending, kept, strict=True):
            for folder, name, node in group if stays else ():
                changed = entries.setdefault(folder, dict(folder.kept_entries))
                if node is None:
                    changed.pop(name, None)
                else:
                    changed[name] = node
        waiting = [(self._top_node, root.parent)]
        while waiting:
            folder, path = waiting.pop()
            for name, node in entries.get(folder, folder.kept_entries).items():
                if node.entries is None:
                    (path / name).write_bytes(spoil(node))
                else:
                    (path / name).mkdir()
                    waiting.append((node, path / name))


def _read(folder: Path) -> Node:
    entries = {
        one.name: _read(one) if one.is_dir() else Node(data=one.read_bytes())
        for one in folder.iterdir()
    }
    return Node(entries)


def _whole(node: Node) -> bytes:
    return node.data


def _dropped(node: Node) -> bytes:
    return node.kept_data


def _torn(node: Node) -> bytes:
    return node.data[: (len(node.kept_data) + len(node.data)) // 2]


def _zeros(node: Node) -> bytes:
    return node.kept_data + bytes(max(0, len(node.data) - len(node.kept_data)))


_SPOILING: Final = (_whole, _dropped, _torn, _zeros)


def traced(stage: Stage, root: Path, *, at_once: bool) -> list[tuple[Operation, Any]]:
    """The operations of one run, with what each gave; ``syncfs`` where all is flushed at once."""
    trace: list[tuple[Operation, Any]] = []

    def hook(operation: Operation, go_on: Callable[[], Any]) -> Any:
        if operation.name == "write":
            descriptor, data = operation.arguments
            start = os.lseek(descriptor, 0, os.SEEK_CUR)
            operation = Operation("write", (descriptor, bytes(data), start))
        result = None if operation.name == "fsync" else go_on()
        if operation.name == "sqlite":
            path, database = operation.arguments
            if database.in_transaction:
                return result
            operation = Operation("sqlite", (path, Path(path).read_bytes()))
        trace.append((operation, result))
        return result

    def flushed(_: str) -> bool:
        if at_once:
            trace.append((Operation("syncfs", ()), None))
        return at_once

    stage.anew(root)
    flushing = mock.patch.object(flush, "_flush_file_system", flushed)
    with repeatable(), flushing, watched(root.parent, hook):
        stage.change.carry_out(root, stage.sources)
    _see_nothing_escaped(stage, root, trace)
    return trace


def _see_nothing_escaped(stage: Stage, root: Path, trace: Sequence[tuple[Operation, Any]]) -> None:
    """See that the trace makes what is there: bytes may come into a file in many ways."""
    there = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    stage.anew(root)
    model = Model(root)
    for operation, result in trace:
        model.play(operation, result)
    made = {Path(path): data for path, data in model.files().items()}
    wrong = sorted(str(path) for path in made.keys() | there if made.get(path) != there.get(path))
    assert not wrong, f"{wrong}: written past the sweep"


def lost_power(stage: Stage, root: Path, *, at_once: bool, step: int = 1) -> Iterator[Point]:
    """States that a loss of power may leave after every ``step``-th operation, judged."""
    trace = traced(stage, root, at_once=at_once)
    stage.anew(root)
    model = Model(root)
    for number, (operation, result) in enumerate(trace, 1):
        model.play(operation, result)
        last = number == len(trace)
        if (number - 1) % step and not last:
            continue
        for kept, spoil in _crashes(model, number):
            model.lay_out(root, kept, spoil)
            problem = judged(stage, root, 0 if last else _INTERRUPTED)
            yield Point(number, operation.name, problem and f"{problem} ({spoil.__name__})")


def _crashes(model: Model, seed: int) -> Iterator[tuple[list[bool], Callable[[Node], bytes]]]:
    """What may be kept: all and nothing with data spoilt in each way, one, all but one, some."""
    length = len(model.pending)
    for spoil in _SPOILING:
        yield [True] * length, spoil
    yield [False] * length, _dropped
    choose = random.Random(seed)  # noqa: S311 - the same states each time
    for place in range(length)[-_SINGLE:]:
        yield [n == place for n in range(length)], choose.choice(_SPOILING)
        yield [n != place for n in range(length)], choose.choice(_SPOILING)
    for _ in range(_RANDOM_STATES):
        yield [choose.random() < 0.5 for _ in range(length)], choose.choice(_SPOILING)
