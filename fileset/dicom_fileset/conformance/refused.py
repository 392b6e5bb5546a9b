"""What no file on a medium is written in, whatever a ledger says: rows with clause and certainty.

A file that carries one of these as its label is carried outside of Application Profiles, told with
a Finding, and fills no cell.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

from dicom_codecs.registry import TRANSFER_SYNTAXES, Family

from .further_sets import name_of
from .model import RefusedRow


class _Reason(NamedTuple):
    reason: str
    clause: str
    certainty: str


_REASONS: Final = MappingProxyType[Family, _Reason](
    {
        "real-time video": _Reason(
            "It describes a DICOM-RTV Metadata Flow over RTP, which is a stream and no file.",
            "PS3.5 A.8 to A.10, PS3.22",
            "inferred: PS3.10 does not forbid it in words",
        ),
        "jpip": _Reason(
            "The pixels are on a server and not in the file.",
            "PS3.5 A.6, PS3.10 7.1",
            "stated by the standard",
        ),
        "other": _Reason(
            "It is retired, and no encoding of the data sets of files.",
            "PS3.6 A",
            "stated by the standard",
        ),
    }
)

REFUSED: Final = MappingProxyType(
    {
        row.uid: RefusedRow(
            row.uid, reason.reason, name_of(row.uid), reason.clause, reason.certainty
        )
        for row in TRANSFER_SYNTAXES.values()
        if (reason := _REASONS.get(row.family))
    }
)
"""Transfer syntaxes by UID, in the order of the registry."""
