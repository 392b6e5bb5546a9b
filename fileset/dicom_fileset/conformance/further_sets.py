"""Transfer Syntax Sets beside those of PS3.2 Table N.1-2, as its instruction allows.

What is performed in a transfer syntax that no set of the standard lists is told under one of these,
a family of PS3.5 each.
"""

from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_profiles.sets import SetMember, TransferSyntaxSet

NO_MEDIA_TYPE: Final = "N/A"
_ROOT: Final = "1.2.840.10008.1.2."


def _set(
    abbreviation: str, name: str, source: str, media_type: str, tails: str
) -> TransferSyntaxSet:
    members = (TRANSFER_SYNTAXES[_ROOT + tail] for tail in tails.split())
    return TransferSyntaxSet(
        abbreviation,
        f"{name} Transfer Syntax Set",
        source,
        tuple(SetMember(row.uid, name_of(row.uid), media_type) for row in members),
    )


def name_of(uid: str) -> str:
    """The name of a transfer syntax as PS3.6 has it; that it is none of its, for others.

    >>> name_of("1.2.840.10008.1.2.2"), name_of("1.3.6.1")
    ('Explicit VR Big Endian (Retired)', 'Transfer syntax that PS3.6 does not name')
    """
    row = TRANSFER_SYNTAXES.get(uid)
    if row is None:
        return "Transfer syntax that PS3.6 does not name"
    return f"{row.name} (Retired)" if row.retired else row.name


FURTHER_SETS: Final = (
    _set("DEF", "Deflated", "PS3.5 A.5", NO_MEDIA_TYPE, "1.99"),
    _set("ENC", "Encapsulated Uncompressed", "PS3.5 A.4.11", "application/octet-stream", "1.98"),
    _set("DFC", "Deflated Image Frame", "PS3.5 8.2.16", NO_MEDIA_TYPE, "8.1"),
    _set("JPG", "JPEG Lossless, any predictor", "PS3.5 8.2.1", "image/jpeg", "4.57"),
    _set("JLS", "JPEG-LS", "PS3.5 8.2.3", "image/jls", "4.80 4.81"),
    _set("JXL", "JPEG XL", "PS3.5 8.2.15", "image/jxl", "4.110 4.111 4.112"),
    _set("HTJ", "High-Throughput JPEG 2000", "PS3.5 8.2.14", "image/jphc", "4.201 4.202 4.203"),
    _set("J2M", "JPEG 2000 Multi-component", "PS3.5 8.2.4", "image/jpx", "4.92 4.93"),
    _set("VF", "Fragmentable Video", "PS3.5 8.2.5 to 8.2.9", NO_MEDIA_TYPE, "4.100.1 4.101.1 4.102.1 4.103.1 4.104.1 4.105.1 4.106.1"),
    _set("VX", "Further Video", "PS3.5 8.2.8 to 8.2.11", "video/mp4", "4.105 4.106 4.107 4.108"),
    _set("JRT", "Retired JPEG", "PS3.5-2006 8.2.1", NO_MEDIA_TYPE, "4.52 4.53 4.54 4.55 4.56 4.58 4.59 4.60 4.61 4.62 4.63 4.64 4.65 4.66"),
)  # fmt: skip
