"""The command line that goes on with a migration, kept in its journal when one begins it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

import msgspec

from ...ledger.versions import versions
from ..journal import Journal

_COMMAND: Final = "command"
VERSIONS: Final = "versions"
"""Fact that tells which software was at work last, ``name version`` each."""


class _Kept(msgspec.Struct):
    words: tuple[str, ...]
    folder: str


def note_beginning(journal: Journal, words: Sequence[str]) -> None:
    """Keep which software is at work, and the words of its command line, where there is one.

    Words are kept in the encoding of file systems, with the folder in which they were given.
    """
    journal.note(VERSIONS, versions())
    if not words:
        return
    folder = os.fsencode(_here()).decode("latin-1")
    kept = tuple(os.fsencode(one).decode("latin-1") for one in words)
    journal.note(_COMMAND, msgspec.to_builtins(_Kept(kept, folder)))


def command_of(journal: Journal) -> str:
    """The command that goes on with it, as a shell takes it; empty where none was kept."""
    fact = journal.fact(_COMMAND)
    if fact is None:
        return ""
    kept = msgspec.convert(fact, _Kept)
    words = [_word(one) for one in kept.words]
    # Before anything that would end the options.
    resumed = words if "--resume" in words else [*words[:1], "--resume", *words[1:]]
    said = _joined(["dicom-fileset", *resumed])
    folder = _word(kept.folder)
    return said if folder in {"", _here()} else f"cd {_joined([folder])} && {said}"


def _word(kept: str) -> str:
    return os.fsdecode(kept.encode("latin-1"))


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _joined(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
