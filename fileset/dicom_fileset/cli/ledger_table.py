"""A ledger as a person reads it."""

from typing import TYPE_CHECKING, Final

from dicom_profiles.names import syntax_name

from ..conformance.uids import class_name, in_order
from .output import counted, printable

if TYPE_CHECKING:
    from ..ledger import Performed, Tally
    from ..ledger.report import LedgerReport

_HEADS: Final = ("role", "activity", "transfer syntax", "by", "profile", "count", "proof", "days")


def show_report(report: "LedgerReport") -> None:
    """What the ledger holds by SOP Class, or what was done with it."""
    operations = counted(report.operations, "operation")
    if report.action == "merge":
        print(printable(f"{report.ledger}: {operations} added"))
    elif report.action == "reset":
        said = "would be forgotten" if report.dry_run else "forgotten"
        print(printable(f"{report.ledger}: {operations} {said}"))
    else:
        _show(report)


def _show(report: "LedgerReport") -> None:
    total = sum(one.count for one in report.tallies)
    classes = {one.performed.sop_class_uid for one in report.tallies}
    of = counted(len(classes), "SOP Class", "SOP Classes")
    print(printable(f"{report.ledger}: {counted(total, 'instance')} of {of}"))
    cells = [_HEADS, *map(_cells, report.tallies)] if report.tallies else []
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if report.tallies:
        print(_line(_HEADS, widths))
    for uid in sorted(classes, key=in_order):
        print(printable(f"{class_name(uid)} ({uid})"))
        for one in report.tallies:
            if one.performed.sop_class_uid == uid:
                print(printable(_line(_cells(one), widths)))


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"  {'  '.join(padded)}".rstrip()


def _syntaxes(done: "Performed") -> str:
    before, after = syntax_name(done.source_syntax_uid), syntax_name(done.transfer_syntax_uid)
    return after if before == after else f"{before} -> {after}"


def _cells(one: "Tally") -> tuple[str, ...]:
    done = one.performed
    days = one.first if one.first == one.last else f"{one.first} to {one.last}"
    proof = done.proof if done.lossless else f"{done.proof}, lossy"
    return (
        one.role or "-",
        f"{one.activity} (TID {done.template})" if done.template else one.activity,
        _syntaxes(done),
        done.implementation or "-",
        one.profile or "-",
        str(one.count),
        proof,
        f"{days}, {one.software}",
    )
