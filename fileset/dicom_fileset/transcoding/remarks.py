"""What there is to say of a transcoding beside its pixels."""

from dicom_codecs.registry import TransferSyntax

from ..findings import finding
from ..model import Finding


def retired(target: TransferSyntax) -> tuple[Finding, ...]:
    """That a transfer syntax was asked for which is written by nobody any more."""
    if not target.retired:
        return ()
    return (finding("retired-transfer-syntax", f"{target.name} is retired."),)
