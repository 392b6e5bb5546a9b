"""Codes that mean the same: SNOMED CT under its old and new designators, old DCM codes and LOINC.

Documents of one decade name a concept by one code, those of the next by another; whoever looks
for it must find both (PS3.16 8.1.1).
"""

from functools import lru_cache
from typing import Final

from .content import CodedEntry

CodeKey = tuple[str, str]
"""Code value and coding scheme designator."""

_SNOMED_RT: Final = frozenset({"SRT", "SNM3", "99SDM"})
"""Designators of SNOMED codes in the old form, ``T-32600`` (PS3.16 8.1.1)."""

_LOINC_OF_DCM: Final = {
    "121060": "11329-0",  # History
    "121062": "55115-0",  # Request
    "121064": "55111-9",  # Current Procedure Descriptions
    "121066": "55114-3",  # Prior Procedure Descriptions
    "121068": "18834-2",  # Previous Findings
    "121070": "59776-5",  # Findings
    "121072": "19005-8",  # Impressions
    "121074": "18783-1",  # Recommendations
    "121076": "55110-1",  # Conclusions
    "121078": "55107-7",  # Addendum
    "121109": "18785-6",  # Indications for Procedure
    "121110": "55108-5",  # Patient Presentation
    "121111": "55112-7",  # Summary
    "121113": "55109-3",  # Complications
    "121180": "55113-5",  # Key Images
}
"""Codes of PS3.16 Annex D that CID 7001 has replaced by those of LOINC."""


def canonical(code: CodedEntry) -> CodeKey:
    """One key for all codes of a concept.

    >>> canonical(CodedEntry("T-32600", "SRT")), canonical(CodedEntry("121070", "DCM"))
    (('87878005', 'SCT'), ('59776-5', 'LN'))
    """
    return _canonical(code.value, code.scheme)


@lru_cache(maxsize=4096)
def _canonical(value: str, scheme: str) -> CodeKey:
    if scheme in _SNOMED_RT:
        # The whole table lies in pydicom, which takes longer to import than most runs take.
        from pydicom.sr._snomed_dict import mapping  # noqa: PLC0415

        found = mapping["SRT"].get(value)
        return (found, "SCT") if found else (value, "SRT")
    if scheme == "DCM" and value in _LOINC_OF_DCM:
        return _LOINC_OF_DCM[value], "LN"
    return value, scheme


def same(one: CodedEntry | None, key: CodeKey) -> bool:
    """Whether a code is that of a concept."""
    return one is not None and canonical(one) == key
