"""The README's table of transfer syntaxes: ``python tests/readme_table.py`` makes it anew."""

import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "codecs"))

from dicom_codecs.implementations import IMPLEMENTATIONS
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

HEAD = "| transfer syntax | UID | read by | written by |\n|---|---|---|---|"
_ROOT = "1.2.840.10008."


def table() -> str:
    """A line for each transfer syntax that files are written in, and one for those retired."""
    rows = [row for row in TRANSFER_SYNTAXES.values() if row.in_files]
    current = (row for row in rows if not row.retired or row.uncompressed)
    alike = groupby(current, key=lambda row: (row.family == "video") or row.uid)
    lines = [_line(list(group)) for _, group in alike]
    lines.append(_line([row for row in rows if row.retired and not row.uncompressed]))
    live = [row for row in TRANSFER_SYNTAXES.values() if row.family == "real-time video"]
    lines.append(f"| SMPTE ST 2110 (RTV) | {_uids(live)} | no: {live[0].why_not} | no |")
    return "\n".join((HEAD, *lines))


def _line(rows: list[TransferSyntax]) -> str:
    first = rows[0]
    if len(rows) == 1:
        name, uid = first.keyword, first.uid.removeprefix(_ROOT)
    else:
        name = "MPEG2, MPEG-4, HEVC" if first.family == "video" else "retired JPEG processes"
        uid = _uids(rows)
    if first.family == "video":
        return f"| {name} | {uid} | carried as it is | never |"
    read = ", ".join(_shown(one) for one in first.decode) or f"no: {first.why_not}"
    written = ", ".join(_shown(one) for one in first.encode) or _why_not(first)
    return f"| {name} | {uid} | {read} | {written} |"


def _uids(rows: list[TransferSyntax]) -> str:
    return f"{rows[0].uid.removeprefix(_ROOT)} to .{rows[-1].uid.rpartition('.')[2]}"


def _shown(name: str) -> str:
    one = IMPLEMENTATIONS[name]
    return f"{one.what}*" if "turbo" in one.install else one.what


def _why_not(row: TransferSyntax) -> str:
    return f"no: {row.why_not}" if row.decode else "no"


if __name__ == "__main__":
    print(table())
