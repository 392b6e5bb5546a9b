"""What an audit came to, as text or as JSON."""

from typing import Final

from ..migration.audit.report import AuditReport
from .output import counted, printable, show_findings, show_json, sized

_SAID: Final = {
    "pixels": "every element and every frame the same as in their sources",
    "lossy": "every element as it should be, and frames decoded; something was lost on purpose",
    "elements": "every element and the pixels as they lie the same as in their sources",
    "bytes": "byte for byte their sources",
    "duplicate": "equal to another file of the same UID, which is proven itself",
    "hash": "as the journal has them, by hash; their sources are not there as they were",
    "left": "no instances, left where they are",
    "none": "not held against anything",
}


def show_audit(report: AuditReport, *, as_json: bool) -> int:
    """Show what an audit came to; its exit status."""
    if as_json:
        show_json(report)
        return report.exit_status
    show_findings(report.findings)
    if report.more:
        print(f"... and {report.more:,} more; by code: {_codes(report)}")
    print(f"looked at {report.files:,} of {report.all_files:,} files ({sized(report.bytes_read)}):")
    proofs = {one.proof: one for one in report.proofs}
    for proof, said in _SAID.items():
        if one := proofs.get(proof):
            frames = f" ({counted(one.frames, 'frame')})" if one.frames else ""
            print(f"  {one.files:>9,}  {said}{frames}")
    if report.frames_by_others:
        print(f"  {report.frames_by_others:>9,}  frames the same by a second decoder, too")
    if report.lowest_psnr is not None:
        print(
            f"  {report.lowest_psnr:>9.1f}  dB between a frame that lost something and its source"
        )
    if report.volumes:
        print(f"  {report.volumes:>9,}  volumes held against PS3.10 and the journal")
    before, after = report.before, report.after
    print(
        f"{after.patients:,} of {before.patients:,} patients, {after.studies:,} of "
        f"{before.studies:,} studies, {after.series:,} of {before.series:,} series, "
        f"{after.instances:,} of {before.instances:,} instances by the headers of the results."
    )
    print(printable(f"{report.destination}: {_verdict(report)}"))
    return report.exit_status


def _codes(report: AuditReport) -> str:
    return ", ".join(f"{one.code} {one.findings:,}" for one in report.codes)


def _verdict(report: AuditReport) -> str:
    if report.stopped:
        return "stopped; what was not looked at is not proven"
    return "proven" if report.exit_status == 0 else "not all of it is as it should be"
