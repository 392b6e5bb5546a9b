"""An SR document shown and extracted from, and that kept in the ledger."""

from typing import Final

import msgspec

from ..evidence import performed
from ..ledger import Activity, Performed, Proof, keep
from ..model import Finding
from .content import SrDocument
from .rendering import rendered
from .report import SrReport, sr_report
from .tables import Table, table

_EXTRACTED: Final = frozenset({"5200"})
"""Root templates whose values are taken out to be worked with; of others the table only shows."""


def shown(document: SrDocument) -> tuple[str, tuple[Finding, ...]]:
    """The document as text; and why it could not be kept in the ledger, where that is so."""
    text = rendered(document)
    return text, _kept(document, "render", "shown")


def taken_out(document: SrDocument) -> tuple[Table, tuple[Finding, ...]]:
    """The table of a document; and why it could not be kept in the ledger, where that is so."""
    return table(document), _kept_as_taken_out(document)


def reported(document: SrDocument) -> SrReport:
    """The report on a document; among its Findings why it could not be kept in the ledger."""
    report = sr_report(document)
    told = _kept_as_taken_out(document)
    return msgspec.structs.replace(report, findings=report.findings + told)


def _kept_as_taken_out(document: SrDocument) -> tuple[Finding, ...]:
    if document.template.tid not in _EXTRACTED:
        return ()
    return _kept(document, "extract", "extracted")


def _kept(document: SrDocument, activity: Activity, proof: Proof) -> tuple[Finding, ...]:
    """A document that is damaged is shown as far as it goes, and is evidence of nothing."""
    if any(one.severity == "error" for one in document.findings):
        return ()
    who = document.identity
    uid = who.transfer_syntax_uid
    kind = Performed(who.sop_class_uid, uid, uid, template=document.template.tid, proof=proof)
    return keep("", activity, performed([kind]))
