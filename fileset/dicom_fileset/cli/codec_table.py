"""Transfer syntaxes and what works with them here, as a table."""

from collections.abc import Callable

from dicom_codecs.codec import decoder_name, encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from ..report import CodecRow, CodecsReport
from .output import show_json


def show_codecs(*, as_json: bool) -> int:
    """Show all rows; the exit status."""
    rows = tuple(_row(syntax) for syntax in TRANSFER_SYNTAXES.values())
    if as_json:
        show_json(CodecsReport(rows))
        return 0
    columns = ("keyword", "uid", "decode", "encode", "why_not")
    heads = ("transfer syntax", "UID", "read by", "written by", "")
    cells = [heads, *(tuple(getattr(row, name) for name in columns) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns) - 1)]
    for line in cells:
        fixed = (f"{cell or '-':<{width}}" for cell, width in zip(line, widths, strict=False))
        print("  ".join((*fixed, line[-1])).rstrip())
    return 0


def _row(syntax: TransferSyntax) -> CodecRow:
    decode, why_not_decode = _used(decoder_name, syntax)
    encode, why_not_encode = _used(encoder_name, syntax)
    return CodecRow(
        syntax.uid,
        syntax.keyword,
        syntax.name,
        syntax.family,
        syntax.lossless,
        syntax.retired,
        decode,
        encode,
        "; ".join(dict.fromkeys(filter(None, (why_not_decode, why_not_encode)))),
        syntax.clause,
    )


def _used(name_of: Callable[[TransferSyntax], str], syntax: TransferSyntax) -> tuple[str, str]:
    """The implementation that is used here, or why there is none."""
    try:
        return name_of(syntax), ""
    except CodecUnavailable as error:
        return "", f"{error.reason}: {error.install}" if error.install else error.reason
