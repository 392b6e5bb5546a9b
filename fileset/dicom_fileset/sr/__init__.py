"""SR documents: read, shown as text, extracted from, and made (PS3.3 C.17, PS3.16)."""

from .cad_rows import ReportedFinding, ReportedSummary
from .content import CodedEntry, ContentItem, SrDocument
from .echo import measurements
from .extraction import extracted
from .mammography import cad_findings, cad_summaries
from .measurement import Measurement
from .reading import read_sr
from .rendering import rendered

__all__ = [
    "CodedEntry",
    "ContentItem",
    "Measurement",
    "ReportedFinding",
    "ReportedSummary",
    "SrDocument",
    "cad_findings",
    "cad_summaries",
    "extracted",
    "measurements",
    "read_sr",
    "rendered",
]
