"""What is reported of an SR document, in the form that machines read."""

import msgspec

from ..model import Finding
from .cad_rows import ReportedFinding, ReportedSummary
from .content import SrDocument
from .echo import measurements
from .mammography import cad_findings, cad_summaries
from .measurement import Measurement


class SrReport(msgspec.Struct, frozen=True):
    """An SR document, and what was extracted by its root template.

    ``measurements`` are those of TID 5200; ``cad_findings`` and ``cad_summaries`` of TID 4000.
    ``findings`` are about the document: what is amiss with it.
    """

    document: SrDocument
    measurements: tuple[Measurement, ...] = ()
    cad_findings: tuple[ReportedFinding, ...] = ()
    cad_summaries: tuple[ReportedSummary, ...] = ()
    findings: tuple[Finding, ...] = ()


def sr_report(document: SrDocument) -> SrReport:
    """The report on a document."""
    tid = document.template.tid
    cad = tid == "4000"
    return SrReport(
        document=msgspec.structs.replace(document, findings=()),
        measurements=measurements(document) if tid == "5200" else (),
        cad_findings=cad_findings(document) if cad else (),
        cad_summaries=cad_summaries(document) if cad else (),
        findings=document.findings,
    )
