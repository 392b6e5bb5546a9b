"""The two states that a file-set may be in, and which of them it is in."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from checks import directory
from dicom_fileset.commit.journal import OWN_NAMES
from file_sets import snapshot
from sweeps.operations import Change, repeatable

Files = Mapping[str, bytes]


class States(NamedTuple):
    """Names and bytes of all files and folders, before and after a change."""

    old: Files
    new: Files


class Stage(NamedTuple):
    """A change, made ready in a folder of its own."""

    change: Change
    sources: Path
    before: Path
    states: States

    def anew(self, root: Path) -> None:
        """The old state at ``root``."""
        shutil.rmtree(root, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, root)


def staged(change: Change, sources: Path, folder: Path) -> Stage:
    """A change carried out once without trouble, to see both of its states."""
    before, after = folder / "before", folder / "disc"
    before.mkdir()
    with repeatable():
        change.prepare(before, sources)
    stage = Stage(change, sources, before, States(snapshot(before), {}))
    stage.anew(after)
    with repeatable():
        change.carry_out(after, sources)
    return stage._replace(states=States(stage.states.old, snapshot(after)))


def state_of(root: Path, states: States) -> str:
    """``old`` or ``new``, all listed files whole; or what is wrong."""
    there = snapshot(root)
    for name, files in zip(states._fields, states, strict=True):
        if there.get("DICOMDIR") == files.get("DICOMDIR"):
            needed = _listed(root) if "DICOMDIR" in there else set()
            if name == "old":
                needed |= {one for one in files if files[one] != b"(folder)"}
            lost = [one for one in needed if there.get(one) != files.get(one)]
            return f"{name}, but lost {sorted(lost)}" if lost else name
    return "neither: " + ("another DICOMDIR" if "DICOMDIR" in there else "no DICOMDIR")


def _listed(root: Path) -> set[str]:
    """Files that records refer to, by a parser that is not ours."""
    entries = directory(root).records
    return {one.text(0x00041500).replace("\\", "/") for one in entries} - {""}


def is_clean(root: Path, states: States) -> bool:
    """Whether it is one of the two exactly, and nothing of ours is left over."""
    there = snapshot(root)
    return there in (states.old, states.new) and not OWN_NAMES & there.keys()
