"""What is taken out of a document as a table, by its root template."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .cad_rows import ReportedFinding
from .content import SrDocument
from .echo import measurements
from .mammography import cad_findings
from .measurement import Measurement

_Rows = tuple[Measurement, ...] | tuple[ReportedFinding, ...]

EXTRACTORS: Final[Mapping[str, Callable[[SrDocument], _Rows]]] = MappingProxyType(
    {"4000": cad_findings, "5200": measurements}
)
"""What makes the table of a root template, by its TID."""


def extracted(document: SrDocument) -> _Rows:
    """The rows of a document's table; none for a template that has no table."""
    extract = EXTRACTORS.get(document.template.tid)
    return extract(document) if extract else ()
