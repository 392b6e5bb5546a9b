"""Reports as text for people and as JSON for machines."""

import json
import os
import re
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from dicom_profiles import ProfileError

from ..errors import FileSetError
from ..findings import CODES, finding
from ..ledger.keeping import kept_in
from ..model import Finding, Where
from ..report import ErrorReport, Skip
from . import stopping
from .saying import give_up, say

_MOST_OF_A_CODE = 20
"""Findings of one code that are printed for a person; machines get all."""


def show_json(report: msgspec.Struct) -> None:
    """One JSON document on standard output, and nothing else."""
    try:
        data = msgspec.json.encode(report)
    except UnicodeEncodeError:
        # A file name that is no valid text: JSON escapes stand for its bytes.
        data = json.dumps(msgspec.to_builtins(report)).encode()
    if not data.isascii():
        data = _STEERING.sub(_escaped, data)
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


_STEERING: Final = re.compile(
    rb"\xc2[\x80-\x9f]|\xd8\x9c|\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])"
)
"""UTF-8 of what could steer a terminal or end a line: C1 controls, U+061C, U+200E, U+200F, U+2028
to U+202E, U+2066 to U+2069.  It stands in strings only, where an escape means the same."""


def _escaped(found: re.Match[bytes]) -> bytes:
    return f"\\u{ord(found[0].decode()):04x}".encode()


def show_error(error: FileSetError, *, as_json: bool) -> int:
    """Say why a call failed; its exit status."""
    if as_json:
        show_json(ErrorReport(error.finding, error.others))
    else:
        show_findings(error.others)
        found = error.finding
        remedy = f"  {found.remedy} [{found.code}, {found.clause}]"
        say(f"dicom-fileset: {_located(found)}", remedy)
    return error.exit_status


def guarded(
    run: Callable[[], Callable[[], int]], *, as_json: bool, ledger: str | None = None
) -> int:
    """The exit status of a command: ``run`` does it and gives what shows it.

    A failure is said, never shown as a traceback.
    """
    stopping.in_order()
    try:
        with kept_in(ledger):
            show = run()
    except FileSetError as error:
        return show_error(error, as_json=as_json)
    except KeyboardInterrupt:
        stopped = finding("interrupted", stopping.STOPPED)
        return show_error(FileSetError(stopped), as_json=as_json)
    except OSError as error:
        return show_error(_os_failure(error), as_json=as_json)
    except Exception as error:
        if SHOW_TRACEBACK in os.environ:
            raise
        return show_mistake(error, as_json=as_json)
    return _shown(show)


def show_ahead(show: Callable[[], None]) -> None:
    """Show something before the work begins: that nobody reads it is no reason not to work."""
    try:
        show()
        sys.stdout.flush()
    except BrokenPipeError:
        give_up(sys.stdout)
    except OSError as error:
        give_up(sys.stdout)
        say(f"dicom-fileset: what is to be told has no place: {error.strerror}.")


def show_mistake(error: Exception, *, as_json: bool) -> int:
    """Say what nobody foresaw, or that our own rules are damaged; the exit status."""
    return show_error(_own_mistake(error), as_json=as_json)


def _shown(show: Callable[[], int]) -> int:
    """What was done is done, also where there is no room to tell of it."""
    try:
        status = show()
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        give_up(sys.stdout)
    except KeyboardInterrupt:
        reason = "it was stopped"
    except Exception as error:
        if SHOW_TRACEBACK in os.environ:
            raise
        reason = _located(_own_mistake(error).finding).removesuffix(".")
    else:
        return status
    say(f"dicom-fileset: it is done, and cannot be told: {reason}.")
    return 1


SHOW_TRACEBACK = "DICOM_FILESET_TRACEBACK"
"""Environment variable of those who look for our mistakes."""


def _own_mistake(error: Exception) -> FileSetError:
    if isinstance(error, ProfileError):
        place = f"{error.place}: " if error.place else ""
        where = Where(path=error.file)
        return FileSetError(finding("rules-damaged", f"{place}{error.reason}.", where))
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    return FileSetError(finding("internal", f"{type(error).__name__} at {place}."))


def _os_failure(error: OSError) -> FileSetError:
    reason = error.strerror or type(error).__name__
    where = Where(path=str(error.filename) if error.filename else None)
    return FileSetError(finding("unreadable", f"{reason}.", where))


def _located(found: Finding) -> str:
    where = found.where
    parts = [where.path] if where.path else []
    parts += [f"byte {where.offset}"] if where.offset is not None else []
    parts += [f"{where.record} record"] if where.record else []
    parts += [where.tag] if where.tag else []
    mended = f" ({found.before or '-'} -> {found.after})" if found.after else ""
    message = found.message + mended
    return f"{', '.join(parts)}: {message}" if parts else message


def printable(text: str) -> str:
    r"""Text from files with what steers a terminal shown instead of obeyed.

    >>> print(printable("a\x1b[2Jb"))
    a\x1b[2Jb
    """
    return text if text.isprintable() else _UNSURE.sub(_shown_letter, text)


_UNSURE: Final = re.compile(r"[^ -~]")


def _shown_letter(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else repr(found[0])[1:-1]


def show_findings(findings: Iterable[Finding]) -> None:
    """Findings by code, the worst first, with what to do about each code."""
    by_code: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        by_code[one.code].append(one)
    rank = ["error", "warning", "note"]
    for code, some in sorted(by_code.items(), key=lambda pair: rank.index(pair[1][0].severity)):
        first = some[0]
        print(f"{first.severity}: {code} ({len(some)}x, {first.clause}): {first.remedy}")
        for one in some[:_MOST_OF_A_CODE]:
            print(f"  {printable(_located(one))}")
        if len(some) > _MOST_OF_A_CODE:
            print(f"  ... and {len(some) - _MOST_OF_A_CODE} more; --json lists them all")


def show_skipped(skipped: Iterable[Skip]) -> None:
    """Every file that was left out, with its reason; those of one reason together."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for one in skipped:
        code = CODES[one.code]
        remedy = f" {code.remedy}" if code.severity == "error" else ""
        clause = f", {one.clause}" if one.clause not in {"", code.clause} else ""
        by_reason[f"{one.reason}{remedy} [{one.code}{clause}]"].append(one.source)
    if by_reason:
        print("left out:")
    for reason, sources in by_reason.items():
        if len(sources) == 1:
            print(printable(f"  {sources[0]}: {reason}"))
            continue
        print(printable(f"  {len(sources)} files: {reason}"))
        for source in sources:
            print(printable(f"    {source}"))


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "study", "studies"), counted(2, "study", "studies"), counted(3, "patient")
    ('1 study', '2 studies', '3 patients')
    """
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def counted_actions(actions: Iterable[str]) -> str:
    """How many instances each thing was done to.

    >>> counted_actions(["copied", "re-encoded", "copied"])
    '2 copied, 1 re-encoded'
    """
    return ", ".join(f"{number} {action}" for action, number in Counter(actions).most_common())


def sized(number: int) -> str:
    """Bytes as a person reads them.

    >>> sized(999), sized(1500), sized(734003200)
    ('999 B', '1.5 kB', '734.0 MB')
    """
    size = float(number)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.1f} {unit}" if unit != "B" else f"{number} B"
        size /= 1000
    return f"{size:.1f} TB"


def shown_path(file_id: tuple[str, ...]) -> str:
    """A File ID as a path."""
    return os.sep.join(file_id)
