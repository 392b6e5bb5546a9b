"""A statement out of a ledger."""

import os
from collections.abc import Iterable
from typing import Final

from dicom_codecs.codec import decoder_name, encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from ..ledger import Ledger, Tally
from ..version import __version__
from .evidence import counting, days, environments, on_media
from .further_sets import name_of
from .media_parts import media_services
from .model import Statement, SupportedSyntax
from .profiles import profile_rows
from .refused import REFUSED
from .sets import in_table_order
from .storage import storage_rows, syntax_sets
from .templates import template_rows

TITLE: Final = "DICOM Conformance Statement: Media Services"


def conformance_statement(
    ledger: Ledger | str | os.PathLike[str],
    *,
    title: str = "",
    vendor: str = "",
    include_supported: bool = False,
) -> Statement:
    """What a ledger proves, in the form of PS3.2 Annex N.

    Parameters
    ----------
    ledger
        Or its path.
    title, vendor
        Of the product that the statement is of.
    include_supported
        Whether to list what is supported and was not performed so far, marked as such.

    Raises
    ------
    Refused, UsageError
        The ledger cannot be read, or there is none.
    """
    kept = ledger if isinstance(ledger, Ledger) else Ledger(ledger)
    return statement_of(
        kept.tallies(), title=title, vendor=vendor, include_supported=include_supported
    )


def statement_of(
    tallies: Iterable[Tally], *, title: str = "", vendor: str = "", include_supported: bool = False
) -> Statement:
    """What tallies prove; the parameters are those of :func:`conformance_statement`."""
    some = counting(tallies)
    known = environments(some)
    storage = storage_rows(some, known, with_supported=include_supported)
    profiles = profile_rows(some, with_supported=include_supported)
    first, last = days(some)
    return Statement(
        title=_text(title) or TITLE,
        vendor=_text(vendor),
        software=f"dicom-fileset {__version__}",
        first=first,
        last=last,
        storage_sop_classes=storage,
        transfer_syntax_sets=in_table_order(syntax_sets(some)),
        sr_templates=template_rows(some, storage),
        application_profiles=profiles,
        refused=tuple(REFUSED.values()),
        media_services=media_services(some, profiles),
        supported_transfer_syntaxes=_supported(some) if include_supported else (),
        environments=known,
    )


def _text(words: str) -> str:
    """What a person gave on the command line, in which bytes may be that are no text."""
    return words.encode("utf-8", "replace").decode().strip()


def _supported(tallies: Iterable[Tally]) -> tuple[SupportedSyntax, ...]:
    performed = {one.performed.transfer_syntax_uid for one in on_media(tallies)}
    rows = (
        SupportedSyntax(
            name_of(row.uid),
            row.uid,
            "supported, not performed",
            _carried(row) or _used(row, encode=False),
            _carried(row) or _used(row, encode=True),
        )
        for row in TRANSFER_SYNTAXES.values()
        if row.in_files and row.uid not in performed
    )
    return tuple(one for one in rows if one.decode or one.encode)


def _carried(row: TransferSyntax) -> str:
    return "carried as it is" if row.family == "video" else ""


def _used(row: TransferSyntax, *, encode: bool) -> str:
    try:
        return encoder_name(row) if encode else decoder_name(row)
    except CodecUnavailable:
        return ""
