"""Codes of Findings on IHE Portable Data for Imaging (IHE RAD TF-3 4.47)."""

from types import MappingProxyType
from typing import Final

from .finding_code import Code

PDI_CODES: Final = MappingProxyType(
    {
        "pdi-private": Code("error", "IHE RAD TF-3 4.47.4.1.2.3.1.2", "Instances without a record type cannot be on such a medium."),
    }
)  # fmt: skip
