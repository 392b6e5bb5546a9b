"""What transcoding did, as text or as JSON."""

from collections import Counter

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..report import Transcoding
from ..transcode_outcome import TranscodeOutcome
from .output import (
    counted,
    counted_actions,
    printable,
    show_findings,
    show_json,
    show_skipped,
    sized,
)


def show_transcoded(outcome: TranscodeOutcome, *, dry_run: bool, as_json: bool) -> int:
    """Show an outcome; its exit status."""
    if as_json:
        show_json(outcome.report())
        return outcome.exit_status
    if dry_run:
        for one in outcome.written:
            print(printable(f"{one.action:<11} {one.source} -> {one.destination}"))
    _show_totals(outcome, dry_run=dry_run)
    skipped = outcome.skipped
    show_skipped(skipped)
    shown = {(one.source, one.code) for one in skipped}
    show_findings(one for one in outcome.findings if (one.where.path or "", one.code) not in shown)
    return outcome.exit_status


def _show_totals(outcome: TranscodeOutcome, *, dry_run: bool) -> None:
    written = outcome.written
    syntax = TRANSFER_SYNTAXES[outcome.transfer_syntax_uid]
    verb = "would be" if dry_run else "is" if len(written) == 1 else "are"
    stopped = ", stopped part-way: run again to go on" if outcome.stopped else ""
    print(
        f"{printable(outcome.root)}: {counted(len(written), 'instance')} {verb} in "
        f"{syntax.keyword}{stopped}"
    )
    if not written:
        return
    print(f"  {counted_actions(one.action for one in written)}")
    if not dry_run:
        _show_sizes(written)


def _show_sizes(written: tuple[Transcoding, ...]) -> None:
    before, after = (sum(sizes) for sizes in zip(*map(_sizes, written), strict=True))
    print(f"  {sized(before)} before, {sized(after)} after ({before / max(after, 1):.2f} to 1)")
    used = Counter(name for one in written for name in {one.decoder, one.encoder} - {""})
    if used:
        print(f"  by {', '.join(sorted(used))}")
    lossy = [one for one in written if not one.lossless]
    if lossy:
        worst = min((one.psnr for one in lossy if one.psnr is not None), default=None)
        proven = "" if worst is None else f"; PSNR of the worst frame {worst:.1f} dB"
        print(f"  {counted(len(lossy), 'instance')} lost something: DERIVED, new UIDs{proven}")


def _sizes(one: Transcoding) -> tuple[int, int]:
    return one.size_before, one.size_after
